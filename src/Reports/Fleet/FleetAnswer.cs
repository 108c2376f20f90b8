using Rightsizer.Analyzer;
using Rightsizer.Analyzer.Answers.Fleet.Report;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Reports.Charts.Fleet;
using Rightsizer.Reports.Formatting;

namespace Rightsizer.Reports.Fleet;

/// <summary>The first lines of a report over many runs, the same in every format, and the order of what to do.</summary>
static class FleetAnswer
{
    public static FirstLines Compose(FleetReport r)
    {
        var best = First(r);
        var m = FleetMeasure.Choose(r);
        return new FirstLines($"{FleetWords.Period(r.Period)}{Within(r)}; {FleetWords.Logs(r.Logs)}",
            Sentence(r, m) + (Elsewhere(r) is { } cheaper ? " " + cheaper : ""))
        {
            Next = best is not null ? $"Do first: {Instruction(best)}, in {PlainText.Short(best.Job, 40)} "
                + $"({PlainText.Short(best.Owner, 20)}): saves {m.Saving(best)}." : Nothing(r),
            Paste = best is { Setting: { } setting, Proposed: { } value } && setting.StartsWith("spark.", StringComparison.Ordinal)
                ? [Phrases.Conf(setting, Redaction.Value(setting, value)!)] : [],
        };
    }

    /// <summary>That the runs of several days lie within one day's length; empty where they do not.</summary>
    static string Within(FleetReport r) => r.Period.Days > 1 && r.Arrivals is { HeldMs: < 86_400_000 and var ms }
        ? $", all within {Quantity.Duration(ms)}" : "";

    /// <summary>That no saving is worth doing first, and how large the largest is; null without any saving.</summary>
    public static string? Nothing(FleetReport r) =>
        First(r) is not null || ToDo(r).FirstOrDefault(s => s.IsSmall) is null ? null
        : ToDo(r).Where(s => s.IsSmall).MaxBy(s => s.CoreHoursAYear) is not { } largest ? null
        : $"No saving found here is worth the work: the largest is {FleetMeasure.Choose(r).Saving(largest)} "
            + $"({Instruction(largest)}, in {PlainText.Short(largest.Job, 40)}).";

    /// <summary>
    /// Another way to run all runs of the period that its table shows cheaper than as they ran; where their cost is not known, the
    /// cheapest and the dearest. Null where none is.
    /// </summary>
    public static string? Elsewhere(FleetReport r)
    {
        var all = r.Scenarios.Where(s => s.MissingRuns == 0 && s.Name != "as it ran").ToList();
        if (all.Count == 0 || all.MinBy(s => s.Usd) is not { } cheapest) return null;
        if (cheapest.ActualUsd is not { } actual)
        {
            return all.Count == 1 ? null : $"What they cost is not known; at list prices the same runs would cost ~"
                + $"{Quantity.Usd(cheapest.Usd)} ({cheapest.Name}) to ~{Quantity.Usd(all.Max(s => s.Usd))}.";
        }
        if (cheapest.Usd >= actual) return null;
        var assumed = cheapest.ActualGround <= Ground.Assumed;
        var runs = ComparesAPart(r) ? "The runs of all days" : "The same runs";
        return $"{runs} would cost ~{Quantity.Usd(cheapest.Usd)} on {cheapest.Name}"
            + (assumed ? $", against an assumed {Quantity.Usd(actual, cheapest.ActualGround)} as they ran"
                : $", {Quantity.Percent((double)(1 - cheapest.Usd / actual))} less than as they ran")
            + (cheapest.Note is { } note ? $" ({note})." : ".");
    }

    /// <summary>What to do first: the first counted saving of a job that still runs; null without one.</summary>
    public static FleetSaving? First(FleetReport r) => ToDo(r).FirstOrDefault(s => s.IsCounted);

    /// <summary>Savings of jobs that still run: low effort first, then the largest.</summary>
    public static IReadOnlyList<FleetSaving> ToDo(FleetReport r)
    {
        var gone = Gone(r);
        return [.. r.Savings.Where(s => !gone.Contains((s.Job, s.Owner))).OrderBy(s => !s.IsCounted).ThenBy(s => s.Effort)
            .ThenByDescending(s => s.UsdAYear ?? 0).ThenByDescending(s => s.CoreHoursAYear)];
    }

    /// <summary>Jobs whose latest run failed, as the report ranks jobs, with the error of that run; null where its log has none.</summary>
    public static IReadOnlyList<(FleetJob Job, string? Reason)> Failing(FleetReport r) =>
        [.. r.Jobs.Where(j => j.IsFailing && j.Total.Runs > 0).Select(j => (j, r.Runs
            .Where(x => x.Job == j.Name && x.Owner == j.Owner && x.Reason is not null).MaxBy(x => x.StartMs)?.Reason))];

    /// <summary>Jobs without a run in the time that is compared: what they wasted is over.</summary>
    public static HashSet<(string, string)> Gone(FleetReport r) =>
        [.. r.Jobs.Where(j => j.Trend == JobTrend.Gone || j.Total.Runs == 0).Select(j => (j.Name, j.Owner))];

    /// <summary>Counted savings of jobs that no longer run, in a sentence; null without any.</summary>
    public static string? GoneSavings(FleetReport r)
    {
        var gone = Gone(r);
        var over = r.Savings.Where(s => s.IsCounted && gone.Contains((s.Job, s.Owner))).ToList();
        return over.Count == 0 ? null : $"Not in this list: {Quantity.Plural(over.Count, "saving")} of jobs that no longer run "
            + $"({string.Join(", ", over.Take(3).Select(s => PlainText.Short(s.Job, 40)))}{(over.Count > 3 ? ", ..." : "")}).";
    }

    /// <summary>Of jobs that still run, the counted saving of each.</summary>
    public static string Saved(FleetReport r) => Nothing(r) is not null ? "nothing that is worth the work"
        : FleetMeasure.Choose(r).Saving(ToDo(r));

    /// <summary>Savings that are too small to count, in a sentence; null without any.</summary>
    public static string? SmallSavings(FleetReport r)
    {
        var small = ToDo(r).Where(s => s.IsSmall).ToList();
        return small.Count == 0 ? null : $"Not counted: {Quantity.Plural(small.Count, "saving")} of less core time than costs about a "
            + "dollar a year.";
    }

    /// <summary>Change against the time before, as a share of it.</summary>
    public static double Grew(FleetChange c, FleetReport r) => r.RanksByUsd && c is { BeforeUsd: > 0 and var before, NowUsd: { } now }
        ? (double)(now / before) - 1 : c.BeforeCoreMs > 0 ? (double)c.NowCoreMs / c.BeforeCoreMs - 1 : 0;

    /// <summary>"spark.executor.memory=4g (now 8g)" or the action in words.</summary>
    static string Instruction(FleetSaving s) => char.ToLowerInvariant(s.Action[0]) + s.Action[1..]
        + (s is { Setting: { } setting, Proposed: { } value } && !setting.StartsWith("spark.", StringComparison.Ordinal)
            ? $": {setting} {Redaction.Value(setting, value)}" : "");

    /// <summary>The sentence names the last days and those before, and the total holds both.</summary>
    static bool ComparesAPart(FleetReport r) => r.Change is { } c && c.NowCoreMs != r.Total.PaidCoreMs;

    /// <summary>The days of which no run has a price; null where both sides have one.</summary>
    static string? WithoutPrice(FleetChange c, FleetReport r) => (c.BeforeUsd, c.NowUsd) switch
    {
        (null, null) => $"of {FleetNames.BeforeLong(r)} and {FleetNames.NowLong(r)}",
        (null, _) => $"of {FleetNames.BeforeLong(r)}",
        (_, null) => $"of {FleetNames.NowLong(r)}",
        _ => null,
    };

    /// <summary>Both times by their dates and sums, and what of the total is waste.</summary>
    static string Sentence(FleetReport r, FleetMeasure m)
    {
        if (r.Total.Runs == 0) return "No run of this period is known.";
        var withoutPrice = r.RanksByUsd && r.Change is { } change ? WithoutPrice(change, r) : null;
        var waste = r.Total.WasteCoreMs <= 0 ? ""
            : ComparesAPart(r) && withoutPrice is null
                ? $" Of the {m.Amount(r.Total)} of all {Quantity.Count(r.Period.Days)} days {m.WasteShare(r.Total)} "
                + $"({m.Waste(r.Total)}) was waste."
            : $" {m.WasteShare(r.Total)} of it ({m.Waste(r.Total)}) was waste.";
        var failed = r.Total.FailedRuns > 0 ? $" {Quantity.Plural(r.Total.FailedRuns, "run")} failed." : "";
        var verb = r.RanksByUsd ? "cost" : "used";
        if (r.Change is not { } c || withoutPrice is not null)
            return $"{Quantity.Plural(r.Total.Runs, "run")} of {Quantity.Plural(r.Jobs.Count(j => j.Total.Runs > 0), "job")} {verb} "
                + $"{m.Amount(r.Total)}.{waste}{failed}" + (r.RanksByUsd || r.Total.Usd is null ? "" : " Too few of them have a price "
                + "to rank by cost.")
                + (withoutPrice is null ? "" : $" No run {withoutPrice} has a price: what changed is in core time.");
        var difference = m.Signed(c.NowUsd - c.BeforeUsd, c.NowCoreMs - c.BeforeCoreMs).TrimStart('~', '+', '-');
        if (difference is "$0" or "0" || Math.Abs(Grew(c, r)) < FleetWords.LeastGrowth)
            return $"{FleetNames.NowLong(r)} {verb} {m.Amount(c.NowUsd, c.NowCoreMs, r.Total.Ground)}, "
                + $"{(difference is "$0" or "0" ? "" : "about ")}as much as "
                + $"{FleetNames.BeforeLong(r)}.{waste}{failed}";
        var more = Grew(c, r) >= 0 ? "more" : "less";
        return $"{FleetNames.NowLong(r)} {verb} {m.Amount(c.NowUsd, c.NowCoreMs, r.Total.Ground)}: "
            + $"{(r.RanksByUsd && Quantity.IsEstimate(r.Total.Ground) ? "~" : "")}{difference} {more} ({m.Growth(c)}) than "
            + $"{m.Amount(c.BeforeUsd, c.BeforeCoreMs, r.Total.Ground)} from {FleetNames.BeforeLong(r)}.{waste}{failed}";
    }
}
