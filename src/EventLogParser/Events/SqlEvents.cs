namespace Rightsizer.EventLogParser.Events;

/// <summary>SparkListenerSQLExecutionStart. The text of the plan is kept only where its root executes a command.</summary>
public sealed record SqlExecutionStartEvent(
    long ExecutionId, long? RootExecutionId, string? Description, string? Details, string? PhysicalPlanDescription,
    SparkPlanInfo? Plan, long TimeMs, IReadOnlyDictionary<string, string> ModifiedConfigs) : SparkEvent;

/// <summary>SparkListenerSQLAdaptiveExecutionUpdate: AQE changed the plan; its text is kept as that of the start is.</summary>
public sealed record SqlAdaptiveExecutionUpdateEvent(long ExecutionId, string? PhysicalPlanDescription, SparkPlanInfo? Plan) : SparkEvent;

/// <summary>SparkListenerSQLAdaptiveSQLMetricUpdates.</summary>
public sealed record SqlAdaptiveMetricUpdatesEvent(long ExecutionId, IReadOnlyList<SqlPlanMetric> Metrics) : SparkEvent;

/// <summary>SparkListenerDriverAccumUpdates.</summary>
public sealed record DriverAccumUpdatesEvent(long ExecutionId, IReadOnlyList<AccumulatorUpdate> Updates) : SparkEvent;

/// <summary>SparkListenerSQLExecutionEnd.</summary>
/// <param name="ExecutionId">Execution.</param>
/// <param name="TimeMs">Epoch milliseconds.</param>
/// <param name="ErrorMessage">Null before Spark 3.4, "" when it went well.</param>
public sealed record SqlExecutionEndEvent(long ExecutionId, long TimeMs, string? ErrorMessage) : SparkEvent;

/// <summary>"sparkPlanInfo": one node of a physical plan.</summary>
public sealed record SparkPlanInfo(
    string NodeName, LogText Text, IReadOnlyList<SparkPlanInfo> Children, IReadOnlyDictionary<string, string> Metadata,
    IReadOnlyList<SqlPlanMetric> Metrics)
{
    /// <summary>Spark's own line of the operator: keys, conditions, paths.</summary>
    public string SimpleString => Text.ToString();
}

/// <summary>A metric of a plan node.</summary>
/// <param name="Name">For example "number of written files".</param>
/// <param name="AccumulatorId">Joins it to task and driver updates.</param>
/// <param name="MetricType">sum, size, timing, nsTiming, average, v2Custom_...</param>
public readonly record struct SqlPlanMetric(string? Name, long AccumulatorId, string? MetricType);
