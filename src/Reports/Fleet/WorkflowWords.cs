using Rightsizer.Analyzer.Answers.Fleet.Report;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Reports.Formatting;

namespace Rightsizer.Reports.Fleet;

/// <summary>Workflows in the words that every format shares.</summary>
static class WorkflowWords
{
    /// <summary>Steps of a path that are shown: the longest, in the order of time.</summary>
    const int Steps = 6;

    public static string System(FleetWorkflow w) => w.System switch
    {
        "airflow" => "Airflow",
        "dagster" => "Dagster",
        "openLineage" => "OpenLineage",
        _ => "by tags",
    };

    public static string UsdARun(FleetWorkflow w, FleetReport r) => w.UsdARun is null ? "" : Quantity.Usd(w.UsdARun, r.Total.Ground);

    public static string Wall(FleetWorkflow w) => w.MedianWallMs is { } ms ? Quantity.Duration(ms) : "";

    /// <summary>"1 h 2 min: extract 20 min, 5 min later load 37 min".</summary>
    public static string Path(FleetWorkflowRun run)
    {
        var longest = run.Path.OrderByDescending(s => s.WallMs).Take(Steps).ToHashSet();
        var words = new List<string>();
        long between = 0;
        var first = true;
        foreach (var step in run.Path)
        {
            between += step.AfterMs;
            if (!longest.Contains(step))
            {
                between += step.WallMs;
                continue;
            }
            // under a second is how long a scheduler takes
            var wait = between >= 1000 ? $"{Quantity.Duration(between)} {(first ? "after the start" : "later")} " : "";
            words.Add($"{wait}{PlainText.Short(step.Task ?? step.Name, 40)} {Quantity.Duration(step.WallMs)}");
            (between, first) = (0, false);
        }
        return $"{Quantity.Duration(run.WallMs)}: {string.Join(", ", words)}";
    }

    /// <summary>The run of which the path is shown: the newest.</summary>
    public static string? Newest(FleetWorkflow w) => w.Runs.Count == 0 ? null
        : $"Critical path of {Phrases.Utc(w.Runs[0].StartMs)}, {Path(w.Runs[0])}";

    /// <summary>Applications that are in no run; null where all are.</summary>
    public static string? WithoutRun(FleetWorkflow w) => w.WithoutRunId == 0 ? null
        : $"{Quantity.Plural(w.WithoutRunId, "application")} without the id of a workflow run";
}
