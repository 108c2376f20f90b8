using System.Globalization;
using Rightsizer.Analyzer.Model;
using Rightsizer.EventLogParser;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Analyzer.Construction;

/// <summary>Executor lives, as AppStatusListener keeps them.</summary>
sealed class ExecutorBook
{
    readonly Dictionary<string, ExecutorLife> live = new(StringComparer.Ordinal);
    readonly Dictionary<string, ExecutorLife> dead = new(StringComparer.Ordinal);
    readonly PriorityQueue<ExecutorLife, long> deadByRemoval = new();
    readonly List<ExecutorLife> all = [];
    readonly Dictionary<int, ResourceProfileAddedEvent> profiles = [];
    readonly Dictionary<string, ExecutorRemovedEvent> removedBeforeAdded = new(StringComparer.Ordinal);
    TaskCpus cpusPerTask = TaskCpus.One;
    long exclusionSteps, excludedByHost;

    public IReadOnlyList<ExecutorLife> All => all;
    public IReadOnlyList<ResourceProfileAddedEvent> Profiles => [.. profiles.Values.OrderBy(p => p.Id)];

    public ExecutorLife? Live(string? id) => id is not null && live.TryGetValue(id, out var x) ? x : null;

    public void OnEnvironment(EnvironmentUpdateEvent e)
    {
        if (e.SparkProperties.GetValueOrDefault("spark.task.cpus") is { } text)
            cpusPerTask = TaskCpus.Parse(text);
    }

    public void OnProfile(ResourceProfileAddedEvent e) => profiles[e.Id] = e;

    public void OnAdded(ExecutorAddedEvent e)
    {
        var x = Get(e.ExecutorId, e.TimeMs);
        x.AddedByEvent = true;
        x.Host = e.Host;
        x.IsActive = true;
        x.TotalCores = e.TotalCores;
        x.ResourceProfileId = e.ResourceProfileId;
        var cpus = cpusPerTask;
        if (profiles.TryGetValue(e.ResourceProfileId, out var profile) && profile.TaskResources.TryGetValue("cpus", out var wanted))
            cpus = TaskCpus.OfProfile(wanted) ?? TaskCpus.One;
        x.MaxTasks = cpus.TasksOn(x.TotalCores);
        x.Attributes = e.Attributes;
        x.ResourcesJson = e.ResourcesJson;
        x.RequestTimeMs = e.RequestTimeMs;
        x.RegistrationTimeMs = e.RegistrationTimeMs;
        // Spark drops a removal that it hears of first; what was paid goes by the times
        if (removedBeforeAdded.Remove(e.ExecutorId, out var removed) && removed.TimeMs >= e.TimeMs) Remove(x, removed);
    }

    public void OnBlockManager(BlockManagerAddedEvent e)
    {
        var x = Get(e.ExecutorId, e.TimeMs);
        x.HostPort = $"{e.Host}:{e.Port}";
        if (e.MaxOnHeapBytes is { } onHeap)
        {
            x.OnHeapStorageBytes = onHeap;
            x.OffHeapStorageBytes = e.MaxOffHeapBytes ?? 0;
        }
        x.IsActive = true;
        x.MaxMemoryBytes = e.MaxMemoryBytes;
    }

    /// <param name="e">The event.</param>
    /// <param name="stillNeeded">A stage submitted before the removal is live: its late metrics still count for the executor.</param>
    public void OnRemoved(ExecutorRemovedEvent e, bool stillNeeded)
    {
        if (!live.Remove(e.ExecutorId, out var x))
        {
            removedBeforeAdded[e.ExecutorId] = e;
            return;
        }
        Remove(x, e);
        if (!stillNeeded) return;
        dead[x.Id] = x;
        deadByRemoval.Enqueue(x, x.RemoveTimeMs ?? 0);
    }

    static void Remove(ExecutorLife x, ExecutorRemovedEvent e)
    {
        x.IsActive = false;
        x.RemoveTimeMs = Math.Max(e.TimeMs, x.AddTimeMs);
        x.RemoveReason = e.Reason;
    }

    /// <summary>
    /// Cores of executors that registered their memory or ran tasks, but do not say how many cores they have: those of the setting, else of
    /// most others.
    /// </summary>
    /// <returns>Executors whose cores are inferred.</returns>
    public int InferCores(EnvironmentUpdateEvent? environment)
    {
        var unknown = all.Where(x => !x.IsDriver && x.TotalCores == 0).ToList();
        if (unknown.Count == 0) return 0;
        var usual = all.Where(x => !x.IsDriver && x.TotalCores > 0).GroupBy(x => x.TotalCores)
            .OrderByDescending(g => g.Count()).ThenBy(g => g.Key).Select(g => g.Key).FirstOrDefault();
        var set = int.TryParse(environment?.SparkProperties.GetValueOrDefault("spark.executor.cores"), NumberStyles.None,
            CultureInfo.InvariantCulture, out var n)
            && n is > 0 and <= EventLimits.MaxCoresPerExecutor ? n : 0;
        var cores = set > 0 ? set : usual;
        if (cores == 0) return 0;
        foreach (var x in unknown) x.InferredCores = cores;
        return unknown.Count;
    }

    /// <summary>Forgets those that no stage submitted before their removal needs any longer.</summary>
    /// <param name="earliestLiveMs">When the first of the live stages was submitted; <see cref="long.MaxValue"/> without one.</param>
    public void ForgetDead(long earliestLiveMs)
    {
        while (deadByRemoval.TryPeek(out var x, out var removedMs) && removedMs <= earliestLiveMs)
        {
            deadByRemoval.Dequeue();
            if (dead.TryGetValue(x.Id, out var known) && known == x) dead.Remove(x.Id);
        }
    }

    public bool AnyDead => dead.Count > 0;

    public void OnExclusion(ExclusionEvent e)
    {
        var stage = e.StageId;
        if (e.ExecutorId is null) exclusionSteps += live.Count;
        foreach (var x in Targets(e))
        {
            if (e.ExecutorId is null) excludedByHost++;
            if (stage is { } id) x.ExcludedInStages.Add(id);
            else x.IsExcluded = e.Excluded;
        }
    }

    /// <summary>
    /// Live executors that an exclusion names, by id or by host; none once exclusions of hosts have looked at too many.
    /// </summary>
    public IEnumerable<ExecutorLife> Targets(ExclusionEvent e) => e.ExecutorId is { } id
        ? Live(id) is { } x ? [x] : []
        : exclusionSteps > EventLimits.MaxExclusionSteps || excludedByHost > EventLimits.MaxExcludedByHost ? []
        : live.Values.Where(x => x.Id != "driver" && x.HostName == e.Host);

    public void OnTaskStart(string? executorId)
    {
        if (Live(executorId) is not { } x) return;
        x.ActiveTasks++;
        x.TotalTasks++;
    }

    public void OnTaskEnd(in TaskEndEvent e, in TaskCounts counts)
    {
        if (Live(e.Task.ExecutorId) is not { } x) return;
        x.ActiveTasks -= counts.Ended;
        x.CompletedTasks += counts.Completed;
        x.FailedTasks += counts.Failed;
        x.TaskDurationMs += e.Task.DurationMs ?? 0;
        x.RaisePeak(e.ExecutorMetrics);
        if (e.Reason.Outcome == TaskOutcome.Resubmitted) return;
        x.TaskGcTimeMs += e.Metrics[TaskMetric.JvmGcTime];
        x.InputBytes += e.Metrics[TaskMetric.InputBytes];
        x.ShuffleReadBytes += e.Metrics[TaskMetric.ShuffleLocalBytesRead] + e.Metrics[TaskMetric.ShuffleRemoteBytesRead];
        x.ShuffleWriteBytes += e.Metrics[TaskMetric.ShuffleWriteBytes];
    }

    /// <summary>Executor metrics that reach executors still alive or not yet forgotten.</summary>
    public void OnStageMetrics(string executorId, in ExecutorMetrics metrics)
    {
        if ((Live(executorId) ?? dead.GetValueOrDefault(executorId)) is { } x) x.RaisePeak(metrics);
    }

    public void OnHeartbeat(string executorId, in ExecutorMetrics metrics)
    {
        if (Live(executorId) is { } x) x.RaisePeak(metrics);
    }

    ExecutorLife Get(string id, long timeMs)
    {
        if (live.TryGetValue(id, out var x)) return x;
        x = new ExecutorLife { Id = id, AddTimeMs = timeMs };
        live[id] = x;
        all.Add(x);
        return x;
    }
}

/// <summary>What one TaskEnd adds to each count. A resubmitted task had ended before: it fails without ending again.</summary>
readonly record struct TaskCounts(int Completed, int Failed, int Killed, int Ended)
{
    public static TaskCounts From(TaskOutcome outcome) => outcome switch
    {
        TaskOutcome.Success => new(1, 0, 0, 1),
        TaskOutcome.Killed => new(0, 0, 1, 1),
        TaskOutcome.Resubmitted => new(0, 1, 0, 0),
        _ => new(0, 1, 0, 1),
    };
}
