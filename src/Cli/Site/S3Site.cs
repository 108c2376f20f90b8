using Rightsizer.Aws.S3;

namespace Rightsizer.Cli.Site;

/// <summary>A site under an S3 prefix, to be read through static website hosting, CloudFront or a signed address.</summary>
sealed class S3Site(S3Pages pages) : ISitePlace
{
    public byte[]? Read(string name) => pages.Read(name);

    /// <summary>Not asked: a request for each page would take longer than the site.</summary>
    public bool IsGone(string name) => false;

    public void Write(string name, byte[] content) =>
        pages.Write(name, content, name.EndsWith(".html", StringComparison.Ordinal) ? "text/html; charset=utf-8" : "application/json");

    public void Delete(string name) => pages.Delete(name);
}
