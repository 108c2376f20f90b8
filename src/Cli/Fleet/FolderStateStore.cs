using Rightsizer.Analyzer.Answers.Fleet.State;
using Rightsizer.EventLogParser;

namespace Rightsizer.Cli.Fleet;

/// <summary>A state in a folder on disk.</summary>
sealed class FolderStateStore(string folder) : IStateStore
{
    public string Location => folder;

    public IReadOnlyList<string> List()
    {
        if (File.Exists(folder)) throw new RightsizerException(ExitCode.BadArguments, $"--state {folder}: is a file; give a folder");
        if (!Directory.Exists(folder)) return [];
        return Try("cannot be listed", () => Directory.EnumerateDirectories(folder, "date=*")
            .SelectMany(d => Directory.EnumerateFiles(d).Select(f => Path.GetFileName(d) + "/" + Path.GetFileName(f))).ToList());
    }

    public byte[]? Read(string name)
    {
        try
        {
            return File.ReadAllBytes(Path.Combine(folder, name));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failed("cannot be read", e);
        }
    }

    public void Write(string name, byte[] content) => Try("cannot be written", () =>
    {
        var path = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (File.Exists(path)) return true;
        var temporary = Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.{Guid.NewGuid():N}.tmp");
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write))
            {
                stream.Write(content);
                stream.Flush(flushToDisk: true);
            }
            // the same name is the same bytes, whoever was first
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
        return true;
    });

    public void Delete(string name) => Try("cannot be written", () =>
    {
        File.Delete(Path.Combine(folder, name));
        return true;
    });

    T Try<T>(string what, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failed(what, e);
        }
    }

    RightsizerException Failed(string what, Exception e) => new(ExitCode.BadArguments, $"--state {folder}: {what}: {e.Message}", e);
}
