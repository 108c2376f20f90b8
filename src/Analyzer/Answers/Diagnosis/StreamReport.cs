using System.Globalization;
using System.Text.RegularExpressions;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer.Model;
using Rightsizer.Analyzer.Numerics;
using Rightsizer.EventLogParser;

namespace Rightsizer.Analyzer.Answers.Diagnosis;

/// <summary>What the streaming queries of a run did, and what the run costs an hour.</summary>
public sealed partial record StreamReport
{
    /// <summary>By their first batch.</summary>
    public required IReadOnlyList<StreamQuery> Queries { get; init; }

    /// <summary>Cores that tasks held, on average over the run; null where the log does not know.</summary>
    public double? UsedCores { get; init; }

    /// <summary>Cores of executors, on average over the run; null where the log names none.</summary>
    public double? PaidCores { get; init; }

    /// <summary>What the run cost over its hours; null without a price or without its time.</summary>
    public decimal? UsdPerHour { get; init; }
    public Ground Ground { get; init; }

    /// <summary>Null where the run is no stream, or its log names no batch with an end.</summary>
    public static StreamReport? Build(ApplicationRun run, Ledger? actual)
    {
        if (!RunUse.IsStream(run)) return null;
        List<StreamQuery> queries = [.. FromProgress(run)];
        if (queries.Count == 0) queries.AddRange(FromBatches(run));
        if (FromDStreams(run) is { } stream) queries.Add(stream);
        if (queries.Count == 0) return null;
        var overview = RunOverview.Compute(run);
        var ms = run.ObservedMs is > 0 and var observed ? observed : (long?)null;
        return new()
        {
            Queries = [.. queries.OrderBy(q => q.FirstMs).ThenBy(q => q.RunId, StringComparer.Ordinal)],
            UsedCores = ms is { } u && !overview.LacksWork ? (double)overview.UsedCoreMs / u : null,
            PaidCores = ms is { } p && overview.PaidCoreMs is { } paid ? (double)paid / p : null,
            UsdPerHour = ms is { } h && actual?.TotalUsd is { } usd ? BillingMath.Round6(usd * 3_600_000 / h) : null,
            Ground = actual?.TotalUsd is null ? Ground.Missing : actual.Ground < Ground.Derived ? actual.Ground : Ground.Derived,
        };
    }

    static IEnumerable<StreamQuery> FromProgress(ApplicationRun run) => run.StreamingProgress
        .Where(p => p.HasBatch && p.TimestampMs >= 0).GroupBy(p => p.RunId).Select(g =>
        {
            var all = g.OrderBy(p => p.TimestampMs).ThenBy(p => p.BatchId).ToList();
            var query = Measure([.. all.Select(p => (p.TimestampMs, EndMs: p.TimestampMs + p.DurationMs))]);
            var rows = Saturating.Sum(all.Select(p => p.InputRows));
            double seconds = (query.LastMs - query.FirstMs) / 1000.0, busy = all.Sum(p => p.DurationMs / 1000.0);
            return query with
            {
                Name = all[^1].Name,
                RunId = g.Key,
                HasProgress = true,
                InputRows = rows,
                InputRowsPerSecond = seconds > 0 ? rows / seconds : null,
                ProcessedRowsPerSecond = busy > 0 ? rows / busy : null,
                StateRows = all[^1].StateRows,
                MaxStateRows = all.Max(p => p.StateRows),
                StateBytes = all[^1].StateBytes,
            };
        });

    /// <summary>Batches by the descriptions of their queries and jobs: name, id, runId and batch.</summary>
    static IEnumerable<StreamQuery> FromBatches(ApplicationRun run) =>
        (StreamBatches.Find(run)?.All ?? []).GroupBy(b => b.Query, StringComparer.Ordinal).Select(g =>
            Measure([.. g.Select(b => (b.StartMs, b.EndMs))]) with { RunId = g.Key, Name = NameOf(run, g.Key) });

    /// <summary>Jobs of DStreams: the address in their description has the time for which their batch was due.</summary>
    static StreamQuery? FromDStreams(ApplicationRun run)
    {
        var batches = new SortedDictionary<long, (long StartMs, long EndMs)>();
        foreach (var job in run.Jobs)
        {
            if (job.SubmissionTimeMs is not > 0 || !(job.CompletionTimeMs >= job.SubmissionTimeMs) || job.Description is not { } text
                || !text.StartsWith(JobTexts.Streaming, StringComparison.Ordinal) || DueTime().Match(text) is not { Success: true } due
                || !long.TryParse(due.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var at)) continue;
            var (start, end) = (job.SubmissionTimeMs.Value, job.CompletionTimeMs.Value);
            batches[at] = batches.TryGetValue(at, out var b) ? (Math.Min(b.StartMs, start), Math.Max(b.EndMs, end)) : (start, end);
        }
        if (batches.Count == 0) return null;
        var dues = batches.Keys.ToList();
        var intervals = dues.Zip(dues.Skip(1), (a, b) => (double)(b - a)).ToList();
        return Measure([.. batches.Values]) with
        {
            Name = "DStreams",
            MedianIntervalMs = intervals.Count > 0 ? (long)Statistics.Median(intervals) : null,
            MedianDelayMs = (long)Statistics.Median([.. batches.Select(b => (double)Math.Max(0, b.Value.StartMs - b.Key))]),
        };
    }

    static StreamQuery Measure(IReadOnlyList<(long StartMs, long EndMs)> batches)
    {
        var ordered = batches.OrderBy(b => b.StartMs).ThenBy(b => b.EndMs).ToList();
        var times = Statistics.Sorted([.. ordered.Select(b => (double)(b.EndMs - b.StartMs))]);
        var starts = ordered.Zip(ordered.Skip(1), (a, b) => (double)(b.StartMs - a.StartMs)).ToList();
        long covered = 0, until = ordered[0].StartMs;
        foreach (var (start, end) in ordered)
        {
            covered += Math.Max(0, end - Math.Max(until, start));
            until = Math.Max(until, end);
        }
        return new()
        {
            HasProgress = false,
            Batches = ordered.Count,
            FirstMs = ordered[0].StartMs,
            LastMs = until,
            MedianBatchMs = (long)Statistics.Quantile(times, 0.5),
            P95BatchMs = (long)Statistics.Quantile(times, 0.95),
            MedianIntervalMs = starts.Count > 0 ? (long)Statistics.Median(starts) : null,
            BusyRatio = until > ordered[0].StartMs ? (double)covered / (until - ordered[0].StartMs) : 1,
        };
    }

    /// <summary>What stands before "id = " in the description of a batch.</summary>
    static string? NameOf(ApplicationRun run, string runId)
    {
        var text = run.SqlExecutions.Select(x => x.Description).Concat(run.Jobs.Select(j => j.Description))
            .FirstOrDefault(d => JobTexts.IsBatch(d) && d!.Contains(runId, StringComparison.Ordinal));
        if (text is null) return null;
        var name = text[..text.IndexOf("id = ", StringComparison.Ordinal)].Replace("<br/>", "", StringComparison.Ordinal).Trim();
        return name.Length == 0 ? null : name;
    }

    [GeneratedRegex(@"\bid=(\d+)", RegexOptions.CultureInvariant)]
    private static partial Regex DueTime();
}
