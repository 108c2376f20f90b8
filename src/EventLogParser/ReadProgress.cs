namespace Rightsizer.EventLogParser;

/// <summary>How far a read has come.</summary>
/// <param name="BytesRead">Stored bytes consumed so far, over all parts.</param>
/// <param name="TotalBytes">Null where a part's size is not known (standard input).</param>
public readonly record struct ReadProgress(long BytesRead, long? TotalBytes);
