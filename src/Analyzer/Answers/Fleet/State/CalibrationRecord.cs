using Rightsizer.Analyzer.Replay;

namespace Rightsizer.Analyzer.Answers.Fleet.State;

/// <summary>Constants of predictions that <c>backtest --state</c> fitted to the user's own runs; the newest is used.</summary>
public sealed record CalibrationRecord
{
    public int RecordVersion { get; init; } = RecordKind.CurrentVersion;

    /// <summary>UTC day of the newest run that they were fitted to, ISO.</summary>
    public required string FittedOn { get; init; }

    /// <summary>As <see cref="Calibration"/> has them.</summary>
    public required double Contention { get; init; }
    public required double LimitedContention { get; init; }
    public required double OwnOfJvm { get; init; }
    public required double AssumedWarmUp { get; init; }
    public required double BandRatio { get; init; }
    public required int Pairs { get; init; }
    public required int Jobs { get; init; }

    /// <param name="fitted">The constants.</param>
    /// <param name="newestStartMs">Start of the newest run, epoch milliseconds.</param>
    public static CalibrationRecord Record(Calibration fitted, long newestStartMs) => new()
    {
        FittedOn = StateDay.Day(newestStartMs),
        Contention = fitted.Contention,
        LimitedContention = fitted.LimitedContention,
        OwnOfJvm = fitted.OwnOfJvm,
        AssumedWarmUp = fitted.AssumedWarmUp,
        BandRatio = fitted.BandRatio,
        Pairs = fitted.Pairs,
        Jobs = fitted.Jobs,
    };

    /// <summary>The newest of a state, of one day the one from most pairs; null where it has none.</summary>
    public static CalibrationRecord? Newest(IStateStore store) => RecordSet<CalibrationRecord>.Load(store, RecordKind.Calibration).Records
        .OrderBy(r => r.FittedOn, StringComparer.Ordinal).ThenBy(r => r.Pairs).LastOrDefault();

    /// <summary>Adds it to a state.</summary>
    public void Keep(IStateStore store) => RecordSet<CalibrationRecord>.Load(store, RecordKind.Calibration).Append(FittedOn, [this]);

    public Calibration ToCalibration() => new()
    {
        Contention = Contention,
        LimitedContention = LimitedContention,
        OwnOfJvm = OwnOfJvm,
        AssumedWarmUp = AssumedWarmUp,
        BandRatio = BandRatio,
        Pairs = Pairs,
        Jobs = Jobs,
    };

    /// <summary>The limits of a calibration file.</summary>
    internal bool IsSound => Contention is >= 0 and <= 1 && LimitedContention is >= 0 and <= 1 && OwnOfJvm is >= 0 and <= 0.9
        && AssumedWarmUp is >= 0 and <= 0.9 && BandRatio is >= 0.1 and <= 10 && Pairs > 0 && StateDay.Parse(FittedOn) is not null;
}
