using Rightsizer.Analyzer.Answers.Fleet.Summaries;

namespace Rightsizer.Analyzer.Answers.Fleet.State;

/// <summary>A part as it was found.</summary>
/// <param name="IsCorrupt">Its bytes are not those that its name promises; nothing of it is used.</param>
/// <param name="Summaries">In the order of the lines.</param>
/// <param name="Newest">The largest version of a line.</param>
/// <param name="UnknownLines">Lines of an older version, and those that are no summary.</param>
sealed record StoredPart(bool IsCorrupt, IReadOnlyList<RunSummary> Summaries, int Newest, int UnknownLines)
{
    static readonly StoredPart Corrupt = new(true, [], 0, 0);

    /// <summary>Null where it is gone.</summary>
    public static StoredPart? Read(IStateStore store, string name)
    {
        if (store.Read(name) is not { } content) return null;
        if (!StatePart.IsPart(name, out _, out var hash) || StatePart.HashOf(content) != hash) return Corrupt;
        var summaries = new List<RunSummary>();
        var (newest, unknown) = (0, 0);
        var rest = content.AsSpan();
        while (rest.Length > 0)
        {
            var end = rest.IndexOf((byte)'\n');
            var line = end < 0 ? rest : rest[..end];
            rest = end < 0 ? [] : rest[(end + 1)..];
            if (RunSummaryJson.Read(line, out var version) is { } summary) summaries.Add(summary);
            else unknown++;
            newest = Math.Max(newest, version);
        }
        return new StoredPart(false, summaries, newest, unknown);
    }
}
