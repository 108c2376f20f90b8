namespace Rightsizer.Analyzer.Replay;

/// <summary>What decides how much work a stage has where a run has more input.</summary>
public enum GrowthKind
{
    /// <summary>It reads the input: bytes or rows from outside.</summary>
    Input,

    /// <summary>It reads cached data.</summary>
    Cached,

    /// <summary>It reads what other stages wrote.</summary>
    Shuffle,

    /// <summary>The log has neither bytes nor rows that it read.</summary>
    Unknown,
}

/// <summary>How the work of one stage grows with the input of the run.</summary>
/// <param name="StageId">Stage.</param>
/// <param name="AttemptId">Attempt.</param>
/// <param name="Kind">What it reads.</param>
/// <param name="Least">Share of the input's growth that reaches it at least: 0 where it stays as it is, 1 where it grows alike.</param>
/// <param name="Most">The same at most; above <see cref="Least"/> where one run cannot tell.</param>
/// <param name="MayMultiply">It wrote more rows than it read: where both sides of a join grow, its rows grow with their product.</param>
/// <param name="TaskTimeRatio">Share of the run's task time, 0 to 1.</param>
public sealed record StageGrowth(
    int StageId, int AttemptId, GrowthKind Kind, double Least, double Most, bool MayMultiply, double TaskTimeRatio)
{
    /// <summary>What is predicted with.</summary>
    internal double Middle => (Least + Most) / 2;

    /// <summary>Work there over work here at so many times the input.</summary>
    internal static double Factor(double share, double volumeRatio) => Math.Max(0, 1 + share * (volumeRatio - 1));
}
