using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Model;

namespace Rightsizer.Analyzer.Detectors.Driver;

/// <summary>A person at a prompt: the gaps between jobs are thoughts, and the executors wait.</summary>
sealed class InteractiveDetector : IDetector, INeedsAllWork
{
    const double NeededGapMs = 100, NeededStartMs = 30_000, MinIdleRatio = 0.25;

    public DetectorDescriptor Descriptor { get; } = new(
        DetectorIds.Interactive, "interactive", "A session waits for a person", DetectorCategory.Scheduling,
        [
            new("neededGapMs", NeededGapMs, "ms", "between two jobs that any driver takes"),
            new("neededStartMs", NeededStartMs, "ms", "driver and first executors take 15 to 30 s; what is over it waits for a command"),
            new("minIdleRatio", MinIdleRatio, "ratio", "time without a job over the run's: less is a script in a shell")
                { IsSettable = true },
        ],
        new("End sessions that idle, or give their executors back", Degree.Low, Degree.Low,
            "the first query after a pause waits for executors"));

    public Verdict Detect(ApplicationRun run, DetectorContext context)
    {
        var facts = context.Facts;
        if (facts.InteractiveKind is not { } kind) return Verdict.NotApplicable("the log shows no shell, notebook or SQL session");
        var gaps = facts.Gaps.Where(g => g.Ms > NeededGapMs).ToList();
        if (BeforeFirstCommand(run, facts) is { } start) gaps.Insert(0, start);
        if (gaps.Count == 0) return Verdict.Clean("one job follows the other");
        var total = gaps.Sum(g => g.Ms);
        var minIdle = context.Limit(Descriptor, "minIdleRatio");
        if (facts.RunMs is not { } runMs || total < minIdle * runMs) return Verdict.Clean("jobs take most of the session");
        var longest = gaps.MaxBy(g => g.Ms);
        var keepMs = facts.Settings.Ms("spark.dynamicAllocation.executorIdleTimeout", 60_000);
        var isDynamic = facts.Settings.Flag("spark.dynamicAllocation.enabled", false);
        // executors that are given back after the idle time-out of dynamic allocation
        var freed = isDynamic || facts.Settings.IsLocal ? 0 : gaps.Sum(g => CoreMs(facts, g.FromMs + (long)keepMs, g.UntilMs));
        var held = gaps.Sum(g => HeldMs(facts, g.FromMs, g.UntilMs));
        var heldCoreMs = gaps.Sum(g => CoreMs(facts, g.FromMs, g.UntilMs));
        return new CauseFound
        {
            Where = [.. gaps.OrderByDescending(g => g.Ms).Take(20)
                .Select(g => new FindingPlace { JobId = g.After?.JobId, SqlExecutionId = g.After?.SqlExecutionId,
                Label = g.After is { } job ? facts.Tables.NameOf(job) : "after the last job", Share = g.Ms / total })],
            Evidence =
            [
                new("gapMs", total, "ms"),
                new("gaps", gaps.Count, "count"),
                new("longestGapMs", longest.Ms, "ms"),
                new("heldMs", held, "ms"),
                new("heldCoreMs", heldCoreMs, "ms"),
                new("idleRatio", Math.Round(total / runMs, 4), "ratio", minIdle),
            ],
            Cause = $"This is a session ({kind}). For {Quantity.Duration(total)} of {Quantity.Duration(runMs)} it waited for its next "
                + $"command, {Quantity.Duration(longest.Ms)} at one time. " + (!KnowsExecutors(run, facts) ? ""
                : held <= 0 ? "No executor was there in that time."
                : $"{(facts.Settings.IsLocal ? "The driver's cores" : "Executors")} were paid for in "
                    + $"{(held >= total ? "all" : Quantity.Duration((long)held))} of that time: "
                    + $"{Quantity.CoreTime((long)heldCoreMs)}."),
            Advice =
            [
                new("spark.dynamicAllocation.enabled", facts.Settings["spark.dynamicAllocation.enabled"], "true",
                    $"Executors that are idle for {Quantity.Duration(keepMs)} are given back.",
                    "The first query after a pause waits for executors."),
                new("end idle sessions: set their idle time-out", null, null,
                    "The driver, and executors that hold cached data, are paid for until then."),
            ],
            Confidence = Confidence.Medium,
            IsFact = true,
            FixedCoreMs = freed > 0 ? freed : null,
            EstimatedCoreMs = freed,
            AtMost = Severity.Warning,
        };
    }

    /// <summary>The wait for the first command; null where the first job came as soon as the session was up.</summary>
    static DriverGap? BeforeFirstCommand(ApplicationRun run, RunFacts facts)
    {
        if (run.App.StartTimeMs is not { } start || facts.FirstJobMs is not { } first || first - start <= NeededStartMs) return null;
        var latest = start + (long)NeededStartMs;
        // a session that has its executors is up
        var up = facts.TaskExecutors.Where(e => !e.IsDriver && e.AddTimeMs > start && e.AddTimeMs <= latest)
            .Select(e => (long?)e.AddTimeMs).Max() ?? latest;
        return new(run.Jobs.Where(j => j.SubmissionTimeMs is > 0).MinBy(j => j.SubmissionTimeMs), up, first, 0, 0);
    }

    /// <summary>False where a clock of the log has every executor come after the end.</summary>
    static bool KnowsExecutors(ApplicationRun run, RunFacts facts) =>
        facts.TaskExecutors.Count == 0 || run.CountedUntilMs is not { } end || facts.TaskExecutors.Any(e => e.AddTimeMs <= end);

    /// <summary>Time in which at least one executor was there; in local mode the driver runs the tasks.</summary>
    static double HeldMs(RunFacts facts, long from, long until)
    {
        double held = 0;
        var covered = from;
        foreach (var e in facts.TaskExecutors.Where(e => !e.IsDriver || facts.Settings.IsLocal).OrderBy(e => e.AddTimeMs))
        {
            var (came, went) = (Math.Max(covered, e.AddTimeMs), Math.Min(until, e.RemoveTimeMs ?? until));
            if (went <= came) continue;
            held += went - came;
            covered = went;
        }
        return held;
    }

    static double CoreMs(RunFacts facts, long from, long until) =>
        facts.TaskExecutors
            .Sum(e => Math.Max(0.0, Math.Min(until, e.RemoveTimeMs ?? until) - Math.Max(from, e.AddTimeMs)) * Math.Max(1, e.TotalCores));
}
