namespace Rightsizer.EventLogParser.Input;

/// <summary>An ordinary file.</summary>
/// <param name="path">Path as a user would write it.</param>
/// <param name="name">Name below the folder that is looked at, with '/' between folders; the file's own name when left out.</param>
public sealed class LocalFilePart(string path, string? name = null) : LogPart
{
    FileInfo? found;

    /// <summary>Of a link, the file that it leads to: its size and time are what a later look compares.</summary>
    FileInfo Found => found ??= Target(new FileInfo(path));

    public override string Name { get; } = name ?? Path.GetFileName(path);

    public override string Location => path;

    /// <summary>Null where the path leads to no file on disk, such as the pipe behind a shell's <c>&lt;(zcat log.gz)</c>.</summary>
    public override long? Length => Found.Exists ? Found.Length : null;

    public override long? ModifiedMs => Found.Exists ? new DateTimeOffset(Found.LastWriteTimeUtc).ToUnixTimeMilliseconds() : null;

    public override string LocalPath => path;

    public override Stream OpenRead()
    {
        try
        {
            // DecodedStream buffers, and drivers keep writing to the logs of running applications.
            return new FileStream(
                path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, FileOptions.SequentialScan);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new RightsizerException(ExitCode.InputUnreadable, $"{path}: no such file; check the path", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RightsizerException(ExitCode.InputUnreadable, $"{path}: cannot be opened: {e.Message}", e);
        }
    }

    static FileInfo Target(FileInfo file)
    {
        try
        {
            return file.LinkTarget is null ? file : (FileInfo)file.ResolveLinkTarget(returnFinalTarget: true)!;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return file;
        }
    }
}
