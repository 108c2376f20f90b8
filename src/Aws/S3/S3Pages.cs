using Rightsizer.EventLogParser;

namespace Rightsizer.Aws.S3;

/// <summary>Objects under an S3 prefix that are replaced when they change, such as the pages of a site.</summary>
public sealed class S3Pages
{
    readonly S3Connection connection;
    readonly S3Uri root;

    /// <param name="location">s3://bucket/prefix.</param>
    /// <param name="options">How the store is reached.</param>
    /// <exception cref="RightsizerException">The options make no sense.</exception>
    public S3Pages(string location, S3Options options) : this(location, new S3Connection(options, new S3Tuning())) { }

    internal S3Pages(string location, S3Connection connection)
    {
        root = S3Uri.Parse(location).AsFolder();
        this.connection = connection;
    }

    /// <summary>Null where it is missing.</summary>
    public byte[]? Read(string name) => S3Object.Read(connection, Of(name));

    public void Write(string name, byte[] content, string contentType) =>
        Wait.For(connection.PutAsync(Of(name), content, contentType));

    public void Delete(string name) => Wait.For(connection.DeleteAsync(Of(name)));

    S3Uri Of(string name) => root with { Key = root.Key + name };
}
