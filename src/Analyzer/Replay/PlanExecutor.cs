namespace Rightsizer.Analyzer.Replay;

/// <summary>One executor's life, tied to the work that it came and went with.</summary>
public sealed record PlanExecutor
{
    public required string Id { get; init; }
    public required string Host { get; init; }

    /// <summary>Tasks that it runs at once.</summary>
    public required int Slots { get; init; }
    public required int Cores { get; init; }
    public required int ResourceProfileId { get; init; }
    public required double AddMs { get; init; }

    /// <summary>Registration to the first slot that can be used.</summary>
    public double ReadyLagMs { get; init; }

    /// <summary>Null: it stayed to the end.</summary>
    public required double? RemoveMs { get; init; }

    /// <summary>
    /// The job event that the addition follows, so that it moves with the work when the work is simulated to run sooner or later.
    /// </summary>
    public required PlanAnchor AddAnchor { get; init; }
    public required PlanAnchor RemoveAnchor { get; init; }

    /// <summary>
    /// From when it takes no tasks although it is still there: Spark had asked for its end. Null where that is its removal.
    /// </summary>
    public PlanAnchor? RetireAnchor { get; init; }
}

/// <summary>A moment told as so long after a job's start or end.</summary>
/// <param name="Job">Place in <see cref="ReplayPlan.Jobs"/>; -1 is the application's start.</param>
/// <param name="AtEnd">After the job's end; else after its submission.</param>
/// <param name="OffsetMs">Milliseconds after it.</param>
public readonly record struct PlanAnchor(int Job, bool AtEnd, double OffsetMs);

/// <summary>Dynamic allocation as the run's settings have it; Spark's own defaults where they say nothing.</summary>
/// <param name="GrantLagMs">Request to registration, the median in the log; null when the log does not tell.</param>
/// <param name="Dynamic">spark.dynamicAllocation.enabled.</param>
/// <param name="BacklogTimeoutMs">spark.dynamicAllocation.schedulerBacklogTimeout.</param>
/// <param name="SustainedBacklogTimeoutMs">spark.dynamicAllocation.sustainedSchedulerBacklogTimeout.</param>
/// <param name="IdleTimeoutMs">spark.dynamicAllocation.executorIdleTimeout.</param>
/// <param name="AllocationRatio">spark.dynamicAllocation.executorAllocationRatio.</param>
/// <param name="KeepsExecutors">Executors with cached or shuffle data are not let go while a job runs.</param>
public sealed record AllocationPolicy(
    bool Dynamic, double? GrantLagMs, double BacklogTimeoutMs, double SustainedBacklogTimeoutMs, double IdleTimeoutMs,
        double AllocationRatio, bool KeepsExecutors);
