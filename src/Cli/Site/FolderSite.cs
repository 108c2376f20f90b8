using Rightsizer.Cli.Files;
using Rightsizer.EventLogParser;

namespace Rightsizer.Cli.Site;

/// <summary>A site in a folder on disk or on a file share.</summary>
sealed class FolderSite(string folder, IOutputFiles files) : ISitePlace
{
    readonly string path = Path.GetFullPath(folder);

    public byte[]? Read(string name) => Try(() => File.Exists(Of(name)) ? File.ReadAllBytes(Of(name)) : null);

    public bool IsGone(string name) => !File.Exists(Of(name));

    public void Write(string name, byte[] content) => Try(() =>
    {
        files.CreateFolder(path);
        var temporary = Path.Combine(path, $".rightsizer-{Guid.NewGuid():N}.tmp");
        try
        {
            using (var stream = files.CreateNew(temporary)) stream.Write(content);
            files.Move(temporary, Of(name));
        }
        catch
        {
            Remove(temporary);
            throw;
        }
        return true;
    });

    public void Delete(string name) => Try(() =>
    {
        files.Delete(Of(name));
        return true;
    });

    string Of(string name) => Path.Combine(path, name);

    void Remove(string temporary)
    {
        try
        {
            files.Delete(temporary);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // an unfinished file under another name harms nobody
        }
    }

    T Try<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RightsizerException(
                ExitCode.BadArguments, $"--site {folder}: cannot be written: {e.Message.TrimEnd('.')}; give another folder", e);
        }
    }
}
