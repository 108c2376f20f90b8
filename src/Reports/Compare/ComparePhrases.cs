using Rightsizer.Analyzer;
using Rightsizer.Analyzer.Answers.Comparison;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Model;
using Rightsizer.Reports.Formatting;

namespace Rightsizer.Reports.Compare;

/// <summary>The sentences of a comparison that every format says the same.</summary>
static class ComparePhrases
{
    /// <summary>Took 5.9 s less (-21.8 %) and cost $0.0052 less (-21.8 %).</summary>
    public static string Verdict(RunComparison c)
    {
        if (c.DifferenceMs is not { } ms) return "The runs cannot be compared: one of the logs has no start or no end.";
        var cost = c.DifferenceUsd is { } usd
            ? $"; it cost {(usd == 0 ? "the same" : Quantity.Usd(Math.Abs(usd), CostGround(c)) + (usd > 0 ? " more" : " less"))} "
            + $"({Quantity.Change(CostChange(c))})"
            : CoreTime(c) is { } core ? $"; it has no price, and paid for {core}" : "; cost is not known";
        return $"The later run took {(ms == 0 ? "as long" : Quantity.Duration(Math.Abs(ms)) + (ms > 0 ? " longer" : " less"))} "
            + $"({Quantity.Change(TimeChange(c))}: {Quantity.Duration(c.BeforeMs)}, then {Quantity.Duration(c.AfterMs)}){cost}.";
    }

    /// <summary>"1.8 times the core time (280 core-s, then 503 core-s)"; null where a log has no executors.</summary>
    public static string? CoreTime(RunComparison c) => RunOverview.ComputePaidCoreMs(c.Before.Run) is > 0 and var before
        && RunOverview.ComputePaidCoreMs(c.After.Run) is > 0 and var after
        ? $"{Quantity.Number((double)after / before)} times the core time ({Quantity.CoreTime(before)}, then {Quantity.CoreTime(after)})"
        : null;

    /// <summary>More dollars, or where a run has no price, more core time than two equal runs differ by.</summary>
    public static bool CostsMore(RunComparison c) => c.DifferenceUsd is { } usd ? usd > 0
        : RunOverview.ComputePaidCoreMs(c.After.Run) > MostAlike * RunOverview.ComputePaidCoreMs(c.Before.Run);

    const double MostAlike = 1.05;

    public static double? TimeChange(RunComparison c) =>
        c.DifferenceMs is { } ms && c.BeforeMs is > 0 and var before ? (double)ms / before : null;

    public static double? CostChange(RunComparison c) =>
        c.DifferenceUsd is { } usd && c.BeforeUsd is > 0 and var before ? (double)(usd / before) : null;

    /// <summary>The weaker of the two prices.</summary>
    public static Ground CostGround(RunComparison c) =>
        (Ground)Math.Min((int)(c.Before.Cost.Actual?.Ground ?? Ground.Missing), (int)(c.After.Cost.Actual?.Ground ?? Ground.Missing));

    public static string Run(AnalysisResult r) =>
        $"{r.Run.App.Name ?? "(unnamed application)"}, {r.Run.App.Id ?? "no id"}: {Phrases.RunTime(r.Run)}, "
            + $"{Phrases.Executors(r.Run, RunOverview.Compute(r.Run))}, {Phrases.Engine(r)}. {LogWords.Short(r.Run)}";

    public static string Cause(DifferenceCause cause) => cause.ToString().ToLowerInvariant();

    /// <summary>What a cause means, for a sentence or a row.</summary>
    public static string Meaning(DifferenceCause cause) => cause switch
    {
        DifferenceCause.Volume => "amount of data read",
        DifferenceCause.Plan => "other stages or numbers of tasks",
        DifferenceCause.Cluster => "number and size of executors",
        DifferenceCause.Configuration => "tasks ran slower or faster, with other settings",
        DifferenceCause.Environment => "tasks ran slower or faster, with the same settings",
        DifferenceCause.Price => "unit prices",
        _ => "not explained by the simulation",
    };

    /// <summary>A cause under its bar, in two words.</summary>
    public static string Bar(DifferenceCause cause) => cause switch
    {
        DifferenceCause.Volume => "data read",
        DifferenceCause.Plan => "stages and tasks",
        DifferenceCause.Cluster => "executors",
        DifferenceCause.Configuration => "settings",
        DifferenceCause.Environment => "speed of tasks",
        DifferenceCause.Price => "unit prices",
        _ => "unexplained",
    };

    /// <summary>"5.2 s longer", "368 ms less".</summary>
    public static string Longer(long ms) => ms == 0 ? "none" : $"{Quantity.Duration(Math.Abs(ms))} {(ms > 0 ? "longer" : "less")}";

    public static string Signed(long? ms) => ms is not { } v ? Quantity.Unknown : (v > 0 ? "+" : "") + Quantity.Duration(v);

    public static string Signed(decimal? usd, Ground ground) => usd is not { } v ? Quantity.Unknown : v == 0 ? "$0"
        : (Quantity.IsEstimate(ground) ? "~" : "") + (v > 0 ? "+" : "") + Quantity.Usd(v);

    /// <summary>Time of a part; unknown where it could not be told apart.</summary>
    public static string Time(DifferencePart p) => p.Ground == Ground.Missing ? Quantity.Unknown
        : (p.Ms is not (null or 0) && Quantity.IsEstimate(p.Ground) ? "~" : "") + Signed(p.Ms);

    public static string Cost(DifferencePart p) => p.Ground == Ground.Missing ? Quantity.Unknown : Signed(p.Usd, p.Ground);

    public static string Stage(StageAttempt s) => $"{s.StageId}.{s.AttemptId}";

    public static string Matched(MatchedBy by) => by switch
    {
        MatchedBy.PlanAndCallSite => "plan and call site",
        MatchedBy.OperatorsAndCallSite => "operators and call site",
        MatchedBy.Operators => "operators",
        _ => "call site",
    };

    /// <summary>14 stages matched (12 by plan and call site, 2 by call site), 1 only in the earlier run, none only in the later.</summary>
    public static string Matches(RunComparison c)
    {
        var by = c.Stages.GroupBy(m => m.By).OrderBy(g => g.Key).Select(g => $"{g.Count()} by {Matched(g.Key)}");
        return $"{Quantity.Plural(c.Stages.Count, "stage")} matched{(c.Stages.Count > 0 ? $" ({string.Join(", ", by)})" : "")}, "
            + $"{c.OnlyBefore.Count} only in the earlier run, {c.OnlyAfter.Count} only in the later";
    }

    public static string Value(string key, string? value) => PlainText.OneLine(Redaction.Value(key, value) ?? "(not set)");

    public static string? OtherSettings(RunComparison c) => c.OtherSettingsChanged switch
    {
        0 => null,
        1 => "1 other Spark property differs and is not shown.",
        var n => $"{n} other Spark properties differ and are not shown.",
    };

    /// <summary>Why the cost is not compared; null where it is.</summary>
    public static string? NotPriced(RunComparison c) => c.DifferenceUsd is not null ? null
        : c.Before.Cost.ActualMissing ?? c.After.Cost.ActualMissing ?? "a cost line has no price";
}
