using Rightsizer.Analyzer.Detectors;
using Rightsizer.TestSupport;

namespace Rightsizer.Analyzer.Tests.Detectors;

/// <summary>What the detectors say of a sketch that was not replayed.</summary>
static class Detecting
{
    public static DetectorReport Detect(this RunSketch sketch) =>
        sketch.Build() is var run ? DetectorCatalog.Run(run, new DetectorContext(run)) : null!;

    public static DetectorOutcome Outcome(this RunSketch sketch, string kind) => sketch.Detect().Outcomes.Single(o => o.Kind == kind);

    /// <summary>The finding of that kind; null when there is none.</summary>
    public static Finding? Finding(this RunSketch sketch, string kind) => sketch.Detect().Findings.SingleOrDefault(f => f.Kind == kind);
}
