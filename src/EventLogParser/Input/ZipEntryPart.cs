namespace Rightsizer.EventLogParser.Input;

/// <summary>A file inside a zip.</summary>
public sealed class ZipEntryPart : LogPart
{
    readonly LogPart archive;
    readonly ZipEntry entry;

    internal ZipEntryPart(LogPart archive, ZipEntry entry)
    {
        this.archive = archive;
        this.entry = entry;
    }

    /// <summary>Name within the archive, with '/' between folders.</summary>
    public override string Name => entry.Name;

    public override string Location => archive.Location + "/" + entry.Name;

    /// <value>Bytes of the file as it was zipped, before its own codec; as the archive's directory states them.</value>
    public override long? Length => entry.PlainBytes;

    /// <summary>The archive's.</summary>
    public override string? ETag => archive.ETag;

    /// <summary>The archive's.</summary>
    public override long? ModifiedMs => archive.ModifiedMs;

    public override Stream OpenRead() => ZipEntryStream.Open(archive, entry);
}
