using Rightsizer.Analyzer.Answers.Fleet.Bills;
using Rightsizer.Analyzer.Ledgers;

namespace Rightsizer.Analyzer.Answers.Fleet.Report;

/// <summary>A part of what the period cost, by what it was paid for.</summary>
/// <param name="Kind">executors, driver, storage, sharedIdle (time of clusters that no run held).</param>
/// <param name="Usd">All parts sum to the total exactly.</param>
/// <param name="Runs">Runs that have it.</param>
/// <param name="YarnRuns">Of them, those whose driver is by YARN's list of containers and not by its settings.</param>
public sealed record FleetCostPart(string Kind, decimal Usd, int Runs, int YarnRuns = 0);

/// <summary>
/// Splits what runs cost: storage as their ledgers have it (EBS), then the driver by its dominant share of the containers over the run's
/// time. docs/fleet.md, Driver and storage.
/// </summary>
static class CostParts
{
    const string Executors = "executors", Driver = "driver", Storage = "storage";

    /// <summary>In this order, without those that are nought; empty where nothing has a price.</summary>
    public static IReadOnlyList<FleetCostPart> Split(IReadOnlyList<CostedRun> items)
    {
        var parts = new (decimal Usd, int Runs, int Yarn)[3];
        foreach (var run in items.Where(i => i is { Run: not null, Usd: not null }))
        {
            var usd = run.Usd!.Value;
            var storage = StorageOf(run);
            var driver = BillingMath.Round6((usd - storage) * DriverShare(run));
            Add(0, usd - storage - driver, false);
            Add(1, driver, run.Yarn is { Containers.Count: > 0 });
            Add(2, storage, false);
        }
        var idle = items.Where(i => i.Run is null).ToList();
        string[] kinds = [Executors, Driver, Storage];
        return [.. kinds.Select((k, i) => new FleetCostPart(k, parts[i].Usd, parts[i].Runs, parts[i].Yarn))
            .Append(new FleetCostPart(CostedRun.SharedIdle, idle.Sum(i => i.Usd ?? 0), 0)).Where(p => p.Usd != 0)];

        void Add(int part, decimal usd, bool yarn)
        {
            if (usd == 0) return;
            parts[part] = (parts[part].Usd + usd, parts[part].Runs + 1, parts[part].Yarn + (yarn ? 1 : 0));
        }
    }

    /// <summary>EBS of the bill, else of the ledger; where the run is charged a share of a cluster, in the same proportion.</summary>
    static decimal StorageOf(CostedRun run)
    {
        if (run.StorageUsd is { } billed) return Math.Clamp(billed, 0, Math.Max(0, run.Usd!.Value));
        if (run.Run!.Cost is not { Services: { } services, ActualUsd: > 0 and var estimated }) return 0;
        var ebs = services.Where(s => s.Service == BillServices.Word(CostService.Ebs)).Sum(s => s.Usd);
        return ebs <= 0 ? 0 : Math.Min(run.Usd!.Value, BillingMath.Round6(run.Usd.Value * ebs / estimated));
    }

    /// <summary>
    /// Of all containers over their lives the driver's larger share of cores and memory, scaled so that shares sum to one.
    /// </summary>
    static decimal DriverShare(CostedRun run)
    {
        if (run.Run!.Cluster is not { } c) return 0;
        decimal driverCores, driverMib, executorCores, executorMib;
        if (run.Yarn is { Containers.Count: > 0 } app)
        {
            (driverCores, driverMib) = YarnAccount.Sum(app, true, c.ExecutorCores);
            (executorCores, executorMib) = YarnAccount.Sum(app, false, c.ExecutorCores);
        }
        else
        {
            var wall = (decimal)Math.Max(0, run.Run.WallMs ?? 0);
            (driverCores, driverMib) = (wall * c.DriverCores, wall * c.DriverMib);
            executorCores = YarnAccount.ExecutorCoreMs(run) ?? run.PaidCoreMs;
            executorMib = c.ExecutorCores > 0 ? executorCores * c.ExecutorMib / c.ExecutorCores : 0;
        }
        var (driver, executors) = (Larger(driverCores, executorCores, driverMib, executorMib),
            Larger(executorCores, driverCores, executorMib, driverMib));
        return driver + executors > 0 ? driver / (driver + executors) : 0;
    }

    static decimal Larger(decimal cores, decimal otherCores, decimal mib, decimal otherMib) => Math.Max(
        cores + otherCores > 0 ? cores / (cores + otherCores) : 0, mib + otherMib > 0 ? mib / (mib + otherMib) : 0);
}
