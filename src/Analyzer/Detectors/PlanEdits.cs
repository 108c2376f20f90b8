using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Replay;

namespace Rightsizer.Analyzer.Detectors;

/// <summary>Changes to a plan in the words of detectors.</summary>
static class PlanEdits
{
    /// <summary>The stage with other durations for its successful tasks; a null takes the task away.</summary>
    /// <param name="plan">Plan to change.</param>
    /// <param name="tasks">The stage attempt.</param>
    /// <param name="durationMs">By place in <see cref="StageTasks.Rows"/>.</param>
    public static ReplayPlan WithDurations(this ReplayPlan plan, StageTasks tasks, IReadOnlyList<double?> durationMs)
    {
        var place = plan.PlaceOf(tasks.Stage.StageId, tasks.Stage.AttemptId);
        if (place < 0) return plan;
        var placeOfRow = tasks.PlacesOfRows();
        return plan.WithTasks(place, (row, ms) => row >= 0 && placeOfRow[row] >= 0 ? durationMs[placeOfRow[row]] : ms);
    }

    public static ReplayPlan WithDurations(this ReplayPlan plan, StageTasks tasks, double[] durationMs) =>
        plan.WithDurations([(tasks, durationMs)]);

    /// <summary>As <see cref="WithDurations(ReplayPlan, StageTasks, IReadOnlyList{double?})"/>, for several stages at once.</summary>
    public static ReplayPlan WithDurations(this ReplayPlan plan, IEnumerable<(StageTasks Tasks, double[] DurationMs)> stages)
    {
        var edits = new List<(int, Func<int, double, double?>)>();
        foreach (var (tasks, durationMs) in stages)
        {
            var place = plan.PlaceOf(tasks.Stage.StageId, tasks.Stage.AttemptId);
            if (place < 0) continue;
            var placeOfRow = tasks.PlacesOfRows();
            edits.Add((place, (row, ms) => row >= 0 && placeOfRow[row] >= 0 ? durationMs[placeOfRow[row]] : ms));
        }
        return plan.WithTasks(edits);
    }
}
