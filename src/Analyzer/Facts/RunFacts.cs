using System.Globalization;
using Rightsizer.Analyzer.Facts.Tables;
using Rightsizer.Analyzer.Model;
using Rightsizer.Analyzer.Numerics;
using Rightsizer.EventLogParser;

namespace Rightsizer.Analyzer.Facts;

/// <summary>What every detector asks of a run, worked out once. Times are epoch milliseconds.</summary>
sealed class RunFacts
{
    readonly Dictionary<(int, int), StageTasks> stages = [];
    readonly Dictionary<int, SqlExecution> sqlByStage = [];
    readonly Dictionary<string, List<ExecutorLife>> lives = new(StringComparer.Ordinal);
    IReadOnlyDictionary<string, double>? slowHostRatios;
    double? startUpMs, firstOverheadMs;
    Dictionary<string, StageAttempt>? firstStages;
    RunLosses? losses;
    IReadOnlyList<DriverGap>? gaps;
    IdleExecutors? idleExecutors;
    HashSet<string>? sessionKeys;
    readonly Lazy<StreamBatches?> batches;
    readonly Lazy<bool> isStream;
    readonly Lazy<string?> interactiveKind;
    readonly Lazy<TableCommands> tables;

    public RunFacts(ApplicationRun run)
    {
        Run = run;
        Settings = new(run);
        Cpus = new(run);
        batches = new(() => StreamBatches.Find(run));
        isStream = new(() => RunUse.IsStream(run));
        interactiveKind = new(() => RunUse.InteractiveKind(run));
        tables = new(() => new(run));
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

    /// <summary>Cores and slots that tasks take, by stage.</summary>
    public StageCpus Cpus { get; }

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

    /// <summary>Hosts on which equal work takes longer, and how many times longer.</summary>
    public IReadOnlyDictionary<string, double> SlowHostRatios => slowHostRatios ??= SlowHosts.Find(this);

    /// <summary>
    /// What a task takes longer when it is among the first of its executor in the run: class loading, Python workers, connections.
    /// The median over stages that have both sorts; 0 where none has.
    /// </summary>
    public double StartUpMs => startUpMs ??= FindStartUp();

    /// <summary>
    /// What the first tasks of the executors took outside their run time: the least that starting anything new on one takes. The
    /// median; 0 where no task ended well.
    /// </summary>
    public double FirstOverheadMs => firstOverheadMs ??= FindFirstOverhead();

    /// <summary>The stage attempt in which the executor had its first task; null when it had none.</summary>
    public StageAttempt? FirstTaskStage(string executor) => FirstStages.GetValueOrDefault(executor);

    /// <summary>As <see cref="StageRetries.IsRetry"/>.</summary>
    public bool IsRetry(StageAttempt stage) => StageRetries.IsRetry(Run, stage);

    /// <summary>Executors, tasks and shuffle output that were lost, and of what.</summary>
    public RunLosses Losses =>
        losses ??= RunLosses.Find(
        this, ClusterManager.Detect(Run) is ClusterManager.Yarn or ClusterManager.Kubernetes or ClusterManager.Mesos
        || PlatformTraces.IsServerless(Run) || PlatformTraces.HasSettings(Run, "spark.glue."));

    /// <summary>Resident memory of the process tree counts pages wrongly before Spark 3.5.7 and in 4.0.0 (SPARK-52776).</summary>
    public bool HasTrustedProcessMetrics =>
        !SparkSettings.IsOlder(Run.App.SparkVersion, 3, 5, 7) && Settings.Version is { } v
        && !(v == new Version(4, 0) && SparkSettings.IsOlder(Run.App.SparkVersion, 4, 0, 1));

    /// <summary>Times between jobs.</summary>
    public IReadOnlyList<DriverGap> Gaps => gaps ??= DriverGaps.Find(Run);

    /// <summary>What dynamic allocation would have given back.</summary>
    public IdleExecutors IdleExecutors => idleExecutors ??= IdleExecutors.Find(this);

    /// <summary>
    /// Whether the application's code sets this key for its session (spark.conf.set, SET): its value wins over spark-defaults.conf and
    /// --conf.
    /// </summary>
    public bool IsSetInCode(string key) =>
        (sessionKeys ??= [.. Run.SqlExecutions.Where(x => !JobTexts.IsBatch(x.Description)).SelectMany(x => x.ModifiedConfigs.Keys)])
        .Contains(key);

    /// <summary>Micro-batches; null where the log names none.</summary>
    public StreamBatches? Batches => batches.Value;

    /// <summary>As <see cref="RunUse.IsStream"/>.</summary>
    public bool IsStream => isStream.Value;

    /// <summary>As <see cref="RunUse.InteractiveKind"/>.</summary>
    public string? InteractiveKind => interactiveKind.Value;

    /// <summary>What jobs, stages and queries do to tables.</summary>
    public TableCommands Tables => tables.Value;

    public bool IsAliveAt(string executor, long atMs) =>
        lives.TryGetValue(executor, out var known) && known.Any(e => StartOf(e) <= atMs && (e.RemoveTimeMs ?? long.MaxValue) > atMs);

    /// <summary>Task slots of the executors that lived at some time between the two.</summary>
    public int SlotsBetween(long fromMs, long untilMs) => Alive(fromMs, untilMs).Sum(SlotsOf);

    /// <summary>Tasks of the stage that could run at once on the executors that lived at some time between the two.</summary>
    public int SlotsBetween(long fromMs, long untilMs, StageAttempt stage) =>
        Alive(fromMs, untilMs).Where(e => Cpus.MayRunOn(e, stage)).Sum(e => SlotsOf(e, stage));

    IEnumerable<ExecutorLife> Alive(long fromMs, long untilMs) =>
        TaskExecutors.Where(e => StartOf(e) <= untilMs && (e.RemoveTimeMs ?? long.MaxValue) >= fromMs);

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

    /// <summary>Tasks of the stage that the executor can run at once.</summary>
    public int SlotsOf(ExecutorLife e, StageAttempt stage) => Math.Max(1, (int)(SlotsOf(e) / Cpus.SlotsHere(stage)));

    /// <summary>Words after a number of slots: what a slot is where a task of the stage takes more than one core; else nothing.</summary>
    public string CoresOfSlots(StageAttempt stage) => Cpus.Of(stage) is > 1 and var cores
        ? string.Create(CultureInfo.InvariantCulture, $" of {cores:0.##} cores each ({(cores == (double)Cpus.Setting.Value
            ? string.Create(CultureInfo.InvariantCulture, $"spark.task.cpus={cores:0.##}") : "its resource profile")})")
        : "";

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

    double FindFirstOverhead()
    {
        var found = new List<double>();
        foreach (var stage in ExecutedStages)
        {
            for (var i = 0; i < stage.Count; i++)
            {
                if (stage.FirstWave[i] && FirstTaskStage(stage.Stage.Tasks.ExecutorId(stage.Rows[i]) ?? "") == stage.Stage)
                    found.Add(Math.Max(0, stage.DurationMs[i] - stage.RunMs[i]));
            }
        }
        return Statistics.MedianOf(found, 0);
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
