using Rightsizer.Analyzer.Timing;

namespace Rightsizer.Analyzer.Platforms.EmrServerless;

/// <summary>EMR Serverless workers that a job could run on.</summary>
static class EmrServerlessOptions
{
    public static IEnumerable<Option> Enumerate(IJobToPlace job, string arch)
    {
        var prices = job.Book.Serverless(job.Region, arch);
        var grid = job.Book.ServerlessGrid;
        var factor = EmrServerlessPlatform.Instance.OverheadFactor(job.Shape);
        var driver = grid.NextLegal(job.Shape.DriverCores, EmrServerlessPlatform.Instance.DriverMib(job.Shape));
        if (driver is not { } d || prices.VcpuHour.Usd is not { } vcpuUsd || prices.GbHour.Usd is not { } gbUsd)
        {
            job.LeaveOut($"EMR Serverless {arch}", driver is null ? LeftOutReason.DriverTooLarge : LeftOutReason.NoPlatformPrice,
                driver is null ? "no worker holds the driver" : $"no price in {job.Region}");
            yield break;
        }
        var freeGb = EmrServerlessPlatform.FreeDisk.Whole;
        var leastGb = Math.Max(freeGb, WorkerDisk.Offered(job.Run, "executor").Gb);
        var coming = new ComingExecutors(EmrServerlessPlatform.FirstExecutors.Whole, (double)EmrServerlessPlatform.StartUp.Value * 1000);
        var any = false;
        foreach (var row in grid.Rows
            .Where(r => job.TaskCpus.Fill(r.Vcpu) && (job.CoresTried.Contains(r.Vcpu) || r.Vcpu == job.Shape.ExecutorCores)))
        {
            if (grid.Fit(row.Vcpu, ExecutorFit.LeastContainerMib(job, row.Vcpu, factor)) is not { } worker) continue;
            if (ExecutorFit.InContainer(job, row.Vcpu, worker.MemoryGb * 1024L, factor) is not { } executor) continue;
            any = true;
            var slots = job.TaskCpus.SlotsOn(row.Vcpu);
            var speed = job.SpeedOn(Machine.Unnamed(arch), row.Vcpu, executor.HeapMib * 1048576.0 / slots);
            foreach (var count in job.Counts(1))
            {
                if (!job.SlotsInRange(count, row.Vcpu) || !job.HoldsCache(count, executor.HeapMib)) continue;
                var disk = Math.Max(leastGb, (int)Math.Ceiling(job.DiskBytesNeeded / count / (1 << 30)));
                if (EmrServerlessLimits.Problem(grid, row.Vcpu, executor.ContainerMib, disk, false) is not null) continue;
                if ((disk > freeGb ? prices.StorageGbHour.Usd * (disk - freeGb) : 0) is not { } diskUsd) continue;
                yield return new Option
                {
                    Kind = arch == "arm64" ? OfferKind.ServerlessGraviton : OfferKind.ServerlessX86,
                    Platform = RunPlatform.EmrServerless,
                    Architecture = arch,
                    Executor = executor with
                    {
                        Count = count,
                        Dynamic = true,
                        // simulated, and so priced, with as many from begin to end
                        MinCount = Math.Min(coming.First, count),
                        InitialCount = Math.Min(coming.First, count),
                        DiskGb = disk
                    },
                    Speed = speed,
                    Count = new ExecutorCount(count, row.Vcpu, coming),
                    WorkerType = worker.ToString(),
                    WorkerGb = worker.MemoryGb,
                    UsdPerHour = d.Vcpu * vcpuUsd + d.MemoryGb * gbUsd,
                    WorkerUsdPerHour = worker.Vcpu * vcpuUsd + worker.MemoryGb * gbUsd + diskUsd,
                };
            }
        }
        if (!any) job.LeaveOut(
            $"EMR Serverless {arch}", LeftOutReason.TooLittleMemory, "no legal worker has the memory that the executor's slots need");
    }
}
