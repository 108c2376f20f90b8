using Rightsizer.Analyzer.Facts.Clusters;
using Rightsizer.Analyzer.Formatting;

namespace Rightsizer.Analyzer.Platforms.EmrServerless;

/// <summary>
/// Workers that an application keeps ready: a run takes those into which its own fit, and the application holds all of them until it
/// stops.
/// </summary>
static class PreInitialised
{
    /// <summary>The run's workers on the application's, with what those idle; what does not fit is a worker of its own.</summary>
    /// <param name="application">Has an initial capacity.</param>
    /// <param name="workers">As the log has them, one by one.</param>
    /// <param name="seconds">From the run's start to its end.</param>
    public static IEnumerable<WorkerUse> Compute(ClusterFile application, IReadOnlyList<WorkerUse> workers, decimal seconds)
    {
        var left = workers.ToList();
        // the application is taken to stop after this run: before it, and meanwhile, others may have used it
        var held = seconds + 60m * (application.IdleMinutes ?? 0);
        foreach (var kept in application.InitialCapacity)
        {
            var disk = kept.DiskGb ?? WorkerUse.FreeDiskGb;
            var taken = left.Where(w => w.Role == kept.Role && w.Vcpu <= kept.Vcpu && w.ContainerMib <= kept.MemoryGb * 1024L
                && w.DiskGb <= disk && !w.ShuffleOptimizedDisk).OrderByDescending(w => w.Seconds).Take(kept.Count).ToList();
            foreach (var w in taken)
            {
                left.Remove(w);
                yield return Kept(1, w.Seconds);
            }
            if (kept.Count > taken.Count) yield return Kept(kept.Count - taken.Count, 0);

            WorkerUse Kept(int count, decimal used) => new()
            {
                Role = kept.Role,
                Vcpu = kept.Vcpu,
                ContainerMib = kept.MemoryGb * 1024L,
                DiskGb = disk,
                Count = count,
                Seconds = held,
                UsedSeconds = used,
                IdleGround = Ground.Assumed,
            };
        }
        foreach (var w in left) yield return w;
    }

    public static string Note(ClusterFile application) =>
        $"the application keeps {Quantity.Plural(application.InitialCapacity.Sum(c => c.Count), "worker")} ready (initialCapacity): their "
        + "idle time is counted as this run's alone, "
        + (application.IdleMinutes is { } minutes ? $"until the application stops {Quantity.Plural(minutes, "idle minute")} after it"
            : "while it ran: the application does not stop by itself")
        + " (assumed; other job runs may use them)";
}
