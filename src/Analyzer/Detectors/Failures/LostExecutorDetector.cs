using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Model;
using Rightsizer.Analyzer.Numerics;
using Rightsizer.Analyzer.Replay;

namespace Rightsizer.Analyzer.Detectors.Failures;

/// <summary>An executor was lost with its running tasks and its shuffle output, and work was done again.</summary>
public sealed class LostExecutorDetector : IDetector
{
    public DetectorDescriptor Descriptor { get; } = new(
        DetectorIds.LostExecutor, "lostExecutor", "Executors were lost", DetectorCategory.Failures, [],
        new("Keep executors from being lost", Degree.Medium, Degree.Medium, "more memory overhead, or nodes that are not taken back"));

    public Verdict Detect(ApplicationRun run, DetectorContext context)
    {
        var facts = context.Facts;
        if (!run.WorkerExecutors.Any()) return Verdict.NotApplicable("the log has no executors beside the driver");
        var lost = run.WorkerExecutors.Where(e => e.RemoveTimeMs is not null && WasLost(e, run)).OrderBy(e => e.RemoveTimeMs).ToList();
        if (lost.Count == 0) return Verdict.Clean("no executor was lost while the run needed it");
        var redone = run.Stages.Where(s => s.AttemptId > 0 && s.Tasks.Count > 0 && run.Stages.Any(f => f.StageId == s.StageId && f.AttemptId < s.AttemptId && IsShuffleLoss(f, run))).ToList();
        var failures = run.Stages.Where(s => Enumerable.Range(0, s.Tasks.Count).Any(r => IsLoss(s, r))).ToList();
        if (failures.Count == 0 && redone.Count == 0) return Verdict.Clean("no task was lost with the executors that went");
        var lostMs = failures.Sum(s => Enumerable.Range(0, s.Tasks.Count).Where(r => IsLoss(s, r)).Sum(r => (double)Math.Max(0, s.Tasks.DurationMs(r) ?? 0)));
        var redoneMs = redone.Sum(s => facts.Of(s).DurationMs.Sum());
        var top = lost[0];
        return new CauseFound
        {
            Where =
            [
                .. lost.Select(e => new FindingPlace { ExecutorId = e.Id, Host = e.HostName, Label = e.RemoveReason, Share = 1.0 / (lost.Count + redone.Count) }),
                .. redone.Select(s => facts.Of(s).Place(1.0 / (lost.Count + redone.Count), facts)),
            ],
            Evidence =
            [
                new("lostExecutors", lost.Count, "count", 0),
                new("lostAttempts", failures.Sum(s => Enumerable.Range(0, s.Tasks.Count).Count(r => IsLoss(s, r))), "count"),
                new("lostTaskMs", lostMs, "ms"),
                new("repeatedStages", redone.Count, "count"),
                new("repeatedTaskMs", redoneMs, "ms"),
            ],
            Cause = $"Executor {top.Id} on {top.HostName} was lost after {Quantity.Duration(Math.Max(0, top.RemoveTimeMs!.Value - top.AddTimeMs))}: {FailedAttemptsDetector.FirstLine(top.RemoveReason)}"
                + $". {Quantity.Duration(lostMs)} of running tasks were lost" + (redone.Count > 0 ? $", and {Quantity.Plural(redone.Count, "stage attempt", "stage attempts")} ({Quantity.Duration(redoneMs)} of tasks) repeated, since shuffle output was lost with it." : "."),
            Advice = [.. AdviceFor(top, facts)],
            Confidence = Confidence.Medium,
            EstimatedMs = redone.Sum(s => facts.Of(s).SpanMs) + failures.Sum(s => lostMs / Math.Max(1, failures.Count) / facts.Of(s).Slots),
            IsFact = true,
            Without = plan => Without(plan, lost, failures, redone, facts),
        };
    }

    /// <summary>
    /// The executors live on, and those added in their place are not needed; a lost attempt ends well in its usual time and has no
    /// retry; what was repeated for lost shuffle output is not.
    /// </summary>
    static ReplayPlan Without(ReplayPlan plan, List<ExecutorLife> lost, List<StageAttempt> failures, List<StageAttempt> redone, RunFacts facts)
    {
        foreach (var stage in redone)
        {
            if (plan.PlaceOf(stage.StageId, stage.AttemptId) is >= 0 and var place) plan = plan.WithoutStage(place);
        }
        foreach (var stage in failures.Except(redone))
        {
            if (plan.PlaceOf(stage.StageId, stage.AttemptId) is not (>= 0 and var place)) continue;
            var tasks = facts.Of(stage);
            var usual = tasks.Count > 0 ? Statistics.Median(tasks.DurationMs) : (double?)null;
            var first = FirstLosses(stage);
            // while an executor is gone launches wait for others: those waits go with it
            plan = plan.WithoutHolds(place).WithTasks(place, (row, ms) => !first.TryGetValue(stage.Tasks.Index(row), out var at) || row < at ? ms : row == at ? usual ?? ms : null);
        }
        var replaced = lost.Select(e => e.Id).ToHashSet(StringComparer.Ordinal);
        var since = lost.Min(e => e.RemoveTimeMs!.Value) - plan.StartMs;
        var stayed = new List<PlanExecutor>();
        var instead = facts.Settings.Flag("spark.dynamicAllocation.enabled", false) ? 0 : lost.Count;
        foreach (var e in plan.Executors)
        {
            if (e.AddMs >= since && instead-- > 0) continue;
            stayed.Add(replaced.Contains(e.Id) ? e with { RemoveMs = null } : e);
        }
        return plan.WithExecutors(stayed);
    }

    /// <summary>By task index, the first row that was lost.</summary>
    static Dictionary<int, int> FirstLosses(StageAttempt stage)
    {
        var first = new Dictionary<int, int>();
        for (var r = 0; r < stage.Tasks.Count; r++)
        {
            if (IsLoss(stage, r)) first.TryAdd(stage.Tasks.Index(r), r);
        }
        return first;
    }

    static bool IsLoss(StageAttempt stage, int row) => stage.Tasks.EndReason(row)?.Reason is "ExecutorLostFailure" or "FetchFailed" or "Resubmitted";

    /// <summary>A later attempt of the stage was needed because of lost output: its own fetch failed, or that of a stage that read it.</summary>
    static bool IsShuffleLoss(StageAttempt stage, ApplicationRun run) =>
        run.Stages.Any(s => (s.StageId == stage.StageId || s.Info.ParentIds.Contains(stage.StageId)) && (s.Info.FailureReason?.Contains("Fetch", StringComparison.Ordinal) == true
            || Enumerable.Range(0, s.Tasks.Count).Any(r => s.Tasks.EndReason(r)?.Reason is "FetchFailed")));

    /// <summary>Not let go by the driver, and not at the application's end.</summary>
    static bool WasLost(ExecutorLife e, ApplicationRun run) =>
        e.RemoveReason is { } reason
        && !reason.Contains("killed by driver", StringComparison.OrdinalIgnoreCase)
        && !reason.Contains("idle", StringComparison.OrdinalIgnoreCase)
        && !reason.Contains("Driver", StringComparison.Ordinal)
        && (run.CountedUntilMs is not { } end || e.RemoveTimeMs < end);

    static IEnumerable<Advice> AdviceFor(ExecutorLife lost, RunFacts facts)
    {
        var reason = lost.RemoveReason ?? "";
        if (reason.Contains("137", StringComparison.Ordinal) || reason.Contains("memory", StringComparison.OrdinalIgnoreCase) || reason.Contains("OOM", StringComparison.Ordinal))
        {
            yield return new("spark.executor.memoryOverhead", facts.Settings["spark.executor.memoryOverhead"], SettingText.Size(2 * facts.Settings.ExecutorOverheadBytes),
                "Exit code 137 is a kill from outside, mostly for using more memory than the container was given; the part outside the heap is what usually grows.", "More memory paid for.");
        }
        yield return new("spark.decommission.enabled", facts.Settings.Now("spark.decommission.enabled", "false"), "true",
            "Where the loss is announced (Spot, scale-in), shuffle blocks are moved before the executor goes.", "Needs a moment's notice; of no use in a crash.");
        yield return new("spark.shuffle.service.enabled", facts.Settings.Now("spark.shuffle.service.enabled", "false"), "true",
            "Shuffle output then outlives an executor that dies while its host stays.", "The service has to run on each host.");
    }
}
