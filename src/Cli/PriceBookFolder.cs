using Rightsizer.EventLogParser;

namespace Rightsizer.Cli;

/// <summary>A price book on disk that appears whole or not at all: written beside its place under another name, then renamed.</summary>
static class PriceBookFolder
{
    /// <summary>Says early, before minutes of asking, that a book could never be written there.</summary>
    public static void Check(string folder)
    {
        var path = Path.GetFullPath(folder);
        if (File.Exists(path) || (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any()))
            throw CannotWrite(folder, "it is there already");
        if (!Directory.Exists(Path.GetDirectoryName(path))) throw CannotWrite(folder, "the folder around it does not exist");
    }

    public static void Write(string folder, IReadOnlyDictionary<string, string> tables)
    {
        var path = Path.GetFullPath(folder);
        var temporary = Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.{Environment.ProcessId}.tmp");
        try
        {
            Directory.CreateDirectory(temporary);
            foreach (var (table, text) in tables) File.WriteAllText(Path.Combine(temporary, table), text);
            if (Directory.Exists(path)) Directory.Delete(path);
            Directory.Move(temporary, path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CannotWrite(folder, e.Message, e);
        }
        finally
        {
            if (Directory.Exists(temporary)) Directory.Delete(temporary, recursive: true);
        }
    }

    static RightsizerException CannotWrite(string folder, string why, Exception? inner = null) =>
        new(ExitCode.BadArguments, $"cannot write {folder}: {why}; give --output a new folder", inner);
}
