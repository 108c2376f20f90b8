using Rightsizer.EventLogParser;
using Rightsizer.EventLogParser.Input;

namespace Rightsizer.Aws.S3;

/// <summary>An object as a file of a log.</summary>
public sealed class S3LogPart : LogPart
{
    readonly S3Connection connection;
    readonly S3Uri uri;

    /// <summary>
    /// What the last look at the object brought. Finding out what an object is opens it two or three times, and one request should do for
    /// all.
    /// </summary>
    /// <remarks>Weak, because a listing may hold a hundred thousand of these.</remarks>
    readonly WeakReference<S3Object> last = new(null!);

    internal S3LogPart(S3Connection connection, S3Uri uri, string name, long length, string? etag, long? modifiedMs)
    {
        this.connection = connection;
        this.uri = uri;
        Name = name;
        Length = length;
        ETag = etag?.Trim('"');
        ModifiedMs = modifiedMs;
    }

    internal S3LogPart(S3Connection connection, S3Object opened)
        : this(connection, opened.Uri, opened.Uri.Key[(opened.Uri.Key.LastIndexOf('/') + 1)..], opened.Length, opened.ETag,
        opened.ModifiedMs) => last.SetTarget(opened);

    /// <summary>Key below the listed prefix, with '/' between folders.</summary>
    public override string Name { get; }

    /// <summary>s3://bucket/key.</summary>
    public override string Location => uri.ToString();

    /// <value>Bytes, as listed.</value>
    public override long? Length { get; }

    /// <summary>As listed, without quotes.</summary>
    public override string? ETag { get; }

    public override long? ModifiedMs { get; }

    /// <summary>The bytes of the version that is there now, to the end. Reading throws when another takes its place meanwhile.</summary>
    /// <exception cref="RightsizerException">It cannot be had.</exception>
    public override Stream OpenRead()
    {
        if (!last.TryGetTarget(out var opened))
        {
            opened = Wait.For(S3Object.OpenAsync(connection, uri))!;
            last.SetTarget(opened);
        }
        return new S3ReadStream(connection, opened);
    }
}
