using Rightsizer.Analyzer;
using Rightsizer.Analyzer.Answers.Fleet.Report;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Reports.Fleet;
using Rightsizer.Reports.Formatting;

namespace Rightsizer.Reports.Charts.Fleet;

/// <summary>Cost by day or week as bars: the same bars stacked by job, owner, team, platform or waste.</summary>
public static class DaysChart
{
    const int Lines = 6, NameColumns = 34, OwnerColumns = 16;
    const double UnusualRatio = 1.5;
    const string IdleName = "shared clusters that no run held";

    /// <summary>Unlike the colour of work, which is first.</summary>
    static readonly IReadOnlyList<Hue> WasteHues = [.. ChartPalette.Apart.Where(h => h != Hue.Work)];

    /// <summary>By job, then by what the report has more than one of; empty without runs.</summary>
    public static IReadOnlyList<(FleetSplit By, ChartModel Chart)> All(FleetReport r)
    {
        List<FleetSplit> by = [FleetSplit.Job];
        if (r.ByOwner.Count > 1) by.Add(FleetSplit.Owner);
        if (r.ByTeam.Count > 1) by.Add(FleetSplit.Team);
        if (r.ByPlatform.Count > 1) by.Add(FleetSplit.Platform);
        if (r.WasteByDay.Count > 0) by.Add(FleetSplit.Waste);
        return [.. by.Select(b => (b, Chart: Build(r, b))).Where(c => c.Chart is not null).Select(c => (c.b, c.Chart!))];
    }

    /// <param name="r">The report.</param>
    /// <param name="by">What the parts of a bar are.</param>
    /// <returns>Null without runs.</returns>
    public static ChartModel? Build(FleetReport r, FleetSplit by)
    {
        if (r.Runs.Count == 0) return null;
        var s = FleetSeries.Build(r, by, Lines);
        var m = FleetMeasure.Choose(r);
        double Value(FleetSeriesLine l, int i) => m.Place(l.Usd[i], l.CoreMs[i]);
        double Idle(int i) => r.RanksByUsd ? (double)s.IdleUsd[i] : 0;
        var slices = Enumerable.Range(0, s.Times.Count).ToList();
        var hasIdle = slices.Sum(Idle) > 0;
        var sums = slices.Select(i => s.Lines.Sum(l => Value(l, i)) + Idle(i)).ToList();
        if (sums.Count == 0 || sums.Max() <= 0) return null;
        var usual = sums.Order().ElementAt(sums.Count / 2);
        var marks = new List<ChartMark>();
        foreach (var i in slices)
        {
            double at = 0;
            for (var l = 0; l < s.Lines.Count; l++)
            {
                var v = Value(s.Lines[l], i);
                if (v <= 0) continue;
                marks.Add(new BoxMark(i + 0.12, i + 0.88, at, at + v)
                {
                    Hue = HueOf(s, l, by),
                    Detail = $"{s.Times[i]}, {Name(s.Lines[l], by)}: {m.Placed(v)} of {m.Placed(sums[i])}",
                    Link = s.Lines[l].Name is null || IsWork(s.Lines[l], by) ? null : Section(by),
                });
                at += v;
            }
            if (Idle(i) > 0) marks.Add(new BoxMark(i + 0.12, i + 0.88, at, at + Idle(i))
            {
                Hue = Hue.Idle,
                Fill = ChartFill.Hatch,
                Detail = $"{s.Times[i]}, {IdleName}: {m.Placed(Idle(i))} of {m.Placed(sums[i])}",
                Link = "waste",
            });
            var unusual = sums.Count >= 5 && usual > 0 && sums[i] >= UnusualRatio * usual;
            marks.Add(new BoxMark(i + 0.12, i + 0.88, sums[i], sums[i])
            {
                Hue = Hue.Ink,
                Fill = ChartFill.None,
                Label = sums[i] == 0 ? null
                    : m.Placed(sums[i]) + (unusual ? $", {Quantity.Number(sums[i] / usual)}x usual" : ""),
            });
        }
        var top = sums.Max();
        var unit = s.ByWeek ? "week" : "day";
        // spread evenly over the days of the period
        var budget = r.RanksByUsd && r.BudgetUsd is { } allowed ? (double)allowed * (s.ByWeek ? 7 : 1) / Math.Max(1, r.Period.Days) : 0;
        if (budget > 0) marks.Add(new RuleMark(budget, false)
        {
            Hue = Hue.Problem,
            Label = $"budget: {Quantity.Usd((decimal)budget)} a {unit}",
        });
        return new ChartModel
        {
            Id = by == FleetSplit.Job ? "cost-over-time" : "cost-over-time-by-" + FleetWords.Word(by),
            Title = Title(),
            Source = $"{Quantity.Word(by == FleetSplit.Waste ? Ground.Derived : r.RanksByUsd ? r.Total.Ground : Ground.Measured)}: "
                + $"the runs of each {unit} by their start, UTC. {FleetWords.Prices(r)}{Rest()}",
            X = ChartAxis.Named(s.ByWeek ? "week from" : "day", s.Times),
            Y = m.Axis(Math.Max(top, budget) * 1.12),
            Marks = marks,
            Keys = [.. s.Lines.Select((l, i) => new ChartKey(Name(l, by), HueOf(s, i, by))), .. hasIdle
                ? [new ChartKey(IdleName, Hue.Idle, ChartFill.Hatch)] : (ChartKey[])[]],
            Height = 230,
            Values = new([unit, .. s.Lines.Select(l => Name(l, by)), .. hasIdle ? [IdleName] : (string[])[], "sum"],
                [.. slices.Where(i => sums[i] > 0).Select(i => (IReadOnlyList<string>)
                    [s.Times[i], .. s.Lines.Select(l => m.Placed(Value(l, i))), .. hasIdle ? [m.Placed(Idle(i))] : (string[])[],
                        m.Placed(sums[i])])]),
        };

        string Title()
        {
            var all = $"{m.Placed(sums.Sum())} in {Quantity.Plural(sums.Count, unit)}";
            if (by == FleetSplit.Job)
                return $"{all}; the most expensive {unit} was {s.Times[sums.IndexOf(top)]} with {m.Placed(top)}";
            var wasted = s.Lines.Where(l => !IsWork(l, by)).Sum(l => slices.Sum(i => Value(l, i)));
            var named = s.Lines.Where(l => l.Name is not null && !IsWork(l, by)).ToList();
            if (named.Count == 0) return all;
            var largest = named.MaxBy(l => slices.Sum(i => Value(l, i)))!;
            var its = slices.Sum(i => Value(largest, i));
            return by == FleetSplit.Waste
                ? $"{m.Placed(wasted)} of {all} was waste, most of it {Name(largest, by)} ({m.Placed(its)})"
                : $"{m.Placed(its)} of {all} by {FleetWords.Word(by)} {Name(largest, by)}";
        }

        // the sum of the days and what is not in them are the total of the report
        string Rest()
        {
            var rest = m.Place(r.Total.Usd, r.Total.PaidCoreMs) - sums.Sum();
            var least = r.RanksByUsd ? 0.005 : 0.01;
            return rest < least ? "" : $". Not in it: {m.Placed(rest)} of shared clusters' time that no run held.";
        }
    }

    static bool IsWork(FleetSeriesLine l, FleetSplit by) => by == FleetSplit.Waste && l.Name == FleetSeries.Work;

    static Hue HueOf(FleetSeries s, int line, FleetSplit by) => s.Lines[line].Name is null ? Hue.StartUp
        : by != FleetSplit.Waste ? ChartPalette.Apart[line % ChartPalette.Apart.Count]
        : line == 0 ? Hue.Work : WasteHues[(line - 1) % WasteHues.Count];

    static string Name(FleetSeriesLine l, FleetSplit by) => l switch
    {
        { Name: null } => by == FleetSplit.Waste ? "other waste" : "all others",
        { Owner: { } owner } => $"{PlainText.Short(l.Name, NameColumns)} ({PlainText.Short(owner, OwnerColumns)})",
        _ => by == FleetSplit.Waste ? FleetWords.Waste(l.Name) : PlainText.Short(l.Name, NameColumns),
    };

    /// <summary>The part of the page that lists them.</summary>
    static string Section(FleetSplit by) => by switch
    {
        FleetSplit.Job => "jobs",
        FleetSplit.Owner => "owners",
        FleetSplit.Team => "teams",
        FleetSplit.Platform => "platforms",
        _ => "waste",
    };
}
