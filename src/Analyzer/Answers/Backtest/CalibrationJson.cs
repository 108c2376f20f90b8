using System.Text.Json;
using System.Text.Json.Serialization;
using Rightsizer.Analyzer.Replay;
using Rightsizer.EventLogParser;

namespace Rightsizer.Analyzer.Answers.Backtest;

/// <summary>The file that <c>backtest --emit calibration</c> writes and <c>--calibration</c> reads.</summary>
public static class CalibrationJson
{
    /// <summary>The file's text.</summary>
    public static string Write(Calibration c) => JsonSerializer.Serialize(
        new CalibrationFile(Calibration.CurrentVersion, c.Pairs, c.Jobs, c.Contention, c.LimitedContention, c.OwnOfJvm, c.AssumedWarmUp,
            c.BandRatio), CalibrationContext.Default.CalibrationFile) + "\n";

    /// <param name="name">What the file is called in messages.</param>
    /// <param name="text">What is in it.</param>
    /// <exception cref="RightsizerException">It is no calibration, or a number is out of its range.</exception>
    public static Calibration Parse(string name, string text)
    {
        CalibrationFile file;
        try
        {
            file = JsonSerializer.Deserialize(text, CalibrationContext.Default.CalibrationFile) ?? throw new JsonException("empty");
        }
        catch (JsonException e)
        {
            throw new RightsizerException(ExitCode.BadArguments,
                $"{name}: not a calibration; rightsizer backtest SOURCE --emit calibration writes one", e);
        }
        if (file.CalibrationVersion != Calibration.CurrentVersion)
            throw new RightsizerException(ExitCode.BadArguments, FormattableString.Invariant(
                $"{name}: calibration of version {file.CalibrationVersion}, this program reads {Calibration.CurrentVersion}; ")
                + "write it again with rightsizer backtest");
        Check("contention", file.Contention, 0, 1);
        Check("limitedContention", file.LimitedContention, 0, 1);
        Check("ownOfJvm", file.OwnOfJvm, 0, 0.9);
        Check("assumedWarmUp", file.AssumedWarmUp, 0, 0.9);
        Check("bandRatio", file.BandRatio, 0.1, 10);
        return new Calibration
        {
            Pairs = file.Pairs,
            Jobs = file.Jobs,
            Contention = file.Contention,
            LimitedContention = file.LimitedContention,
            OwnOfJvm = file.OwnOfJvm,
            AssumedWarmUp = file.AssumedWarmUp,
            BandRatio = file.BandRatio,
        };

        void Check(string field, double value, double least, double most)
        {
            if (!(value >= least && value <= most))
                throw new RightsizerException(
                    ExitCode.BadArguments, FormattableString.Invariant($"{name}: {field} must be {least} to {most}, not {value}"));
        }
    }
}

/// <summary>The file, field by field; <see cref="Calibration"/> says what each is.</summary>
sealed record CalibrationFile(
    int CalibrationVersion, int Pairs, int Jobs, double Contention, double LimitedContention, double OwnOfJvm, double AssumedWarmUp,
        double BandRatio);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, IndentSize = 1, NewLine = "\n",
    RespectRequiredConstructorParameters = true, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(CalibrationFile))]
sealed partial class CalibrationContext : JsonSerializerContext;
