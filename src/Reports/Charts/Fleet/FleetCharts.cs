using Rightsizer.Analyzer;
using Rightsizer.Analyzer.Answers.Fleet.Report;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Reports.Fleet;
using Rightsizer.Reports.Formatting;

namespace Rightsizer.Reports.Charts.Fleet;

/// <summary>The charts of a report over many runs.</summary>
public static class FleetCharts
{
    const int NameColumns = 34, WasteJobs = 14, WasteKinds = 7;

    /// <summary>All that the report has something for, the most telling first.</summary>
    public static IReadOnlyList<ChartModel> All(FleetReport r)
    {
        ChartModel?[] all = [Change(r), .. DaysChart.All(r).Select(d => d.Chart), Weeks(r), WasteByJob(r), Groups(r, "owner", r.ByOwner),
            Groups(r, "platform", r.ByPlatform)];
        return [.. all.OfType<ChartModel>()];
    }

    /// <summary>From the cost before to the cost now; null without a time before.</summary>
    public static ChartModel? Change(FleetReport r)
    {
        if (r.Change is not { } c) return null;
        var m = FleetMeasure.Choose(r);
        // a side without a price is compared in core time
        if (r.RanksByUsd && (c.BeforeUsd is null || c.NowUsd is null)) m = new(false);
        double before = m.Place(c.BeforeUsd, c.BeforeCoreMs), now = m.Place(c.NowUsd, c.NowCoreMs);
        var largest = c.Causes.OrderByDescending(x => Math.Abs(m.Place(x.Usd, x.CoreMs))).FirstOrDefault();
        return BridgeChart.Build("change",
            $"{m.Placed(Math.Abs(now - before))} {(now >= before ? "more" : "less")} than before ({m.Growth(c)})"
                + (largest is { } l && m.Place(l.Usd, l.CoreMs) != 0 ? $", most of it {FleetWords.Cause(l.Cause)}" : ""),
            "Derived: each job's runs against those of the time before; the causes add up to the difference.",
            m.Axis(1), (FleetNames.Before(r), before),
            c.Causes.Select(x => (FleetWords.Cause(x.Cause), m.Place(x.Usd, x.CoreMs))), (FleetNames.Now(r), now), m.Placed, m.Moved);
    }

    /// <summary>Cost of the last twelve times seven days; null where too few are known, or where the period has its own weeks.</summary>
    public static ChartModel? Weeks(FleetReport r)
    {
        var m = FleetMeasure.Choose(r);
        double Value(FleetTotal t) => m.Place(t.Usd, t.PaidCoreMs);
        double Waste(FleetTotal t) => Math.Min(Value(t), m.Place(t.WasteUsd, t.WasteCoreMs));
        if (r.Weeks.Count == 0 || r.Weeks.Max(w => Value(w.Total)) is not (> 0 and var top)) return null;
        var marks = new List<ChartMark>();
        for (var i = 0; i < r.Weeks.Count; i++)
        {
            var (all, waste) = (Value(r.Weeks[i].Total), Waste(r.Weeks[i].Total));
            marks.Add(new BoxMark(i + 0.12, i + 0.88, 0, all - waste)
            {
                Hue = Hue.Accent,
                Detail = $"7 days from {r.Weeks[i].Name}: {m.Placed(all - waste)} without waste",
            });
            marks.Add(new BoxMark(i + 0.12, i + 0.88, all - waste, all)
            {
                Hue = Hue.Problem,
                Detail = $"7 days from {r.Weeks[i].Name}: {m.Placed(waste)} waste",
            });
            marks.Add(new BoxMark(i + 0.12, i + 0.88, all, all) { Hue = Hue.Ink, Fill = ChartFill.None, Label = m.Placed(all) });
        }
        double first = Value(r.Weeks[0].Total), last = Value(r.Weeks[^1].Total);
        return new ChartModel
        {
            Id = "cost-by-week",
            Title = $"{m.Placed(first)} in the 7 days from {r.Weeks[0].Name}, {m.Placed(last)} in those from {r.Weeks[^1].Name}"
                + (first > 0 ? $" ({FleetWords.Growth(last / first - 1)})" : ""),
            Source = $"{Quantity.Word(r.RanksByUsd ? r.Total.Ground : Ground.Measured)}: all runs that are known, by their start, UTC; "
                + $"waste is derived. Up to twelve times seven days that end with the period.",
            X = ChartAxis.Named("7 days from (month-day)", [.. r.Weeks.Select(w => w.Name[5..])]),
            Y = m.Axis(top * 1.12),
            Marks = marks,
            Keys = [new("cost without waste", Hue.Accent), new("waste", Hue.Problem)],
            Height = 180,
            Values = new(["7 days from", "sum", "waste", "runs"], [.. r.Weeks.Select(w => (IReadOnlyList<string>)
                [w.Name, m.Placed(Value(w.Total)), m.Placed(Waste(w.Total)), Quantity.Count(w.Total.Runs)])]),
        };
    }

    /// <summary>Waste of the most wasteful jobs by kind; null without waste.</summary>
    public static ChartModel? WasteByJob(FleetReport r)
    {
        var m = FleetMeasure.Choose(r);
        double Value(FleetWaste w) => m.Place(w.Usd, w.CoreMs);
        string Amount(double v) => v < (r.RanksByUsd ? 0.0001 : 0.005) ? "" : m.Placed(v);
        var jobs = r.Jobs.Where(j => j.Waste.Any(w => Value(w) > 0)).OrderByDescending(j => j.Waste.Sum(Value)).Take(WasteJobs).ToList();
        // what no job wastes, such as the idle time of shared clusters, has no column
        var kinds = r.Waste.Where(w => Value(w) > 0 && jobs.Any(j => j.Waste.Any(x => x.Kind == w.Kind)))
            .OrderByDescending(Value).Take(WasteKinds).Select(w => w.Kind).ToList();
        if (kinds.Count == 0 || jobs.Count == 0) return null;
        var most = jobs.Max(j => j.Waste.Where(w => kinds.Contains(w.Kind)).Select(Value).DefaultIfEmpty(0).Max());
        if (most <= 0) return null;
        var marks = new List<ChartMark>();
        for (var j = 0; j < jobs.Count; j++)
        {
            for (var k = 0; k < kinds.Count; k++)
            {
                var v = jobs[j].Waste.Where(w => w.Kind == kinds[k]).Sum(Value);
                marks.Add(new BoxMark(k, k + 1, j, j + 1)
                {
                    Hue = v > 0 ? Hue.Problem : Hue.Idle,
                    Strength = v > 0 ? 0.06 + 0.4 * Math.Sqrt(v / most) : 0.03,
                    Label = Amount(v),
                    Detail = v > 0 ? $"{PlainText.Short(jobs[j].Name, NameColumns)}: {FleetWords.Waste(kinds[k])} {Amount(v)}" : null,
                });
            }
        }
        var worst = jobs[0];
        // several jobs of one name are told apart by their owners
        string Job(FleetJob j, int columns) => jobs.Count(o => o.Name == j.Name) > 1
            ? $"{PlainText.Short(j.Name, columns - 12)} ({PlainText.Short(j.Owner, 10)})" : PlainText.Short(j.Name, columns);
        return new ChartModel
        {
            Id = "waste-by-job",
            Title = $"Most waste: {Job(worst, NameColumns)}, {Amount(worst.Waste.Sum(Value))}",
            Source = "Derived: paid core time that did no work, at its run's own price. Darker is more.",
            X = ChartAxis.Named("", [.. kinds.Select(k => PlainText.Short(FleetWords.WasteInShort(k), 36))]),
            Y = ChartAxis.Named("", [.. jobs.Select(j => Job(j, NameColumns))]),
            Marks = marks,
            Height = jobs.Count * 24,
            Values = new(["job", .. kinds.Select(FleetWords.Waste)], [.. jobs.Select(j => (IReadOnlyList<string>)
                [j.Name, .. kinds.Select(k => Amount(j.Waste.Where(w => w.Kind == k).Sum(Value)))])]),
        };
    }

    /// <summary>Bars of a grouping, waste in red; null where it has one group or none.</summary>
    public static ChartModel? Groups(FleetReport r, string by, IReadOnlyList<FleetGroup> groups)
    {
        var m = FleetMeasure.Choose(r);
        double Value(FleetTotal t) => m.Place(t.Usd, t.PaidCoreMs);
        double Waste(FleetTotal t) => m.Place(t.WasteUsd, t.WasteCoreMs);
        var shown = groups.Where(g => Value(g.Total) > 0).OrderByDescending(g => Value(g.Total)).Take(10).ToList();
        if (shown.Count < 2) return null;
        var most = Value(shown[0].Total);
        var marks = new List<ChartMark>();
        for (var i = 0; i < shown.Count; i++)
        {
            double all = Value(shown[i].Total), waste = Math.Min(all, Waste(shown[i].Total));
            marks.Add(new BoxMark(0, all - waste, i + 0.18, i + 0.82)
            {
                Hue = Hue.Accent,
                Detail = $"{shown[i].Name}: {m.Placed(all - waste)} without waste",
            });
            marks.Add(new BoxMark(all - waste, all, i + 0.18, i + 0.82)
            {
                Hue = Hue.Problem,
                Detail = $"{shown[i].Name}: {m.Placed(waste)} waste",
            });
            marks.Add(new BoxMark(all, all, i + 0.18, i + 0.82) { Hue = Hue.Ink, Fill = ChartFill.None, Label = m.Placed(all) });
        }
        var sum = groups.Sum(g => Value(g.Total));
        return new ChartModel
        {
            Id = "by-" + by,
            Title = $"{by} {PlainText.Short(shown[0].Name, NameColumns)} has {Quantity.Percent(sum > 0 ? most / sum : null)} of the cost",
            Source = $"{Quantity.Word(r.Total.Ground)}: the sum of the runs by {by}.",
            X = m.Axis(most * 1.2),
            Y = ChartAxis.Named("", [.. shown.Select(g => PlainText.Short(g.Name, 24))]),
            Marks = marks,
            Keys = [new("cost without waste", Hue.Accent), new("waste", Hue.Problem)],
            Height = shown.Count * 26,
            Small = true,
        };
    }
}
