using Rightsizer.Analyzer.Answers.Sizing;
using Rightsizer.Analyzer.Formatting;
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
        ChartModel?[] all = [TimeAndCost(r, prefix), Costs(r, prefix), Differences(r, prefix)];
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
                Label = isPick && c.IsToday ? "today, keep it" : isPick ? "recommended" : c.IsToday ? "today"
                    : FormattableString.Invariant($"{c.Rank}"),
                Detail = Said(c),
                XBand = (c.TimeMs.P10, c.TimeMs.P90),
                YBand = ((double)c.Usd.P10, (double)c.Usd.P90),
                Link = prefix + "offers",
            });
        }
        return new ChartModel
        {
            Id = prefix + "time-and-cost",
            Title = Title(r),
            Source = "Simulated; today's time is measured. Points: 9 runs in 10 end within the time, half cost at most the amount; "
                + "bars: P10 to P90. Numbers as in the table.",
            X = new("time within which 9 runs in 10 end", "ms", 0, last * 1.05),
            Y = new("USD a run", "usd", isLog ? low * 0.8 : 0, high * 1.1, isLog ? ChartScaling.Log : ChartScaling.Linear),
            Marks = marks,
            Keys = [new("recommended", Hue.Work), new("today", Hue.Problem), new("other options", Hue.Accent), new("best for its time",
                Hue.Idle)],
            Height = 300,
            Values = new(["option", "time, P90", "USD a run, P50"], [.. everything.Distinct().Select(c => (IReadOnlyList<string>)
                [c.Name.ToString(), Quantity.Duration(c.TimeMs!.P90), Quantity.Usd(c.Usd!.P50)])]),
        };
    }

    static string Said(SizingCandidate c) => $"{c.Name}: {Quantity.Duration(c.TimeMs!.P50)} (P90 {Quantity.Duration(c.TimeMs.P90)}), "
        + $"{Quantity.Usd(c.Usd!.P50)} a run";

    static string Title(SizingResult r) => r.Pick is { Usd: { } usd, TimeMs: { } time } pick
        ? $"{PlainText.Short(pick.Name.ToString(), 60)}: {Quantity.Usd(usd.P50)} a run, 9 runs in 10 within "
            + $"{Quantity.Duration(time.P90)}" : "Time and cost of the options";

    /// <summary>The ledger of each option as a bar.</summary>
    public static ChartModel? Costs(SizingResult r, string prefix) => CostChart.Build(prefix + "cost-by-line",
        [.. r.Offers.Where(o => o.Ledger is not null).Select(o => (Name(o, r), o.Ledger!, (string?)LedgerId(o, prefix),
            SizingWords.IsPick(o, r)))],
        $"Simulated times at list prices: {r.PriceBook}, {r.PriceDate}, {r.Region}. Each bar is the sum of its ledger.");

    public static string LedgerId(SizingCandidate o, string prefix) =>
        $"{prefix}ledger-{(o.IsToday ? "today" : FormattableString.Invariant($"{o.Rank}"))}";

    static string Name(SizingCandidate o, SizingResult r) => SizingWords.IsPick(o, r) ? "recommended" : o.IsToday ? "today"
        : FormattableString.Invariant($"{o.Rank}: ") + Kind(o);

    static string Kind(SizingCandidate o) => o.Ledger is { } ledger ? PlainText.Short($"{ledger.Title}", 32) : o.Platform;

    /// <summary>What another choice would add to the recommendation, or save; null without a price of it.</summary>
    public static ChartModel? Differences(SizingResult r, string prefix)
    {
        if (r.Pick?.Usd is not { } pick) return null;
        var others = r.Offers.Where(o => !SizingWords.IsPick(o, r) && o.Usd is not null).Select(o => (Offer: o,
            By: (double)(o.Usd!.P50 - pick.P50)))
            .OrderByDescending(o => Math.Abs(o.By)).Take(8).ToList();
        if (others.Count == 0) return null;
        var most = Math.Max(others.Max(o => Math.Abs(o.By)), 1e-6);
        var least = others.Min(o => o.By);
        var marks = others.Select((o, i) => (ChartMark)new BoxMark(Math.Min(0, o.By), Math.Max(0, o.By), i + 0.18, i + 0.82)
        {
            Hue = o.By > 0 ? Hue.Problem : Hue.Work,
            Label = (o.By > 0 ? "+" : "-") + Quantity.Usd((decimal)Math.Abs(o.By)) + (r.DeadlineMs is { } d && o.Offer.TimeMs?.P90 > d
                ? ", too late" : ""),
            Detail = $"{o.Offer.Name}: {(o.By > 0 ? "costs" : "saves")} {Quantity.Usd((decimal)Math.Abs(o.By))} a run; {o.Offer.Why}",
            Link = prefix + "offers",
        }).ToList();
        return new ChartModel
        {
            Id = prefix + "other-choices",
            Title = $"The next best choice costs "
                + $"{(others.Where(o => o.By >= 0).Select(o => Quantity.Usd((decimal)o.By)).LastOrDefault() ?? "less")} more a run",
            Source = "Simulated: the difference to the recommendation of one run at P50.",
            X = new("USD a run, difference to the recommendation", "usd", least < 0 ? Math.Min(least * 1.3, -0.25 * most) : 0, most * 1.25),
            Y = ChartAxis.Of("", [.. others.Select(o => Name(o.Offer, r))]),
            Marks = marks,
            Keys = [new("costs more", Hue.Problem), new("costs less", Hue.Work)],
            Height = others.Count * 26,
            Small = true,
        };
    }
}
