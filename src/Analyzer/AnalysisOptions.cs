using Rightsizer.Analyzer.Detectors;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer.Replay;

namespace Rightsizer.Analyzer;

/// <summary>What the user asks of an analysis beyond the log itself.</summary>
public sealed record AnalysisOptions
{
    /// <summary>How the run is priced.</summary>
    public PriceContext Pricing { get; init; } = new();

    /// <summary>Also price the run on other platforms.</summary>
    public bool Alternatives { get; init; } = true;

    /// <summary>
    /// The notes of the alternatives are read by somebody. A report over many runs shows none of them, and what interruptions cost is
    /// simulated for its note alone.
    /// </summary>
    public bool AlternativesAreTold { get; init; } = true;

    /// <summary>Findings that are not wanted, and limits of the user's own.</summary>
    public DetectorSettings Detectors { get; init; } = DetectorSettings.Default;

    /// <summary>Other shapes to predict the run at.</summary>
    public IReadOnlyList<WhatIfSpec> WhatIf { get; init; } = [];

    /// <summary>Constants that the predictions rest on.</summary>
    public Calibration Calibration { get; init; } = Calibration.BuiltIn;

    /// <summary>Also predict the run with fewer and with more executors.</summary>
    public bool Sweep { get; init; }

    /// <summary>The sweep has only the few points that a text shows, so that the text appears at once.</summary>
    public bool BriefSweep { get; init; }

    /// <summary>Volumes of input to predict the run with, over its own.</summary>
    public IReadOnlyList<double> Volumes { get; init; } = [];

    /// <summary>Also choose among the proposed settings those that go together, and replay the run with all of them.</summary>
    public bool Patch { get; init; }

    /// <summary>One core is enough: other runs are analysed beside this one. The answer is the same.</summary>
    public bool OneCore { get; init; }
}
