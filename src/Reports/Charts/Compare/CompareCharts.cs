using Rightsizer.Analyzer;
using Rightsizer.Analyzer.Answers.Comparison;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Reports.Compare;
using Rightsizer.Reports.Formatting;

namespace Rightsizer.Reports.Charts.Compare;

/// <summary>The charts of a comparison.</summary>
public static class CompareCharts
{
    const int StagesShown = 10, StageColumns = 44;

    /// <summary>A stage is shorter or longer from this factor on.</summary>
    const double LeastChange = 1.05;

    public static IReadOnlyList<ChartModel> All(RunComparison c)
    {
        ChartModel?[] all = [Time(c), Money(c), BothRuns(c), Stages(c)];
        return [.. all.OfType<ChartModel>()];
    }

    /// <summary>From the earlier run's time to the later's.</summary>
    public static ChartModel? Time(RunComparison c)
    {
        if (c is not { BeforeMs: { } before, AfterMs: { } after } || c.Parts.Count == 0) return null;
        return BridgeChart.Build("time-bridge", $"{Quantity.Duration(before)} became {Quantity.Duration(after)} "
            + $"({Quantity.Change(ComparePhrases.TimeChange(c))})",
            "Simulated: the earlier run with one thing more of the later at a time; the parts add up to the difference.", new("time",
                "ms", 0, 1),
            ("earlier", before), c.Parts.Where(p => p.Ground != Ground.Missing).Select(p => (ComparePhrases.Bar(p.Cause), (double)(p.Ms
                ?? 0))), ("later", after),
            v => Quantity.Duration((long)v), v => (v > 0 ? "~+" : "~-") + Quantity.Duration((long)Math.Abs(v)));
    }

    /// <summary>From the earlier run's cost to the later's; null where a run has no price.</summary>
    public static ChartModel? Money(RunComparison c)
    {
        if (c is not { BeforeUsd: { } before, AfterUsd: { } after } || c.Parts.Count == 0) return null;
        var ground = ComparePhrases.CostGround(c);
        return BridgeChart.Build("cost-bridge", $"{Quantity.Usd(before, ground)} became {Quantity.Usd(after, ground)} "
            + $"({Quantity.Change(ComparePhrases.CostChange(c))})",
            $"{Quantity.Word(ground)}: the ledgers of both runs; the parts add up to the difference.",
            new("USD", "usd", 0, 1),
            ("earlier", (double)before),
            c.Parts.Where(p => p.Ground != Ground.Missing).Select(p => (ComparePhrases.Bar(p.Cause), (double)(p.Usd ?? 0))),
            ("later", (double)after),
            v => Quantity.Usd((decimal)v, ground),
            v => (v > 0 ? "~+" : "~-") + Quantity.Usd((decimal)Math.Abs(v))) with
        {
            Small = true,
        };
    }

    /// <summary>Where the time of both runs went, on one axis.</summary>
    public static ChartModel? BothRuns(RunComparison c)
    {
        if (c.Before.Waterfall is not { TotalMs: > 0 } before || c.After.Waterfall is not { TotalMs: > 0 } after) return null;
        var most = Math.Max(before.TotalMs, after.TotalMs);
        var names = before.Time.Concat(after.Time).GroupBy(l => l.Name).OrderByDescending(g => g.Sum(l => l.Ms)).Select(g => g.Key)
            .Take(6).ToList();
        var marks = new List<ChartMark>();
        foreach (var (w, lane, run) in new[] { (before, 0, "earlier"), (after, 1, "later") })
        {
            double at = 0;
            foreach (var (name, i) in names.Select((n, i) => (n, i)))
            {
                if (w.Time.Where(l => l.Name == name).Sum(l => l.Ms) is not (> 0 and var ms)) continue;
                marks.Add(new BoxMark(at, at + ms, lane + 0.15, lane + 0.85)
                {
                    Hue = ChartPalette.Apart[i],
                    InsideOnly = true,
                    Label = Quantity.Duration(ms),
                    Detail = $"{run}: {Phrases.TimePart(name)} {Quantity.Duration(ms)}",
                });
                at += ms;
            }
            var rest = w.TotalMs - (long)at;
            if (rest > 0) marks.Add(new BoxMark(at, w.TotalMs, lane + 0.15, lane + 0.85)
            {
                Hue = Hue.StartUp,
                Detail = $"{run}: all else {Quantity.Duration(rest)}",
            });
        }
        var moved = names.MaxBy(n => Math.Abs(Of(after, n) - Of(before, n)))!;
        return new ChartModel
        {
            Id = "both-runs",
            Title = $"{char.ToUpperInvariant(Phrases.TimePart(moved)[0])}{Phrases.TimePart(moved)[1..]} changed most: "
                + $"{Quantity.Duration(Of(before, moved))} became {Quantity.Duration(Of(after, moved))}",
            Source = "Derived from the times in both logs; the parts of a run add up to its time.",
            X = new("time", "ms", 0, most),
            Y = ChartAxis.Named("", ["earlier", "later"]),
            Marks = marks,
            Keys = [.. names.Select((n, i) => new ChartKey(Phrases.TimePart(n), ChartPalette.Apart[i])), new("all else", Hue.StartUp)],
            Height = 90,
        };

        static long Of(Analyzer.Replay.Waterfall w, string name) => w.Time.Where(l => l.Name == name).Sum(l => l.Ms);
    }

    /// <summary>Task time of the stages that changed most: a slope from the earlier run at the left to the later at the right.</summary>
    public static ChartModel? Stages(RunComparison c)
    {
        var shown = c.Stages.Take(StagesShown).Select(m => (Match: m, Before: (double)StageMatch.TaskMs(m.Before),
            After: (double)StageMatch.TaskMs(m.After)))
            .Where(m => m.Before > 0 && m.After > 0).ToList();
        if (shown.Count == 0) return null;
        var names = StageNames.Name(c.After.Run);
        double low = shown.Min(m => Math.Min(m.Before, m.After)), high = shown.Max(m => Math.Max(m.Before, m.After));
        var marks = new List<ChartMark>();
        // what is about the same is under what changed
        foreach (var (match, before, after) in shown.AsEnumerable().Reverse())
        {
            var hue = after > LeastChange * before ? Hue.Problem : before > LeastChange * after ? Hue.Work : Hue.StartUp;
            var (earlier, later) = (Quantity.Duration((long)before), Quantity.Duration((long)after));
            var id = Quantity.Count(match.After.StageId);
            marks.Add(new LineMark([new(0.5, before), new(1.5, after)]) { Hue = hue });
            marks.Add(new PointMark(0.5, before)
            {
                Hue = hue,
                Side = PointSide.Left,
                Label = earlier,
                Detail = $"stage {match.Before.StageId} earlier: {earlier} of task time",
            });
            marks.Add(new PointMark(1.5, after)
            {
                Hue = hue,
                Side = PointSide.Right,
                Strong = match == shown[0].Match,
                Label = $"{id}: {(names(match.After) is { } name ? PlainText.Short(name, StageColumns) + ", " : "")}{later} "
                    + $"({Quantity.Change((after - before) / before)})",
                Brief = $"{id}: {later}",
                Detail = $"stage {match.After.StageId} later: {later} of task time, {Quantity.Change((after - before) / before)}",
                Link = "stages",
            });
        }
        return new ChartModel
        {
            Id = "stages-compared",
            Title = $"Stage {shown[0].Match.After.StageId} changed most: {Quantity.Duration((long)shown[0].Before)} of task time "
                + $"became {Quantity.Duration((long)shown[0].After)}",
            Source = "Measured: launch to finish over all tasks of the stages that do the same. The scale is logarithmic: "
                + "lines of the same slope changed by the same factor.",
            // room for a time at the left, and for a name and a time at the right
            X = ChartAxis.Named("", ["earlier", "later"]) with { Low = 0.3, High = 2.9 },
            Y = new("task time", "ms", low * 0.8, high * 1.3, ChartScaling.Log),
            Marks = marks,
            Keys = [new("longer", Hue.Problem), new("shorter", Hue.Work), new("within 5 %", Hue.StartUp)],
            Height = Math.Clamp(80 + shown.Count * 24, 140, 320),
            Values = new(["stage", "earlier", "later", "change"], [.. shown.Select(m => (IReadOnlyList<string>)
                [names(m.Match.After) is { } name ? $"{m.Match.After.StageId}: {PlainText.Short(name, 60)}" : $"{m.Match.After.StageId}",
                    Quantity.Duration((long)m.Before), Quantity.Duration((long)m.After),
                    Quantity.Change((m.After - m.Before) / m.Before)])]),
        };
    }
}
