using Rightsizer.Analyzer.Facts.Clusters;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer.Ledgers.Prices;

namespace Rightsizer.Analyzer.Platforms.Glue;

/// <summary>Glue: workers x DPU a worker x seconds, a minute's minimum (ten in Glue 0.9 and 1.0).</summary>
static class GlueBilling
{
    /// <summary>A quarter of a DPU, for streaming jobs of little traffic (Glue guide, worker types).</summary>
    internal static readonly GlueWorker Quarter = new("G.025X", 0.25m, false, 2, 4);

    /// <summary>Of the price of a DPU without Flex.</summary>
    public static string ClassOf(GlueWorker? worker) => worker is { IsMemoryOptimised: true } ? "mdpu" : "standard";

    public static void Add(LedgerBuilder ledger, PriceBook book, GlueUse run)
    {
        var worker = book.GlueWorkerOf(run.WorkerType) ?? (run.WorkerType == Quarter.Name ? Quarter : null);
        var dpu = worker?.Dpu;
        var minimum = GlueJobRun.LeastSeconds(run.GlueVersion);
        var workerSeconds = run.WorkerSeconds is { } summed ? Math.Ceiling(summed)
            : run.Workers * BillingMath.BilledSeconds(run.Seconds, minimum);
        var dpuSeconds = run.DpuSeconds ?? workerSeconds * (dpu ?? 1);
        var priceClass = run.Flex && worker is not { IsMemoryOptimised: true } ? "flex" : ClassOf(worker);
        var version = run.GlueVersion is { } v ? $", Glue {v}" : "";
        // a capacity in DPUs is fixed; what AWS counted may have scaled
        var byCapacity = run is { WorkerType: "Standard", Workers: 0, DpuSeconds: not null };
        ledger.Follows = run.WorkerSeconds is null && run.DpuSeconds is null ? LineFollows.Nodes : LineFollows.Workers;
        ledger.Add(new CostItem
        {
            Name = byCapacity ? $"Glue {(run.Flex ? "Flex" : "ETL")}, by capacity (Standard{version})"
                : run.WorkerSeconds is null && run.DpuSeconds is null
                ? FormattableString.Invariant($"Glue {(run.Flex ? "Flex" : "ETL")} ({run.Workers} x {run.WorkerType}{version})")
                : $"Glue {(run.Flex ? "Flex" : "ETL")}, auto scaling ({run.WorkerType}{version})",
            Service = CostService.Glue,
            Type = run.WorkerType,
            Amount = dpuSeconds,
            Per = BillingMath.SecondsPerHour,
            Unit = dpu is null && run.DpuSeconds is null ? "worker-hour" : worker is { IsMemoryOptimised: true } ? "M-DPU-hour"
                : "DPU-hour",
            Price = dpu is null && run.DpuSeconds is null ? Price.Hole($"{PriceTables.GlueWorkers}: no {run.WorkerType}")
                : run.Flex && run.WorkerType is not ("G.1X" or "G.2X")
                ? Price.Hole($"Glue Flex runs on G.1X and G.2X only, not on {run.WorkerType}")
                : book.Glue(ledger.Region, priceClass, run.GlueVersion),
            Ground = run.Ground,
        });
    }
}
