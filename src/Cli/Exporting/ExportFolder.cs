using Rightsizer.Analyzer.Answers.Fleet.Export;
using Rightsizer.Cli.Files;
using Rightsizer.EventLogParser;

namespace Rightsizer.Cli.Exporting;

/// <summary>
/// An export that appears whole or not at all: written beside its place under another name, then renamed. An earlier export there is
/// replaced; any other folder with files is left alone.
/// </summary>
sealed class ExportFolder : IDisposable
{
    /// <summary>Says what the folder holds; a folder without one is no export.</summary>
    public const string SchemaFile = "schema.json";

    /// <summary>Begins the name of each file of a table.</summary>
    public const string PartPrefix = "part-";

    static readonly EnumerationOptions Everything =
        new() { RecurseSubdirectories = true, AttributesToSkip = 0, IgnoreInaccessible = false };

    readonly string path, temporary;
    readonly IOutputFiles files;

    ExportFolder(string folder, IOutputFiles files)
    {
        path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        this.files = files;
        temporary = Path.Combine(Path.GetDirectoryName(path)!, $".rightsizer-{Guid.NewGuid():N}.tmp");
        Try(() => files.CreateFolder(temporary));
    }

    /// <summary>Says early that an export could never be written there.</summary>
    public static void Check(string folder)
    {
        var path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        if (File.Exists(path)) throw CannotWrite(folder, "it is a file");
        if (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any() && !IsExport(path))
            throw CannotWrite(folder, "it has files that are not of an export");
        if (Path.GetDirectoryName(path) is not { } around || !Directory.Exists(around))
            throw CannotWrite(folder, "the folder around it does not exist");
    }

    /// <summary>Nothing but tables and their schema: all of it is removed for the next export.</summary>
    static bool IsExport(string path)
    {
        var tables = FleetExport.Tables.Select(t => t.Name).ToHashSet(StringComparer.Ordinal);
        return File.Exists(Path.Combine(path, SchemaFile)) && Directory.EnumerateFiles(path, "*", Everything).All(f =>
        {
            var steps = Path.GetRelativePath(path, f).Split(Path.DirectorySeparatorChar);
            return steps is [SchemaFile] || steps is [var table, _, var part] && tables.Contains(table)
                && part.StartsWith(PartPrefix, StringComparison.Ordinal);
        });
    }

    public static ExportFolder Create(string folder, IOutputFiles files) => new(folder, files);

    /// <param name="name">With folders, such as runs/day=2026-11-21/part-0.csv.</param>
    /// <param name="write">Writes its bytes to a stream that can seek.</param>
    public void Add(string name, Action<Stream> write) => Try(() =>
    {
        var file = Path.Combine(temporary, name);
        files.CreateFolder(Path.GetDirectoryName(file)!);
        using var content = new MemoryStream();
        write(content);
        using var stream = files.CreateNew(file);
        stream.Write(content.GetBuffer().AsSpan(0, (int)content.Length));
    });

    /// <summary>Puts the finished folder in its place.</summary>
    public void Commit() => Try(() =>
    {
        if (!Directory.Exists(path))
        {
            files.MoveFolder(temporary, path);
            return;
        }
        // the old one goes only after the new one is there
        var old = temporary + ".old";
        files.MoveFolder(path, old);
        try
        {
            files.MoveFolder(temporary, path);
        }
        catch
        {
            files.MoveFolder(old, path);
            throw;
        }
        Remove(old);
    });

    public void Dispose() => Remove(temporary);

    void Remove(string folder)
    {
        try
        {
            if (Directory.Exists(folder)) files.DeleteFolder(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // a folder under another name harms nobody
        }
    }

    void Try(Action action)
    {
        try
        {
            action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CannotWrite(path, e.Message, e);
        }
    }

    static RightsizerException CannotWrite(string folder, string why, Exception? inner = null) =>
        new(ExitCode.BadArguments, $"cannot write {folder}: {why.TrimEnd('.')}; give --output another folder", inner);
}
