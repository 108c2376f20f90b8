namespace Rightsizer.Analyzer.Answers.Fleet.Report;

/// <summary>An Airflow DAG, Dagster job or state machine, by the runs of the period that name it.</summary>
/// <remarks>Dollars sum: those of <see cref="Runs"/> and of applications without a run's id to <see cref="Usd"/>.</remarks>
public sealed record FleetWorkflow
{
    /// <summary>airflow, openLineage, dagster, tags.</summary>
    public required string System { get; init; }
    public required string Name { get; init; }

    /// <summary>Spark applications.</summary>
    public required int Applications { get; init; }

    /// <summary>Those that name the workflow and no run of it: in no row of <see cref="Runs"/>.</summary>
    public required int WithoutRunId { get; init; }

    /// <summary>Of applications with a price; null when none has.</summary>
    public decimal? Usd { get; init; }

    /// <summary>Mean over the runs of the workflow all of whose applications have a price; null without one.</summary>
    public decimal? UsdARun { get; init; }

    /// <summary>Of the wall clock of its runs; null without a run's id.</summary>
    public long? MedianWallMs { get; init; }

    /// <summary>Newest first.</summary>
    public required IReadOnlyList<FleetWorkflowRun> Runs { get; init; }
}

/// <summary>One run of a workflow, as far as Spark applications with a log tell.</summary>
public sealed record FleetWorkflowRun
{
    public required string RunId { get; init; }

    /// <value>Epoch milliseconds; start of the first application.</value>
    public required long StartMs { get; init; }

    /// <summary>Start of the first application to the end of the last.</summary>
    public required long WallMs { get; init; }
    public required int Applications { get; init; }
    public required int FailedApplications { get; init; }

    /// <summary>Null where an application has no price.</summary>
    public decimal? Usd { get; init; }

    /// <summary>Of <see cref="WallMs"/>, the time of the applications on <see cref="Path"/>. The rest was between them.</summary>
    public required long PathMs { get; init; }

    /// <summary>
    /// The critical path by order in time: the application that ended last, before it the one that ended last before it started, and so
    /// on; oldest first.
    /// </summary>
    public required IReadOnlyList<FleetWorkflowStep> Path { get; init; }
}

/// <param name="Uri">Log of the application.</param>
/// <param name="Name">Application's name.</param>
/// <param name="Task">Task of the workflow; null where not named.</param>
/// <param name="StartMs">Epoch milliseconds.</param>
/// <param name="WallMs">Start to end.</param>
/// <param name="AfterMs">From the end of the step before it, for the first from the start of the workflow's run, to its start.</param>
public sealed record FleetWorkflowStep(string Uri, string Name, string? Task, long StartMs, long WallMs, long AfterMs);
