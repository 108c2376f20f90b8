using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Model;

namespace Rightsizer.Analyzer.Detectors.Driver;

/// <summary>Between jobs nothing runs on the executors: the driver plans, lists, collects, or waits.</summary>
sealed class DriverBoundDetector : IDetector, INeedsAllWork
{
    const double NeededGapMs = 100;

    public DetectorDescriptor Descriptor { get; } = new(
        DetectorIds.DriverBound, "driverBound", "Executors wait for the driver", DetectorCategory.Scheduling,
        [
            new("neededGapMs", NeededGapMs, "ms", "between two jobs that any driver takes; what is over it is counted"),
            new("minShare", DetectorContext.MinShare, "ratio", "no simulation is exact to less of the run") { IsSettable = true },
        ],
        new("Move work off the driver", Degree.High, Degree.Low, "code changes"));

    public Verdict Detect(ApplicationRun run, DetectorContext context)
    {
        var facts = context.Facts;
        if (facts.IsStream) return Verdict.NotApplicable("a stream: the time between its batches is the wait for the trigger or for data");
        if (facts.InteractiveKind is not null) return Verdict.NotApplicable("a session: the time between its jobs is a person's");
        if (run.Jobs.Count(j => j.SubmissionTimeMs is > 0) < 2)
            return Verdict.NotApplicable("there are not two jobs with time between them");
        // commits, listings of files and the planning of table scans are causes of their own
        var gaps = facts.Gaps.Where(g => g.After is not null && g.OwnMs > NeededGapMs).Select(g => (After: g.After!, Ms: g.OwnMs, Gap: g))
            .ToList();
        var explained = facts.Gaps.Where(g => g.After is not null && g.CommitMs + g.ListingMs + g.PlanningMs > 0)
            .ToDictionary(g => g.After!.JobId, g => g.CommitMs + g.ListingMs + g.PlanningMs);
        var total = gaps.Sum(g => g.Ms - NeededGapMs);
        if (total <= 0) return Verdict.Clean("one job follows the other");
        var idleTimeout = facts.Settings.Ms("spark.dynamicAllocation.executorIdleTimeout", 60_000);
        var longest = gaps.MaxBy(g => g.Ms);
        var reason = GapReason.Find(run, longest.Gap);
        return new CauseFound
        {
            Where = [.. gaps.OrderByDescending(g => g.Ms).Take(20)
                .Select(g => new FindingPlace { JobId = g.After.JobId, SqlExecutionId = g.After.SqlExecutionId,
                Label = facts.Tables.NameOf(g.After),
                Share = g.Ms / gaps.Sum(x => x.Ms) })],
            Evidence =
            [
                new("gapMs", gaps.Sum(g => g.Ms), "ms"),
                new("gaps", gaps.Count, "count"),
                new("longestGapMs", longest.Ms, "ms", NeededGapMs),
                new("longestGapBeforeJob", longest.After.JobId, "count"),
            ],
            Cause = $"{Quantity.Duration(gaps.Sum(g => g.Ms))} passed between jobs with no task to run, {Quantity.Duration(longest.Ms)} "
                + $"of it before job {longest.After.JobId}" + (facts.Tables.NameOf(longest.After) is { } n ? $" ({n})" : "")
                + $". {reason?.Sentence ?? "The executors that were there were paid and idle."}",
            Advice =
            [
                reason?.Advice(facts.Settings.For(reason.Sql))
                ?? new("find what the driver does before that job: collect() and loops in driver code, listing of many files, waits for "
                    + "other systems", null, null,
                    $"The longest such time is {Quantity.Duration(longest.Ms)}. Work on rows belongs on the executors, independent jobs "
                        + $"can be submitted from several threads."),
                .. longest.Ms > idleTimeout
                    ? [new Advice("spark.dynamicAllocation.enabled", facts.Settings.Now("spark.dynamicAllocation.enabled", "false"), "true",
                        $"Executors that are idle for longer than spark.dynamicAllocation.executorIdleTimeout "
                            + $"({Quantity.Duration(idleTimeout)}) are given back while the driver works.",
                            "New executors take time to come back.")]
                    : Array.Empty<Advice>(),
            ],
            Confidence = Confidence.High,
            EstimatedMs = total,
            MostMs = total,
            Effects = Unknown.Effects("spark.dynamicAllocation.enabled"),
            // the time before the first job is start-up: a line of the waterfall, not the driver's doing
            Without = plan =>
            {
                var first = plan.Jobs.Count == 0 ? 0 : plan.Jobs.Min(j => j.SubmittedMs);
                return plan.WithJobGaps(
                    j => j.SubmittedMs <= first ? j.GapMs : Math.Min(j.GapMs, NeededGapMs + explained.GetValueOrDefault(j.JobId)));
            },
        };
    }
}
