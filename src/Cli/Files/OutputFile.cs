using Rightsizer.EventLogParser;

namespace Rightsizer.Cli.Files;

/// <summary>A report file that appears whole or not at all: written beside its place under another name, then renamed.</summary>
sealed class OutputFile : IDisposable
{
    readonly IOutputFiles files;
    readonly string path;

    /// <summary>Null where it is written in place: a device has no bytes to keep whole.</summary>
    readonly string? temporaryPath;
    bool committed;

    OutputFile(string path, IOutputFiles files)
    {
        // a link stays a link
        this.path = path = TargetOf(path);
        this.files = files;
        try
        {
            if (IsDevice(path)) Stream = new OutputStream(new FileStream(path, FileMode.Open, FileAccess.Write), CannotWrite);
            else
            {
                temporaryPath = Path.Combine(Path.GetDirectoryName(path)!, $".rightsizer-{Guid.NewGuid():N}.tmp");
                Stream = new OutputStream(files.CreateNew(temporaryPath), CannotWrite);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CannotWrite(e);
        }
        AppDomain.CurrentDomain.ProcessExit += Remove;
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

    public static OutputFile Create(string file, CliContext context) => new(Path.GetFullPath(file), context.Files);

    /// <summary>Puts the finished file in its place.</summary>
    public void Commit()
    {
        Stream.Dispose();
        try
        {
            if (temporaryPath is not null) files.Move(temporaryPath, path);
            committed = true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CannotWrite(e);
        }
    }

    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= Remove;
        try
        {
            Stream.Dispose();
        }
        catch (RightsizerException)
        {
            // the disk is full, which whoever wrote has been told
        }
        Remove(null, EventArgs.Empty);
    }

    void Remove(object? sender, EventArgs e)
    {
        if (committed || temporaryPath is null) return;
        try
        {
            files.Delete(temporaryPath);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // an unfinished file under another name harms nobody
        }
    }

    static string TargetOf(string path)
    {
        try
        {
            return IsDevice(path) ? path : File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return path;
        }
    }

    /// <summary>Such as /dev/null, which must not be replaced by a file.</summary>
    static bool IsDevice(string path) => path.StartsWith("/dev/", StringComparison.Ordinal) && File.Exists(path);

    RightsizerException CannotWrite(Exception e) => CannotWrite(path, e.Message, e);

    static RightsizerException CannotWrite(string file, string why, Exception? inner = null) =>
        new(ExitCode.BadArguments, $"cannot write {file}: {why.TrimEnd('.')}; give --output a file that can be written", inner);
}
