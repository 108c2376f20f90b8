using Rightsizer.Analyzer.Replay;

namespace Rightsizer.Analyzer.Answers.Backtest;

/// <summary>What is asked of a backtest.</summary>
public sealed record BacktestOptions
{
    /// <summary>Every run predicts every other of its job; else each is predicted from the one before it.</summary>
    public bool AllPairs { get; init; }

    /// <summary>Constants fitted without the job that is predicted.</summary>
    public bool LeaveOneOut { get; init; }

    /// <summary>Pairs whose slots differ by more are left out; null takes all.</summary>
    public double? MaxSlotsRatio { get; init; }

    /// <summary>Fit constants to all pairs, to be written.</summary>
    public bool Fit { get; init; }

    /// <summary>Constants to predict with.</summary>
    public Calibration Calibration { get; init; } = Calibration.BuiltIn;
}
