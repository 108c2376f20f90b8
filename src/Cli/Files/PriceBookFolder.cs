using System.Text;
using Rightsizer.EventLogParser;

namespace Rightsizer.Cli.Files;

/// <summary>A price list on disk that appears whole or not at all: written beside its place under another name, then renamed.</summary>
static class PriceBookFolder
{
    /// <summary>Says early, before minutes of asking, that a list could never be written there.</summary>
    public static void Check(string folder)
    {
        var path = Path.GetFullPath(folder);
        if (File.Exists(path) || (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any()))
            throw CannotWrite(folder, "it is there already");
        if (!Directory.Exists(Path.GetDirectoryName(path))) throw CannotWrite(folder, "the folder around it does not exist");
    }

    public static void Write(string folder, IReadOnlyDictionary<string, string> tables, IOutputFiles files)
    {
        var path = Path.GetFullPath(folder);
        var temporary = Path.Combine(Path.GetDirectoryName(path)!, $".rightsizer-{Guid.NewGuid():N}.tmp");
        try
        {
            files.CreateFolder(temporary);
            foreach (var (table, text) in tables)
            {
                using var file = files.CreateNew(Path.Combine(temporary, table));
                file.Write(Encoding.UTF8.GetBytes(text));
            }
            if (Directory.Exists(path)) files.DeleteFolder(path);
            files.MoveFolder(temporary, path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CannotWrite(folder, e.Message, e);
        }
        finally
        {
            Remove(temporary, files);
        }
    }

    static void Remove(string temporary, IOutputFiles files)
    {
        try
        {
            if (Directory.Exists(temporary)) files.DeleteFolder(temporary);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // an unfinished folder under another name harms nobody, and why there is one was told
        }
    }

    static RightsizerException CannotWrite(string folder, string why, Exception? inner = null) =>
        new(ExitCode.BadArguments, $"cannot write {folder}: {why.TrimEnd('.')}; give --output a new folder", inner);
}
