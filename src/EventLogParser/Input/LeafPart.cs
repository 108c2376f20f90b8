namespace Rightsizer.EventLogParser.Input;

/// <summary>An entry of a listing under its file name alone: a log's part is named without its folder.</summary>
sealed class LeafPart(LogPart entry) : LogPart
{
    public override string Name { get; } = entry.Name[(entry.Name.LastIndexOf('/') + 1)..];

    public override string Location => entry.Location;

    public override long? Length => entry.Length;

    public override string? ETag => entry.ETag;

    public override long? ModifiedMs => entry.ModifiedMs;

    public override string? LocalPath => entry.LocalPath;

    public override Stream OpenRead() => entry.OpenRead();

    internal override void CountUnpacked(long plainBytes) => entry.CountUnpacked(plainBytes);

    /// <summary>The entry itself where its name has no folder.</summary>
    public static LogPart WithoutFolder(LogPart entry) => entry.Name.Contains('/') ? new LeafPart(entry) : entry;
}
