namespace Rightsizer.Fuzz;

/// <summary>A folder for the files of one input; emptied before the next.</summary>
sealed class WorkFolder : IDisposable
{
    /// <summary>In memory where the system has such a folder: a disk would be most of what a trial takes.</summary>
    const string Memory = "/dev/shm";

    public WorkFolder()
    {
        var name = "rightsizer-fuzz-";
        Path = Directory.Exists(Memory)
            ? Directory.CreateDirectory(System.IO.Path.Combine(Memory, name + Guid.NewGuid().ToString("N"))).FullName
            : Directory.CreateTempSubdirectory(name).FullName;
    }

    public string Path { get; }

    public string Put(string name, byte[] content)
    {
        var file = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
        File.WriteAllBytes(file, content);
        return file;
    }

    public string In(string name) => System.IO.Path.Combine(Path, name);

    public void Clear()
    {
        foreach (var folder in Directory.EnumerateDirectories(Path)) Directory.Delete(folder, recursive: true);
        foreach (var file in Directory.EnumerateFiles(Path)) File.Delete(file);
    }

    /// <summary>Copies the files of an input that broke something to where they are kept.</summary>
    public void Keep(string to)
    {
        foreach (var file in Directory.EnumerateFiles(Path, "*", SearchOption.AllDirectories))
        {
            var copy = System.IO.Path.Combine(to, System.IO.Path.GetRelativePath(Path, file));
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(copy)!);
            File.Copy(file, copy, overwrite: true);
        }
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
