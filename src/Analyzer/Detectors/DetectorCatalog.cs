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
    ];

    /// <summary>Runs every detector; one that throws is reported as failed and stops no other.</summary>
    public static DetectorReport Run(ApplicationRun run, DetectorContext context) => Run(All, run, context);

    internal static DetectorReport Run(IEnumerable<IDetector> detectors, ApplicationRun run, DetectorContext context)
    {
        var ranked = new List<(double Rank, Finding Finding)>();
        var outcomes = new List<DetectorOutcome>();
        foreach (var detector in detectors)
        {
            var d = detector.Descriptor;
            Verdict verdict;
            try { verdict = detector.Detect(run, context); }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                outcomes.Add(new(d.Id, d.Kind, OutcomeKind.Failed, $"{e.GetType().Name}: {e.Message}"));
                continue;
            }
            outcomes.Add(verdict switch
            {
                CauseFound => new(d.Id, d.Kind, OutcomeKind.Found, null),
                NotApplicableVerdict n => new(d.Id, d.Kind, OutcomeKind.NotApplicable, n.Reason),
                _ => new(d.Id, d.Kind, OutcomeKind.Clean, (verdict as CleanVerdict)?.Reason),
            });
            if (verdict is CauseFound found) ranked.Add(FindingBuilder.Build(d, found, context.Facts));
        }
        return new(
            [.. ranked.OrderByDescending(r => r.Finding.Severity).ThenByDescending(r => r.Rank).ThenBy(r => r.Finding.Id, StringComparer.Ordinal).Select(r => r.Finding)],
            [.. outcomes.OrderBy(o => o.Id, StringComparer.Ordinal)]);
    }
}

/// <param name="Findings">First in rank first.</param>
/// <param name="Outcomes">Every detector that ran, by id.</param>
public sealed record DetectorReport(IReadOnlyList<Finding> Findings, IReadOnlyList<DetectorOutcome> Outcomes);
