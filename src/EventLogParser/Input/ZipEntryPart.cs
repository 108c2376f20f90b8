namespace Rightsizer.EventLogParser.Input;

/// <summary>A file inside a zip.</summary>
public sealed class ZipEntryPart : LogPart
{
    readonly LogPart archive;
    readonly ZipEntry entry;
    readonly UnpackGuard guard;

    /// <param name="archive">The zip.</param>
    /// <param name="entry">The file in it.</param>
    /// <param name="guard">Shared by all files of the zip.</param>
    internal ZipEntryPart(LogPart archive, ZipEntry entry, UnpackGuard guard)
    {
        this.archive = archive;
        this.entry = entry;
        this.guard = guard;
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

    internal override void CountUnpacked(long plainBytes)
    {
        if (archive.Length is { } stored) guard.Count(plainBytes, stored);
    }

    public override Stream OpenRead() => ZipEntryStream.Open(archive, entry);
}
