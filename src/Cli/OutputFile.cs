using Rightsizer.EventLogParser;

namespace Rightsizer.Cli;

/// <summary>A report file that appears whole or not at all: written beside its place under another name, then renamed.</summary>
sealed class OutputFile : IDisposable
{
    readonly string path, temporaryPath;
    bool committed;

    OutputFile(string path)
    {
        this.path = path;
        temporaryPath = Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.{Environment.ProcessId}.tmp");
        AppDomain.CurrentDomain.ProcessExit += Remove;
        try
        {
            Stream = new FileStream(temporaryPath, FileMode.Create, FileAccess.Write);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Dispose();
            throw CannotWrite(path, e.Message, e);
        }
    }

    public Stream Stream { get; }

    /// <summary>Says early, before minutes of reading, that a report could never be written there.</summary>
    public static void Check(string file, string log)
    {
        var path = Path.GetFullPath(file);
        if (path == Path.GetFullPath(log)) throw CannotWrite(file, "it is the log itself");
        if (Directory.Exists(path)) throw CannotWrite(file, "it is a folder");
        if (!Directory.Exists(Path.GetDirectoryName(path))) throw CannotWrite(file, "its folder does not exist");
    }

    public static OutputFile Create(string file) => new(Path.GetFullPath(file));

    /// <summary>Puts the finished file in its place.</summary>
    public void Commit()
    {
        try
        {
            Stream.Dispose();
            File.Move(temporaryPath, path, overwrite: true);
            committed = true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CannotWrite(path, e.Message, e);
        }
    }

    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= Remove;
        Stream?.Dispose();
        Remove(null, EventArgs.Empty);
    }

    void Remove(object? sender, EventArgs e)
    {
        if (!committed) File.Delete(temporaryPath);
    }

    static RightsizerException CannotWrite(string file, string why, Exception? inner = null) =>
        new(ExitCode.BadArguments, $"cannot write {file}: {why}; give --output a file that can be written", inner);
}
