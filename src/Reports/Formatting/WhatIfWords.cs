using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Replay;

namespace Rightsizer.Reports.Formatting;

public static class WhatIfWords
{
    /// <summary>8 executors x 2 cores; 2 to 16 executors x 4 cores.</summary>
    public static string Shape(WhatIfAnswer a)
    {
        var cores = a.CoresPerExecutor == 1 ? "1 core" : $"{a.CoresPerExecutor} cores";
        return a.Executors is { } n ? $"{n} {(n == 1 ? "executor" : "executors")} x {cores}"
            : $"{a.MinExecutors} to {a.MaxExecutors} executors x {cores}";
    }

    /// <summary>
    /// What makes the answers unsure: each reason once, with the shapes that it is about ("all" where it is about every one).
    /// </summary>
    public static IEnumerable<string> Doubts(IReadOnlyList<WhatIfAnswer> answers)
    {
        var told = answers.Where(a => a.Refused is null).ToList();
        return told.SelectMany(a => a.Doubts.Select(d => (Answer: a, d.Text))).GroupBy(x => x.Text)
            .Select(g => g.Count() == told.Count && told.Count > 1 ? g.Key
            : $"{string.Join(", ", g.Select(x => Shape(x.Answer)))}: {g.Key}");
    }

    /// <summary>
    /// Sizes of a sweep that have no time, and what may turn those over that have one: a cache that may not fit, stages that may follow the
    /// cores. The rest is in the ranges.
    /// </summary>
    /// <param name="sweep">With points.</param>
    /// <param name="isShown">Whether a size is.</param>
    public static IEnumerable<string> Sweep(ExecutorSweep sweep, Func<int, bool> isShown)
    {
        var refused = sweep.Refusals.Where(r => isShown(r.Executors))
            .Select(r => $"{Quantity.Plural(r.Executors, "executor")}: not predicted, {r.Refused}.");
        var told = sweep.Points.Where(p => isShown(p.Executors) && p.Executors != sweep.TodayExecutors)
            .SelectMany(p => p.Answer.Doubts.Where(d => d.Effect is Effects.Cache or Effects.PartitionsFollowCores)
                .Select(d => (p.Executors, d.Text)))
            .GroupBy(x => x.Text).Select(g => $"{Counts(g.Select(x => x.Executors))}: {g.Key}");
        return refused.Concat(told);
    }

    /// <summary>"2, 8 executors".</summary>
    static string Counts(IEnumerable<int> executors)
    {
        var all = executors.ToList();
        return all.Count == 1 ? Quantity.Plural(all[0], "executor")
            : $"{string.Join(", ", all.Select(n => Quantity.Count(n)))} executors";
    }

    /// <summary>38 min to 44 min.</summary>
    public static string Band(long? lowMs, long? highMs) =>
        lowMs is null || highMs is null ? Quantity.Unknown : $"{Quantity.Duration(lowMs)} to {Quantity.Duration(highMs)}";
}
