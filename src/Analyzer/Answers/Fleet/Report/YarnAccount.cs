using Rightsizer.Analyzer.Facts.Clusters;

namespace Rightsizer.Analyzer.Answers.Fleet.Report;

/// <summary>Holds runs against YARN's account of their containers.</summary>
static class YarnAccount
{
    /// <summary>YARN's figure may be this much less than the executors of the log, and this much more than they and the driver.</summary>
    const double MaxLess = 0.05, MaxMore = 0.15;

    /// <summary>Clocks of two machines may differ by this much.</summary>
    const long ClockMs = 60_000;

    /// <summary>
    /// The runs, with what YARN booked for them. The account is of all attempts of an application: of several logs none has it.
    /// </summary>
    public static List<CostedRun> Take(List<CostedRun> runs, IReadOnlyList<YarnApplication> account)
    {
        if (account.Count == 0) return runs;
        var known = account.GroupBy(a => a.Id, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Last(), StringComparer.Ordinal);
        var logs = runs.Where(r => r.Run?.App?.Id is not null).GroupBy(r => r.Run!.App!.Id!, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);
        return [.. runs.Select(r => r.Run?.App?.Id is { } id && logs[id] == 1 && known.TryGetValue(id, out var app)
            ? r with { Yarn = app } : r)];
    }

    /// <summary>Null without an account.</summary>
    public static FleetYarn? Report(IReadOnlyList<CostedRun> runs, IReadOnlyList<YarnApplication>? account)
    {
        if (account is null) return null;
        var found = runs.Where(r => r.Yarn is not null).ToList();
        var counted = found.Where(r => ExecutorCoreMs(r) is not null).ToList();
        var listed = found.Where(r => r.Yarn!.Containers.Count > 0).ToList();
        return new FleetYarn
        {
            Applications = account.Count,
            Runs = found.Count,
            MemoryMibSeconds = found.Sum(r => r.Yarn!.MemoryMibSeconds),
            ExecutorMibSeconds = found.Sum(ExecutorMibSeconds),
            CoreRuns = counted.Count,
            ContainerCoreMs = counted.Sum(r => ExecutorCoreMs(r)!.Value),
            RegisteredCoreMs = counted.Sum(r => r.PaidCoreMs),
            ContainerRuns = listed.Count,
            Containers = listed.Sum(r => r.Yarn!.Containers.Count),
            MasterMibSeconds = listed.Sum(r => MasterMibSeconds(r)!.Value),
            Doubts = [.. found.Select(r => new FleetYarnDoubt(r.Run!.Key.Uri, r.Job, r.Yarn!.MemoryMibSeconds, ExecutorMibSeconds(r),
                    ExecutorMibSeconds(r) + DriverMibSeconds(r)))
                .Where(d => d.MemoryMibSeconds < (1 - MaxLess) * d.ExecutorMibSeconds
                    || d.MemoryMibSeconds > (1 + MaxMore) * d.MostMibSeconds)
                .OrderByDescending(d => Math.Max(d.MemoryMibSeconds, d.ExecutorMibSeconds)
                    / (double)Math.Max(1, Math.Min(d.MemoryMibSeconds, d.ExecutorMibSeconds)))
                .ThenBy(d => d.Uri, StringComparer.Ordinal)],
            TimeDoubts = [.. found.Where(IsOutsideOfItsTime).Select(r => new FleetYarnTime(r.Run!.Key.Uri, r.Job,
                    r.Yarn!.StartedMs ?? r.StartMs, r.Yarn.FinishedMs ?? SharedClusters.End(r), r.StartMs, SharedClusters.End(r)))
                .OrderBy(t => t.Uri, StringComparer.Ordinal)],
        };
    }

    /// <summary>The log says that the application ran before YARN had it, or after YARN had ended it.</summary>
    static bool IsOutsideOfItsTime(CostedRun run) =>
        run.Yarn!.StartedMs - ClockMs > run.StartMs || run.Yarn.FinishedMs + ClockMs < SharedClusters.End(run);

    /// <summary>
    /// Core time of the containers of executors, from start to end. Of a list of containers each counts with the executor's cores; of
    /// vcoreSeconds only where it is clear whether YARN counts cores or containers. Null where neither is known.
    /// </summary>
    public static long? ExecutorCoreMs(CostedRun run)
    {
        if (run.Yarn is not { } app || run.Run!.Cluster is not { ExecutorCores: > 0 } c || run.PaidCoreMs <= 0) return null;
        if (app.Containers.Count > 0) return (long)Sum(app, false, c.ExecutorCores).CoreMs;
        if (app is not { VcoreSeconds: { } vcores, StartedMs: { } started, FinishedMs: { } finished }) return null;
        // the master lives as long as the application; where YARN counts cores it may be a driver of several
        var life = finished - started;
        if (IsNear(vcores * 1000 - life * Math.Max(1, c.DriverCores), run.PaidCoreMs))
            return Math.Max(vcores * 1000 - life * Math.Max(1, c.DriverCores), run.PaidCoreMs);
        var rest = vcores * 1000 - life;
        return IsNear(rest, run.PaidCoreMs / c.ExecutorCores) ? Math.Max(rest * c.ExecutorCores, run.PaidCoreMs) : null;
    }

    /// <summary>
    /// At least the log's figure, to 5 %, and at most half as much again: containers live longer than executors are registered.
    /// </summary>
    static bool IsNear(long figure, long ofLog) => figure >= (1 - MaxLess) * ofLog && figure <= 1.5 * ofLog;

    /// <summary>Cores that a container of an executor holds: YARN's default calculator counts one, whatever they are.</summary>
    public static int CoresOf(YarnContainer container, int executorCores) =>
        container.IsMaster ? Math.Max(1, container.Vcores) : Math.Max(container.Vcores, executorCores);

    /// <summary>Cores and memory of an application's masters, or of its other containers, over their lives.</summary>
    public static (decimal CoreMs, decimal MibMs) Sum(YarnApplication app, bool masters, int executorCores)
    {
        var containers = app.Containers.Where(c => c.IsMaster == masters).ToList();
        return (containers.Sum(c => (decimal)c.LifeMs * CoresOf(c, executorCores)), containers.Sum(c => (decimal)c.LifeMs * c.Mib));
    }

    /// <summary>Memory of the application master's containers over their lives; null without a list of containers.</summary>
    static long? MasterMibSeconds(CostedRun run) =>
        run.Yarn is { Containers.Count: > 0 } app ? (long)(Sum(app, true, run.Run!.Cluster?.ExecutorCores ?? 1).MibMs / 1000) : null;

    /// <summary>Executors of the log over their lives.</summary>
    public static long ExecutorMibSeconds(CostedRun run) => run.Run!.Cluster is { ExecutorCores: > 0 } c
        ? (long)((decimal)run.PaidCoreMs * c.ExecutorMib / c.ExecutorCores / 1000) : 0;

    static long DriverMibSeconds(CostedRun run) =>
        (long)((decimal)(run.Run!.Cluster?.DriverMib ?? 0) * Math.Max(0, run.Run.WallMs ?? 0) / 1000);
}
