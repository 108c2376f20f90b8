using Rightsizer.Analyzer.Facts.Clusters;
using Rightsizer.Analyzer.Ledgers.Prices;
using Rightsizer.Analyzer.Timing;

namespace Rightsizer.Analyzer.Platforms.EmrOnEks;

/// <summary>Dedicated node groups that a job could run on.</summary>
static class EmrOnEksOptions
{
    public static IEnumerable<Option> Enumerate(IJobToPlace job, IReadOnlyList<InstanceType> types, NodeRates rates)
    {
        if (job.Book.Eks(job.Region, "vcpu").Usd is not { } feeVcpu || job.Book.Eks(job.Region, "memory").Usd is not { } feeGb
            || job.Book.Eks(job.Region, "eks_cluster").Usd is not { } plane)
        {
            job.LeaveOut("EMR on EKS", LeftOutReason.NoPlatformPrice, $"no price in {job.Region}");
            yield break;
        }
        var factor = EmrOnEksPlatform.Instance.OverheadFactor(job.Shape);
        var driverMib = EmrOnEksPlatform.Instance.DriverMib(job.Shape);
        var fits = new List<(InstanceType Type, ExecutorPlan Executor, int PerNode, SpeedClass Speed, NodeRate Rate)>();
        foreach (var type in types)
        {
            if (rates.Of(type.Name, Purchase.OnDemand, emr: false) is not { } rate) continue;
            var mib = (long)EmrOnEksLimits.PodMib(type);
            foreach (var cores in job.CoresTried)
            {
                // executors ask for what they need: pods are billed by their requests
                var container = ExecutorFit.LeastContainerMib(job, cores, factor);
                var perNode = (int)Math.Min(mib / container, (long)(EmrOnEksLimits.PodVcpu(type) / cores));
                if (perNode < 1 || ExecutorFit.InContainer(job, cores, container, factor) is not { } executor) continue;
                if (driverMib > mib || job.Shape.DriverCores > type.Vcpu - 1
                    || EmrOnEksLimits.Problem(job.Book, type.Name, perNode, executor) is not null) continue;
                var slots = job.TaskCpus.SlotsOn(cores);
                fits.Add((type, executor, perNode, job.SpeedOn(
                    Machine.On(type, (double)perNode * cores / type.Vcpu), cores, executor.HeapMib * 1048576.0 / slots), rate));
            }
        }
        foreach (var f in fits.GroupBy(f => (f.Speed, f.Executor.Cores, f.PerNode))
            .SelectMany(g => EqualTypes.Undominated(job, g, f => (f.Type, f.Executor.HeapMib), f => [f.Rate.Usd])))
        {
            foreach (var nodes in job.Counts())
            {
                // the driver's pod takes the place of an executor
                var executors = nodes * f.PerNode - 1;
                if (executors < 1 || !job.SlotsInRange(executors, f.Executor.Cores) || !job.HoldsCache(executors, f.Executor.HeapMib))
                    continue;
                var needGib = f.Type.IsEbsOnly ? (int)Math.Ceiling(job.DiskBytesNeeded / nodes / (1 << 30)) : 0;
                // half of the root volume is the image's
                var dataGib = needGib > EmrOnEksPlatform.RootGib.Value / 2 ? needGib : 0;
                if (rates.DataGibUsdPerHour is not { } gibUsd) continue;
                yield return new Option
                {
                    Kind = OfferKind.Eks,
                    Platform = RunPlatform.EmrOnEks,
                    Architecture = f.Type.Arch,
                    Type = f.Type,
                    Nodes = nodes,
                    OnDemandNodes = nodes,
                    ExecutorsPerNode = f.PerNode,
                    Executor = f.Executor with { Count = executors },
                    Speed = f.Speed,
                    Count = new ExecutorCount(executors, f.Executor.Cores),
                    DataGib = dataGib,
                    UsdPerHour = nodes * (f.Rate.Usd + dataGib * gibUsd) + plane
                        + executors * (f.Executor.Cores * feeVcpu + f.Executor.ContainerMib / 1024m * feeGb)
                        + job.Shape.DriverCores * feeVcpu + driverMib / 1024m * feeGb,
                    StartUpMs = job.StartUpMs(RunPlatform.EmrOnEks),
                };
            }
        }
        if (fits.Count == 0)
            job.LeaveOut("EMR on EKS", LeftOutReason.TooLittleMemory,
                "no allowed type holds a pod with the memory that the executor's slots need");
    }
}
