using Rightsizer.Analyzer.Numerics;

namespace Rightsizer.Analyzer.Answers.Backtest;

/// <summary>Errors of a group of predictions. Ratios.</summary>
/// <param name="Name">What the group has in common.</param>
/// <param name="Pairs">Predictions.</param>
/// <param name="Median">Of the errors without their sign.</param>
/// <param name="P90">Nine in ten are at most this.</param>
/// <param name="Bias">Mean of the signed errors: positive is too long.</param>
/// <param name="Inside">Predictions whose band held what came.</param>
public sealed record ErrorSummary(string Name, int Pairs, double Median, double P90, double Bias, int Inside)
{
    internal static ErrorSummary Compute(string name, IEnumerable<BacktestTime> times)
    {
        var all = times.ToList();
        var errors = all.Select(t => Math.Abs(t.Error)).Order().ToArray();
        return errors.Length == 0 ? new ErrorSummary(name, 0, 0, 0, 0, 0)
            : new ErrorSummary(name, errors.Length, Statistics.SparkQuantile(errors, 0.5), Statistics.SparkQuantile(errors, 0.9),
                all.Average(t => t.Error), all.Count(t => t.Inside));
    }
}

/// <summary>How far two runs of one job at one shape and volume differ. Ratios.</summary>
/// <param name="Pairs">Pairs of such runs.</param>
/// <param name="Median">Of the differences without their sign.</param>
/// <param name="P90">Nine in ten are at most this.</param>
public sealed record RepeatNoise(int Pairs, double Median, double P90);
