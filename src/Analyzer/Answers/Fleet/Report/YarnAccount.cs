using Rightsizer.Analyzer.Facts.Clusters;

namespace Rightsizer.Analyzer.Answers.Fleet.Report;

/// <summary>Holds runs against YARN's account of their containers.</summary>
static class YarnAccount
{
    /// <summary>YARN's figure may be this much less than the executors of the log, and this much more than they and the driver.</summary>
    const double MaxLess = 0.05, MaxMore = 0.15;

    /// <summary>
    /// The runs, with the memory that YARN booked. The account is of all attempts of an application: of several logs none has it.
    /// </summary>
    public static List<CostedRun> Take(List<CostedRun> runs, IReadOnlyList<YarnApplication> account)
    {
        if (account.Count == 0) return runs;
        var known = account.GroupBy(a => a.Id, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Last(), StringComparer.Ordinal);
        var logs = runs.Where(r => r.Run?.App?.Id is not null).GroupBy(r => r.Run!.App!.Id!, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);
        return [.. runs.Select(r => r.Run?.App?.Id is { } id && logs[id] == 1 && known.TryGetValue(id, out var app)
            ? r with { YarnMibSeconds = app.MemoryMibSeconds } : r)];
    }

    /// <summary>Null without an account.</summary>
    public static FleetYarn? Report(IReadOnlyList<CostedRun> runs, IReadOnlyList<YarnApplication>? account)
    {
        if (account is null) return null;
        var found = runs.Where(r => r.YarnMibSeconds is not null).ToList();
        return new FleetYarn
        {
            Applications = account.Count,
            Runs = found.Count,
            MemoryMibSeconds = found.Sum(r => r.YarnMibSeconds!.Value),
            ExecutorMibSeconds = found.Sum(ExecutorMibSeconds),
            Doubts = [.. found.Select(r => new FleetYarnDoubt(r.Run!.Key.Uri, r.Job, r.YarnMibSeconds!.Value, ExecutorMibSeconds(r),
                    ExecutorMibSeconds(r) + DriverMibSeconds(r)))
                .Where(d => d.MemoryMibSeconds < (1 - MaxLess) * d.ExecutorMibSeconds
                    || d.MemoryMibSeconds > (1 + MaxMore) * d.MostMibSeconds)
                .OrderByDescending(d => Math.Max(d.MemoryMibSeconds, d.ExecutorMibSeconds)
                    / (double)Math.Max(1, Math.Min(d.MemoryMibSeconds, d.ExecutorMibSeconds)))
                .ThenBy(d => d.Uri, StringComparer.Ordinal)],
        };
    }

    /// <summary>Executors of the log over their lives.</summary>
    public static long ExecutorMibSeconds(CostedRun run) => run.Run!.Cluster is { ExecutorCores: > 0 } c
        ? (long)((decimal)run.PaidCoreMs * c.ExecutorMib / c.ExecutorCores / 1000) : 0;

    static long DriverMibSeconds(CostedRun run) =>
        (long)((decimal)(run.Run!.Cluster?.DriverMib ?? 0) * Math.Max(0, run.Run.WallMs ?? 0) / 1000);
}
