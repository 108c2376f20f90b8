using Rightsizer.EventLogParser.Codecs;

namespace Rightsizer.EventLogParser.Input;

/// <summary>A file inside a tar.</summary>
sealed class TarEntryPart(LogPart archive, string name, long offset, long length, UnpackGuard guard) : LogPart
{
    /// <summary>Name within the archive, with '/' between folders.</summary>
    public override string Name => name;

    public override string Location => archive.Location + "/" + name;

    /// <value>Bytes of the file in the tar, before its own codec.</value>
    public override long? Length => length;

    /// <summary>The archive's.</summary>
    public override string? ETag => archive.ETag;

    /// <summary>The archive's.</summary>
    public override long? ModifiedMs => archive.ModifiedMs;

    internal override void CountUnpacked(long plainBytes)
    {
        if (archive.Length is { } stored) guard.Count(plainBytes, stored);
    }

    public override Stream OpenRead()
    {
        var stream = DecodedStream.Open(archive);
        try
        {
            return new TarEntryStream(stream, offset, length);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }
}
