namespace Rightsizer.Analyzer.Answers.Sizing;

/// <summary>
/// How fast the processors of an option are taken to be beside those on which the run was seen, from AWS's published figures or the
/// user's own runs. docs/science.md 1.3.
/// </summary>
public sealed record GenerationPrior
{
    /// <summary>"Graviton4".</summary>
    public required string Processor { get; init; }

    /// <summary>Of the run; "unknown x86" where the log does not tell.</summary>
    public required string Against { get; init; }

    /// <summary>Less (below 0) or more CPU work a second that a busy vCPU does, %; P50.</summary>
    public required double FasterPct { get; init; }

    /// <summary>In one job of ten it is no more than this.</summary>
    public required double FasterPctP10 { get; init; }

    /// <summary>In one job of ten it is more than this.</summary>
    public required double FasterPctP90 { get; init; }

    /// <summary>Runs of the job on both that corrected the published figure; 0 without.</summary>
    public int LearntFromRuns { get; init; }

    /// <summary>
    /// Costs less than the best option of the same kind on processors that are taken as no faster than those seen, as long as it is not
    /// slower than simulated by more than this. Null where there is none.
    /// </summary>
    public double? BreakEvenSlowdownPct { get; init; }
}
