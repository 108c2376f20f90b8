using Rightsizer.Analyzer;
using Rightsizer.Analyzer.Answers.Fleet.Report;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Reports.Fleet;
using Rightsizer.Reports.Formatting;

namespace Rightsizer.Reports.Charts.Fleet;

/// <summary>The charts of a report over many runs.</summary>
public static class FleetCharts
{
    const int Lines = 6, NameColumns = 34, WasteJobs = 14, WasteKinds = 7;
    const double HourMs = 3_600_000, UnusualRatio = 1.5;

    /// <summary>All that the report has something for, the most telling first.</summary>
    public static IReadOnlyList<ChartModel> All(FleetReport r)
    {
        ChartModel?[] all = [Change(r), OverTime(r), Weeks(r), WasteByJob(r), Groups(r, "owner", r.ByOwner),
            Groups(r, "platform", r.ByPlatform)];
        return [.. all.OfType<ChartModel>()];
    }

    /// <summary>From the cost before to the cost now; null without a time before.</summary>
    public static ChartModel? Change(FleetReport r)
    {
        if (r.Change is not { } c) return null;
        var m = FleetMeasure.Choose(r);
        var byUsd = r.RanksByUsd && c.BeforeUsd is not null && c.NowUsd is not null;
        double Value(decimal? usd, long coreMs) => byUsd ? (double)(usd ?? 0) : coreMs / HourMs;
        string Amount(double v) => byUsd ? Quantity.Usd((decimal)v) : FleetWords.CoreHours((long)(v * HourMs));
        double before = Value(c.BeforeUsd, c.BeforeCoreMs), now = Value(c.NowUsd, c.NowCoreMs);
        var largest = c.Causes.OrderByDescending(x => Math.Abs(Value(x.Usd, x.CoreMs))).FirstOrDefault();
        return BridgeChart.Build("change",
            $"{Amount(Math.Abs(now - before))} {(now >= before ? "more" : "less")} than before ({m.Growth(c)})"
                + (largest is { } l && Value(l.Usd, l.CoreMs) != 0 ? $", most of it {FleetWords.Cause(l.Cause)}" : ""),
            "Derived: each job's runs against those of the time before; the causes add up to the difference.",
            byUsd ? new("USD", "usd", 0, 1) : new("core-hours", "coreHours", 0, 1), (FleetNames.Before(r), before),
            c.Causes.Select(x => (FleetWords.Cause(x.Cause), Value(x.Usd, x.CoreMs))), (FleetNames.Now(r), now), Amount,
            v => (v > 0 ? "+" : "-") + Amount(Math.Abs(v)));
    }

    /// <summary>Cost by day or week, stacked by job; null without runs.</summary>
    public static ChartModel? OverTime(FleetReport r)
    {
        if (r.Runs.Count == 0) return null;
        var s = FleetSeries.Build(r, Lines);
        double Value(FleetSeriesLine l, int i) => r.RanksByUsd ? (double)l.Usd[i] : l.CoreMs[i] / HourMs;
        string Amount(double v) => r.RanksByUsd ? Quantity.Usd((decimal)v) : FleetWords.CoreHours((long)(v * HourMs));
        var sums = Enumerable.Range(0, s.Times.Count).Select(i => s.Lines.Sum(l => Value(l, i))).ToList();
        if (sums.Count == 0 || sums.Max() <= 0) return null;
        var usual = sums.Order().ElementAt(sums.Count / 2);
        var marks = new List<ChartMark>();
        for (var i = 0; i < sums.Count; i++)
        {
            double at = 0;
            for (var l = 0; l < s.Lines.Count; l++)
            {
                var v = Value(s.Lines[l], i);
                if (v <= 0) continue;
                var hue = s.Lines[l].Job is null ? Hue.StartUp : ChartPalette.Apart[l % ChartPalette.Apart.Count];
                marks.Add(new BoxMark(i + 0.12, i + 0.88, at, at + v)
                {
                    Hue = hue,
                    Detail = $"{s.Times[i]}, {Name(s.Lines[l])}: {Amount(v)} of {Amount(sums[i])}",
                    Link = s.Lines[l].Job is null ? null : "jobs",
                });
                at += v;
            }
            var unusual = sums.Count >= 5 && usual > 0 && sums[i] >= UnusualRatio * usual;
            marks.Add(new BoxMark(i + 0.12, i + 0.88, sums[i], sums[i])
            {
                Hue = Hue.Ink,
                Fill = ChartFill.None,
                Label = unusual ? $"{Amount(sums[i])}, {Quantity.Number(sums[i] / usual)}x usual" : Amount(sums[i]),
            });
        }
        var top = sums.Max();
        var unit = s.ByWeek ? "week" : "day";
        // spread evenly over the days of the period
        var budget = r.RanksByUsd && r.BudgetUsd is { } allowed ? (double)allowed * (s.ByWeek ? 7 : 1) / Math.Max(1, r.Period.Days) : 0;
        if (budget > 0) marks.Add(new RuleMark(budget, false) { Hue = Hue.Problem, Label = $"budget: {Amount(budget)} a {unit}" });
        return new ChartModel
        {
            Id = "cost-over-time",
            Title = $"{Amount(sums.Sum())} in {Quantity.Plural(sums.Count, unit)}; the most expensive {unit} was "
                + $"{s.Times[sums.IndexOf(top)]} with {Amount(top)}",
            Source = $"{Quantity.Word(r.RanksByUsd ? r.Total.Ground : Ground.Measured)}: the runs of each {unit} by their start, UTC. "
                + FleetWords.Prices(r) + Rest(),
            X = ChartAxis.Named(s.ByWeek ? "week from" : "day", s.Times),
            Y = new(r.RanksByUsd ? "USD" : "core-hours", r.RanksByUsd ? "usd" : "coreHours", 0, Math.Max(top, budget) * 1.12),
            Marks = marks,
            Keys = [.. s.Lines.Select((l, i) => new ChartKey(Name(l), l.Job is null ? Hue.StartUp
                : ChartPalette.Apart[i % ChartPalette.Apart.Count]))],
            Height = 230,
            Values = new([unit, .. s.Lines.Select(Name), "sum"], [.. s.Times.Select((t, i) => (Time: t, i)).Where(x => sums[x.i] > 0)
                .Select(x => (IReadOnlyList<string>)[x.Time, .. s.Lines.Select(l => Amount(Value(l, x.i))), Amount(sums[x.i])])]),
        };

        // the sum of the days and what is not in them are the total of the report
        string Rest()
        {
            var rest = (r.RanksByUsd ? (double)(r.Total.Usd ?? 0) : r.Total.PaidCoreMs / HourMs) - sums.Sum();
            var least = r.RanksByUsd ? 0.005 : 0.01;
            return rest < least ? "" : $". Not in it: {Amount(rest)} of shared clusters' time that no run held.";
        }
    }

    /// <summary>Cost of the last twelve times seven days; null where too few are known, or where the period has its own weeks.</summary>
    public static ChartModel? Weeks(FleetReport r)
    {
        double Value(FleetTotal t) => r.RanksByUsd ? (double)(t.Usd ?? 0) : t.PaidCoreMs / HourMs;
        double Waste(FleetTotal t) => Math.Min(Value(t), r.RanksByUsd ? (double)(t.WasteUsd ?? 0) : t.WasteCoreMs / HourMs);
        string Amount(double v) => r.RanksByUsd ? Quantity.Usd((decimal)v) : FleetWords.CoreHours((long)(v * HourMs));
        if (r.Weeks.Count == 0 || r.Weeks.Max(w => Value(w.Total)) is not (> 0 and var top)) return null;
        var marks = new List<ChartMark>();
        for (var i = 0; i < r.Weeks.Count; i++)
        {
            var (all, waste) = (Value(r.Weeks[i].Total), Waste(r.Weeks[i].Total));
            marks.Add(new BoxMark(i + 0.12, i + 0.88, 0, all - waste)
            {
                Hue = Hue.Accent,
                Detail = $"7 days from {r.Weeks[i].Name}: {Amount(all - waste)} without waste",
            });
            marks.Add(new BoxMark(i + 0.12, i + 0.88, all - waste, all)
            {
                Hue = Hue.Problem,
                Detail = $"7 days from {r.Weeks[i].Name}: {Amount(waste)} waste",
            });
            marks.Add(new BoxMark(i + 0.12, i + 0.88, all, all) { Hue = Hue.Ink, Fill = ChartFill.None, Label = Amount(all) });
        }
        double first = Value(r.Weeks[0].Total), last = Value(r.Weeks[^1].Total);
        return new ChartModel
        {
            Id = "cost-by-week",
            Title = $"{Amount(first)} in the 7 days from {r.Weeks[0].Name}, {Amount(last)} in those from {r.Weeks[^1].Name}"
                + (first > 0 ? $" ({FleetWords.Growth(last / first - 1)})" : ""),
            Source = $"{Quantity.Word(r.RanksByUsd ? r.Total.Ground : Ground.Measured)}: all runs that are known, by their start, UTC; "
                + $"waste is derived. Up to twelve times seven days that end with the period.",
            X = ChartAxis.Named("7 days from (month-day)", [.. r.Weeks.Select(w => w.Name[5..])]),
            Y = new(r.RanksByUsd ? "USD" : "core-hours", r.RanksByUsd ? "usd" : "coreHours", 0, top * 1.12),
            Marks = marks,
            Keys = [new("cost without waste", Hue.Accent), new("waste", Hue.Problem)],
            Height = 180,
            Values = new(["7 days from", "sum", "waste", "runs"], [.. r.Weeks.Select(w => (IReadOnlyList<string>)
                [w.Name, Amount(Value(w.Total)), Amount(Waste(w.Total)), Quantity.Count(w.Total.Runs)])]),
        };
    }

    static string Name(FleetSeriesLine l) =>
        l.Job is { } job ? $"{PlainText.Short(job, NameColumns)} ({PlainText.Short(l.Owner, 16)})" : "all others";

    /// <summary>Waste of the most wasteful jobs by kind; null without waste.</summary>
    public static ChartModel? WasteByJob(FleetReport r)
    {
        double Value(FleetWaste w) => r.RanksByUsd ? (double)(w.Usd ?? 0) : w.CoreMs / HourMs;
        string Amount(double v) => v < (r.RanksByUsd ? 0.0001 : 0.005) ? "" : r.RanksByUsd ? Quantity.Usd((decimal)v)
            : FleetWords.CoreHours((long)(v * HourMs));
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
            X = ChartAxis.Named("", [.. kinds.Select(k => PlainText.Short(FleetWords.Waste(k), 36))]),
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
        double Value(FleetTotal t) => r.RanksByUsd ? (double)(t.Usd ?? 0) : t.PaidCoreMs / HourMs;
        double Waste(FleetTotal t) => r.RanksByUsd ? (double)(t.WasteUsd ?? 0) : t.WasteCoreMs / HourMs;
        string Amount(double v) => r.RanksByUsd ? Quantity.Usd((decimal)v) : FleetWords.CoreHours((long)(v * HourMs));
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
                Detail = $"{shown[i].Name}: {Amount(all - waste)} without waste",
            });
            marks.Add(new BoxMark(all - waste, all, i + 0.18, i + 0.82)
            {
                Hue = Hue.Problem,
                Detail = $"{shown[i].Name}: {Amount(waste)} waste",
            });
            marks.Add(new BoxMark(all, all, i + 0.18, i + 0.82) { Hue = Hue.Ink, Fill = ChartFill.None, Label = Amount(all) });
        }
        var sum = groups.Sum(g => Value(g.Total));
        return new ChartModel
        {
            Id = "by-" + by,
            Title = $"{PlainText.Short(shown[0].Name, NameColumns)} has {Quantity.Percent(sum > 0 ? most / sum : null)} of the cost",
            Source = $"{Quantity.Word(r.Total.Ground)}: the sum of the runs by {by}.",
            X = new(r.RanksByUsd ? "USD" : "core-hours", r.RanksByUsd ? "usd" : "coreHours", 0, most * 1.2),
            Y = ChartAxis.Named("", [.. shown.Select(g => PlainText.Short(g.Name, 24))]),
            Marks = marks,
            Keys = [new("cost without waste", Hue.Accent), new("waste", Hue.Problem)],
            Height = shown.Count * 26,
            Small = true,
        };
    }
}
