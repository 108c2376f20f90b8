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
        var byRow = new Dictionary<int, double?>(durationMs.Count);
        for (var i = 0; i < durationMs.Count; i++) byRow[tasks.Rows[i]] = durationMs[i];
        return plan.WithTasks(place, (row, ms) => byRow.TryGetValue(row, out var now) ? now : ms);
    }

    public static ReplayPlan WithDurations(this ReplayPlan plan, StageTasks tasks, IReadOnlyList<double> durationMs) =>
        plan.WithDurations(tasks, [.. durationMs.Select(d => (double?)d)]);
}
