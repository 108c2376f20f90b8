namespace Rightsizer.EventLogParser.Input;

/// <summary>
/// A place that was found and cannot be read. Opening it says why, so that one bad file of a thousand is told and stops nothing.
/// </summary>
sealed class UnreadablePart(LogPart place, RightsizerException reason) : LogPart
{
    public override string Name => place.Name;

    public override string Location => place.Location;

    public override long? Length => null;

    public override string? ETag => place.ETag;

    public override long? ModifiedMs => place.ModifiedMs;

    public override Stream OpenRead() => throw new RightsizerException(reason.ExitCode, reason.Message, reason);
}
