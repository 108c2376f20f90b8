using System.Collections.ObjectModel;
using Rightsizer.Analyzer.Model;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Analyzer.Construction;

/// <summary>Key of a stage attempt.</summary>
readonly record struct StageKey(int StageId, int AttemptId)
{
    /// <summary>One number for each key, in the order of stage, then attempt.</summary>
    public long Packed => (long)StageId << 32 | (uint)(AttemptId ^ int.MinValue);
}

/// <summary>A stage attempt while the log is read. A later job that lists it again makes a new one, as in Spark's listener.</summary>
sealed class LiveStage(StageInfo info)
{
    public StageInfo Info = info;
    public List<LiveJob> Jobs = [];
    public SortedSet<int> JobIds = [];
    public string Status = "PENDING";
    public string? Description;
    public string Pool = "default";
    public int Active, Completed, Failed, Killed;
    public readonly IndexSet CompletedIndices = new();
    public SortedDictionary<string, int>? KilledSummary;
    public long? FirstLaunchMs;
    public TaskMetrics Metrics;
    public readonly PeakMetrics Peak = new();
    SortedDictionary<string, int>? locality;
    HashSet<string>? excluded;
    string? lastLocality;
    int lastLocalityCount;
    public HashSet<string> Excluded => excluded ??= [];
    public int[]? Speculation;
    public RebuiltTasks? Rebuilt;

    public bool WasExecuted => Completed + Failed + Killed + Active > 0 || Status is "COMPLETE" or "FAILED" or "ACTIVE";

    /// <summary>Most tasks have the locality of the one before.</summary>
    public void CountLocality(string name)
    {
        if (!ReferenceEquals(name, lastLocality))
        {
            FlushLocality();
            lastLocality = name;
        }
        lastLocalityCount++;
    }

    void FlushLocality()
    {
        if (lastLocality is not null)
        {
            locality ??= new SortedDictionary<string, int>(StringComparer.Ordinal);
            locality[lastLocality] = locality.GetValueOrDefault(lastLocality) + lastLocalityCount;
        }
        (lastLocality, lastLocalityCount) = (null, 0);
    }

    public StageAttempt Build(TaskTable tasks, bool restShowsSkipped)
    {
        FlushLocality();
        var stage = new StageAttempt
        {
            Info = Info,
            Status = Status,
            Description = Description,
            Pool = Pool,
            JobIds = [.. JobIds],
            NumActiveTasks = Active,
            NumCompleteTasks = Completed,
            NumFailedTasks = Failed,
            NumKilledTasks = Killed,
            NumCompletedIndices = CompletedIndices.Count,
            FirstTaskLaunchedMs = FirstLaunchMs,
            Metrics = Metrics,
            KilledTasksSummary = KilledSummary ?? (IReadOnlyDictionary<string, int>)ReadOnlyDictionary<string, int>.Empty,
            Locality = locality ?? (IReadOnlyDictionary<string, int>)ReadOnlyDictionary<string, int>.Empty,
            Peak = Peak.Value,
            SpeculationSummary = Speculation,
            RestShowsSkipped = restShowsSkipped,
            Tasks = tasks.HasRebuilt ? tasks.InOrderOfStart() : tasks,
        };
        return Rebuilt?.AddTo(stage) ?? stage;
    }
}
