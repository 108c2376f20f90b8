using Rightsizer.Analyzer.Answers.Fleet.State;
using Rightsizer.Aws.S3;
using Rightsizer.EventLogParser;

namespace Rightsizer.Aws.State;

/// <summary>
/// A state under an S3 prefix. Parts are put with If-None-Match: *, so that of two writers one wins and the other sees that it need not.
/// </summary>
public sealed class S3StateStore : IStateStore
{
    /// <summary>A day has a few parts.</summary>
    const int MaxParts = 1_000_000;

    readonly S3Connection connection;
    readonly S3Uri root;

    /// <param name="location">s3://bucket/prefix.</param>
    /// <param name="options">How the store is reached.</param>
    /// <exception cref="RightsizerException">The options make no sense.</exception>
    public S3StateStore(string location, S3Options options) : this(location, new S3Connection(options, new S3Tuning())) { }

    internal S3StateStore(string location, S3Connection connection)
    {
        root = S3Uri.Parse(location).AsFolder();
        this.connection = connection;
    }

    public string Location => root.ToString();

    public IReadOnlyList<string> List()
    {
        var names = StateFolders.Prefixes.SelectMany(p => S3Listing.Under(connection, root with { Key = root.Key + p }))
            .Select(o => o.Key[root.Key.Length..]).Take(MaxParts + 1).ToList();
        return names.Count <= MaxParts ? names : throw new RightsizerException(
            ExitCode.BadArguments, $"--state {root}: holds more than {MaxParts} objects, which no state does");
    }

    public byte[]? Read(string name) => S3Object.Read(connection, Of(name));

    public void Write(string name, byte[] content) => Wait.For(connection.PutNewAsync(Of(name), content));

    public void Delete(string name) => Wait.For(connection.DeleteAsync(Of(name)));

    public void SetAside(string name)
    {
        if (Read(name) is not { } content) return;
        Write("_damaged/" + name, content);
        Delete(name);
    }

    S3Uri Of(string name) => root with { Key = root.Key + name };
}
