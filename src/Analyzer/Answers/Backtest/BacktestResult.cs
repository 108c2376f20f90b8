using Rightsizer.Analyzer.Replay;

namespace Rightsizer.Analyzer.Answers.Backtest;

/// <summary>How right the predictions were on runs that are known.</summary>
public sealed record BacktestResult
{
    /// <summary>Runs read.</summary>
    public required int Runs { get; init; }

    /// <summary>Jobs with at least two runs of one plan.</summary>
    public required int Jobs { get; init; }

    /// <summary>In the order of the job's name and of time.</summary>
    public required IReadOnlyList<BacktestPair> Pairs { get; init; }

    /// <summary>Null where no job ran twice at one shape and volume.</summary>
    public required RepeatNoise? Noise { get; init; }

    /// <summary>The jobs' time: first submission to last end.</summary>
    public required ErrorSummary OfJobs { get; init; }

    /// <summary>The whole run, start-up included.</summary>
    public required ErrorSummary OfWhole { get; init; }

    /// <summary>By job, of the jobs' time.</summary>
    public required IReadOnlyList<ErrorSummary> ByJob { get; init; }

    /// <summary>By effect present; a prediction with two effects is in both.</summary>
    public required IReadOnlyList<ErrorSummary> ByEffect { get; init; }

    /// <summary>By how sure the prediction said to be.</summary>
    public required IReadOnlyList<ErrorSummary> ByTier { get; init; }

    /// <summary>By how far the slots differ.</summary>
    public required IReadOnlyList<ErrorSummary> ByStep { get; init; }

    /// <summary>Constants fitted to these pairs; null where that was not asked for or there are too few of them.</summary>
    public Calibration? Fitted { get; init; }

    /// <summary>Constants were fitted without the job that is predicted.</summary>
    public bool LeftOut { get; init; }

    /// <summary>By job, the constants that were fitted without it; empty unless asked for.</summary>
    public IReadOnlyDictionary<string, Calibration> WithoutJob { get; init; } = new Dictionary<string, Calibration>();
}
