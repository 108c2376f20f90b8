using Rightsizer.Analyzer.Model;
using Rightsizer.EventLogParser;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Analyzer.Construction.Plausibility;

/// <summary>Checks what the log says of executors: when they lived, and what of them is paid.</summary>
sealed class ExecutorGate(CredibleTimes times, ImplausibleTally tally)
{
    const string Added = "SparkListenerExecutorAdded", Removed = "SparkListenerExecutorRemoved",
        BlockManager = "SparkListenerBlockManagerAdded", Profile = "SparkListenerResourceProfileAdded",
        Process = "SparkListenerMiscellaneousProcessAdded";

    long executors, cores;

    /// <returns>Null where there are more than any cluster has.</returns>
    public ExecutorAddedEvent? Check(ExecutorAddedEvent e)
    {
        if (++executors > EventLimits.MaxExecutors)
        {
            tally.Add(Added, "Executor ID", DoubtSubject.Money);
            return null;
        }
        var known = e.TotalCores is > 0 and <= EventLimits.MaxCoresPerExecutor && cores + e.TotalCores <= EventLimits.MaxCoresPerLog;
        if (known) cores += e.TotalCores;
        else tally.Add(Added, "Total Cores", DoubtSubject.Money);
        return e with
        {
            TimeMs = times.Check(e.TimeMs, Added, "Timestamp", subject: DoubtSubject.Money) ?? times.LastSeenMs,
            TotalCores = known ? e.TotalCores : 0,
            RequestTimeMs = times.Check(e.RequestTimeMs, Added, "Request Time"),
            RegistrationTimeMs = times.Check(e.RegistrationTimeMs, Added, "Registration Time"),
        };
    }

    public ExecutorRemovedEvent Check(ExecutorRemovedEvent e) =>
        e with { TimeMs = times.Check(e.TimeMs, Removed, "Timestamp", subject: DoubtSubject.Money) ?? times.LastSeenMs };

    /// <summary>Very old logs have no time here: it stays -1.</summary>
    public BlockManagerAddedEvent Check(BlockManagerAddedEvent e) => e with
    {
        TimeMs = e.TimeMs == -1 ? -1 : times.Check(e.TimeMs, BlockManager, "Timestamp") ?? times.LastSeenMs,
        MaxMemoryBytes = Memory(e.MaxMemoryBytes, "Maximum Memory"),
        MaxOnHeapBytes = e.MaxOnHeapBytes is { } onHeap ? Memory(onHeap, "Maximum Onheap Memory") : null,
        MaxOffHeapBytes = e.MaxOffHeapBytes is { } offHeap ? Memory(offHeap, "Maximum Offheap Memory") : null,
    };

    public ResourceProfileAddedEvent Check(ResourceProfileAddedEvent e)
    {
        var executor = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var (name, amount) in e.ExecutorResources)
        {
            if (amount is >= 0 and <= EventLimits.MaxMemoryBytes && (name != "cores" || amount <= EventLimits.MaxCoresPerExecutor))
                executor[name] = amount;
            else tally.Add(Profile, name, DoubtSubject.Money);
        }
        var task = new SortedDictionary<string, double>(StringComparer.Ordinal);
        foreach (var (name, amount) in e.TaskResources)
        {
            if (amount is >= 0 and <= EventLimits.MaxCoresPerExecutor) task[name] = amount;
            else tally.Add(Profile, name, DoubtSubject.Money);
        }
        return e with { ExecutorResources = executor, TaskResources = task };
    }

    public ProcessAddedEvent Check(ProcessAddedEvent e)
    {
        var known = e.Cores is null or (>= 0 and <= EventLimits.MaxCoresPerExecutor);
        if (!known) tally.Add(Process, "cores", DoubtSubject.Money);
        return e with { TimeMs = times.Check(e.TimeMs, Process, "time"), Cores = known ? e.Cores : null };
    }

    long Memory(long bytes, string field)
    {
        if (bytes is >= 0 and <= EventLimits.MaxMemoryBytes) return bytes;
        tally.Add(BlockManager, field, DoubtSubject.Sums);
        return 0;
    }
}
