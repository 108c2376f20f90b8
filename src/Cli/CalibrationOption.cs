using System.CommandLine;
using Rightsizer.Analyzer.Answers.Backtest;
using Rightsizer.Analyzer.Answers.Fleet.State;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Replay;
using Rightsizer.Cli.Fleet;

namespace Rightsizer.Cli;

/// <summary><c>--calibration FILE</c>: constants that <c>backtest</c> fitted to the user's own runs.</summary>
static class CalibrationOption
{
    public static readonly Option<string?> File = new("--calibration")
    {
        HelpName = "FILE",
        Description = "Predict with constants fitted to your own runs (rightsizer backtest SOURCE --emit calibration FILE)."
    };

    /// <summary>What was given; else what <c>backtest --state</c> kept in the state, if anything.</summary>
    public static Calibration Read(ParseResult parsed, string? state, CliContext context)
    {
        if (state is null || parsed.GetValue(File) is not null) return Read(parsed);
        if (CalibrationRecord.Newest(FleetReporting.Store(state, SourceOptions.Read(parsed), context)) is not { } kept)
            return Calibration.BuiltIn;
        context.Error.WriteLine($"--state: predicting with constants fitted to {Quantity.Plural(kept.Pairs, "pair")} of your runs "
            + $"(backtest --state, newest run of {kept.FittedOn})");
        return kept.ToCalibration();
    }

    public static Calibration Read(ParseResult parsed) => parsed.GetValue(File) is not { } file ? Calibration.BuiltIn
        : CalibrationJson.Parse($"--calibration {file}", OptionFile.ReadText(file, "--calibration"));
}
