using Rightsizer.Analyzer.Model;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Reports.Json;

/// <summary>One stage attempt under REST's names.</summary>
public sealed record StageView : MetricsView
{
    public int StageId { get; }
    public int AttemptId { get; }
    public string Status { get; }
    public string? Name { get; }
    public int NumTasks { get; }
    public int NumActiveTasks { get; }
    public int NumCompleteTasks { get; }
    public int NumFailedTasks { get; }
    public int NumKilledTasks { get; }
    public int NumCompletedIndices { get; }
    public long? SubmissionTime { get; }
    public long? FirstTaskLaunchedTime { get; }
    public long? CompletionTime { get; }
    public string? FailureReason { get; }
    public IReadOnlyList<int> JobIds { get; }
    public IReadOnlyList<int> ParentIds { get; }
    public string? Description { get; }
    public string SchedulingPool { get; }
    public IReadOnlyList<int> RddIds { get; }
    public int ResourceProfileId { get; }
    public bool IsShufflePushEnabled { get; }
    public int ShuffleMergersCount { get; }
    public IReadOnlyList<AccumulableView> AccumulatorUpdates { get; }
    public IReadOnlyDictionary<string, int> KilledTasksSummary { get; }
    public IReadOnlyDictionary<string, int> Locality { get; }
    public IReadOnlyDictionary<string, long>? PeakExecutorMetrics { get; }
    public SpeculationView? SpeculationSummary { get; }
    public DistributionsView? TaskMetricsDistributions { get; }

    /// <summary>Successful tasks that wrote output.</summary>
    public int TasksWithOutput { get; }
    public int NumSpeculativeTasks { get; }

    /// <summary>REST shows a later job's SKIPPED, all-zero record in place of this executed one.</summary>
    public bool RestShowsSkipped { get; }

    /// <summary>The figures with tasks that REST does not show, because the log has no start of them; null where there are none.</summary>
    public RebuiltStageView? Rebuilt { get; }

    public StageView(StageAttempt s) : base((s.AsSpark?.Metrics) ?? s.Metrics)
    {
        StageId = s.StageId;
        AttemptId = s.AttemptId;
        Status = s.Status;
        Name = s.Info.Name;
        NumTasks = s.Info.NumTasks;
        NumActiveTasks = s.AsSpark?.NumActiveTasks ?? s.NumActiveTasks;
        NumCompleteTasks = s.NumCompleteTasks;
        NumFailedTasks = s.NumFailedTasks;
        NumKilledTasks = s.NumKilledTasks;
        NumCompletedIndices = s.NumCompletedIndices;
        SubmissionTime = s.Info.SubmissionTimeMs;
        FirstTaskLaunchedTime = s.AsSpark is { } shown ? shown.FirstTaskLaunchedMs : s.FirstTaskLaunchedMs;
        CompletionTime = s.Info.CompletionTimeMs;
        FailureReason = s.Info.FailureReason;
        JobIds = s.JobIds;
        ParentIds = s.Info.ParentIds;
        Description = s.Description;
        SchedulingPool = s.Pool;
        RddIds = [.. s.Info.Rdds.Select(r => r.RddId)];
        ResourceProfileId = s.Info.ResourceProfileId;
        IsShufflePushEnabled = s.Info.ShufflePushEnabled;
        ShuffleMergersCount = s.Info.ShuffleMergerCount;
        // Spark shows users their own accumulators only
        AccumulatorUpdates = [.. s.Info.Accumulables.Where(a => !a.Internal && a.Metadata != "sql").Select(AccumulableView.From)];
        KilledTasksSummary = s.KilledTasksSummary;
        Locality = s.AsSpark?.Locality ?? s.Locality;
        PeakExecutorMetrics = PeakView.From(s.Peak);
        SpeculationSummary = (s.AsSpark is { } before ? before.SpeculationSummary : s.SpeculationSummary) is { } p
            ? new SpeculationView(p[0], p[1], p[2], p[3], p[4]) : null;
        TaskMetricsDistributions = TaskDistributions.Compute(s) is { } d ? new DistributionsView(d) : null;
        for (var row = 0; row < s.Tasks.Count; row++)
        {
            if (s.Tasks.IsRebuilt(row)) continue;
            if (s.Tasks.Metric(row, TaskMetric.OutputBytes) > 0 && s.Tasks.Status(row) == Analyzer.Model.TaskStatus.Success)
                TasksWithOutput++;
            if (s.Tasks.Speculative(row)) NumSpeculativeTasks++;
        }
        RestShowsSkipped = s.RestShowsSkipped;
        Rebuilt = RebuiltStageView.From(s);
    }
}

public sealed record SpeculationView(int NumTasks, int NumActiveTasks, int NumCompletedTasks, int NumFailedTasks, int NumKilledTasks);

/// <summary>A user's accumulator, values as text.</summary>
public sealed record AccumulableView(long Id, string? Name, string? Value, string? Update)
{
    public static AccumulableView From(Accumulable a) => new(a.Id, a.Name, a.Value, a.Update);
}
