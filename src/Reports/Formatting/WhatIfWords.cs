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

    /// <summary>38 min to 44 min.</summary>
    public static string Band(long? lowMs, long? highMs) =>
        lowMs is null || highMs is null ? Quantity.Unknown : $"{Quantity.Duration(lowMs)} to {Quantity.Duration(highMs)}";
}
