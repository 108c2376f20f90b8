using Rightsizer.Analyzer.Model;

namespace Rightsizer.Reports.Json;

/// <summary>A stage attempt with the tasks that Spark does not show, because the log has their ends alone.</summary>
public sealed record RebuiltStageView : MetricsView
{
    /// <summary>Tasks rebuilt from their ends.</summary>
    public int NumRebuiltTasks { get; }
    public long? FirstTaskLaunchedTime { get; }
    public IReadOnlyDictionary<string, int> Locality { get; }
    public DistributionsView? TaskMetricsDistributions { get; }

    RebuiltStageView(StageAttempt s, SparkStageFigures shown) : base(s.Metrics)
    {
        NumRebuiltTasks = shown.NumRebuiltTasks;
        FirstTaskLaunchedTime = s.FirstTaskLaunchedMs;
        Locality = s.Locality;
        TaskMetricsDistributions = TaskDistributions.Compute(s, withRebuilt: true) is { } d ? new DistributionsView(d) : null;
    }

    /// <summary>Null where no task was rebuilt.</summary>
    public static RebuiltStageView? From(StageAttempt s) => s.AsSpark is { } shown ? new RebuiltStageView(s, shown) : null;
}
