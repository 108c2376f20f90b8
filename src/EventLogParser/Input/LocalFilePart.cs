namespace Rightsizer.EventLogParser.Input;

/// <summary>An ordinary file.</summary>
/// <param name="path">Path as a user would write it.</param>
/// <param name="name">Name below the folder that is looked at, with '/' between folders; the file's own name when left out.</param>
public sealed class LocalFilePart(string path, string? name = null) : LogPart
{
    readonly FileInfo file = new(path);

    public override string Name { get; } = name ?? Path.GetFileName(path);

    public override string Location => path;

    public override long? Length => file.Exists ? file.Length : null;

    public override long? ModifiedMs => file.Exists ? new DateTimeOffset(file.LastWriteTimeUtc).ToUnixTimeMilliseconds() : null;

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
}
