namespace Rightsizer.Cli.Site;

/// <summary>Where the pages of a site are: a folder, an S3 prefix. Safe for several threads.</summary>
interface ISitePlace
{
    /// <summary>Null where it is missing.</summary>
    byte[]? Read(string name);

    /// <summary>True where the page is known to be gone, and has to be written again.</summary>
    bool IsGone(string name);

    /// <summary>Puts a page in its place whole or not at all, over one of the same name.</summary>
    void Write(string name, byte[] content);

    /// <summary>Does nothing where it is gone already.</summary>
    void Delete(string name);
}
