using Rightsizer.Analyzer.Construction.Plausibility;
using Rightsizer.Analyzer.Model;
using Rightsizer.EventLogParser;
using Rightsizer.EventLogParser.Events;
using Rightsizer.EventLogParser.Input;

namespace Rightsizer.Analyzer.Construction;

/// <summary>
/// Turns the events of one application attempt into its <see cref="ApplicationRun"/>, by the rules of Spark's own listeners.
/// </summary>
public sealed class ApplicationRunBuilder : IEventSink
{
    readonly ExecutorBook executors = new();
    readonly JobStageBook jobs;
    readonly SqlBook sql = new();
    readonly List<ProcessAddedEvent> processes = [];
    readonly List<StreamingProgressEvent> progress = [];
    readonly ConnectBook connect = new();
    readonly HashSet<int> unpersisted = [];
    readonly SortedDictionary<string, long> endReasons = new(StringComparer.Ordinal);
    readonly HashSet<string> lostExecutors = new(StringComparer.Ordinal);
    ApplicationStartEvent? start;
    ApplicationStartEvent? otherApplication;
    ApplicationEndEvent? end;
    EnvironmentUpdateEvent? environment;
    string? version;
    int applicationStarts, environmentUpdates;
    bool startsBeforeSettings;
    long lastTimeMs, successes;
    readonly PlausibilityGate gate;

    public ApplicationRunBuilder()
    {
        jobs = new JobStageBook(executors);
        gate = new PlausibilityGate(new CredibleEvents(this));
    }

    public void OnTaskStart(in TaskStartEvent e) => gate.OnTaskStart(e);

    public void OnTaskEnd(in TaskEndEvent e, ReadOnlySpan<AccumulatorUpdate> updates) => gate.OnTaskEnd(e, updates);

    public void OnEvent(SparkEvent e) => gate.OnEvent(e);

    /// <summary>What the gate lets through.</summary>
    sealed class CredibleEvents(ApplicationRunBuilder builder) : IEventSink
    {
        public void OnTaskStart(in TaskStartEvent e) => builder.Add(e);

        public void OnTaskEnd(in TaskEndEvent e, ReadOnlySpan<AccumulatorUpdate> updates) => builder.Add(e, updates);

        public void OnEvent(SparkEvent e) => builder.Add(e);
    }

    void Add(in TaskStartEvent e)
    {
        Seen(e.Task.LaunchTimeMs);
        jobs.OnTaskStart(e);
    }

    void Add(in TaskEndEvent e, ReadOnlySpan<AccumulatorUpdate> updates)
    {
        Seen(e.Task.FinishTimeMs);
        if (ReferenceEquals(e.Reason, TaskEndReason.Success)) successes++;
        else
        {
            CountReason(e.Reason.Reason ?? "", 1);
            if (e.Reason is { Reason: "ExecutorLostFailure", ExecutorId: { } lost }) lostExecutors.Add(lost);
        }
        jobs.OnTaskEnd(e);
        sql.OnTaskEnd(e, updates);
    }

    void Add(SparkEvent e)
    {
        switch (e)
        {
            case LogStartEvent x: version = x.SparkVersion; break;
            case DatabricksMetadataEvent x: version ??= x.SparkVersion; break;
            case ApplicationStartEvent x:
                applicationStarts++;
                if (start is not null && (start.AppId, start.AttemptId) != (x.AppId, x.AttemptId)) otherApplication ??= start;
                start = x;
                end = null;
                Seen(x.TimeMs);
                break;
            case ApplicationEndEvent x:
                end = x;
                Seen(x.TimeMs);
                break;
            case EnvironmentUpdateEvent x:
                environmentUpdates++;
                startsBeforeSettings |= environment is null && start is not null;
                environment = x;
                executors.OnEnvironment(x);
                break;
            case ResourceProfileAddedEvent x: executors.OnProfile(x); break;
            case ProcessAddedEvent x: processes.Add(x); break;
            case StreamingProgressEvent x: progress.Add(x); break;
            case ExecutorAddedEvent x:
                Seen(x.TimeMs);
                executors.OnAdded(x);
                break;
            case BlockManagerAddedEvent x:
                Seen(x.TimeMs);
                executors.OnBlockManager(x);
                break;
            case ExecutorRemovedEvent x:
                Seen(x.TimeMs);
                executors.OnRemoved(x, jobs.AnyLiveStageSubmittedBefore(x.TimeMs));
                break;
            case ExclusionEvent x:
                jobs.OnExclusion(x);
                executors.OnExclusion(x);
                break;
            case JobStartEvent x:
                Seen(x.SubmissionTimeMs);
                jobs.OnJobStart(x);
                sql.OnJobStart(x);
                break;
            case JobEndEvent x:
                Seen(x.CompletionTimeMs);
                jobs.OnJobEnd(x);
                sql.OnJobEnd(x);
                break;
            case StageSubmittedEvent x:
                Seen(x.Stage.SubmissionTimeMs);
                jobs.OnStageSubmitted(x);
                sql.OnStageSubmitted(x);
                break;
            case StageCompletedEvent x:
                Seen(x.Stage.CompletionTimeMs);
                jobs.OnStageCompleted(x);
                break;
            case StageExecutorMetricsEvent x:
                executors.OnStageMetrics(x.ExecutorId, x.Metrics);
                jobs.OnStageMetrics(x.StageId, x.StageAttemptId, x.Metrics);
                break;
            case TaskGettingResultEvent x: jobs.OnTaskGettingResult(x); break;
            case ExecutorMetricsUpdateEvent x: OnHeartbeat(x); break;
            case ConnectSessionEvent x: connect.OnSession(x); break;
            case ConnectOperationEvent x: connect.OnOperation(x); break;
            case UnpersistRddEvent x: unpersisted.Add(x.RddId); break;
            case SqlExecutionStartEvent x:
                Seen(x.TimeMs);
                sql.OnStart(x);
                break;
            case SqlAdaptiveExecutionUpdateEvent x: sql.OnAdaptiveUpdate(x); break;
            case SqlAdaptiveMetricUpdatesEvent x: sql.OnMetricUpdates(x); break;
            case DriverAccumUpdatesEvent x: sql.OnDriverUpdates(x); break;
            case SqlExecutionEndEvent x:
                Seen(x.TimeMs);
                sql.OnEnd(x);
                break;
        }
    }

    void CountReason(string reason, long ends) => endReasons[reason] = endReasons.GetValueOrDefault(reason) + ends;

    void OnHeartbeat(ExecutorMetricsUpdateEvent e)
    {
        foreach (var task in e.Tasks) jobs.OnTaskMetrics(task);
        foreach (var stage in e.Stages)
        {
            executors.OnHeartbeat(e.ExecutorId, stage.Metrics);
            jobs.OnStageMetrics(stage.StageId, stage.StageAttemptId, stage.Metrics);
        }
    }

    /// <summary>Ends the construction; the builder is of no more use.</summary>
    /// <exception cref="RightsizerException">The log held no Spark event at all, or those of several applications.</exception>
    public ApplicationRun Build(EventLog log, ReadSummary read)
    {
        if (read.EventCounts.Count == 0) throw NotAnEventLog(log, read);
        if (otherApplication is not null)
            throw new RightsizerException(ExitCode.NotAnEventLog, $"{log.Location}: holds the events of several applications or attempts, "
                + $"{NameOf(otherApplication)} and {NameOf(start!)}; give the log of each as a file of its own");
        var app = new ApplicationInfo
        {
            Id = start?.AppId,
            Name = start?.AppName,
            AttemptId = start?.AttemptId,
            SparkVersion = version ?? log.SparkVersionFromName,
            User = start?.User,
            StartTimeMs = start?.TimeMs,
            EndTimeMs = end?.TimeMs,
            ExitCode = end?.ExitCode,
            LastEventTimeMs = lastTimeMs > 0 ? lastTimeMs : null,
            ApplicationStarts = applicationStarts,
        };
        if (successes > 0) CountReason("Success", successes);
        var stages = jobs.BuildStages();
        var jobList = jobs.BuildJobs();
        var inferred = executors.InferCores(environment);
        var executions = sql.Build(stages);
        return new ApplicationRun
        {
            App = app,
            Environment = environment is null ? new SparkEnvironment() : new SparkEnvironment
            {
                SparkProperties = environment.SparkProperties,
                SystemProperties = environment.SystemProperties,
                HadoopProperties = environment.HadoopProperties,
                JvmInformation = environment.JvmInformation,
                ClasspathEntries = environment.ClasspathEntries,
                Updates = environmentUpdates,
            },
            ResourceProfiles = executors.Profiles,
            Executors = executors.All,
            Jobs = jobList,
            Stages = stages,
            SqlExecutions = executions,
            Processes = processes,
            StreamingProgress = progress,
            ConnectSessions = connect.Sessions(),
            ConnectOperations = connect.Operations(jobList),
            UnpersistedRdds = unpersisted,
            TaskEndReasons = endReasons,
            Log = LogQualityJudge.Judge(new LogEvidence(log, read, app, jobList, stages)
            {
                Implausible = gate.Found,
                InferredExecutors = inferred,
                Executors = executors.All,
                SqlExecutions = executions,
                Profiles = executors.Profiles.Count,
                HasUndeclaredMetrics = sql.HasUndeclaredMetrics(stages),
                IsInSparksOrder = !startsBeforeSettings,
                SparkProperties = environment?.SparkProperties ?? new Dictionary<string, string>(),
                LostExecutors = lostExecutors,
                RebuiltTasks = jobs.RebuiltTasks,
                EndsWithoutStart = jobs.EndsWithoutStart,
                TakenBack = jobs.TakenBack,
                EndsWithoutLiveStage = jobs.EndsWithoutLiveStage,
            }),
        };
    }

    static string NameOf(ApplicationStartEvent e) =>
        (e.AppId ?? e.AppName ?? "one without an id") + (e.AttemptId is { } attempt ? $" attempt {attempt}" : "");

    static RightsizerException NotAnEventLog(EventLog log, ReadSummary read) =>
        read.Parts.FirstOrDefault(p => p.StreamError is not null) is { } damaged
        ? new(ExitCode.InputUnreadable, $"{log.Location}: {damaged.StreamError}; no event could be read before that")
        : new(
        ExitCode.NotAnEventLog,
        read.PlainBytes == 0
            ? $"{log.Location}: empty, no Spark event in it; has the application started to write?"
            : $"{read.FirstMalformed ?? log.Location}: not a Spark event log; give a file or folder from spark.eventLog.dir");

    void Seen(long? timeMs)
    {
        if (timeMs > lastTimeMs) lastTimeMs = timeMs.Value;
    }
}
