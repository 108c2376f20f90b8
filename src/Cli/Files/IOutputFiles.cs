namespace Rightsizer.Cli.Files;

/// <summary>
/// What this program does to the files that it writes: reports, price lists, the state. Tests have one that fails, or dies, at the n-th
/// step.
/// </summary>
interface IOutputFiles
{
    /// <summary>A file that was not there before, for writing.</summary>
    Stream CreateNew(string path);

    /// <summary>Waits until what was written to a stream of <see cref="CreateNew"/> is on the disk.</summary>
    void Sync(Stream stream);

    /// <summary>Gives a file another name, in place of what has that name.</summary>
    void Move(string from, string to);

    /// <summary>Does nothing where the file is gone already.</summary>
    void Delete(string path);
    void CreateFolder(string path);
    void MoveFolder(string from, string to);

    /// <summary>With all that is in it.</summary>
    void DeleteFolder(string path);
}
