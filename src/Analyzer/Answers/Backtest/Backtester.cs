using Rightsizer.Analyzer.Numerics;
using Rightsizer.Analyzer.Replay;

namespace Rightsizer.Analyzer.Answers.Backtest;

/// <summary>Predicts runs that are known from other runs of the same job.</summary>
public static class Backtester
{
    /// <summary>Volumes that differ by less are one volume.</summary>
    const double SameVolume = 0.10;

    /// <summary>Tasks simulated for one band: a few milliseconds of one core.</summary>
    const int TaskBudget = 200_000;

    /// <summary>Predicts; runs of no partner are counted and give no pair.</summary>
    public static BacktestResult Run(IReadOnlyList<BacktestRun> runs, BacktestOptions options, CancellationToken cancellation = default)
    {
        var groups = runs.Where(r => r.Plan is not null).GroupBy(r => (r.Job, r.Plan))
            .Select(g => g.OrderBy(r => r.StartMs).ThenBy(r => r.Name, StringComparer.Ordinal).ToList())
            .Where(g => g.Count > 1).OrderBy(g => g[0].Job, StringComparer.Ordinal).ThenBy(g => g[0].StartMs).ToList();
        var asked = groups.SelectMany(g => Couples(g, options)).ToList();
        Dictionary<string, Calibration> without = [];
        if (options.LeaveOneOut)
        {
            foreach (var job in asked.Select(p => p.From.Job).Distinct())
            {
                cancellation.ThrowIfCancellationRequested();
                without[job] = CalibrationFit
                    .Fit([.. asked.Where(p => p.From.Job != job)], options.Calibration, forOtherJobs: true, cancellation)
                    ?? options.Calibration;
            }
        }
        var pairs = new BacktestPair[asked.Count];
        Parallel.For(0, pairs.Length, new ParallelOptions { CancellationToken = cancellation }, i =>
            pairs[i] = Predict(asked[i].From, asked[i].To, without.GetValueOrDefault(asked[i].From.Job, options.Calibration)));
        var told = pairs.Where(p => p.Jobs is not null).ToList();
        return new BacktestResult
        {
            Runs = runs.Count,
            Jobs = groups.Select(g => g[0].Job).Distinct().Count(),
            Pairs = pairs,
            Noise = Noise(groups),
            OfJobs = ErrorSummary.Compute("all", told.Select(p => p.Jobs!)),
            OfWhole = ErrorSummary.Compute("all", told.Where(p => p.Whole is not null).Select(p => p.Whole!)),
            ByJob = By(told, p => [p.From.Job]),
            ByEffect = By(told, p => p.Effects.Count > 0 ? p.Effects : ["none"]),
            ByTier = By(told, p => [p.Tier!]),
            ByStep = By(told, p => [Step(p)]),
            Fitted = options.Fit ? CalibrationFit.Fit(asked, options.Calibration, forOtherJobs: false, cancellation) : null,
            LeftOut = options.LeaveOneOut,
            WithoutJob = without,
        };
    }

    /// <summary>Who predicts whom: neighbours in time, or all; at one shape and volume there is nothing to predict.</summary>
    static IEnumerable<Couple> Couples(List<BacktestRun> runs, BacktestOptions options)
    {
        for (var b = 0; b < runs.Count; b++)
        {
            for (var a = options.AllPairs ? 0 : Math.Max(0, b - 1); a < (options.AllPairs ? runs.Count : b); a++)
            {
                var (from, to) = (runs[a], runs[b]);
                if (a == b || from.JobsMs is null || to.JobsMs is not > 0) continue;
                if (from.Shape == to.Shape && IsSame(VolumeRatio(from, to))) continue;
                var ratio = to.Slots / (double)Math.Max(1, from.Slots);
                if (options.MaxSlotsRatio is { } most && (ratio > most || ratio < 1 / most)) continue;
                yield return new Couple(from, to);
            }
        }
    }

    static double VolumeRatio(BacktestRun from, BacktestRun to) =>
        from.Volume is > 0 and var a && to.Volume is > 0 and var b ? b / a : 1;

    static bool IsSame(double volumeRatio) => Math.Abs(Math.Log(volumeRatio)) < SameVolume;

    /// <summary>What the later run took, as the computer was in the earlier one.</summary>
    internal static double Actual(BacktestRun from, BacktestRun to) => to.JobsMs!.Value * Speed(from, to);

    static double Speed(BacktestRun from, BacktestRun to) =>
        from.Label?.ProbeMs is { } here && to.Label?.ProbeMs is { } there ? here / there : 1;

    internal static BacktestPair Predict(BacktestRun from, BacktestRun to, Calibration by)
    {
        var volume = VolumeRatio(from, to);
        var pair = new BacktestPair { From = from, To = to, VolumeRatio = IsSame(volume) ? 1 : volume };
        var prepared = from.Prepared(by);
        VolumeChange? more = null;
        if (pair.VolumeRatio != 1)
        {
            if (from.Shape != to.Shape) return pair with { Refused = "another volume on other executors" };
            if (prepared.Plan is { } plan) more = VolumeChange.At(plan, volume);
        }
        var answer = WhatIf.Answer(
            prepared, from.Report, new WhatIfSpec(to.ShapeText, to.Shape), more, taskBudget: TaskBudget);
        if (answer.JobsMs is not { } jobsMs || answer.DurationMs is not { } wholeMs) return pair with { Refused = answer.Refused };
        var firstJob = from.FirstJob;
        var first = answer.Jobs.Where(j => firstJob is null || j.JobId == firstJob).Select(j => j.SubmittedMs).DefaultIfEmpty(0).Min();
        double said = answer.Jobs.Max(j => j.EndedMs) - first;
        var jobs = new BacktestTime(said, said * answer.JobsP10Ms!.Value / Math.Max(1, jobsMs),
            said * answer.JobsP90Ms!.Value / Math.Max(1, jobsMs), Actual(from, to));
        return pair with
        {
            Jobs = jobs,
            Whole = to.Run.App.DurationMs is { } ms
                ? new BacktestTime(wholeMs, answer.DurationP10Ms!.Value, answer.DurationP90Ms!.Value, ms * Speed(from, to)) : null,
            Tier = answer.Tier,
            Effects = [.. answer.Doubts.Select(d => d.Effect).Distinct()],
        };
    }

    static RepeatNoise? Noise(List<List<BacktestRun>> groups)
    {
        var apart = new List<double>();
        foreach (var group in groups)
        {
            for (var b = 0; b < group.Count; b++)
            {
                for (var a = 0; a < b; a++)
                {
                    var (x, y) = (group[a], group[b]);
                    if (x.Shape != y.Shape || !IsSame(VolumeRatio(x, y)) || x.JobsMs is not > 0 || y.JobsMs is not > 0) continue;
                    apart.Add(Math.Abs(x.JobsMs.Value / Actual(x, y) - 1));
                }
            }
        }
        apart.Sort();
        return apart.Count == 0 ? null
            : new RepeatNoise(apart.Count, Statistics.SparkQuantile(apart, 0.5), Statistics.SparkQuantile(apart, 0.9));
    }

    static List<ErrorSummary> By(List<BacktestPair> pairs, Func<BacktestPair, IReadOnlyList<string>> keys) =>
        [.. pairs.SelectMany(p => keys(p).Select(k => (Key: k, p.Jobs))).GroupBy(x => x.Key).OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => ErrorSummary.Compute(g.Key, g.Select(x => x.Jobs!)))];

    static string Step(BacktestPair pair)
    {
        if (pair.VolumeRatio != 1) return "another volume, the same executors";
        if (pair.From.CoresPerExecutor != pair.To.CoresPerExecutor) return "other number of cores per executor";
        return pair.SlotsRatio is >= 0.5 and <= 2 ? "at most twice or half the slots" : "more than twice or half the slots";
    }
}

/// <summary>A run and one to predict from it.</summary>
readonly record struct Couple(BacktestRun From, BacktestRun To);
