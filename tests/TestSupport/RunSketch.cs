using Rightsizer.Analyzer.Model;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.TestSupport;

/// <summary>Builds small runs by hand. Times are milliseconds from <see cref="Epoch"/>, at which the application starts.</summary>
public sealed class RunSketch(long? endMs = null)
{
    public const long Epoch = 1_700_000_000_000;

    readonly Dictionary<string, string> spark = [], hadoop = [], system = [], classpath = [];
    readonly List<ExecutorLife> executors = [];
    readonly List<StageSketch> stages = [];
    readonly List<SqlExecution> sql = [];
    readonly List<Job> jobs = [];

    /// <summary>Null where the log has no application start.</summary>
    public long? StartMs { get; set; } = 0;

    /// <summary>Null where the log has no application end.</summary>
    public long? EndMs { get; set; } = endMs;

    public string SparkVersion { get; set; } = "3.5.1";
    public string AppId { get; set; } = "app-1";

    /// <summary>Resource profiles beside the default one.</summary>
    public List<ResourceProfileAddedEvent> Profiles { get; } = [];

    /// <summary>The log lacks jobs that ran.</summary>
    public bool LacksWork { get; set; }

    /// <summary>Share of every <see cref="SketchTask"/> in collections; the rest is CPU time.</summary>
    public double GcRatio { get; set; }

    public RunSketch Setting(string key, string value) => With(spark, key, value);

    public RunSketch HadoopSetting(string key, string value) => With(hadoop, key, value);

    public RunSketch SystemProperty(string key, string value) => With(system, key, value);

    public RunSketch OnClasspath(string path, string source) => With(classpath, path, source);

    RunSketch With(Dictionary<string, string> settings, string key, string value)
    {
        settings[key] = value;
        return this;
    }

    /// <param name="id">"driver" for the driver.</param>
    /// <param name="cores">As many task slots.</param>
    /// <param name="addMs">Registered.</param>
    /// <param name="removeMs">Null when it lives to the end.</param>
    /// <param name="host">Null is a host of its own.</param>
    /// <param name="with">Sets the rest.</param>
    public RunSketch Executor(
        string id, int cores = 1, long addMs = 0, long? removeMs = null, string? host = null, Action<ExecutorLife>? with = null)
    {
        var e = new ExecutorLife
        {
            Id = id,
            Host = host ?? "host-" + id,
            TotalCores = cores,
            MaxTasks = cores,
            AddTimeMs = Epoch + addMs,
            RemoveTimeMs = Epoch + removeMs,
            AddedByEvent = true
        };
        with?.Invoke(e);
        executors.Add(e);
        return this;
    }

    /// <summary>A stage attempt to fill with tasks; submitted with the first of them, ended with the last.</summary>
    public StageSketch Stage(int id, int attempt = 0, params int[] parents)
    {
        var stage = new StageSketch(this, id, attempt, parents);
        stages.Add(stage);
        return stage;
    }

    /// <summary>A stage of the tasks given, with the times its own events say.</summary>
    public RunSketch Stage(int id, int job, long submittedMs, long? endedMs, int[] parents, params SketchTask[] tasks)
    {
        var stage = Stage(id, 0, parents);
        (stage.JobId, stage.Times) = (job, (submittedMs, endedMs));
        foreach (var t in tasks) stage.Task(t, GcRatio);
        return this;
    }

    /// <summary>A job that succeeded, or still runs when it has no end.</summary>
    public RunSketch Job(int id, long fromMs, long? untilMs, params int[] stageIds) =>
        Job(id, fromMs, untilMs, untilMs is null ? "RUNNING" : "SUCCEEDED", stageIds);

    /// <summary>A job with the reason for which it failed.</summary>
    public RunSketch Job(int id, long fromMs, long? untilMs, string status, string failure)
    {
        Job(id, fromMs, untilMs, status);
        jobs[^1].Failure = failure;
        return this;
    }

    public RunSketch Job(int id, long fromMs, long? untilMs, string status, params int[] stageIds)
    {
        jobs.Add(new()
        {
            JobId = id,
            SubmissionTimeMs = Epoch + fromMs,
            CompletionTimeMs = Epoch + untilMs,
            StageIds = stageIds,
            Status = status
        });
        return this;
    }

    /// <summary>Sets what else a job has.</summary>
    public RunSketch WithJob(int id, Func<Job, Job> with)
    {
        var at = jobs.FindIndex(j => j.JobId == id);
        jobs[at] = with(jobs[at]);
        return this;
    }

    public RunSketch Sql(SqlExecution execution)
    {
        sql.Add(execution);
        return this;
    }

    public ApplicationRun Build() => new()
    {
        App = new()
        {
            Id = AppId,
            Name = "sketch",
            SparkVersion = SparkVersion,
            StartTimeMs = Epoch + StartMs,
            EndTimeMs = Epoch + EndMs,
            LastEventTimeMs = Epoch + (EndMs ?? jobs.Max(j => j.CompletionTimeMs - Epoch)),
        },
        Environment = new() { SparkProperties = spark, HadoopProperties = hadoop, SystemProperties = system, ClasspathEntries = classpath },
        ResourceProfiles = Profiles,
        Executors = executors,
        Jobs = jobs,
        Stages = [.. stages.Select(s => s.Build())],
        SqlExecutions = sql,
        Processes = [],
        UnpersistedRdds = new HashSet<int>(),
        TaskEndReasons = new Dictionary<string, long>(),
        Log = new()
        {
            Path = "sketch",
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
            LacksWork = LacksWork,
        },
    };
}
