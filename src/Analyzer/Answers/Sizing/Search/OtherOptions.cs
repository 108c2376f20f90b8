using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Facts.Clusters;
using Rightsizer.Analyzer.Ledgers.Prices;
using Rightsizer.Analyzer.Platforms;
using Rightsizer.Analyzer.Timing;

namespace Rightsizer.Analyzer.Answers.Sizing.Search;

/// <summary>EMR Serverless workers, dedicated EKS node groups and Glue workers.</summary>
static class OtherOptions
{
    const decimal OverheadFactor = 0.10m, PythonPodFactor = 0.40m;

    /// <summary>Glue gives the executor 10 of 16 GB: its guide's spark.executor.memory of G.1X; assumed for the others.</summary>
    const decimal GlueHeapRatio = 10m / 16;
    const int FreeDiskGb = 20;

    /// <summary>Node start on EKS before pods can run: assumed (aws-emr-advisor's constant). docs/science.md 1.4.</summary>
    public const int EksStartUpSeconds = 150;

    public static IEnumerable<Option> Serverless(SizingJob job, string arch, List<LeftOut> leftOut)
    {
        var prices = job.Book.Serverless(job.Region, arch);
        var grid = job.Book.ServerlessGrid;
        var driver = grid.NextLegal(job.Shape.DriverCores, job.Shape.DriverContainerMib(OverheadFactor));
        if (driver is not { } d || prices.VcpuHour.Usd is not { } vcpuUsd || prices.GbHour.Usd is not { } gbUsd)
        {
            leftOut.Add(new LeftOut($"EMR Serverless {arch}", driver is null ? "no worker holds the driver" : $"no price in {job.Region}"));
            yield break;
        }
        var kind = arch == "arm64" ? CoreKind.Graviton : CoreKind.Thread;
        var any = false;
        foreach (var row in grid.Rows.Where(r => r.Vcpu % job.Plan.TaskCpus == 0 && (job.CoresTried.Contains(r.Vcpu) || r.Vcpu == job.Shape.ExecutorCores)))
        {
            if (grid.Fit(row.Vcpu, ExecutorFit.LeastContainerMib(job, row.Vcpu, OverheadFactor)) is not { } worker) continue;
            if (ExecutorFit.InContainer(job, row.Vcpu, worker.MemoryGb * 1024L, OverheadFactor) is not { } executor) continue;
            any = true;
            var slots = Math.Max(1, row.Vcpu / job.Plan.TaskCpus);
            var speed = job.SpeedOn(kind, 1, row.Vcpu, executor.HeapMib * 1048576.0 / slots);
            foreach (var count in job.Counts(1))
            {
                if (!job.SlotsInRange(count, row.Vcpu)) continue;
                var disk = Math.Max(FreeDiskGb, (int)Math.Ceiling(job.DiskBytesNeeded / count / (1 << 30)));
                if (disk > row.DiskMaxGb) continue;
                var diskUsd = disk > FreeDiskGb ? prices.StorageGbHour.Usd * (disk - FreeDiskGb) : 0;
                if (diskUsd is not { } d2) continue;
                yield return new Option
                {
                    Kind = arch == "arm64" ? OfferKind.ServerlessGraviton : OfferKind.ServerlessX86,
                    Platform = SizingPlatform.EmrServerless,
                    Architecture = arch,
                    Executor = executor with { Count = count, Dynamic = true, InitialCount = Math.Min(3, count), DiskGb = disk },
                    Speed = speed,
                    Count = new ExecutorCount(count, row.Vcpu, true),
                    WorkerType = worker.ToString(),
                    WorkerGb = worker.MemoryGb,
                    UsdPerHour = d.Vcpu * vcpuUsd + d.MemoryGb * gbUsd,
                    WorkerUsdPerHour = worker.Vcpu * vcpuUsd + worker.MemoryGb * gbUsd + d2,
                };
            }
        }
        if (!any) leftOut.Add(new LeftOut($"EMR Serverless {arch}", "no legal worker has the memory that the executor's slots need"));
    }

    public static IEnumerable<Option> Eks(SizingJob job, IReadOnlyList<InstanceType> types, NodeRates rates, List<LeftOut> leftOut)
    {
        if (job.Book.Eks(job.Region, "vcpu").Usd is not { } feeVcpu || job.Book.Eks(job.Region, "memory").Usd is not { } feeGb || job.Book.Eks(job.Region, "eks_cluster").Usd is not { } plane)
        {
            leftOut.Add(new LeftOut("EMR on EKS", $"no price in {job.Region}"));
            yield break;
        }
        var factor = job.Shape.IsPython ? PythonPodFactor : OverheadFactor;
        var driverMib = job.Shape.DriverContainerMib(factor);
        var fits = new List<(InstanceType Type, ExecutorPlan Executor, int PerNode, SpeedClass Speed, NodeRate Rate)>();
        foreach (var type in types)
        {
            if (rates.Of(type.Name, Purchase.OnDemand, emr: false) is not { } rate) continue;
            // a tenth of the memory and of a vCPU is the node's own
            var mib = (long)(type.MemoryGib * 1024 * 0.9m);
            foreach (var cores in job.CoresTried)
            {
                // executors ask for what they need: pods are billed by their requests
                var container = ExecutorFit.LeastContainerMib(job, cores, factor);
                var perNode = (int)Math.Min(mib / container, (long)((type.Vcpu - 0.1m) / cores));
                if (perNode < 1 || ExecutorFit.InContainer(job, cores, container, factor) is not { } executor) continue;
                if (driverMib > mib || job.Shape.DriverCores > type.Vcpu - 1) continue;
                var slots = Math.Max(1, cores / job.Plan.TaskCpus);
                fits.Add((type, executor, perNode, job.SpeedOn(CoreSpeed.KindOf(type), (double)perNode * cores / type.Vcpu, cores, executor.HeapMib * 1048576.0 / slots), rate));
            }
        }
        foreach (var f in fits.GroupBy(f => (f.Speed, f.Executor.Cores, f.PerNode)).SelectMany(g => g.OrderBy(f => f.Rate.Usd).ThenBy(f => f.Type.Name, StringComparer.Ordinal).Take(2)))
        {
            foreach (var nodes in job.Counts())
            {
                // the driver's pod takes the place of an executor
                var executors = nodes * f.PerNode - 1;
                if (executors < 1 || !job.SlotsInRange(executors, f.Executor.Cores)) continue;
                var needGib = f.Type.IsEbsOnly ? (int)Math.Ceiling(job.DiskBytesNeeded / nodes / (1 << 30)) : 0;
                // half of the root volume is the image's
                var dataGib = needGib > NodeRates.EksRoot.SizeGib / 2 ? needGib : 0;
                if (rates.DataGibUsdPerHour is not { } gibUsd) continue;
                yield return new Option
                {
                    Kind = OfferKind.Eks,
                    Platform = SizingPlatform.EmrOnEks,
                    Architecture = f.Type.Arch,
                    Type = f.Type,
                    Nodes = nodes,
                    OnDemandNodes = nodes,
                    ExecutorsPerNode = f.PerNode,
                    Executor = f.Executor with { Count = executors },
                    Speed = f.Speed,
                    Count = new ExecutorCount(executors, f.Executor.Cores, false),
                    DataGib = dataGib,
                    UsdPerHour = nodes * (f.Rate.Usd + dataGib * gibUsd) + plane + executors * (f.Executor.Cores * feeVcpu + f.Executor.ContainerMib / 1024m * feeGb)
                        + job.Shape.DriverCores * feeVcpu + driverMib / 1024m * feeGb,
                    StartUpMs = EksStartUpSeconds * 1000.0,
                };
            }
        }
        if (fits.Count == 0) leftOut.Add(new LeftOut("EMR on EKS", "no allowed type holds a pod with the memory that the executor's slots need"));
    }

    public static IEnumerable<Option> Glue(SizingJob job, List<LeftOut> leftOut)
    {
        if (job.Request.Architectures.Count > 0 && !job.Request.Architectures.Contains("x86_64"))
        {
            leftOut.Add(new LeftOut("Glue", "runs on x86_64 only"));
            yield break;
        }
        if (job.Book.Glue(job.Region, "standard", null).Usd is not { } dpuUsd)
        {
            leftOut.Add(new LeftOut("Glue", $"no price in {job.Region}"));
            yield break;
        }
        var any = false;
        foreach (var worker in job.Book.GlueWorkers.Where(w => !w.IsMemoryOptimised && w.Vcpu % job.Plan.TaskCpus == 0))
        {
            var heap = (long)(worker.MemoryGb * 1024 * GlueHeapRatio);
            var slots = Math.Max(1, worker.Vcpu / job.Plan.TaskCpus);
            if (heap * 1048576.0 < job.Need.LeastHeapPerSlot(slots) * slots) continue;
            any = true;
            foreach (var count in job.Counts())
            {
                if (!job.SlotsInRange(count - 1, worker.Vcpu)) continue;
                yield return new Option
                {
                    Kind = OfferKind.Glue,
                    Platform = SizingPlatform.Glue,
                    Architecture = "x86_64",
                    Nodes = count,
                    Executor = new ExecutorPlan { Cores = worker.Vcpu, HeapMib = heap, OverheadMib = Math.Max(384, heap / 10), Count = count - 1 },
                    Speed = job.SpeedOn(CoreKind.Thread, 1, worker.Vcpu, heap * 1048576.0 / slots),
                    Count = new ExecutorCount(count - 1, worker.Vcpu, false),
                    WorkerType = worker.Name,
                    UsdPerHour = count * worker.Dpu * dpuUsd,
                };
            }
        }
        if (!any) leftOut.Add(new LeftOut("Glue", "no worker type has the memory that the executor's slots need"));
    }
}
