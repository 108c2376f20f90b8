using Rightsizer.Analyzer.Answers.Sizing;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Reports.Charts.Run;
using Rightsizer.Reports.Formatting;
using Rightsizer.Reports.Sizing;

namespace Rightsizer.Reports.Charts.Sizing;

/// <summary>The charts of a sizing.</summary>
public static class SizeCharts
{
    /// <summary>All that the sizing has something for, the most telling first.</summary>
    /// <param name="r">The sizing.</param>
    /// <param name="prefix">Before the ids, where several are on one page.</param>
    public static IReadOnlyList<ChartModel> All(SizingResult r, string prefix = "")
    {
        ChartModel?[] all = [TimeAndCost(r, prefix), Costs(r, prefix), Variants(r, prefix)];
        return [.. all.OfType<ChartModel>()];
    }

    /// <summary>Cost over time of every option, those that nothing beats joined by a line; null with fewer than two.</summary>
    public static ChartModel? TimeAndCost(SizingResult r, string prefix)
    {
        var shown = r.Offers.Where(c => c.TimeMs is not null && c.Usd is not null).ToList();
        if (shown.Count < 2) return null;
        var front = r.Front.Where(c => c.TimeMs is not null && c.Usd is not null).OrderBy(c => c.TimeMs!.P90).ToList();
        var everything = shown.Concat(front).ToList();
        var deadline = r.DeadlineMs;
        // what takes much longer than what counts would press the rest into a corner
        var last = Math.Max(everything.Where(c => deadline is null || c.TimeMs!.P90 <= 3 * deadline).Select(c => (double)c.TimeMs!.P90)
            .DefaultIfEmpty(everything.Max(c => c.TimeMs!.P90)).Max(), (deadline ?? 0) * 1.15);
        double low = everything.Min(c => (double)c.Usd!.P10), high = everything.Max(c => (double)c.Usd!.P90);
        var isLog = low > 0 && high > 6 * low;
        var marks = new List<ChartMark>();
        if (deadline is { } d && d < last)
        {
            marks.Add(new BoxMark(d, last * 1.05, isLog ? low * 0.8 : 0, high * 1.1)
            {
                Hue = Hue.Problem,
                Fill = ChartFill.Faint,
                Detail = "ends after the deadline in more than 1 run in 10",
            });
            marks.Add(new RuleMark(d, true) { Hue = Hue.Problem, Label = $"deadline {Quantity.Duration(d)}: too late" });
        }
        if (front.Count > 1)
            marks.Add(new LineMark([.. front.Select(c => new ChartXY(c.TimeMs!.P90, (double)c.Usd!.P50))])
            {
                Hue = Hue.Idle,
                Dashed = true,
            });
        foreach (var c in front.Where(f => !shown.Contains(f)))
            marks.Add(new PointMark(c.TimeMs!.P90, (double)c.Usd!.P50) { Hue = Hue.Idle, Detail = Said(c) });
        foreach (var c in shown)
        {
            var isPick = SizingWords.IsPick(c, r);
            marks.Add(new PointMark(c.TimeMs!.P90, (double)c.Usd!.P50)
            {
                Hue = isPick ? Hue.Work : c.IsToday ? Hue.Problem : Hue.Accent,
                Strong = isPick || c.IsToday,
                Label = isPick && c.IsToday ? "today, keep it" : isPick ? $"recommended: {Brief(c)}" : c.IsToday ? "today"
                    : FormattableString.Invariant($"{c.Rank}: ") + Brief(c),
                Detail = Said(c),
                XBand = (c.TimeMs.P10, c.TimeMs.P90),
                YBand = ((double)c.Usd.P10, (double)c.Usd.P90),
                Link = prefix + "offers",
            });
        }
        return new ChartModel
        {
            Id = prefix + "time-and-cost",
            Title = Title(r, shown),
            Source = "Simulated; today's time is measured. Points: 9 runs in 10 end within the time, half cost at most the amount; "
                + "bars: P10 to P90. Numbers before names are those of the table.",
            X = new("time within which 9 runs in 10 end", "ms", 0, last * 1.05),
            Y = new("USD a run", "usd", isLog ? low * 0.8 : 0, high * 1.1, isLog ? ChartScaling.Log : ChartScaling.Linear),
            Marks = marks,
            // of what is there
            Keys = [.. new ChartKey[] { new("recommended", Hue.Work), new("today", Hue.Problem), new("options of the table", Hue.Accent),
                new("others that nothing beats in both", Hue.Idle) }.Where(k => marks.OfType<PointMark>().Any(p => p.Hue == k.Hue))],
            Height = 260,
            Values = new(["option", "time, P90", "USD a run, P50"], [.. everything.Distinct().Select(c => (IReadOnlyList<string>)
                [c.Name.ToString(), (c.IsToday ? "" : "~") + Quantity.Duration(c.TimeMs!.P90), SizingWords.Cost(c, c.Usd!.P50)])]),
        };
    }

    static string Said(SizingCandidate c) => $"{c.Name}: {(c.IsToday ? "" : "~")}{Quantity.Duration(c.TimeMs!.P50)} "
        + $"(P90 {(c.IsToday ? "" : "~")}{Quantity.Duration(c.TimeMs.P90)}), "
        + $"{SizingWords.Cost(c, c.Usd!.P50)} a run";

    static string Title(SizingResult r, IReadOnlyList<SizingCandidate> shown)
    {
        if (r.Pick is { Usd: { } usd, TimeMs: { } time } pick)
            return $"{Stays(pick)}: {SizingWords.Cost(pick, usd.P50)} a run, 9 runs in 10 within {Quantity.Duration(time.P90)}";
        var within = r.DeadlineMs is { } deadline ? $" within {Quantity.Duration(deadline)}" : "";
        var open = r.Today is { Usd: null } ? "; today's cost is not known" : "";
        if (shown.FirstOrDefault(o => !o.IsToday && o.Rank == r.BestRank) is { } best)
            return $"Cheapest{within}: {Brief(best)}, {SizingWords.Cost(best, best.Usd!.P50)} a run{open}";
        var cheapest = shown.MinBy(o => o.Usd!.P50)!;
        return $"No option is recommended{within}; the cheapest costs {SizingWords.Cost(cheapest, cheapest.Usd!.P50)} a run{open}";
    }

    static string Stays(SizingCandidate c) => c.IsToday ? "today's cluster stays" : Brief(c);

    /// <summary>The ledger of each option as a bar.</summary>
    public static ChartModel? Costs(SizingResult r, string prefix) => CostChart.Build(prefix + "cost-by-line",
        [.. r.Offers.Where(o => o.Ledger is not null).Select(o => (Name(o, r), o.Ledger!, (string?)LedgerId(o, prefix),
            SizingWords.IsPick(o, r)))],
        $"Simulated times at list prices: {r.PriceBook}, {r.PriceDate}, {r.Region}. Each bar is the sum of its ledger"
            + (r.Offers.Any(o => o.Spot is not null) ? "; with Spot nodes, as long as the median of simulated runs." : "."), Medians(r));

    /// <summary>With Spot nodes an option's figure is the median of its simulated runs, its ledger that of an undisturbed run.</summary>
    static Dictionary<Ledger, decimal> Medians(SizingResult r)
    {
        var medians = new Dictionary<Ledger, decimal>(ReferenceEqualityComparer.Instance);
        foreach (var o in r.Offers.Where(o => o is { Spot: not null, Ledger: not null, Usd: not null })) medians[o.Ledger!] = o.Usd!.P50;
        return medians;
    }

    public static string LedgerId(SizingCandidate o, string prefix) =>
        $"{prefix}ledger-{(o.IsToday ? "today" : FormattableString.Invariant($"{o.Rank}"))}";

    static string Name(SizingCandidate o, SizingResult r) => o.IsToday ? "today" : SizingWords.IsPick(o, r) ? "recommended"
        : FormattableString.Invariant($"{o.Rank}: ") + Kind(o);

    static string Kind(SizingCandidate o) => o.Ledger is { } ledger ? Brief($"{ledger.Title}") : o.Platform;

    /// <summary>What else would be cheapest, and what it would cost, if one thing were otherwise; null where it was not searched.</summary>
    public static ChartModel? Variants(SizingResult r, string prefix)
    {
        if (r.Variants.Count == 0 || r.Offers.FirstOrDefault(o => o.Rank == r.BestRank) is not { Usd.P50: var now } best) return null;
        var at = (double)now;
        var shown = r.Variants.OrderByDescending(v => v.Usd is { } u ? Math.Abs(u.P50 - now) : decimal.MaxValue).ToList();
        var costs = shown.Select(v => (double)(v.Usd?.P50 ?? now)).Append(at).ToList();
        double low = costs.Min(), high = costs.Max(), span = Math.Max(high - low, at * 0.1);
        var others = shown.Where(v => !v.IsSame).ToList();
        return new ChartModel
        {
            Id = prefix + "what-changes-it",
            Title = others.Count == 0 ? $"None of {shown.Count} changes would make another option the cheapest"
                : $"{string.Join(", ", others.Select(v => SizingWords.Change(v.Change)))}: another option would be the cheapest",
            Source = "Simulated again for each change, with the same deadline; cost of one run, P50. More data: every task takes and moves "
                + $"{Quantity.Number(SizingVariants.DataRatio)} times as much."
                + (shown.Any(v => v.YearUsd is not null) ? " Runs a week: a cluster for each run costs a run as much however many there "
                    + "are; it is compared with a permanent cluster, whose hours they share." : ""),
            // what becomes of the option is written at the end of its bar
            X = new("USD a run", "usd", Math.Max(0, low - span * 0.5), high + span * 0.9),
            Y = ChartAxis.Named("", [.. shown.Select(v => SizingWords.Change(v.Change))]),
            Marks =
            [
                .. shown.Select((v, i) => new BoxMark(at, (double)(v.Usd?.P50 ?? now), i + 0.2, i + 0.8)
                {
                    Hue = v.IsSame ? Hue.Accent : Hue.Problem,
                    Label = SizingWords.Becomes(v with { Name = v.Name is { } name ? (DisplayText?)Brief(name.ToString()) : null }, best),
                    Detail = $"{SizingWords.Change(v.Change)}: {SizingWords.Becomes(v, best)}",
                }),
                new RuleMark(at, true) { Hue = Hue.Ink, Label = $"as asked: ~{Quantity.Usd(now)}" },
            ],
            Keys = [new("another option is cheapest", Hue.Problem), new("the same option stays cheapest", Hue.Accent)],
            Height = shown.Count * 26,
            Values = new(["if", "cheapest then", "USD a run, P50", "9 runs in 10 within", "USD a year"],
                [.. shown.Select(v => (IReadOnlyList<string>)
                [SizingWords.Change(v.Change), v.Name?.ToString() ?? "nothing meets the deadline",
                    Quantity.Usd(v.Usd?.P50, Analyzer.Ground.Simulated),
                    "~" + Quantity.Duration(v.TimeMs?.P90), SizingWords.Year(v.YearUsd)])]),
        };
    }

    /// <summary>An option's name without its details.</summary>
    static string Brief(SizingCandidate c) => Brief(c.Name.ToString());

    static string Brief(string name)
    {
        const int most = 44;
        return name.Length <= most ? name : PlainText.Short(name.Split(", ")[0], most);
    }
}
