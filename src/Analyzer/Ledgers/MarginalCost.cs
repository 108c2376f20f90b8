using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Model;
using Rightsizer.Analyzer.Numerics;
using Rightsizer.Analyzer.Replay;

namespace Rightsizer.Analyzer.Ledgers;

/// <summary>
/// What a shorter run, or one with fewer executors, would cost, at the prices of the run as it was. What is paid once or in any case is
/// left out: the start-up of a cluster, pre-initialised workers that idle. What a Savings Plan or a reservation pays for is a cost, and no
/// saving.
/// </summary>
sealed record MarginalCost
{
    /// <summary>USD for a millisecond of the application: driver, primary node.</summary>
    public decimal ApplicationUsdPerMs { get; init; }

    /// <summary>USD for a millisecond of all nodes that hold executors.</summary>
    public decimal NodesUsdPerMs { get; init; }

    /// <summary>Most executor cores at one time, for which the nodes are there; 0 where the log names none.</summary>
    public long NodeCores { get; init; }

    /// <summary>USD of the nodes and executors of the whole run.</summary>
    public decimal ExecutorsUsd { get; init; }

    /// <summary>USD for a millisecond of an executor's core, where executors are paid one by one.</summary>
    public decimal ExecutorUsdPerCoreMs { get; init; }

    /// <summary>Without what a commitment pays for; null where that is nothing.</summary>
    MarginalCost? Avoidable { get; init; }

    /// <summary>Null where the run has no price, or no time.</summary>
    /// <param name="paid">What the run cost.</param>
    /// <param name="run">The run.</param>
    public static MarginalCost? Of(Ledger? paid, ApplicationRun run)
    {
        if (paid is not { TotalUsd: not null, DurationMs: > 0 }) return null;
        var all = Of(paid, run, _ => true);
        if (paid.CommittedUsd == 0) return all;
        // dearer executors are dearer at the price of all of them
        return all with { Avoidable = Of(paid, run, l => !l.IsCommitted) with { ExecutorsUsd = all.ExecutorsUsd } };
    }

    static MarginalCost Of(Ledger paid, ApplicationRun run, Func<LedgerLine, bool> counts)
    {
        decimal coreMs = RunOverview.ComputePaidCoreMs(run) ?? 0;
        var byFollows = paid.Lines.Where(l => l.Purpose == LinePurpose.Run && counts(l)).ToLookup(l => l.Follows);
        decimal application = Sum(LineFollows.Application), executors = Sum(LineFollows.Executors);
        foreach (var line in byFollows[LineFollows.Workers])
        {
            var driver = ShareOfDriver(line.Service, run, paid.DurationMs, coreMs) * line.AmountUsd ?? 0;
            application += driver;
            executors += (line.AmountUsd ?? 0) - driver;
        }
        // nodes that were there before the run are paid for longer than it took
        decimal nodesMs = Math.Max(paid.DurationMs, paid.NodesMs);
        return new()
        {
            ApplicationUsdPerMs = application / nodesMs,
            NodesUsdPerMs = Sum(LineFollows.Nodes) / nodesMs,
            NodeCores = Overlap.Most(RunOverview.PaidExecutors(run)
                .Select(x => ((double)x.AddTimeMs, (double)RunOverview.EndOf(x, run), (long)x.PaidCores))),
            ExecutorsUsd = Sum(LineFollows.Nodes) + executors,
            ExecutorUsdPerCoreMs = coreMs > 0 ? executors / coreMs : 0,
        };

        decimal Sum(LineFollows follows) => byFollows[follows].Sum(l => l.AmountUsd ?? 0);
    }

    /// <summary>Glue's driver has a worker like an executor's; elsewhere it has the cores that the log names.</summary>
    static decimal ShareOfDriver(CostService service, ApplicationRun run, decimal ms, decimal coreMs) =>
        RunShape.Read(run, out _) is not { } shape ? 1
        : ms * (service == CostService.Glue ? shape.ExecutorCores : shape.DriverCores) is var driver && driver + coreMs > 0
        ? driver / (driver + coreMs) : 1;

    /// <summary>USD that the run costs less, to 6 places; null where nothing is known, and where dearer executors save nothing.</summary>
    /// <param name="ms">By so much it ends sooner; negative where later.</param>
    /// <param name="coreMs">So much less core time of executors.</param>
    /// <param name="priceRatio">What an executor's core then costs over what it cost; null where it is not known.</param>
    public decimal? Saved(long? ms, long? coreMs, decimal? priceRatio = 1)
    {
        if (ms is null && coreMs is null || priceRatio is not { } ratio) return null;
        if (Avoidable is { } avoidable) return avoidable.Saved(ms, coreMs, priceRatio);
        decimal time = ms ?? 0, cores = coreMs ?? 0;
        // nodes go when the run ends, or when their executors are not wanted at all
        var nodes = NodeCores > 0 ? Math.Max(time, cores / NodeCores) : time;
        var saved = nodes * NodesUsdPerMs + cores * ExecutorUsdPerCoreMs;
        // what is still there of them costs more
        var dearer = Math.Max(0, ExecutorsUsd - saved) * Math.Max(0, ratio - 1);
        var usd = BillingMath.Round6(time * ApplicationUsdPerMs + saved - dearer);
        return dearer > 0 && usd <= 0 ? null : usd;
    }

    /// <summary>USD of the run on other executors of the same kind, to 6 places: as many nodes as most of them need at one time.</summary>
    public decimal Of(SimulatedRun run)
    {
        decimal ms = (decimal)run.EndMs, cores = (decimal)run.CoreMs;
        var most = Overlap.Most(run.Executors.Select(x => (x.StartMs, x.EndMs, (long)x.Cores)));
        var nodes = NodeCores > 0 ? ms * most / NodeCores : ms;
        return BillingMath.Round6(ms * ApplicationUsdPerMs + nodes * NodesUsdPerMs + cores * ExecutorUsdPerCoreMs);
    }
}
