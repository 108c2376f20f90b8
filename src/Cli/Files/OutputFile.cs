using Rightsizer.EventLogParser;

namespace Rightsizer.Cli.Files;

/// <summary>A report file that appears whole or not at all: written beside its place under another name, then renamed.</summary>
sealed class OutputFile : IDisposable
{
    readonly IOutputFiles files;
    readonly string path, asked;

    /// <summary>Null where it is written in place: a device has no bytes to keep whole.</summary>
    readonly string? temporaryPath;
    bool committed;

    OutputFile(string path, IOutputFiles files, string asked)
    {
        this.path = path;
        this.files = files;
        this.asked = asked;
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
    public static void Check(string file, string asked)
    {
        var path = TargetOf(Path.GetFullPath(file));
        if (Directory.Exists(path)) throw CannotWrite(file, "it is a folder", asked);
        if (!Directory.Exists(Path.GetDirectoryName(path))) throw CannotWrite(file, "its folder does not exist", asked);
    }

    /// <param name="file">Its path.</param>
    /// <param name="context">How files are written.</param>
    /// <param name="asked">The option that asked for it and what that takes, for messages.</param>
    /// <remarks>A link stays a link: what it leads to is replaced.</remarks>
    public static OutputFile Create(string file, CliContext context, string asked = "--output a file") =>
        new(TargetOf(Path.GetFullPath(file)), context.Files, asked);

    /// <summary>A file in a folder of ours, whose name nobody gave: a link of that name is replaced.</summary>
    public static OutputFile CreateIn(string folder, string name, CliContext context, string asked) =>
        new(Path.Combine(Path.GetFullPath(folder), name), context.Files, asked);

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

    /// <summary>The file that is replaced: of a link, what it leads to.</summary>
    internal static string TargetOf(string path)
    {
        try
        {
            return IsDevice(path) ? path : RealPath.Resolve(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return path;
        }
    }

    /// <summary>Such as /dev/null, which must not be replaced by a file. In /dev/shm are ordinary files.</summary>
    internal static bool IsDevice(string path) => path.StartsWith("/dev/", StringComparison.Ordinal)
        && !path.StartsWith("/dev/shm/", StringComparison.Ordinal) && File.Exists(path);

    RightsizerException CannotWrite(Exception e) => CannotWrite(path, e.Message, asked, e);

    internal static RightsizerException CannotWrite(string file, string why, string asked, Exception? inner = null) =>
        new(ExitCode.BadArguments, $"cannot write {file}: {why.TrimEnd('.')}; give {asked} that can be written", inner);
}
