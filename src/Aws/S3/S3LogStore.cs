using Rightsizer.EventLogParser;
using Rightsizer.EventLogParser.Input;

namespace Rightsizer.Aws.S3;

/// <summary>Finds logs on S3 and stores that speak S3. Nothing is written to disk.</summary>
public sealed class S3LogStore
{
    /// <summary>Objects under a prefix that are looked through for one application's log.</summary>
    const int MaxObjects = 100_000;

    /// <summary>Objects under a prefix that are looked through for all logs: some 300 MB of names.</summary>
    const int MaxFleetObjects = 1_000_000;

    readonly S3Connection connection;

    /// <exception cref="RightsizerException">The options make no sense.</exception>
    public S3LogStore(S3Options options) : this(new S3Connection(options, new S3Tuning())) { }

    internal S3LogStore(S3Connection connection) => this.connection = connection;

    /// <summary>True for s3://, s3a:// and s3n:// URIs.</summary>
    public static bool Takes(string location) => S3Uri.IsOne(location);

    /// <summary>The logs of the one application that an object or a prefix means, one an attempt, the newest last.</summary>
    /// <param name="location">s3://bucket/key, or s3://bucket/prefix with or without a '/' at its end.</param>
    /// <exception cref="RightsizerException">There is no log, it cannot be had, or there are several applications.</exception>
    public IReadOnlyList<EventLog> Find(string location)
    {
        var uri = S3Uri.Parse(location);
        return Object(uri) is { } part ? EventLogLocator.FindInFile(part) : EventLogLocator.FindIn(PlaceOf(uri), List(uri, MaxObjects));
    }

    /// <summary>
    /// Every log under a prefix, folder by folder in ordinal order; what is no log is left out, what cannot be read is there to be told.
    /// </summary>
    /// <param name="location">s3://bucket/prefix.</param>
    /// <param name="isKnown">True for an object that is known to be one log: it is not asked for to find out.</param>
    /// <exception cref="RightsizerException">The prefix cannot be listed.</exception>
    public IEnumerable<EventLog> FindAll(string location, Func<LogPart, bool>? isKnown = null)
    {
        var uri = S3Uri.Parse(location);
        return Object(uri) is { } part ? EventLogLocator.FindAllInFile(part)
            : EventLogLocator.FindAllIn(PlaceOf(uri), List(uri, MaxFleetObjects), isKnown);
    }

    /// <summary>Whatever lies under a prefix, or the one object of that key, in ordinal order of the keys.</summary>
    /// <exception cref="RightsizerException">There is nothing, or it cannot be listed.</exception>
    public IReadOnlyList<LogPart> Files(string location)
    {
        var uri = S3Uri.Parse(location);
        return Object(uri) is { } part ? [part] : [.. List(uri, MaxObjects).OrderBy(p => p.Location, StringComparer.Ordinal)];
    }

    /// <summary>The objects under a prefix that is known to be a folder of logs; none where there are none.</summary>
    /// <exception cref="RightsizerException">It cannot be listed.</exception>
    internal IReadOnlyList<LogPart> Under(string location) => List(S3Uri.Parse(location), MaxFleetObjects, mayBeEmpty: true);

    /// <summary>The object of just this key; null for a prefix.</summary>
    S3LogPart? Object(S3Uri uri)
    {
        if (uri.Key.Length == 0 || uri.Key.EndsWith('/')) return null;
        return Wait.For(S3Object.OpenAsync(connection, uri, orNull: true)) is { } opened ? new S3LogPart(connection, opened) : null;
    }

    /// <summary>The objects under a prefix, which is taken as a folder.</summary>
    List<S3LogPart> List(S3Uri uri, int limit, bool mayBeEmpty = false)
    {
        var folder = uri.AsFolder();
        var parts = new List<S3LogPart>();
        foreach (var listed in S3Listing.Under(connection, folder))
        {
            if (listed.Key.EndsWith('/')) continue; // what consoles make to show an empty folder
            parts.Add(new S3LogPart(connection, new S3Uri(uri.Bucket, listed.Key), listed.Key[folder.Key.Length..], listed.Size ?? 0,
                listed.ETag, S3Object.EpochMs(listed.LastModified)));
            if (parts.Count > limit)
                throw new RightsizerException(ExitCode.BadArguments, $"{uri}: holds more than {limit} objects; name a longer prefix");
        }
        if (parts.Count == 0 && folder.Key.Length > 0 && !mayBeEmpty)
        {
            throw new RightsizerException(
                ExitCode.InputUnreadable, $"{uri}: no such object, and none under that prefix (NoSuchKey); check the key");
        }
        return parts;
    }

    /// <summary>As a folder on disk is named: without a '/' at its end.</summary>
    static string PlaceOf(S3Uri uri) => uri.ToString().TrimEnd('/');
}
