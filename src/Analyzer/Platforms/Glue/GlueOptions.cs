using Rightsizer.Analyzer.Timing;

namespace Rightsizer.Analyzer.Platforms.Glue;

/// <summary>Glue workers that a job could run on.</summary>
static class GlueOptions
{
    public static IEnumerable<Option> Enumerate(IJobToPlace job)
    {
        if (!job.Allows("x86_64"))
        {
            job.LeaveOut("Glue", LeftOutReason.Architecture, "runs on x86_64 only");
            yield break;
        }
        if (job.Book.Glue(job.Region, "standard", null).Usd is not { } dpuUsd)
        {
            job.LeaveOut("Glue", LeftOutReason.NoPlatformPrice, $"no price in {job.Region}");
            yield break;
        }
        var memoryDpuUsd = job.Book.Glue(job.Region, "mdpu", null).Usd;
        if (memoryDpuUsd is null) job.LeaveOut("Glue R workers", LeftOutReason.NoPlatformPrice, $"no price in {job.Region}");
        var any = false;
        foreach (var worker in job.Book.GlueWorkers.Where(w => job.TaskCpus.Fill(w.Vcpu)))
        {
            if ((worker.IsMemoryOptimised ? memoryDpuUsd : dpuUsd) is not { } usd) continue;
            var heap = GluePlatform.HeapMibOf(worker);
            var slots = job.TaskCpus.SlotsOn(worker.Vcpu);
            var outside = ExecutorFit.OutsideHeapMib(job, worker.Vcpu, heap, GluePlatform.Overhead.Value);
            var memory = worker.MemoryGb * 1024L;
            if (heap * 1048576.0 < job.Need.LeastHeapPerSlot(slots) * slots || memory < ExecutorFit.HardLimitMib(job, worker.Vcpu)
                || memory < heap + outside || !GluePlatform.HoldsDriver(worker, job.Shape)) continue;
            var offHeap = job.Shape.Executor.OffHeapMib * worker.Vcpu / job.Shape.ExecutorCores;
            any = true;
            foreach (var count in job.Counts())
            {
                if (!job.SlotsInRange(count - 1, worker.Vcpu) || !job.HoldsCache(count - 1, heap)
                    || GlueLimits.Problem(job.Book, worker.Name, count) is not null) continue;
                yield return new Option
                {
                    Kind = OfferKind.Glue,
                    Platform = RunPlatform.Glue,
                    Architecture = "x86_64",
                    Nodes = count,
                    Executor = new ExecutorPlan
                    {
                        Cores = worker.Vcpu,
                        HeapMib = heap,
                        OverheadMib = outside - offHeap,
                        OffHeapMib = offHeap,
                        Count = count - 1
                    },
                    Speed = job.SpeedOn(Machine.Unnamed("x86_64"), worker.Vcpu, heap * 1048576.0 / slots),
                    Count = new ExecutorCount(count - 1, worker.Vcpu),
                    WorkerType = worker.Name,
                    UsdPerHour = count * worker.Dpu * usd,
                };
            }
        }
        if (!any)
            job.LeaveOut(
                "Glue", LeftOutReason.TooLittleMemory, "no worker type has the memory that the executor's slots and the driver need");
    }
}
