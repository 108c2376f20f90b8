using Rightsizer.Analyzer.Model;

namespace Rightsizer.Analyzer.Detectors;

/// <summary>What detectors share about one run: made once, handed to each.</summary>
public sealed class DetectorContext(ApplicationRun run)
{
    /// <summary>Share of the run below which a statistical cause is not told: no replay is exact to less.</summary>
    public const double MinShare = 0.01;

    internal RunFacts Facts { get; } = new(run);
}
