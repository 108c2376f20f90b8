using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Facts.Clusters;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer.Ledgers.Prices;
using Rightsizer.Analyzer.Model;
using Rightsizer.Analyzer.Platforms.EmrOnEc2;
using Rightsizer.Analyzer.Platforms.EmrOnEks;
using Rightsizer.Analyzer.Platforms.EmrServerless;
using Rightsizer.Analyzer.Platforms.Glue;

namespace Rightsizer.Analyzer.Answers.Diagnosis;

/// <summary>What the run itself cost: from the bill or the cluster where they are given, else from what the log lets one infer.</summary>
static class ActualCost
{
    /// <summary>Null with the reason in <paramref name="missing"/> where the platform has no price here.</summary>
    public static Ledger? Of(ApplicationRun run, RunShape? shape, PriceContext options, out string? missing)
    {
        var (platform, region, book) = (options.PlatformOf(run), options.RegionOf(run).Region, options.Book);
        missing = null;
        var ms = run.ObservedMs ?? 0;
        var ledger = new LedgerBuilder(region, options.Discounts);
        if (options.Cluster?.ServerlessBill is { } bill)
        {
            var (arch, archGround) = options.ServerlessArchitecture;
            EmrServerlessBilling.AddBilled(ledger, book, arch, archGround, bill.VcpuHours, bill.MemoryGbHours, bill.StorageGbHours);
            return ledger.Build("EMR Serverless, as billed", ms);
        }
        if (options.Cluster?.GlueRun is { } glue)
        {
            GlueBilling.Add(ledger, book, new GlueUse { WorkerType = glue.WorkerType, Workers = glue.Workers, Seconds = glue.Seconds, DpuSeconds = glue.DpuSeconds, Flex = glue.Flex, GlueVersion = glue.GlueVersion });
            return ledger.Build($"Glue, {glue.WorkerType}", ms);
        }
        if (options.Cluster is { } cluster && (cluster.Instances.Count > 0 || cluster.Groups.Count > 0)) return ActualCluster.Price(run, cluster, ledger, book, ms, out missing);
        if (options.UsdPerHour is { } usdPerHour)
        {
            if (run.ObservedMs is null) return Missing("the log holds no start and end of the application", out missing);
            AddCluster(ledger, ms, Price.Given(usdPerHour, "--usd-per-hour"));
            return ledger.Build("Cluster at the given hourly price", ms);
        }
        if (shape is null) return Missing("the log holds too little to infer what was paid for", out missing);
        switch (platform)
        {
            case RunPlatform.EmrOnEc2:
                return EmrInferred(run, shape, ledger, options, out missing);
            case RunPlatform.EmrServerless:
                return ServerlessFromLog(shape, region, options);
            case RunPlatform.EmrOnEks:
                AddPods(ledger, book, shape, Ground.Derived);
                ledger.Add(new CostItem { Name = "EC2 share of the pods' nodes", Service = CostService.Ec2, Amount = shape.Executors.Sum(e => e.Seconds), Per = BillingMath.SecondsPerHour, Unit = "pod-hour", Price = Price.Hole("the log does not name the nodes' instance types"), Ground = Ground.Measured });
                ledger.Note("the cluster is taken as shared: its control plane is left to a shared line");
                return ledger.Build("EMR on EKS, pods of the log", ms);
            case RunPlatform.Glue:
                return GlueFromLog(shape, ledger, book, ms, out missing);
            default:
                if (options.Discounts?.Entries.Any(e => e.Match?.Service == CostService.Cluster && e.UnitPriceUsd is not null) == true)
                {
                    AddCluster(ledger, ms, Price.Hole("no list price"));
                    return ledger.Build("Cluster at the discounts file's hourly price", ms);
                }
                return Missing($"{platform} has no price in the book: --usd-per-hour gives one", out missing);
        }
    }

    static Ledger? Missing(string why, out string? missing)
    {
        missing = why;
        return null;
    }

    static void AddCluster(LedgerBuilder ledger, long ms, Price price) => ledger.Add(new CostItem
    {
        Name = "Cluster",
        Service = CostService.Cluster,
        Amount = ms,
        Per = 3_600_000,
        Unit = "cluster-hour",
        Price = price,
        Ground = Ground.Measured,
    });

    /// <summary>Each executor from added to removed, the driver from application start to end.</summary>
    public static Ledger ServerlessFromLog(RunShape shape, string region, PriceContext options)
    {
        var ledger = new LedgerBuilder(region, options.Discounts);
        var (arch, archGround) = options.ServerlessArchitecture;
        EmrServerlessBilling.Add(ledger, options.Book, arch, archGround, ServerlessWorkers(shape, Ground.Measured));
        ledger.Note("a worker's start-up before the executor registered is not in the log");
        return ledger.Build($"EMR Serverless {arch}, from the log", (long)(shape.Seconds * 1000));
    }

    public static IEnumerable<WorkerUse> ServerlessWorkers(RunShape shape, Ground ground)
    {
        yield return new WorkerUse { Role = "driver", Vcpu = shape.DriverCores, ContainerMib = shape.DriverContainerMib(0.10m), Seconds = shape.Seconds, Ground = ground };
        foreach (var e in shape.Executors)
            yield return new WorkerUse { Role = "executor", Vcpu = e.Cores, ContainerMib = shape.ExecutorContainerMib(0.10m), Seconds = e.Seconds, Ground = ground };
    }

    public static void AddPods(LedgerBuilder ledger, PriceBook book, RunShape shape, Ground ground)
    {
        // Spark on Kubernetes: 0.10 of the heap, 0.40 for Python
        var factor = shape.IsPython ? 0.40m : 0.10m;
        var pods = new List<PodUse> { new() { Role = "driver", Vcpu = shape.DriverCores, MemoryGib = shape.DriverContainerMib(factor) / 1024m, Seconds = shape.Seconds, Ground = ground } };
        pods.AddRange(shape.Executors.Select(e => new PodUse { Role = "executor", Vcpu = e.Cores, MemoryGib = shape.ExecutorContainerMib(factor) / 1024m, Seconds = e.Seconds, Ground = ground }));
        EmrOnEksBilling.AddPods(ledger, book, pods);
        ledger.Note("the submitter pod is not priced: the log does not know it");
    }

    static Ledger? EmrInferred(ApplicationRun run, RunShape shape, LedgerBuilder ledger, PriceContext options, out string? missing)
    {
        missing = null;
        var book = options.Book;
        var choice = NodeInference.Of(run, shape, ledger.Region, book, out var how);
        if (choice is null) return Missing("no instance type of the book fits the executors: give --cluster or --usd-per-hour", out missing);
        TransientCluster.Add(ledger, book, options.Cluster?.ReleaseLabel, choice.Type, choice.Nodes, shape.Seconds, Purchase.OnDemand);
        ledger.Note($"the cluster is inferred ({how}) and taken as On-Demand, transient and this run's alone: --cluster gives the real one");
        return ledger.Build(FormattableString.Invariant($"EMR on EC2 On-Demand, inferred: {choice.Nodes} x {choice.Type.Name} + primary {TransientCluster.PrimaryOf(choice.Type.Arch)}"), (long)(shape.Seconds * 1000));
    }

    static Ledger? GlueFromLog(RunShape shape, LedgerBuilder ledger, PriceBook book, long ms, out string? missing)
    {
        missing = null;
        var worker = book.GlueWorkers.FirstOrDefault(w => !w.IsMemoryOptimised && w.Vcpu >= shape.ExecutorCores);
        if (worker is null) return Missing("no Glue worker type has as many cores as the executors", out missing);
        GlueBilling.Add(ledger, book, new GlueUse { WorkerType = worker.Name, WorkerSeconds = shape.Seconds + shape.Executors.Sum(e => BillingMath.BilledSeconds(e.Seconds)), Ground = Ground.Assumed });
        ledger.Note($"worker type {worker.Name} is inferred from {shape.ExecutorCores} cores an executor; Glue 2.0 to 5.1 is assumed: --cluster with get-job-run gives the real ones");
        return ledger.Build($"Glue, inferred: {worker.Name}", ms);
    }
}
