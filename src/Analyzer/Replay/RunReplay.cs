using System.Globalization;
using Rightsizer.Analyzer.Model;
using Rightsizer.Analyzer.Replay.Accounting;
using Rightsizer.Analyzer.Replay.Preparation;

namespace Rightsizer.Analyzer.Replay;

/// <summary>From a run to a plan that can be scheduled again, and how well that reproduces it.</summary>
public static class RunReplay
{
    /// <summary>Above this a replay does not explain its own run, so nothing is predicted from it. docs/science.md 1.5.</summary>
    public const double MaxErrorPct = 5;

    /// <summary>A plan, or the reason why there is none. Never throws for what a log may hold.</summary>
    /// <param name="run">The run; it is only read.</param>
    /// <param name="calibration">Constants of the predictions; null takes the built-in ones.</param>
    public static ReplayPreparation Prepare(ApplicationRun run, Calibration? calibration = null)
    {
        var stages = StagesOf(run);
        if (stages.Count == 0) return new ReplayPreparation(null, "no task was started in this log");
        var start = run.App.StartTimeMs ?? FirstTimeOf(run, stages);
        if (run.CountedUntilMs is not { } end || end <= start)
            return new ReplayPreparation(null, "the log's times do not run forwards: the end is not after the start");
        return new ReplayPreparation(new PlanBuilder(run, stages, start, end, calibration ?? Calibration.BuiltIn).Build(), null);
    }

    /// <summary>What the simulator makes of the observed run, or why that is not to be trusted.</summary>
    public static ReplayReport Report(ApplicationRun run, ReplayPreparation prepared)
    {
        if (prepared.Plan is not { } plan) return new ReplayReport(run.ObservedMs, null, null, null, prepared.Refused);
        var replayed = plan.Replayed;
        if (Refusals.OfLog(plan) is { } why) return new ReplayReport(plan.ObservedMs, null, null, null, why);
        if (!replayed.Finished)
            return new ReplayReport(
                plan.ObservedMs, null, null, null, "the simulation did not finish: tasks were left that no executor in the log could run");
        if (!SimulationBounds.Hold(plan, replayed))
            return new ReplayReport(plan.ObservedMs, null, null, null, "the simulation ended before its own critical path, so it is wrong");
        var error = ErrorPct(plan);
        if (Math.Abs(error) > MaxErrorPct)
        {
            return new ReplayReport(plan.ObservedMs, null, null, null,
                string.Create(CultureInfo.InvariantCulture,
                    $"simulated as it was, the run ends {Math.Abs(error):0.0} % {(error > 0 ? "later" : "earlier")} than it did; "
                        + $"at most {MaxErrorPct} % is accepted"));
        }
        // what rounds to -0 is 0
        return new ReplayReport(plan.ObservedMs, (long)Math.Round(replayed.EndMs), Math.Round(error, 3) + 0.0, "A", null);
    }

    /// <summary>Signed error of the replayed application time in percent.</summary>
    public static double ErrorPct(ReplayPlan plan) => plan.ObservedMs == 0 ? 0 : 100 * (plan.Replayed.EndMs / plan.ObservedMs - 1);

    /// <summary>Those that ran tasks, by id and attempt.</summary>
    internal static List<StageAttempt> StagesOf(ApplicationRun run) =>
        [.. run.Stages.Where(s => s.Tasks.Count > 0).OrderBy(s => s.StageId).ThenBy(s => s.AttemptId)];

    static long FirstTimeOf(ApplicationRun run, List<StageAttempt> stages)
    {
        var first = stages.Min(s => s.Tasks.LaunchTimeMs(0));
        foreach (var j in run.Jobs) first = Math.Min(first, j.SubmissionTimeMs ?? first);
        return first;
    }
}

/// <param name="Plan">Null when refused.</param>
/// <param name="Refused">Null, or why there is no plan.</param>
public sealed record ReplayPreparation(ReplayPlan? Plan, string? Refused);
