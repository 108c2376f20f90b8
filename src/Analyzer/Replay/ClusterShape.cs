namespace Rightsizer.Analyzer.Replay;

/// <summary>Who is there to run the tasks.</summary>
public abstract record ClusterShape
{
    /// <summary>The executors of the log, in their own lives.</summary>
    public static ClusterShape Observed { get; } = new ObservedShape();
}

/// <summary>The executors of the log, in their own lives.</summary>
public sealed record ObservedShape : ClusterShape;

/// <summary>So many equal executors from the start; they come as the log's came.</summary>
public sealed record FixedShape(int Executors, int CoresPerExecutor) : ClusterShape;

/// <summary>Dynamic allocation between two bounds.</summary>
public sealed record DynamicShape(int MinExecutors, int MaxExecutors, int CoresPerExecutor) : ClusterShape;
