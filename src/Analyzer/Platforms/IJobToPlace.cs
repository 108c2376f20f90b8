using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Facts.Clusters;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer.Ledgers.Prices;
using Rightsizer.Analyzer.Model;
using Rightsizer.Analyzer.Timing;

namespace Rightsizer.Analyzer.Platforms;

/// <summary>A job that is to be sized, as its options on one platform need to know it.</summary>
interface IJobToPlace
{
    /// <summary>The run whose work is placed.</summary>
    ApplicationRun Run { get; }
    PriceBook Book { get; }
    string Region { get; }
    RunShape Shape { get; }
    MemoryNeed Need { get; }

    /// <summary>
    /// Container of an executor as it ran, where nothing killed it at its memory's end; 0 where something did, as on Kubernetes: there
    /// measured peaks hold. MiB.
    /// </summary>
    long UnwatchedMib { get; }

    /// <summary>spark.task.cpus.</summary>
    TaskCpus TaskCpus { get; }

    /// <summary>Cores of an executor that are tried.</summary>
    IReadOnlyList<int> CoresTried { get; }

    /// <summary>Bytes of shuffle and spill with room, over the whole cluster.</summary>
    double DiskBytesNeeded { get; }

    /// <summary>Bytes of shuffle and spill that all stages wrote and read.</summary>
    double ShuffleAndSpillBytes { get; }

    /// <summary>Factor on every time that another engine brings.</summary>
    double Engine { get; }

    /// <summary>The release of the cluster file; null without one.</summary>
    string? Release { get; }

    /// <summary>From submit to the application's start there: what nodes are billed before the run.</summary>
    double StartUpMs(string platform);

    /// <summary>May be offered.</summary>
    bool Allows(Purchase purchase);

    /// <summary>x86_64 or arm64 may be offered.</summary>
    bool Allows(string architecture);

    /// <summary>Counts of nodes or workers that are tried, ascending.</summary>
    IEnumerable<int> Counts(int from = 2);

    /// <summary>Near enough to the slots that were seen to be predicted.</summary>
    bool SlotsInRange(int executors, int cores);

    /// <summary>Data that was cached whole would still be held.</summary>
    bool HoldsCache(int executors, long heapMib);

    /// <summary>Factors on the parts of a task there.</summary>
    SpeedClass SpeedOn(Machine there, int cores, double heapPerSlot);

    /// <summary>How unsure CPU time on the type is beside the run that was seen: standard deviation of its logarithm.</summary>
    double SpreadOn(InstanceType type);

    /// <summary>Of one Spot instance of the type.</summary>
    double InterruptionsPerHour(InstanceType type);

    /// <summary>Says what was not considered and why.</summary>
    void LeaveOut(DisplayText what, LeftOutReason reason, DisplayText why, int count = 1);
}
