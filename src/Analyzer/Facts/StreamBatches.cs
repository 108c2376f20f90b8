using Rightsizer.Analyzer.Model;
using Rightsizer.Analyzer.Numerics;
using Rightsizer.EventLogParser;

namespace Rightsizer.Analyzer.Facts;

/// <summary>One micro-batch. Times are epoch milliseconds.</summary>
/// <param name="Query">Its runId.</param>
/// <param name="StartMs">Of its first execution or job.</param>
/// <param name="EndMs">Of its last.</param>
readonly record struct StreamBatch(string Query, long StartMs, long EndMs)
{
    public long DurationMs => EndMs - StartMs;
}

/// <summary>The micro-batches of a stream, and the waits between them.</summary>
sealed class StreamBatches
{
    StreamBatches(IReadOnlyList<StreamBatch> all)
    {
        All = all;
        long until = all[0].EndMs;
        foreach (var batch in all.Skip(1))
        {
            if (batch.StartMs > until) Waits.Add((until, batch.StartMs));
            until = Math.Max(until, batch.EndMs);
        }
        var starts = all.GroupBy(b => b.Query).SelectMany(q => q.Zip(q.Skip(1), (a, b) => (double)(b.StartMs - a.StartMs)))
            .Where(ms => ms > 0).ToList();
        MedianIntervalMs = starts.Count > 0 ? Statistics.Median(starts) : null;
    }

    /// <summary>By start.</summary>
    public IReadOnlyList<StreamBatch> All { get; }

    /// <summary>Times in which no batch of any query ran.</summary>
    public List<(long FromMs, long UntilMs)> Waits { get; } = [];

    public double WaitMs => Waits.Sum(w => (double)(w.UntilMs - w.FromMs));

    /// <summary>From one batch's start to the next one's of the same query; null where no query has two.</summary>
    public double? MedianIntervalMs { get; }

    /// <summary>Null where the log names no batch with an end.</summary>
    public static StreamBatches? Find(ApplicationRun run)
    {
        var parts = run.SqlExecutions.Where(x => JobTexts.IsBatch(x.Description) && x.StartTimeMs >= 0 && x.EndTimeMs >= x.StartTimeMs)
            .Select(x => (Text: x.Description!, Start: x.StartTimeMs, End: x.EndTimeMs!.Value)).ToList();
        if (parts.Count == 0)
        {
            parts = [.. run.Jobs
                .Where(j => JobTexts.IsBatch(j.Description) && j.SubmissionTimeMs is > 0 && j.CompletionTimeMs >= j.SubmissionTimeMs)
                .Select(j => (j.Description!, j.SubmissionTimeMs!.Value, j.CompletionTimeMs!.Value))];
        }
        var batches = parts.GroupBy(p => p.Text, StringComparer.Ordinal)
            .Select(g => new StreamBatch(QueryOf(g.Key), g.Min(p => p.Start), g.Max(p => p.End))).OrderBy(b => b.StartMs)
            .ThenBy(b => b.EndMs).ToList();
        return batches.Count > 0 ? new(batches) : null;
    }

    static string QueryOf(string description)
    {
        var text = description[(description.IndexOf("runId = ", StringComparison.Ordinal) + 8)..];
        var end = text.AsSpan().IndexOfAny(" \n\r<");
        return end < 0 ? text : text[..end];
    }
}
