using Rightsizer.Analyzer.Model;

namespace Rightsizer.Analyzer.Construction;

/// <summary>A job while the log is read. Spark's store gets a finished job only now and then: <see cref="Save"/> is when.</summary>
sealed class LiveJob(Job job)
{
    public readonly Job Job = job;
    public int Active, Completed, Failed, Killed, SkippedTasks, ActiveStages, FailedStages, CompletedIndices;
    public SortedDictionary<string, int>? KilledSummary;
    HashSet<int>? skippedStages, completedStages;
    public HashSet<int> SkippedStages => skippedStages ??= [];
    public HashSet<int> CompletedStages => completedStages ??= [];
    public bool Saved;
    Dictionary<int, IndexSet>? indices;

    public void AddCompletedIndex(int stageId, int index)
    {
        if (!(indices ??= []).TryGetValue(stageId, out var set)) indices[stageId] = set = new IndexSet();
        if (set.Add(index)) CompletedIndices++;
    }

    public void Save()
    {
        Saved = true;
        Job.NumActiveTasks = Active;
        Job.NumCompletedTasks = Completed;
        Job.NumSkippedTasks = SkippedTasks;
        Job.NumFailedTasks = Failed;
        Job.NumKilledTasks = Killed;
        Job.NumCompletedIndices = CompletedIndices;
        Job.NumActiveStages = ActiveStages;
        Job.NumCompletedStages = completedStages?.Count ?? 0;
        Job.NumSkippedStages = skippedStages?.Count ?? 0;
        Job.NumFailedStages = FailedStages;
        if (KilledSummary is not null) Job.KilledTasksSummary = new SortedDictionary<string, int>(KilledSummary, StringComparer.Ordinal);
    }
}
