namespace Rightsizer.Cli.Files;

/// <summary>The disk itself.</summary>
sealed class DiskFiles : IOutputFiles
{
    public static readonly DiskFiles Instance = new();

    public Stream CreateNew(string path) => new FileStream(path, FileMode.CreateNew, FileAccess.Write);

    public void Sync(Stream stream) => ((FileStream)stream).Flush(flushToDisk: true);

    public void Move(string from, string to) => File.Move(from, to, overwrite: true);

    public void Delete(string path) => File.Delete(path);

    public void CreateFolder(string path) => Directory.CreateDirectory(path);

    public void MoveFolder(string from, string to) => Directory.Move(from, to);

    public void DeleteFolder(string path) => Directory.Delete(path, recursive: true);
}
