using Rightsizer.Analyzer.Model;
using Rightsizer.Analyzer.Numerics;

namespace Rightsizer.Analyzer.Facts;

/// <summary>What every detector asks of a run, worked out once. Times are epoch milliseconds.</summary>
sealed class RunFacts
{
    readonly Dictionary<(int, int), StageTasks> stages = [];
    readonly Dictionary<int, SqlExecution> sqlByStage = [];
    readonly Dictionary<string, List<ExecutorLife>> lives = new(StringComparer.Ordinal);
    HashSet<string>? slowHosts;
    IReadOnlyDictionary<string, double>? slowHostRatios;
    double? startUpMs;
    Dictionary<string, StageAttempt>? firstStages;

    public RunFacts(ApplicationRun run)
    {
        Run = run;
        Settings = new(run);
        var workers = run.WorkerExecutors.ToList();
        // in local mode the driver runs the tasks
        TaskExecutors = workers.Count > 0 ? workers : [.. run.Executors.Where(e => e.IsDriver)];
        foreach (var e in TaskExecutors)
        {
            if (!lives.TryGetValue(e.Id, out var list)) lives[e.Id] = list = [];
            list.Add(e);
        }
        RunMs = run.ObservedMs;
        if (run.CountedUntilMs is { } until)
        {
            PaidCoreMs = TaskExecutors.Sum(e => (double)Math.Max(0, (e.RemoveTimeMs ?? until) - StartOf(e)) * CoresOf(e));
            if (PaidCoreMs <= 0) PaidCoreMs = null;
        }
        foreach (var sql in run.SqlExecutions)
        {
            foreach (var stage in sql.StageIds) sqlByStage.TryAdd(stage, sql);
        }
        FirstJobMs = run.Jobs.Where(j => j.SubmissionTimeMs is > 0).Select(j => j.SubmissionTimeMs).Min();
    }

    public ApplicationRun Run { get; }
    public SparkSettings Settings { get; }

    /// <summary>Lives of executors that take tasks.</summary>
    public IReadOnlyList<ExecutorLife> TaskExecutors { get; }

    /// <summary>Application time seen; null when the log holds no times.</summary>
    public double? RunMs { get; }

    /// <summary>Cores times life, summed over executors; null when no executor is known.</summary>
    public double? PaidCoreMs { get; }
    public long? FirstJobMs { get; }

    /// <summary>Stage attempts whose tasks ran, by id and attempt.</summary>
    public IEnumerable<StageTasks> ExecutedStages => Run.Stages.Where(s => s.Tasks.Count > 0).Select(Of);

    public StageTasks Of(StageAttempt stage)
    {
        if (!stages.TryGetValue((stage.StageId, stage.AttemptId), out var tasks))
            stages[(stage.StageId, stage.AttemptId)] = tasks = new(stage, this);
        return tasks;
    }

    /// <summary>Hosts on which equal work takes longer.</summary>
    public IReadOnlySet<string> SlowHosts => slowHosts ??= SlowHostRatios.Keys.ToHashSet(StringComparer.Ordinal);

    /// <summary>How many times longer.</summary>
    public IReadOnlyDictionary<string, double> SlowHostRatios => slowHostRatios ??= Facts.SlowHosts.Find(this);

    /// <summary>
    /// What a task takes longer when it is among the first of its executor in the run: class loading, Python workers, connections.
    /// The median over stages that have both sorts; 0 where none has.
    /// </summary>
    public double StartUpMs => startUpMs ??= FindStartUp();

    /// <summary>The stage attempt in which the executor had its first task; null when it had none.</summary>
    public StageAttempt? FirstTaskStage(string executor) => FirstStages.GetValueOrDefault(executor);

    /// <summary>True for a later attempt of a stage that has only the tasks that the first attempt lost or did not end: how many that are says nothing of the stage's partitions.</summary>
    public bool IsRetry(StageAttempt stage) =>
        stage.AttemptId > 0 && Run.Stages.Any(s => s.StageId == stage.StageId && s.AttemptId < stage.AttemptId && s.Info.NumTasks > stage.Info.NumTasks);

    /// <summary>True for a later attempt of a stage that had ended well before: its output was lost, and all that it does is done again.</summary>
    public bool IsRecomputed(StageAttempt stage) =>
        stage.AttemptId > 0 && Run.Stages.Any(s => s.StageId == stage.StageId && s.AttemptId < stage.AttemptId && s.Status == "COMPLETE");

    public bool IsAliveAt(string executor, long atMs) =>
        lives.TryGetValue(executor, out var known) && known.Any(e => StartOf(e) <= atMs && (e.RemoveTimeMs ?? long.MaxValue) > atMs);

    /// <summary>Task slots of the executors that lived at some time between the two.</summary>
    public int SlotsBetween(long fromMs, long untilMs) =>
        TaskExecutors.Where(e => StartOf(e) <= untilMs && (e.RemoveTimeMs ?? long.MaxValue) >= fromMs).Sum(SlotsOf);

    /// <summary>The life of that id which had begun at that time, the latest one; null for an executor the log does not know.</summary>
    public ExecutorLife? ExecutorAt(string? id, long atMs)
    {
        if (id is null || !lives.TryGetValue(id, out var known)) return null;
        for (var i = known.Count - 1; i > 0; i--)
        {
            if (StartOf(known[i]) <= atMs) return known[i];
        }
        return known[0];
    }

    public SqlExecution? SqlOf(StageAttempt stage) => sqlByStage.GetValueOrDefault(stage.StageId);

    public static int SlotsOf(ExecutorLife e) => Math.Max(1, e.MaxTasks > 0 ? e.MaxTasks : e.PaidCores);

    static int CoresOf(ExecutorLife e) => Math.Max(1, e.PaidCores);

    /// <summary>Very old logs give -1 for the driver's block manager.</summary>
    long StartOf(ExecutorLife e) => e.AddTimeMs > 0 ? e.AddTimeMs : Run.App.StartTimeMs ?? 0;

    Dictionary<string, StageAttempt> FirstStages
    {
        get
        {
            if (firstStages is not null) return firstStages;
            firstStages = new(StringComparer.Ordinal);
            foreach (var stage in ExecutedStages.OrderBy(s => s.FirstLaunchMs))
            {
                foreach (var id in stage.Stage.Tasks.ExecutorIds) firstStages.TryAdd(id ?? "", stage.Stage);
            }
            return firstStages;
        }
    }

    double FindStartUp()
    {
        var found = new List<double>();
        foreach (var stage in ExecutedStages.Where(s => s.Count > 0))
        {
            var first = new List<double>();
            var rest = new List<double>();
            for (var i = 0; i < stage.Count; i++)
            {
                if (!stage.FirstWave[i]) rest.Add(stage.DurationMs[i]);
                else if (FirstTaskStage(stage.Stage.Tasks.ExecutorId(stage.Rows[i]) ?? "") == stage.Stage) first.Add(stage.DurationMs[i]);
            }
            if (first.Count > 0 && rest.Count >= first.Count) found.Add(Math.Max(0, Statistics.Median(first) - Statistics.Median(rest)));
        }
        return found.Count > 0 ? Statistics.Median(found) : 0;
    }
}
