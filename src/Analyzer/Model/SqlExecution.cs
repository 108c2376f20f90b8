using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Analyzer.Model;

/// <summary>One SQL execution with its latest plan.</summary>
public sealed record SqlExecution
{
    /// <summary>One of a run's own things: what counts is which it is, not what it holds.</summary>
    public bool Equals(SqlExecution? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

    public required long Id { get; init; }
    public long RootExecutionId { get; init; }
    public string? Description { get; init; }
    public string? Details { get; init; }

    /// <value>Epoch milliseconds; -1 when the start was not seen.</value>
    public long StartTimeMs { get; init; } = -1;
    public long? EndTimeMs { get; init; }
    public string? ErrorMessage { get; init; }

    /// <summary>COMPLETED, FAILED, RUNNING.</summary>
    public required string Status { get; init; }

    /// <summary>Ascending.</summary>
    public IReadOnlyList<int> JobIds { get; init; } = [];

    /// <summary>Ascending.</summary>
    public IReadOnlyList<int> StageIds { get; init; } = [];
    public int PlanUpdates { get; init; }

    /// <summary>The latest plan, AQE's last word; null when the log has none.</summary>
    public SparkPlanInfo? Plan
    {
        get => plan;
        init => (plan, planNodes) = (value, null);
    }

    /// <summary>"physicalPlanDescription" of that plan; null but where its root executes a command.</summary>
    public string? PlanText { get; init; }
    public IReadOnlyDictionary<string, string> ModifiedConfigs { get; init; } = new Dictionary<string, string>();

    /// <summary>Write commands of any plan version, in the order in which they were met.</summary>
    public IReadOnlyList<WriteCommand> Writes { get; init; } = [];
    public IReadOnlyList<ScanNode> Scans { get; init; } = [];

    /// <summary>
    /// By accumulator id; only metrics that got a value. Where per-task Accumulables were not read, those of the driver alone.
    /// </summary>
    public IReadOnlyList<SqlMetric> Metrics { get; init; } = [];

    /// <summary>
    /// By accumulator id, what the driver had summed in the end: the value that the last completed stage shows ("Stage
    /// Info"."Accumulables"), and the
    /// driver's own updates. Tasks of retried stage attempts are in it, those of stages without an end are not.
    /// </summary>
    public IReadOnlyDictionary<long, long> Sums { get; init; } = new Dictionary<long, long>();
    public IReadOnlyList<AccumulatorUpdate> DriverAccumUpdates { get; init; } = [];

    /// <summary>"number of written files" over the write nodes; null when none reported it.</summary>
    public long? FilesWritten { get; init; }
    public long? BytesWritten { get; init; }
    public long? RowsWritten { get; init; }

    /// <summary>"number of dynamic part".</summary>
    public long? DynamicPartitions { get; init; }
    public long? DurationMs => EndTimeMs is { } e && StartTimeMs >= 0 ? e - StartTimeMs : null;

    /// <summary>Nodes of the latest plan, parents before children.</summary>
    public IReadOnlyList<SparkPlanInfo> PlanNodes
    {
        get => planNodes ??= plan is null ? [] : NodesOf(plan);
        internal init => planNodes = value;
    }

    readonly SparkPlanInfo? plan;

    /// <summary>Listed once: a dozen questions are asked of every node.</summary>
    IReadOnlyList<SparkPlanInfo>? planNodes;

    /// <summary>Nodes of a plan, parents before children.</summary>
    internal static SparkPlanInfo[] NodesOf(SparkPlanInfo plan)
    {
        var nodes = new List<SparkPlanInfo>();
        var stack = new Stack<SparkPlanInfo>([plan]);
        while (stack.TryPop(out var node))
        {
            nodes.Add(node);
            for (var i = node.Children.Count - 1; i >= 0; i--) stack.Push(node.Children[i]);
        }
        return [.. nodes];
    }
}

/// <summary>A plan node that writes a table or files.</summary>
public sealed record WriteCommand(
    string Command, string? Path, string? Table, string? Format, IReadOnlyList<string> PartitionColumns, string? Mode);

/// <summary>A scan node that names its format or location.</summary>
public sealed record ScanNode(string Node, string? Format, string? Location);

/// <summary>A SQL metric over its tasks and driver updates; min, median (upper) and max are over single updates.</summary>
public sealed record SqlMetric(
    long AccumulatorId, string? Name, string? Type, long Sum, long Min, long Median, long Max, int Count, int NonZero);
