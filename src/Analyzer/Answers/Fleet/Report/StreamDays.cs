using Rightsizer.Analyzer.Answers.Fleet.Summaries;
using Rightsizer.Analyzer.Facts.Clusters;
using Rightsizer.Analyzer.Ledgers;

namespace Rightsizer.Analyzer.Answers.Fleet.Report;

/// <summary>
/// A stream has no end of its own: counted on the day on which it began, a month of it would be one day's cost. It counts as one run for
/// each UTC day on which it ran.
/// </summary>
static class StreamDays
{
    const long DayMs = 86_400_000;

    /// <summary>Older starts are a clock that was wrong.</summary>
    const int MostDays = 3_700;

    /// <summary>The runs, with each stream of several days as its days. Oldest first.</summary>
    public static List<CostedRun> Split(IEnumerable<CostedRun> runs) =>
        [.. runs.SelectMany(Days).OrderBy(r => r.Day).ThenBy(r => r.StartMs).ThenBy(r => r.Run?.Key.Uri, StringComparer.Ordinal)];

    static IEnumerable<CostedRun> Days(CostedRun run)
    {
        if (run.Run is not { Workload: Workload.Streaming, WallMs: > 0 and var wall } summary) return [run];
        var (first, last) = (run.StartMs / DayMs, (run.StartMs + wall - 1) / DayMs);
        if (run.StartMs <= 0 || last == first || last - first >= MostDays) return [run];
        var weights = Enumerable.Range(0, (int)(last - first) + 1)
            .Select(d => Paid(summary, wall, (first + d) * DayMs, (first + d + 1) * DayMs)).ToList();
        var paid = summary.Cores is { } cores ? Apportion.Split(cores.PaidCoreMs, weights) : null;
        var used = summary.Cores is { } c ? Apportion.Split(c.UsedCoreMs, weights) : null;
        var usd = run.Usd is { } total ? Apportion.Usd(total, weights) : null;
        var waste = run.Waste.Select(w => (w.Kind, Core: Apportion.Split(w.CoreMs, weights),
            Usd: w.Usd is { } part ? Apportion.Usd(part, weights) : null)).ToList();
        var costs = CostsOf(summary.Cost, weights);
        var sum = weights.Sum();
        return weights.Select((weight, i) =>
        {
            var from = Math.Max(run.StartMs, (first + i) * DayMs);
            var until = Math.Min(run.StartMs + wall, (first + i + 1) * DayMs);
            var isLast = i == weights.Count - 1;
            var share = sum > 0 ? weight / sum : 0;
            return run with
            {
                Day = CostedRun.DayOf(from),
                Usd = usd?[i],
                StorageUsd = run.StorageUsd is { } storage ? BillingMath.Round6(storage * share) : null,
                Ground = run.Ground > Ground.Derived ? Ground.Derived : run.Ground,
                Waste = [.. waste.Select(w => new WastePart(w.Kind, w.Core[i], w.Usd?[i]))],
                Yarn = run.Yarn is { } app
                    ? Part(app, share, i == 0 ? 0 : from, isLast ? long.MaxValue : until) : null,
                Run = summary with
                {
                    StartMs = from,
                    EndMs = until,
                    WallMs = until - from,
                    // how it ended belongs to the day on which it did
                    Outcome = isLast ? summary.Outcome : RunOutcome.Succeeded,
                    Reason = isLast ? summary.Reason : null,
                    Cost = costs?[i],
                    Cores = paid is null ? null : CoresOf(paid[i], Math.Min(paid[i], used![i])),
                    Work = WorkOf(summary.Work, share),
                    Findings = [.. summary.Findings.Select(f => Part(f, share))],
                },
            };
        });
    }

    /// <summary>What it cost and would have cost elsewhere, by day: the parts sum to the whole.</summary>
    static IReadOnlyList<RunCost>? CostsOf(RunCost? whole, IReadOnlyList<decimal> weights)
    {
        if (whole is null) return null;
        var actual = Parts(whole.ActualUsd);
        var elsewhere = whole.Alternatives.Select(a => Parts(a.Usd)).ToList();
        return [.. weights.Select((_, i) => whole with
        {
            ActualUsd = actual?[i],
            Services = actual is null || whole.Services is not { } services ? whole.Services
                : [.. services.Zip(Apportion.Usd(actual[i], [.. services.Select(s => s.Usd)]), (s, usd) => s with { Usd = usd })],
            Alternatives = [.. whole.Alternatives.Select((a, n) => a with { Usd = elsewhere[n]?[i] })],
        })];

        IReadOnlyList<decimal>? Parts(decimal? usd) => usd is { } total ? Apportion.Usd(total, weights) : null;
    }

    static RunCores CoresOf(long paid, long used) =>
        new() { PaidCoreMs = paid, UsedCoreMs = used, IdleCoreMs = paid - used, PaidBySlice = [paid] };

    /// <summary>Core time paid between two times, by the slices of the run; its time where it has none.</summary>
    static decimal Paid(RunSummary run, long wall, long from, long until)
    {
        var slices = run.Cores is { PaidCoreMs: > 0, PaidBySlice: { Count: > 0 } known } ? known : [wall];
        decimal paid = 0, length = (decimal)wall / slices.Count;
        for (var i = 0; i < slices.Count; i++)
        {
            var (begin, end) = (run.StartMs!.Value + i * length, run.StartMs.Value + (i + 1) * length);
            paid += slices[i] * Math.Max(0, Math.Min(end, until) - Math.Max(begin, from)) / length;
        }
        return paid;
    }

    static RunWork? WorkOf(RunWork? work, decimal share) => work is null ? null : work with
    {
        InputBytes = Part(work.InputBytes, share),
        InputRecords = work.InputRecords is { } rows ? Part(rows, share) : null,
        OutputBytes = Part(work.OutputBytes, share),
        ShuffleReadBytes = Part(work.ShuffleReadBytes, share),
        ShuffleWriteBytes = Part(work.ShuffleWriteBytes, share),
        MemorySpilledBytes = Part(work.MemorySpilledBytes, share),
        DiskSpilledBytes = Part(work.DiskSpilledBytes, share),
        Tasks = Part(work.Tasks, share),
        FailedTasks = Part(work.FailedTasks, share),
    };

    static YarnApplication Part(YarnApplication app, decimal share, long from, long until) => app with
    {
        MemoryMibSeconds = Part(app.MemoryMibSeconds, share),
        VcoreSeconds = app.VcoreSeconds is { } vcores ? Part(vcores, share) : null,
        StartedMs = app.StartedMs is { } started ? Math.Max(started, from) : null,
        FinishedMs = app.FinishedMs is { } finished ? Math.Min(finished, until) : null,
        Containers = [.. app.Containers.Where(c => c.StartedMs < until && c.FinishedMs > from).Select(c => c with
        {
            StartedMs = Math.Max(c.StartedMs, from),
            FinishedMs = Math.Min(c.FinishedMs, until),
        })],
    };

    static RunFinding Part(RunFinding f, decimal share) => f with
    {
        SavesMs = f.SavesMs is { } ms ? Part(ms, share) : null,
        SavesCoreMs = f.SavesCoreMs is { } core ? Part(core, share) : null,
        SavesUsd = f.SavesUsd is { } usd ? BillingMath.Round6(usd * share) : null,
    };

    static long Part(long whole, decimal share) => (long)Math.Round(whole * share);
}
