using Rightsizer.Analyzer.Model;

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
        foreach (var detector in detectors.OrderBy(d => d is ITakesWhatIsLeft))
        {
            var d = detector.Descriptor;
            try
            {
                var verdict = detector.Detect(run, context);
                var built = verdict is CauseFound cause ? FindingBuilder.Build(d, cause, context) : null;
                if (built is { } finding)
                {
                    ranked.Add(finding);
                    context.Found.Add((CauseFound)verdict);
                }
                outcomes.Add(verdict switch
                {
                    CauseFound when built is not null => new(d.Id, d.Kind, OutcomeKind.Found, null),
                    NotApplicableVerdict n => new(d.Id, d.Kind, OutcomeKind.NotApplicable, n.Reason),
                    CleanVerdict c => new(d.Id, d.Kind, OutcomeKind.Clean, c.Reason),
                    _ => new(d.Id, d.Kind, OutcomeKind.Clean, "there, and under a hundredth of the run"),
                });
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                outcomes.Add(new(d.Id, d.Kind, OutcomeKind.Failed, $"{e.GetType().Name}: {e.Message}"));
            }
        }
        return new(
            [.. ranked.OrderByDescending(r => r.Finding.Severity).ThenByDescending(r => r.Rank).ThenBy(r => r.Finding.Id, StringComparer.Ordinal).Select(r => r.Finding)],
            [.. outcomes.OrderBy(o => o.Id, StringComparer.Ordinal)]);
    }
}

/// <param name="Findings">First in rank first.</param>
/// <param name="Outcomes">Every detector that ran, by id.</param>
public sealed record DetectorReport(IReadOnlyList<Finding> Findings, IReadOnlyList<DetectorOutcome> Outcomes);
