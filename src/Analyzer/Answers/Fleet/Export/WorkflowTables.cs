using Rightsizer.Analyzer.Answers.Fleet.Report;
using Rightsizer.Analyzer.Answers.Fleet.State;
using Rightsizer.Analyzer.Answers.Fleet.Summaries;
using static Rightsizer.Analyzer.Answers.Fleet.Export.ExportType;

namespace Rightsizer.Analyzer.Answers.Fleet.Export;

/// <summary>Runs of workflows, each on the day on which its first application began.</summary>
static class WorkflowTables
{
    public static readonly TableOf<ExportedWorkflowRun> Runs = new("workflow_runs",
        "One row for each run of a workflow (Airflow DAG, Dagster job, state machine), from its Spark applications.",
        ("workflow_system", Text, "As in runs.", r => r.Workflow.System),
        ("workflow", Text, "As in runs.", r => r.Workflow.Name),
        ("workflow_run", Text, "As in runs.", r => r.Run.RunId),
        ("started_at", Time, "Start of its first application.", r => r.Run.StartMs),
        ("ended_at", Time, "End of its last application.", r => r.Run.StartMs + r.Run.WallMs),
        ("wall_ms", Integer, "Between both.", r => r.Run.WallMs),
        ("applications", Integer, "Spark applications.", r => (long)r.Run.Applications),
        ("failed_applications", Integer, "Those that failed.", r => (long)r.Run.FailedApplications),
        ("cost_usd", Money, "The sum of its applications; absent where one has no price.", r => r.Run.Usd),
        ("path_ms", Integer, "Time of the applications on its critical path.", r => r.Run.PathMs),
        ("path_steps", Integer, "Applications on it: the rows of workflow_steps.", r => (long)r.Run.Path.Count));

    public static readonly TableOf<ExportedWorkflowStep> Steps = new("workflow_steps",
        "The critical path of each run of a workflow, by order in time: no log says what waited for what.",
        ("workflow_system", Text, "As in runs.", s => s.Of.Workflow.System),
        ("workflow", Text, "As in runs.", s => s.Of.Workflow.Name),
        ("workflow_run", Text, "As in runs.", s => s.Of.Run.RunId),
        ("step", Integer, "1 is the first in time.", s => (long)s.Number),
        ("run_id", Text, "The run's row in runs.", s => Fingerprint.Compute([s.Step.Uri])),
        ("name", Text, "Application name.", s => s.Step.Name),
        ("task", Text, "Task of the workflow.", s => s.Step.Task),
        ("started_at", Time, "Start of the application.", s => s.Step.StartMs),
        ("wall_ms", Integer, "Its start to its end.", s => s.Step.WallMs),
        ("after_ms", Integer, "From the end of the step before it, of the first from the start of the run, to its start.",
            s => s.Step.AfterMs));

    /// <summary>Parts of a day, without those that have no row.</summary>
    public static IEnumerable<ExportPart> Parts(string day, IEnumerable<ExportedWorkflowRun> of)
    {
        var runs = of.OrderBy(r => r.Run.StartMs).ThenBy(r => r.Workflow.Name, StringComparer.Ordinal)
            .ThenBy(r => r.Workflow.System, StringComparer.Ordinal).ThenBy(r => r.Run.RunId, StringComparer.Ordinal).ToList();
        if (runs.Count == 0) return [];
        return [Runs.Part(day, runs),
            Steps.Part(day, runs.SelectMany(r => r.Run.Path.Select((s, i) => new ExportedWorkflowStep(r, s, i + 1))))];
    }

    /// <summary>By the UTC day on which each began.</summary>
    public static ILookup<string, ExportedWorkflowRun> ByDay(IReadOnlyList<CostedRun> all) =>
        Report.Workflows.Build(all, Ranking.Choose(all)).SelectMany(w => w.Runs.Select(r => new ExportedWorkflowRun(w, r)))
            .ToLookup(r => StateDay.Write(CostedRun.DayOf(r.Run.StartMs)), StringComparer.Ordinal);
}

/// <summary>A run of a workflow.</summary>
sealed record ExportedWorkflowRun(FleetWorkflow Workflow, FleetWorkflowRun Run);

/// <summary>A step of its critical path.</summary>
sealed record ExportedWorkflowStep(ExportedWorkflowRun Of, FleetWorkflowStep Step, int Number);
