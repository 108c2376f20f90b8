using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer.Ledgers.Prices;

namespace Rightsizer.Analyzer.Platforms.EmrServerless;

/// <summary>
/// EMR Serverless: each worker's whole shape, from added to removed, by the second with a minute's minimum; driver and executors alike.
/// </summary>
static class EmrServerlessBilling
{
    public static void Add(LedgerBuilder ledger, PriceBook book, string arch, Ground archGround, IEnumerable<WorkerUse> workers)
    {
        var prices = book.Serverless(ledger.Region, arch);
        foreach (var group in workers.Where(w => w.Count > 0)
            .GroupBy(w => (w.Role, w.Vcpu, w.ContainerMib, w.DiskGb, w.ShuffleOptimizedDisk, PreInitialised: w.UsedSeconds is not null)))
        {
            var ground = BillingMath.Weakest(archGround, group.Min(w => w.Ground));
            ledger.Follows = group.Key.Role == "executor" ? LineFollows.Executors : LineFollows.Application;
            if (Illegal(book.ServerlessGrid, group.Key.Vcpu, group.Key.ContainerMib, group.Key.DiskGb,
                group.Key.ShuffleOptimizedDisk) is { } why)
            {
                AddIllegal(ledger, group.Key.Role, why, group.Sum(w => w.Count * BillingMath.BilledSeconds(w.Seconds)), ground);
                continue;
            }
            var worker = book.ServerlessGrid.Fit(group.Key.Vcpu, group.Key.ContainerMib)!.Value;
            var diskGb = Math.Max(0, group.Key.DiskGb - book.ServerlessGrid.Rows.First(r => r.Vcpu == worker.Vcpu).DiskFreeGb);
            var held = group.Sum(w => w.Count * BillingMath.BilledSeconds(w.Seconds));
            if (!group.Key.PreInitialised)
            {
                AddLines(ledger, prices, arch, group.Key.Role, worker, diskGb, group.Key.ShuffleOptimizedDisk, held, ground);
                continue;
            }
            // held once from ready to stop: what no job used is a line of its own
            var used = Math.Min(held, group.Sum(w => w.Count * Math.Ceiling(w.UsedSeconds!.Value)));
            AddLines(ledger, prices, arch, $"pre-initialised {group.Key.Role}, used", worker, diskGb, group.Key.ShuffleOptimizedDisk, used,
                ground);
            AddLines(ledger, prices, arch, $"pre-initialised {group.Key.Role}, idle", worker, diskGb, group.Key.ShuffleOptimizedDisk,
                held - used, BillingMath.Weakest(ground, group.Min(w => w.IdleGround)), LinePurpose.Idle);
        }
    }

    /// <summary>
    /// billedResourceUtilization of a job run: the bill itself. Its storage is what exceeds the free 20 GB; idle pre-initialised workers
    /// are not in it.
    /// </summary>
    public static void AddBilled(
        LedgerBuilder ledger, PriceBook book, string arch, Ground archGround, decimal vcpuHours, decimal gbHours, decimal storageGbHours)
    {
        var prices = book.Serverless(ledger.Region, arch);
        var ground = BillingMath.Weakest(Ground.Billed, archGround);
        ledger.Follows = LineFollows.Workers;
        ledger.Add(Item($"EMR Serverless vCPU, billed ({arch})", vcpuHours, 1, "vCPU-hour", prices.VcpuHour, ground));
        ledger.Add(Item($"EMR Serverless memory, billed ({arch})", gbHours, 1, "GB-hour", prices.GbHour, ground));
        if (storageGbHours > 0)
            ledger.Add(Item(
                "EMR Serverless storage above 20 GB a worker, billed", storageGbHours, 1, "GB-hour", prices.StorageGbHour, ground));
        ledger.Note("billedResourceUtilization leaves idle pre-initialised workers out");
    }

    /// <summary>Null when AWS has such a worker, else why not and what would be legal.</summary>
    public static string? Illegal(
        ServerlessGrid grid, int vcpu, long containerMib, int diskGb = WorkerUse.FreeDiskGb, bool shuffleOptimized = false) =>
        EmrServerlessLimits.Problem(grid, vcpu, containerMib, diskGb, shuffleOptimized);

    static void AddIllegal(LedgerBuilder ledger, string role, string why, decimal seconds, Ground ground) =>
        ledger.Add(Item($"EMR Serverless worker, {role}", seconds, BillingMath.SecondsPerHour, "worker-hour", Price.Hole(why), ground));

    static void AddLines(LedgerBuilder ledger, ServerlessPrices prices, string arch, string role, ServerlessWorker worker, int diskGb,
        bool shuffleOptimized, decimal seconds, Ground ground, LinePurpose purpose = LinePurpose.Run)
    {
        if (seconds == 0) return;
        ledger.Add(Item($"EMR Serverless vCPU, {role} ({arch}, {worker})", worker.Vcpu * seconds, BillingMath.SecondsPerHour, "vCPU-hour",
            prices.VcpuHour, ground, purpose));
        ledger.Add(Item($"EMR Serverless memory, {role} ({arch}, {worker})", worker.MemoryGb * seconds, BillingMath.SecondsPerHour,
            "GB-hour", prices.GbHour, ground, purpose));
        if (diskGb == 0) return;
        ledger.Add(Item($"EMR Serverless storage above 20 GB, {role}", diskGb * seconds, BillingMath.SecondsPerHour, "GB-hour",
            shuffleOptimized ? Price.Hole($"{PriceTables.EmrServerless}: no price of shuffle-optimised disk") : prices.StorageGbHour,
                ground, purpose));
    }

    static CostItem Item(
        string name, decimal amount, decimal per, string unit, Price price, Ground ground, LinePurpose purpose = LinePurpose.Run) =>
        new()
        {
            Name = name,
            Service = CostService.EmrServerless,
            Purpose = purpose,
            Amount = amount,
            Per = per,
            Unit = unit,
            Price = price,
            Ground = ground
        };
}
