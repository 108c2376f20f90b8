using Rightsizer.Analyzer.Answers.Fleet.State;
using Rightsizer.Cli.Files;
using Rightsizer.EventLogParser;

namespace Rightsizer.Cli.Fleet;

/// <summary>A state in a folder on disk.</summary>
sealed class FolderStateStore(string folder, IOutputFiles files) : IStateStore
{
    /// <summary>Where damaged parts go. Names that begin with '_' are no part of the state.</summary>
    const string AsideFolder = "_damaged";

    /// <summary>An unfinished file of this age is of a process that was killed.</summary>
    static readonly TimeSpan Abandoned = TimeSpan.FromHours(1);

    public string Location => folder;

    public IReadOnlyList<string> List()
    {
        if (File.Exists(folder)) throw new RightsizerException(ExitCode.BadArguments, $"--state {folder}: is a file; give a folder");
        if (!Directory.Exists(folder)) return [];
        return Try("cannot be listed", () => StateFolders.Prefixes.SelectMany(p => Directory.EnumerateDirectories(folder, p + "*"))
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
        var day = Path.GetDirectoryName(path)!;
        files.CreateFolder(day);
        // the same name is the same bytes, unless the disk damaged them
        if (File.Exists(path) && File.ReadAllBytes(path).AsSpan().SequenceEqual(content)) return true;
        RemoveAbandoned(day);
        var temporary = Path.Combine(day, $".{Path.GetFileName(path)}.{Guid.NewGuid():N}.tmp");
        try
        {
            using (var stream = files.CreateNew(temporary))
            {
                stream.Write(content);
                files.Sync(stream);
            }
            files.Move(temporary, path);
        }
        catch
        {
            Remove(temporary);
            throw;
        }
        return true;
    });

    public void Delete(string name) => Try("cannot be written", () =>
    {
        files.Delete(Path.Combine(folder, name));
        return true;
    });

    public void SetAside(string name) => Try("cannot be written", () =>
    {
        var (from, to) = (Path.Combine(folder, name), Path.Combine(folder, AsideFolder, name));
        if (!File.Exists(from)) return true;
        files.CreateFolder(Path.GetDirectoryName(to)!);
        files.Move(from, to);
        return true;
    });

    void RemoveAbandoned(string day)
    {
        foreach (var file in Directory.EnumerateFiles(day, ".part-*.tmp"))
            if (DateTime.UtcNow - File.GetLastWriteTimeUtc(file) > Abandoned) Remove(file);
    }

    /// <summary>Removes an unfinished file, which nothing reads and which may as well stay.</summary>
    void Remove(string temporary)
    {
        try
        {
            files.Delete(temporary);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // the failure that led here is the one to report
        }
    }

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
