using Rightsizer.Analyzer.Answers.Fleet.Site;
using Rightsizer.Analyzer.Answers.Fleet.Summaries;
using Rightsizer.Analyzer.Detectors;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Reports.Charts;
using Rightsizer.Reports.Fleet;
using Rightsizer.Reports.Formatting;

namespace Rightsizer.Reports.Html.Site;

/// <summary>The charts of a site.</summary>
static class SiteCharts
{
    const int MaxWeeks = 26, MaxRuns = 60, MaxKinds = 10, KindColumns = 30;

    /// <summary>Cost by week; null where nothing was paid.</summary>
    public static ChartModel? Weeks(FleetSite site) =>
        ByWeek("cost-by-week", FleetMeasure.Choose(site), [.. site.Weeks.Take(MaxWeeks).Reverse().Select(w => (w.Monday, w.Total))]);

    /// <summary>Cost of a job by week; null where nothing was paid.</summary>
    public static ChartModel? Weeks(FleetSite site, SiteJob job) => ByWeek("cost-by-week", FleetMeasure.Choose(site),
        [.. site.Weeks.Take(MaxWeeks).Reverse().Select(w => (w.Monday, Total: w.Jobs.FirstOrDefault(j => j.Job == job.Id)?.Total))
            .Where(w => w.Total is not null).Select(w => (w.Monday, w.Total!))]);

    static ChartModel? ByWeek(string id, FleetMeasure m, IReadOnlyList<(string Monday, SiteTotal Total)> weeks)
    {
        double Value(SiteTotal t) => m.Place(t.Usd, t.PaidCoreMs);
        double Waste(SiteTotal t) => m.Place(t.WasteUsd, t.WasteCoreMs);
        if (weeks.Count == 0 || weeks.Max(w => Value(w.Total)) is not (> 0 and var top)) return null;
        var marks = new List<ChartMark>();
        for (var i = 0; i < weeks.Count; i++)
        {
            var (value, waste) = (Value(weeks[i].Total), Math.Min(Value(weeks[i].Total), Waste(weeks[i].Total)));
            marks.Add(new BoxMark(i + 0.12, i + 0.88, 0, value - waste)
            {
                Hue = Hue.Work,
                Detail = $"{weeks[i].Monday}: {m.Placed(value - waste)} of work",
            });
            marks.Add(new BoxMark(i + 0.12, i + 0.88, value - waste, value)
            {
                Hue = Hue.Idle,
                Fill = ChartFill.Hatch,
                Detail = $"{weeks[i].Monday}: {m.Placed(waste)} of waste",
            });
            marks.Add(new BoxMark(i + 0.12, i + 0.88, value, value) { Hue = Hue.Ink, Fill = ChartFill.None, Label = m.Placed(value) });
        }
        var most = weeks.MaxBy(w => Value(w.Total));
        return new ChartModel
        {
            Id = id,
            Title = $"{Quantity.Plural(weeks.Count, "week")}; the most expensive began on {most.Monday}: {m.Placed(Value(most.Total))}",
            Source = "Sums over the runs of each week by their start, UTC; waste is derived.",
            X = ChartAxis.Named("week from (month-day)", [.. weeks.Select(w => Short(w.Monday))]),
            Y = m.Axis(top * 1.12),
            Marks = marks,
            Keys = [new("work", Hue.Work), new("waste", Hue.Idle, ChartFill.Hatch)],
            Values = new(["week from", "sum", "waste"],
                [.. weeks.Select(w => (IReadOnlyList<string>)[w.Monday, m.Placed(Value(w.Total)), m.Placed(Waste(w.Total))])]),
            Height = 200,
        };
    }

    /// <summary>Time of the latest runs, oldest first, with what they read on a scale at the right; null for a single run.</summary>
    public static ChartModel? Runs(SiteJob job)
    {
        var runs = job.Runs.Take(MaxRuns).Reverse().ToList();
        if (runs.Count < 2 || runs.Max(r => r.WallMs) is not (> 0 and var top)) return null;
        var most = runs.Max(r => r.InputBytes);
        var median = runs.Select(r => r.WallMs).Order().ElementAt(runs.Count / 2);
        List<ChartMark> marks =
        [
            .. runs.Select((r, i) => new BoxMark(i + 0.12, i + 0.88, 0, r.WallMs)
            {
                Hue = r.Outcome == RunOutcome.Succeeded ? Hue.Work : Hue.Problem,
                Detail = $"{SiteWords.Time(r.StartMs)}: {Quantity.Duration(r.WallMs)}"
                    + (r.Outcome == RunOutcome.Succeeded ? "" : ", " + FleetWords.Word(r.Outcome))
                    + (r.InputBytes > 0 ? $", read {Quantity.Bytes(r.InputBytes)}" : ""),
            }),
        ];
        if (most > 0)
            marks.Add(new LineMark([.. runs.Select((r, i) => new ChartXY(i + 0.5, r.InputBytes))]) { Hue = Hue.Accent, OnRight = true });
        return new ChartModel
        {
            Id = "time-of-runs",
            Title = $"The last {Quantity.Plural(runs.Count, "run")} took {Quantity.Duration(runs.Min(r => r.WallMs))} to "
                + $"{Quantity.Duration(top)}, the median run {Quantity.Duration(median)}",
            Source = "Measured: start to end of each run, oldest first.",
            X = ChartAxis.Named("run of (month-day)", [.. runs.Select(r => Short(r.Day))]),
            Y = new("time", "ms", 0, top * 1.08),
            Right = most > 0 ? new("read", "bytes", 0, most * 1.08) : null,
            Marks = marks,
            Keys =
            [
                new("time", Hue.Work),
                .. runs.Any(r => r.Outcome != RunOutcome.Succeeded) ? [new ChartKey("failed or unfinished", Hue.Problem)] : (ChartKey[])[],
                .. most > 0 ? [new ChartKey("data read", Hue.Accent)] : (ChartKey[])[],
            ],
            Height = 200,
        };
    }

    /// <summary>Which findings the runs of each week had; null without any, or where there is one week.</summary>
    public static ChartModel? Findings(SiteJob job)
    {
        var weeks = job.Runs.GroupBy(r => r.Monday).OrderBy(w => w.Key, StringComparer.Ordinal).TakeLast(MaxWeeks).ToList();
        var kinds = job.Findings.Take(MaxKinds).ToList();
        if (kinds.Count == 0 || weeks.Count < 2) return null;
        var marks = new List<ChartMark>();
        for (var k = 0; k < kinds.Count; k++)
        {
            for (var w = 0; w < weeks.Count; w++)
            {
                var runs = weeks[w].Count();
                var with = weeks[w].Count(r => r.Findings.Any(f => f.Kind == kinds[k].Kind && f.Severity > Severity.Info));
                if (with == 0) continue;
                marks.Add(new BoxMark(w + 0.06, w + 0.94, k + 0.1, k + 0.9)
                {
                    Hue = kinds[k].Severity == Severity.Critical ? Hue.Problem : Hue.Exchange,
                    Strength = 0.25 + 0.75 * with / runs,
                    Detail = $"{kinds[k].Kind} in {with} of {FleetWords.Runs(runs)} of the week from {weeks[w].Key}",
                });
            }
        }
        var now = kinds.Count(k => k.IsThere);
        return new ChartModel
        {
            Id = "findings-by-week",
            Title = now == 0 ? "The latest run has none of the findings of earlier ones"
                : $"{Quantity.Plural(now, "finding")} in the latest run"
                    + (now < kinds.Count ? $", {Quantity.Count(kinds.Count - now)} gone" : ""),
            Source = "From severity warning on. The fuller the colour, the more runs of the week had it; red is critical.",
            X = ChartAxis.Named("week from (month-day)", [.. weeks.Select(w => Short(w.Key))]),
            Y = ChartAxis.Named("", [.. kinds.Select(k => PlainText.Short(k.Kind, KindColumns))]),
            Marks = marks,
            Height = Math.Max(40, kinds.Count * 26),
        };
    }

    /// <summary>11-16 of 2026-11-16: years do not fit under a bar.</summary>
    static string Short(string day) => day[5..];
}
