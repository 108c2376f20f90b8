using Rightsizer.Analyzer.Detectors;
using Rightsizer.Analyzer.Model;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Analyzer.Tests.Detectors;

/// <summary>Builds small runs by hand. Times are milliseconds from the application's start.</summary>
sealed class TestRun(long endMs)
{
    public const long Epoch = 1_700_000_000_000;
    readonly Dictionary<string, string> conf = [];
    readonly List<ExecutorLife> executors = [];
    readonly List<TestStage> stages = [];
    readonly List<SqlExecution> sql = [];
    readonly List<Job> jobs = [];

    public TestRun Conf(string key, string value)
    {
        conf[key] = value;
        return this;
    }

    public TestRun Executor(string id, int cores = 1, string? host = null, long addedMs = 0, long? removedMs = null, Action<ExecutorLife>? with = null)
    {
        var e = new ExecutorLife { Id = id, Host = host ?? "host-" + id, TotalCores = cores, MaxTasks = cores, AddTimeMs = Epoch + addedMs, RemoveTimeMs = Epoch + removedMs, AddedByEvent = true };
        with?.Invoke(e);
        executors.Add(e);
        return this;
    }

    public TestStage Stage(int id, int attempt = 0, params int[] parents)
    {
        var stage = new TestStage(this, id, attempt, parents);
        stages.Add(stage);
        return stage;
    }

    public TestRun Job(int id, long fromMs, long untilMs, params int[] stageIds) => Job(id, fromMs, untilMs, "SUCCEEDED", stageIds);

    public TestRun Job(int id, long fromMs, long? untilMs, string status, params int[] stageIds)
    {
        jobs.Add(new() { JobId = id, SubmissionTimeMs = Epoch + fromMs, CompletionTimeMs = Epoch + untilMs, StageIds = stageIds, Status = status });
        return this;
    }

    public TestRun Sql(SqlExecution execution)
    {
        sql.Add(execution);
        return this;
    }

    public ApplicationRun Build() => new()
    {
        App = new() { Id = "app-1", Name = "test", SparkVersion = "3.5.1", StartTimeMs = Epoch, EndTimeMs = Epoch + endMs },
        Environment = new() { SparkProperties = conf },
        ResourceProfiles = [],
        Executors = executors,
        Jobs = jobs,
        Stages = [.. stages.Select(s => s.Build())],
        SqlExecutions = sql,
        Processes = [],
        UnpersistedRdds = new HashSet<int>(),
        TaskEndReasons = new Dictionary<string, long>(),
        Log = new()
        {
            Path = "test",
            Kind = "single",
            Codec = "none",
            Bytes = 0,
            PlainBytes = 0,
            Lines = 0,
            MalformedLines = 0,
            MalformedByKind = new Dictionary<string, long>(),
            Truncated = false,
            Grade = QualityGrade.Complete,
            Doubts = [],
            EventCounts = new Dictionary<string, long>(),
        },
    };

    public DetectorReport Detect() => Build() is var run ? DetectorCatalog.Run(run, new DetectorContext(run)) : null!;

    /// <summary>What the detector of that kind says.</summary>
    public DetectorOutcome Outcome(string kind) => Detect().Outcomes.Single(o => o.Kind == kind);

    /// <summary>The finding of that kind; null when there is none.</summary>
    public Finding? Finding(string kind) => Detect().Findings.SingleOrDefault(f => f.Kind == kind);
}

sealed class TestStage(TestRun run, int id, int attempt, int[] parents)
{
    readonly TaskTable tasks = new();
    long nextTaskId = id * 100_000L + attempt * 10_000L;
    int complete, failed;

    public TestRun Run => run;
    public string Status { get; set; } = "COMPLETE";
    public string? FailureReason { get; set; }
    public IReadOnlyList<Accumulable> Accumulables { get; set; } = [];
    public IReadOnlyList<RddInfo> Rdds { get; set; } = [];
    public ExecutorMetrics? Peak { get; set; }

    /// <summary>A task that runs all of its time on the CPU, unless <paramref name="with"/> says otherwise.</summary>
    public TestStage Task(string executor, long launchMs, long durationMs, Action<TaskValues>? with = null)
    {
        var v = new TaskValues { Index = tasks.Count };
        v[TaskMetric.ExecutorRunTime] = durationMs;
        v[TaskMetric.ExecutorCpuTime] = durationMs * 1_000_000;
        with?.Invoke(v);
        var info = new TaskInfo
        {
            TaskId = nextTaskId++,
            Index = v.Index,
            Attempt = v.Attempt,
            PartitionId = v.Index,
            LaunchTimeMs = TestRun.Epoch + launchMs,
            FinishTimeMs = v.Running ? 0 : TestRun.Epoch + launchMs + durationMs,
            ExecutorId = executor,
            Locality = v.Locality,
            Speculative = v.Speculative,
            Failed = v.Reason is not (null or "TaskKilled"),
            Killed = v.Reason is "TaskKilled",
        };
        var row = tasks.AddStarted(info);
        if (v.Running) return this;
        tasks.SetMetrics(row, v.Metrics);
        tasks.SetEnd(row, v.Reason is null ? TaskEndReason.Success : new() { Reason = v.Reason, ErrorText = v.Error, ExecutorId = v.Reason is "ExecutorLostFailure" ? executor : null }, true);
        if (v.Reason is null) complete++; else failed++;
        return this;
    }

    /// <summary>Tasks of these durations on so many one-slot executors "1", "2" ..., each starting where a slot is free first.</summary>
    public TestStage Tasks(long fromMs, int executors, IEnumerable<long> durationsMs, Action<int, TaskValues>? with = null)
    {
        var free = Enumerable.Repeat(fromMs, executors).ToArray();
        var at = 0;
        foreach (var d in durationsMs)
        {
            var slot = Array.IndexOf(free, free.Min());
            var index = at++;
            Task((slot + 1).ToString(System.Globalization.CultureInfo.InvariantCulture), free[slot], d, v => with?.Invoke(index, v));
            free[slot] += d;
        }
        return this;
    }

    public StageAttempt Build()
    {
        var launches = Enumerable.Range(0, tasks.Count).Select(tasks.LaunchTimeMs).ToList();
        return new()
        {
            Info = new()
            {
                StageId = id,
                AttemptId = attempt,
                Name = $"stage {id}",
                NumTasks = tasks.Count,
                ParentIds = parents,
                SubmissionTimeMs = launches.Count > 0 ? launches.Min() : null,
                CompletionTimeMs = launches.Count > 0 ? Enumerable.Range(0, tasks.Count).Max(r => tasks.FinishTimeMs(r)) : null,
                Accumulables = Accumulables,
                Rdds = Rdds,
                FailureReason = FailureReason,
            },
            Status = Status,
            Metrics = default,
            Tasks = tasks,
            NumCompleteTasks = complete,
            NumFailedTasks = failed,
            Peak = Peak,
            JobIds = [0],
        };
    }
}

/// <summary>What a test says of a task.</summary>
sealed class TaskValues
{
    TaskMetrics metrics = new();
    public int Index { get; set; }
    public int Attempt { get; set; }
    public string Locality { get; set; } = "PROCESS_LOCAL";
    public bool Speculative { get; set; }
    public bool Running { get; set; }
    public string? Reason { get; set; }
    public string? Error { get; set; }
    public TaskMetrics Metrics => metrics;

    public long this[TaskMetric metric]
    {
        get => metrics[metric];
        set => metrics[metric] = value;
    }
}
