using Rightsizer.Analyzer.Numerics;
using Rightsizer.Analyzer.Numerics.Internals;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Analyzer.Model;

/// <summary>REST's taskSummary of a stage attempt: for each figure its value at each quantile.</summary>
/// <remarks>
/// Spark's index rule: quantile q of n is the element min(floor(q * n), n - 1) of the ascending list, n being the successful tasks
/// with metrics. Its quirk is kept: duration, scheduler delay and result fetch are taken from all tasks, at the same index.
/// A list shorter than the index gives null.
/// </remarks>
public sealed class TaskDistributions
{
    /// <summary>The quantiles that every report shows.</summary>
    public static readonly IReadOnlyList<double> DefaultQuantiles = [0, 0.05, 0.25, 0.5, 0.75, 0.95, 1];

    readonly StageAttempt stage;
    readonly List<int> good = [];
    readonly int[] at;
    readonly long[] values;
    readonly bool withRebuilt;

    TaskDistributions(StageAttempt stage, IReadOnlyList<double> quantiles, bool withRebuilt)
    {
        this.stage = stage;
        this.withRebuilt = withRebuilt;
        Quantiles = [.. quantiles.Order()];
        for (var row = 0; row < stage.Tasks.Count; row++)
        {
            if (IsSeen(row) && stage.Tasks.HasMetrics(row) && stage.Tasks.Status(row) == TaskStatus.Success) good.Add(row);
        }
        at = [.. Quantiles.Select(q => Statistics.SparkIndex(good.Count, q))];
        values = new long[stage.Tasks.Count];
    }

    /// <summary>Null when no task ended well with metrics.</summary>
    /// <param name="stage">The stage attempt.</param>
    /// <param name="quantiles">From 0 to 1; null for those that every report shows.</param>
    /// <param name="withRebuilt">Also tasks whose start the log has not, which Spark does not show.</param>
    public static TaskDistributions? Compute(StageAttempt stage, IReadOnlyList<double>? quantiles = null, bool withRebuilt = false)
    {
        var d = new TaskDistributions(stage, quantiles ?? DefaultQuantiles, withRebuilt);
        return d.good.Count == 0 ? null : d;
    }

    /// <summary>Ascending.</summary>
    public IReadOnlyList<double> Quantiles { get; }

    /// <summary>Successful tasks with metrics.</summary>
    public int Count => good.Count;

    /// <value>Milliseconds; all finished tasks, as Spark has it.</value>
    public IReadOnlyList<long?> DurationMs =>
        Pick(Rows(row => stage.Tasks.DurationMs(row) >= 0), row => stage.Tasks.DurationMs(row)!.Value);

    /// <value>Milliseconds; successful tasks only. Ours, not Spark's.</value>
    public IReadOnlyList<long?> DurationSuccessOnlyMs => Pick(good, row => stage.Tasks.DurationMs(row)!.Value);

    public IReadOnlyList<long?> GettingResultMs => Pick(Rows(stage.Tasks.HasMetrics), stage.Tasks.GettingResultMs);

    public IReadOnlyList<long?> SchedulerDelayMs => Pick(Rows(stage.Tasks.HasMetrics), stage.Tasks.SchedulerDelayMs);

    /// <summary>A metric over the successful tasks, in the metric's own unit.</summary>
    public IReadOnlyList<long?> Of(TaskMetric metric) =>
        stage.Tasks.HasColumn(metric) ? Pick(good, row => stage.Tasks.Metric(row, metric)) : [.. at.Select(_ => (long?)0)];

    /// <summary>The sum of two metrics, task by task.</summary>
    public IReadOnlyList<long?> Of(TaskMetric first, TaskMetric second) =>
        Pick(good, row => stage.Tasks.Metric(row, first) + stage.Tasks.Metric(row, second));

    bool IsSeen(int row) => withRebuilt || !stage.Tasks.IsRebuilt(row);

    List<int> Rows(Func<int, bool> wanted)
    {
        var rows = new List<int>(stage.Tasks.Count);
        for (var row = 0; row < stage.Tasks.Count; row++)
        {
            if (IsSeen(row) && wanted(row)) rows.Add(row);
        }
        return rows;
    }

    IReadOnlyList<long?> Pick(List<int> rows, Func<int, long> value)
    {
        for (var i = 0; i < rows.Count; i++) values[i] = value(rows[i]);
        FastSort.Sort(values.AsSpan(0, rows.Count));
        return [.. at.Select(i => i < rows.Count ? values[i] : (long?)null)];
    }
}
