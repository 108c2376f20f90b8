using Rightsizer.Analyzer.Model;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Analyzer.Tests.Replay;

/// <summary>Makes small runs by hand: times in milliseconds from the application's start.</summary>
sealed class RunSketch
{
    public const long Epoch = 1_700_000_000_000;

    readonly List<ExecutorLife> executors = [];
    readonly List<Job> jobs = [];
    readonly List<StageAttempt> stages = [];
    readonly Dictionary<string, string> settings = [];
    long taskId;

    public long? EndMs { get; set; }

    /// <summary>Share of every task in collections; the rest is CPU time.</summary>
    public double GcRatio { get; set; }

    public RunSketch Setting(string key, string value)
    {
        settings[key] = value;
        return this;
    }

    public RunSketch Executor(string id, int cores, long addMs = 0, long? removeMs = null)
    {
        executors.Add(new ExecutorLife { Id = id, Host = "host-" + id, TotalCores = cores, MaxTasks = cores, AddTimeMs = Epoch + addMs, RemoveTimeMs = Epoch + removeMs });
        return this;
    }

    public RunSketch Job(int id, long submittedMs, long? endedMs, string? pool = null)
    {
        jobs.Add(new Job { JobId = id, SubmissionTimeMs = Epoch + submittedMs, CompletionTimeMs = Epoch + endedMs, Pool = pool, Status = endedMs is null ? "RUNNING" : "SUCCEEDED" });
        return this;
    }

    public RunSketch Stage(int id, int job, long submittedMs, long? endedMs, int[] parents, params SketchTask[] tasks)
    {
        var table = new TaskTable();
        foreach (var t in tasks)
        {
            var row = table.AddStarted(new TaskInfo
            {
                TaskId = taskId++,
                Index = t.Index,
                Attempt = t.Attempt,
                LaunchTimeMs = Epoch + t.LaunchMs,
                FinishTimeMs = t.DurationMs is { } d ? Epoch + t.LaunchMs + d : 0,
                ExecutorId = t.Executor,
                Failed = t.Failed,
            });
            var metrics = default(TaskMetrics);
            metrics[TaskMetric.ExecutorRunTime] = t.DurationMs ?? 0;
            metrics[TaskMetric.ExecutorCpuTime] = (long)((t.DurationMs ?? 0) * (1 - GcRatio)) * 1_000_000;
            metrics[TaskMetric.JvmGcTime] = (long)((t.DurationMs ?? 0) * GcRatio);
            table.SetMetrics(row, metrics);
            if (t.DurationMs is not null) table.SetEnd(row, t.Failed ? new TaskEndReason { Reason = "ExceptionFailure" } : TaskEndReason.Success, true);
        }
        stages.Add(new StageAttempt
        {
            Info = new StageInfo { StageId = id, AttemptId = 0, NumTasks = tasks.Length, ParentIds = parents, SubmissionTimeMs = Epoch + submittedMs, CompletionTimeMs = Epoch + endedMs },
            Status = "COMPLETE",
            JobIds = [job],
            Metrics = default,
            Tasks = table,
        });
        return this;
    }

    public ApplicationRun Build() => new()
    {
        App = new ApplicationInfo { StartTimeMs = Epoch, EndTimeMs = Epoch + EndMs, LastEventTimeMs = Epoch + (EndMs ?? jobs.Max(j => j.CompletionTimeMs - Epoch) ?? 1000) },
        Environment = new SparkEnvironment { SparkProperties = settings },
        ResourceProfiles = [],
        Executors = executors,
        Jobs = jobs,
        Stages = stages,
        SqlExecutions = [],
        Processes = [],
        UnpersistedRdds = new HashSet<int>(),
        TaskEndReasons = new Dictionary<string, long>(),
        Log = new LogQuality
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
        },
    };
}

readonly record struct SketchTask(int Index, long LaunchMs, long? DurationMs, string Executor, int Attempt = 0, bool Failed = false);
