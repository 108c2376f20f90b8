using Rightsizer.Analyzer.Model;
using Rightsizer.Analyzer.Replay;

namespace Rightsizer.Analyzer.Detectors;

/// <summary>Every detector, and the one way to run them.</summary>
public static class DetectorCatalog
{
    /// <summary>By id.</summary>
    public static IReadOnlyList<IDetector> All { get; } =
    [
        new StageSkewDetector(),
        new SpillDetector(),
        new GcPressureDetector(),
        new TinyFilesDetector(),
        new SmallFilesReadDetector(),
        new IdleCoresDetector(),
        new DriverBoundDetector(),
        new TooFewPartitionsDetector(),
        new TooManyPartitionsDetector(),
        new FailedAttemptsDetector(),
        new FailedJobDetector(),
        new LostExecutorDetector(),
        new SlowHostDetector(),
        new SpeculationDetector(),
        new FetchWaitDetector(),
        new UnusedCacheDetector(),
        new CacheDidNotFitDetector(),
        new LargeBroadcastDetector(),
        new CrossJoinDetector(),
        new BigResultDetector(),
        new PythonUdfDetector(),
        new UnusedMemoryDetector(),
    ];

    /// <summary>Runs every detector; one that throws is reported as failed and stops no other.</summary>
    public static DetectorReport Run(ApplicationRun run, DetectorContext context) => Run(All, run, context);

    internal static DetectorReport Run(IEnumerable<IDetector> detectors, ApplicationRun run, DetectorContext context)
    {
        var ranked = new List<(double Rank, Finding Finding)>();
        var outcomes = new List<DetectorOutcome>();
        var all = detectors.ToList();
        // every cause is known before the first is priced, so that replays run beside the detectors that look on
        Conclude([.. all.Where(d => d is not ITakesWhatIsLeft).Select(d => Look.At(d, run, context))], context, ranked, outcomes);
        foreach (var detector in all.Where(d => d is ITakesWhatIsLeft)) Conclude([Look.At(detector, run, context)], context, ranked, outcomes);
        return new(
            [.. ranked.OrderByDescending(r => r.Finding.Severity).ThenByDescending(r => r.Rank).ThenBy(r => r.Finding.Id, StringComparer.Ordinal).Select(r => r.Finding)],
            [.. outcomes.OrderBy(o => o.Id, StringComparer.Ordinal)]);
    }

    static void Conclude(List<Look> looks, DetectorContext context, List<(double Rank, Finding Finding)> ranked, List<DetectorOutcome> outcomes)
    {
        foreach (var look in looks)
        {
            var finding = look.Conclude(context);
            if (finding is { } found)
            {
                ranked.Add(found);
                context.Found.Add((CauseFound)look.Verdict!);
            }
            outcomes.Add(look.Outcome(finding is not null));
        }
    }

    /// <summary>One detector's look at a run, from its verdict to what is told.</summary>
    sealed class Look(DetectorDescriptor descriptor)
    {
        (ReplayPlan Baseline, ReplayPlan Changed)? plans;
        Exception? failure;

        /// <summary>Null when the detector threw.</summary>
        public Verdict? Verdict { get; private set; }

        public static Look At(IDetector detector, ApplicationRun run, DetectorContext context)
        {
            var look = new Look(detector.Descriptor);
            look.Try(() =>
            {
                look.Verdict = detector.Detect(run, context);
                if (look.Verdict is not CauseFound cause) return;
                look.plans = Saving.Plans(cause, context);
                look.plans?.Baseline.ReplayBeside();
                look.plans?.Changed.ReplayBeside();
            });
            return look;
        }

        /// <summary>The finding and its rank; null when there is none to tell.</summary>
        public (double Rank, Finding Finding)? Conclude(DetectorContext context)
        {
            (double, Finding)? built = null;
            if (failure is null && Verdict is CauseFound cause) Try(() => built = FindingBuilder.Build(descriptor, cause, plans, context));
            return built;
        }

        public DetectorOutcome Outcome(bool found)
        {
            if (failure is not null) return new(descriptor.Id, descriptor.Kind, OutcomeKind.Failed, $"{failure.GetType().Name}: {failure.Message}");
            return Verdict switch
            {
                CauseFound when found => new(descriptor.Id, descriptor.Kind, OutcomeKind.Found, null),
                NotApplicableVerdict n => new(descriptor.Id, descriptor.Kind, OutcomeKind.NotApplicable, n.Reason),
                CleanVerdict c => new(descriptor.Id, descriptor.Kind, OutcomeKind.Clean, c.Reason),
                _ => new(descriptor.Id, descriptor.Kind, OutcomeKind.Clean, "there, and under a hundredth of the run"),
            };
        }

        void Try(Action step)
        {
            try
            {
                step();
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                failure = e;
            }
        }
    }
}

/// <param name="Findings">First in rank first.</param>
/// <param name="Outcomes">Every detector that ran, by id.</param>
public sealed record DetectorReport(IReadOnlyList<Finding> Findings, IReadOnlyList<DetectorOutcome> Outcomes);
