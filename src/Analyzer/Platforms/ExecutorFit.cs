using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Timing;

namespace Rightsizer.Analyzer.Platforms;

/// <summary>Executors of a node: as many as its cores take and its memory feeds.</summary>
static class ExecutorFit
{
    /// <summary>Most executors of so many cores on a node whose slots all have the heap they need; null when not even one has.</summary>
    /// <param name="job">What must fit.</param>
    /// <param name="cores">Of an executor.</param>
    /// <param name="vcpu">Of the node, for executors.</param>
    /// <param name="memoryMib">Of the node, for containers.</param>
    /// <param name="factor">Overhead over heap where the log names none.</param>
    public static (ExecutorPlan Executor, int PerNode)? Fit(IJobToPlace job, int cores, int vcpu, long memoryMib, decimal factor)
    {
        for (var perNode = vcpu / cores; perNode >= 1; perNode--)
        {
            if (InContainer(job, cores, memoryMib / perNode, factor) is { } plan) return (plan, perNode);
        }
        return null;
    }

    /// <summary>The executor that fills a container; null where its slots would have less heap than they need.</summary>
    public static ExecutorPlan? InContainer(IJobToPlace job, int cores, long containerMib, decimal factor)
    {
        var (python, offHeap) = (Scaled(job, cores, job.Shape.Executor.PySparkMib), Scaled(job, cores, job.Shape.Executor.OffHeapMib));
        var room = containerMib - python - offHeap;
        var given = Given(job, factor);
        var overhead = Math.Max(PythonMib(job, cores) - python,
            given.OverheadMib is { } mib ? Scaled(job, cores, mib)
            : Math.Max(given.LeastOverheadMib, (long)Math.Floor(room - room / (1 + given.OverheadFactor))));
        var heap = room - overhead;
        var slots = job.TaskCpus.SlotsOn(cores);
        if (CompressedOops.IsLost(heap) && CompressedOops.MostMib * 1048576.0 >= job.Need.LeastHeapPerSlot(slots) * slots)
        {
            // what the smaller pointers make room for stays outside the heap, so that the container is as large
            overhead += heap - CompressedOops.MostMib;
            heap = CompressedOops.MostMib;
        }
        if (heap < MinHeapMib || CompressedOops.HoldsMib(heap, job.Shape.Executor.HeapMib) * 1048576.0
            < job.Need.LeastHeapPerSlot(slots) * slots) return null;
        return new ExecutorPlan
        {
            Cores = cores,
            HeapMib = heap,
            OverheadMib = overhead,
            PySparkMib = python,
            OffHeapMib = offHeap,
            Count = 0
        };
    }

    /// <summary>Container that just holds what is needed, for platforms that bill what is asked for; MiB.</summary>
    public static long LeastContainerMib(IJobToPlace job, int cores, decimal factor)
    {
        var slots = job.TaskCpus.SlotsOn(cores);
        var heap = Math.Max(MinHeapMib, (long)Math.Ceiling(job.Need.LeastHeapPerSlot(slots) * slots / 1048576));
        return Math.Max(heap + OutsideHeapMib(job, cores, heap, factor), HardLimitMib(job, cores));
    }

    /// <summary>
    /// Memory that a container of so many cores must have where a limit kills at once: as much a core as ran where YARN or nobody watched
    /// it, which lets peaks pass. 0 where the run already was under such a limit.
    /// </summary>
    public static long HardLimitMib(IJobToPlace job, int cores) => Scaled(job, cores, job.UnwatchedMib);

    /// <summary>Overhead, Python and off-heap memory of an executor beside its heap; MiB.</summary>
    public static long OutsideHeapMib(IJobToPlace job, int cores, long heapMib, decimal factor)
    {
        var python = Scaled(job, cores, job.Shape.Executor.PySparkMib);
        var given = Given(job, factor);
        var overhead = (given with
        {
            HeapMib = heapMib,
            OverheadMib = given.OverheadMib is { } mib ? Scaled(job, cores, mib) : null,
            PySparkMib = 0,
            OffHeapMib = 0
        }).ContainerMib - heapMib;
        return Math.Max(PythonMib(job, cores) - python, overhead) + python + Scaled(job, cores, job.Shape.Executor.OffHeapMib);
    }

    /// <summary>
    /// Python workers of so many cores as measured, with room, and what the JVM takes outside its heap; 0 where nothing was measured.
    /// </summary>
    static long PythonMib(IJobToPlace job, int cores) => job.Need.PythonPerSlot <= 0 ? 0
        : (long)Math.Ceiling(job.Need.PythonPerSlot * job.TaskCpus.SlotsOn(cores) * SizingConstants.HeapRoom.Number / 1048576)
        + SparkMemory.MinOverheadMib;

    static SparkMemory Given(IJobToPlace job, decimal factor) =>
        job.Shape.ExecutorOverheadGiven ? job.Shape.Executor : job.Shape.Executor with { OverheadFactor = factor };

    static long Scaled(IJobToPlace job, int cores, long mib) => (mib * cores + job.Shape.ExecutorCores - 1) / job.Shape.ExecutorCores;

    const long MinHeapMib = 512;
}
