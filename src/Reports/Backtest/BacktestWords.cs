using Rightsizer.Analyzer.Answers.Backtest;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Reports.Formatting;
using static System.FormattableString;

namespace Rightsizer.Reports.Backtest;

/// <summary>What every form of a backtest says.</summary>
static class BacktestWords
{
    public static readonly string[] Columns = ["predictions", "median error", "9 in 10 within", "bias", "in the 80 % band"];

    /// <summary>The first lines, the same in every format.</summary>
    public static FirstLines Answer(BacktestResult r) => new(
        $"{Quantity.Plural(r.Runs, "run")} of {Quantity.Plural(r.Jobs, "job")} read; "
        + $"{Quantity.Plural(r.OfJobs.Pairs, "prediction")} of a known run from another run of the same job", Verdict(r))
    {
        Next = r.OfJobs.Pairs == 0 ? "At least two runs of one job with other executors or another volume are needed."
            : "Predict with constants fitted to these runs:",
        Paste = r.OfJobs.Pairs == 0 ? []
            : ["rightsizer backtest SOURCE --emit calibration fitted.json", "rightsizer size LOG --calibration fitted.json"],
    };

    static string Verdict(BacktestResult r) => r.OfJobs.Pairs == 0
        ? $"Nothing to test: none of {Quantity.Plural(r.Runs, "run")} could be predicted from another run of the same job."
        : $"Half of the predicted times are within {Percent(r.OfJobs.Median)} of the real time, 9 in 10 within {Percent(r.OfJobs.P90)}. "
            + $"The 80 % band contained the real time in {Share(r.OfJobs)}.";

    public static string Noise(BacktestResult r) => r.Noise is { } n
        ? $"Repeated runs with the same executors and volume differ by {Percent(n.Median)} (median of {Quantity.Plural(n.Pairs, "pair")}; "
            + $"9 in 10 within {Percent(n.P90)}). No prediction can be better than that."
        : "How far repeated runs differ is not known: no job ran twice with the same executors and volume.";

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
        Analyzer.Replay.Effects.CoresPerExecutor => "other number of cores per executor",
        Analyzer.Replay.Effects.PartitionsFollowCores => "partitions may follow the cores",
        Analyzer.Replay.Effects.Cache => "a cache may not fit",
        Analyzer.Replay.Effects.DynamicAllocation => "dynamic allocation",
        Analyzer.Replay.Effects.FarShape => "more than a doubling or halving",
        Analyzer.Replay.Effects.Session => "a session of users",
        Analyzer.Replay.Effects.Speculation => "speculation copied tasks",
        _ => name,
    };

    public static string Tier(string tier) => tier switch { "A" => "high", "B" => "medium", "C" => "low", _ => tier };

    /// <summary>The tables, in order.</summary>
    public static IEnumerable<(string Heading, IReadOnlyList<(string Name, ErrorSummary Errors)> Rows)> Tables(BacktestResult r)
    {
        yield return ("What is predicted", [("jobs (first start to last end)", r.OfJobs), ("whole run, start-up included", r.OfWhole)]);
        yield return ("By job", [.. r.ByJob.Select(s => (s.Name, s))]);
        yield return ("By effect present", [.. r.ByEffect.Select(s => (Effect(s.Name), s))]);
        yield return ("By stated confidence", [.. r.ByTier.Select(s => (Tier(s.Name), s))]);
        yield return ("By size of the change", [.. r.ByStep.Select(s => (s.Name, s))]);
    }

    /// <summary>Why predictions were refused, the most frequent first.</summary>
    public static IReadOnlyList<(string Why, int Count)> Refused(BacktestResult r) =>
        [.. r.Pairs.Where(p => p.Refused is not null).GroupBy(p => p.Refused!).OrderByDescending(g => g.Count())
            .ThenBy(g => g.Key, StringComparer.Ordinal).Select(g => (g.Key, g.Count()))];
}
