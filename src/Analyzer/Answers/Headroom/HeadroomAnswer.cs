using Rightsizer.Analyzer.Replay;

namespace Rightsizer.Analyzer.Answers.Headroom;

/// <summary>How much more input a run could have on its executors: the time that it would take, and what would break first.</summary>
public sealed record HeadroomAnswer
{
    /// <summary>Read from outside in this run; 0 where the source counts rows alone.</summary>
    public long InputBytes { get; init; }

    /// <summary>Rows read from outside in this run; 0 where the log has none.</summary>
    public long InputRows { get; init; }

    /// <summary>Time and cost at other volumes, in the order asked.</summary>
    public IReadOnlyList<HeadroomPoint> Points { get; init; } = [];

    /// <summary>What more input would break, the first to break first; those beyond eight times the input are left out.</summary>
    public IReadOnlyList<HeadroomBreak> Breaks { get; init; } = [];

    /// <summary>Share of the task time that grows with the input for sure, 0 to 1.</summary>
    public double GrowsRatio { get; init; }

    /// <summary>Share of the task time that stays as it is for sure, 0 to 1.</summary>
    public double StaysRatio { get; init; }

    /// <summary>Share of the task time of which one run cannot tell, 0 to 1.</summary>
    public double UnknownRatio { get; init; }

    /// <summary>By stage, in the order of the plan.</summary>
    public IReadOnlyList<StageGrowth> Stages { get; init; } = [];

    /// <summary>Limits that one run does not show, in words.</summary>
    public IReadOnlyList<string> NotKnown { get; init; } = [];

    /// <summary>Null, or why nothing is said of other volumes.</summary>
    public string? Refused { get; init; }
}
