using Rightsizer.Analyzer.Answers.Backtest;
using Rightsizer.Analyzer.Formatting;
using static System.FormattableString;

namespace Rightsizer.Reports.Backtest;

/// <summary>What every form of a backtest says.</summary>
static class BacktestWords
{
    public static readonly string[] Columns = ["predictions", "median error", "P90", "bias", "in the band"];

    public static string Verdict(BacktestResult r) => r.OfJobs.Pairs == 0
        ? Invariant($"Nothing to test: none of {Quantity.Plural(r.Runs, "run")} could be predicted from another run of the same job.")
        : Invariant($"{Quantity.Plural(r.OfJobs.Pairs, "prediction")} of {Quantity.Plural(r.ByJob.Count, "job")}: the median error is ")
            + $"{Percent(r.OfJobs.Median)}, nine in ten are within {Percent(r.OfJobs.P90)}; the 80 % band held {Share(r.OfJobs)}.";

    public static string Noise(BacktestResult r) => r.Noise is { } n
        ? $"Noise: {Quantity.Plural(n.Pairs, "pair")} of runs with the same executors and volume differ by "
            + $"{Percent(n.Median)} (median) and "
            + $"{Percent(n.P90)} (P90). No prediction can be better than that."
        : "Noise is not known: no job ran twice with the same executors and volume.";

    public static string How(BacktestResult r) => r.LeftOut
        ? "Each job is predicted with constants that were fitted without it."
        : "Each run is predicted from another run of the same job.";

    public static string[] Cells(ErrorSummary s) =>
        [Quantity.Count(s.Pairs), Percent(s.Median), Percent(s.P90), Invariant($"{100 * s.Bias:+0.0;-0.0;0.0} %"), Share(s)];

    public static string Share(ErrorSummary s) =>
        s.Pairs == 0 ? "-" : Invariant($"{s.Inside} of {s.Pairs} ({100.0 * s.Inside / s.Pairs:0} %)");

    public static string Percent(double ratio) => Invariant($"{100 * ratio:0.0} %");

    public static string Effect(string name) => name switch
    {
        "none" => "no effect present",
        Analyzer.Replay.Effects.WarmUp => "executors warm up",
        Analyzer.Replay.Effects.CpuLimited => "tasks wait for CPUs",
        Analyzer.Replay.Effects.CoresPerExecutor => "other cores an executor",
        Analyzer.Replay.Effects.PartitionsFollowCores => "partitions may follow the cores",
        Analyzer.Replay.Effects.Cache => "a cache may not fit",
        Analyzer.Replay.Effects.DynamicAllocation => "dynamic allocation",
        Analyzer.Replay.Effects.FarShape => "more than a doubling or halving",
        _ => name,
    };

    public static string Tier(string tier) => tier switch { "A" => "high", "B" => "medium", "C" => "low", _ => tier };

    /// <summary>The tables, in order.</summary>
    public static IEnumerable<(string Heading, IReadOnlyList<(string Name, ErrorSummary Errors)> Rows)> Tables(BacktestResult r)
    {
        yield return ("What is predicted", [("jobs (first start to last end)", r.OfJobs), ("whole run, start-up included", r.OfWhole)]);
        yield return ("By job", [.. r.ByJob.Select(s => (s.Name, s))]);
        yield return ("By effect present", [.. r.ByEffect.Select(s => (Effect(s.Name), s))]);
        yield return ("By how sure it said to be", [.. r.ByTier.Select(s => (Tier(s.Name), s))]);
        yield return ("By step", [.. r.ByStep.Select(s => (s.Name, s))]);
    }

    /// <summary>Why predictions were refused, the most frequent first.</summary>
    public static IReadOnlyList<(string Why, int Count)> Refused(BacktestResult r) =>
        [.. r.Pairs.Where(p => p.Refused is not null).GroupBy(p => p.Refused!).OrderByDescending(g => g.Count())
            .ThenBy(g => g.Key, StringComparer.Ordinal).Select(g => (g.Key, g.Count()))];
}
