using Rightsizer.Analyzer.Answers.Diagnosis;
using Rightsizer.Analyzer.Answers.Headroom;
using Rightsizer.Analyzer.Detectors;
using Rightsizer.Analyzer.Model;
using Rightsizer.Analyzer.Replay;

namespace Rightsizer.Analyzer;

/// <summary>Everything that is said about one run. Reports read this and nothing else.</summary>
public sealed record AnalysisResult
{
    public required ApplicationRun Run { get; init; }

    /// <summary>What was found, first in rank first.</summary>
    public required IReadOnlyList<Finding> Findings { get; init; }

    /// <summary>Every detector that ran, by id.</summary>
    public required IReadOnlyList<DetectorOutcome> Detectors { get; init; }
    public required CostReport Cost { get; init; }

    /// <summary>Null until the run was replayed.</summary>
    public ReplayReport? Replay { get; init; }
    public IReadOnlyList<WhatIfAnswer> WhatIf { get; init; } = [];

    /// <summary>Null where it was not asked for.</summary>
    public ExecutorSweep? Sweep { get; init; }

    /// <summary>The run with more input; null where it was not asked for.</summary>
    public HeadroomAnswer? Headroom { get; init; }
    public Waterfall? Waterfall { get; init; }

    /// <summary>The plan where its replay was refused: what was seen can still be accounted for.</summary>
    internal ReplayPlan? RefusedPlan { get; init; }

    /// <summary>Null where it was not asked for.</summary>
    public SettingsPatch? Patch { get; init; }

    /// <summary>
    /// The longest chain of driver time and tasks: no number of executors makes the run shorter. Null where it was not replayed.
    /// </summary>
    public long? CriticalPathMs { get; init; }

    /// <summary>Null where the run is no stream.</summary>
    public StreamReport? Streams { get; init; }

    /// <summary>Null where no client of Spark Connect asked for anything.</summary>
    public ConnectReport? Connect { get; init; }

    /// <summary>The answer in short.</summary>
    public RunVerdict Verdict => RunVerdict.Judge(this);

    /// <summary>Other attempts found beside the one analysed, by location.</summary>
    public IReadOnlyList<string> OtherAttempts { get; init; } = [];
}
