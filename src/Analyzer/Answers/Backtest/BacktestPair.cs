namespace Rightsizer.Analyzer.Answers.Backtest;

/// <summary>One run predicted from another. Times in milliseconds.</summary>
public sealed record BacktestPair
{
    public required BacktestRun From { get; init; }
    public required BacktestRun To { get; init; }

    /// <summary>Volume there over volume here; 1 where they are nearly the same.</summary>
    public required double VolumeRatio { get; init; }

    /// <summary>Null, or why nothing was predicted.</summary>
    public string? Refused { get; init; }

    /// <summary>First job's submission to last job's end.</summary>
    public BacktestTime? Jobs { get; init; }

    /// <summary>Application start to end.</summary>
    public BacktestTime? Whole { get; init; }

    /// <summary>A, B or C; null where refused.</summary>
    public string? Tier { get; init; }

    /// <summary>Names of the effects that make it unsure; see <see cref="Replay.Effects"/>.</summary>
    public IReadOnlyList<string> Effects { get; init; } = [];

    /// <summary>Slots there over slots here.</summary>
    public double SlotsRatio => To.Slots / (double)Math.Max(1, From.Slots);
}

/// <summary>What was predicted and what came. Milliseconds.</summary>
/// <param name="PredictedMs">The middle.</param>
/// <param name="P10Ms">One run in ten is shorter.</param>
/// <param name="P90Ms">One in ten is longer.</param>
/// <param name="ActualMs">Of the later run; put right by the probes of both runs where there are any.</param>
public sealed record BacktestTime(double PredictedMs, double P10Ms, double P90Ms, double ActualMs)
{
    /// <summary>Signed, of what came.</summary>
    public double Error => PredictedMs / ActualMs - 1;

    public bool Inside => ActualMs >= P10Ms && ActualMs <= P90Ms;

    /// <summary>Distance from the middle in half-widths of the band; above 1 is outside.</summary>
    internal double HalfWidths
    {
        get
        {
            var half = Math.Log(P90Ms / P10Ms) / 2;
            return half > 0 ? Math.Abs(Math.Log(ActualMs / PredictedMs)) / half : double.PositiveInfinity;
        }
    }
}
