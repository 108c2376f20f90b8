using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Replay;

namespace Rightsizer.Reports.Charts.Run;

/// <summary>Time and cost at fewer and more executors, through today's point, with the band that holds eight runs in ten.</summary>
public static class SweepChart
{
    /// <summary>Null where nothing was predicted.</summary>
    /// <param name="sweep">The answers.</param>
    /// <param name="small">Beside a finding, without cost.</param>
    public static ChartModel? Build(ExecutorSweep? sweep, bool small = false)
    {
        if (sweep is null || sweep.Refused is not null || sweep.Points.Count < 2) return null;
        var points = Through(sweep);
        var top = points.Max(p => p.HighMs);
        var priced = !small && points.All(p => p.Usd is not null);
        var marks = new List<ChartMark>
        {
            new AreaMark(
                [.. points.Select(p => new ChartXY(p.Executors, p.HighMs))], [.. points.Select(p => new ChartXY(p.Executors, p.LowMs))])
            {
                Hue = Hue.Work,
                Fill = ChartFill.Faint,
            },
            new LineMark([.. points.Select(p => new ChartXY(p.Executors, p.Ms))]) { Hue = Hue.Work },
        };
        if (priced) marks.Add(new LineMark([.. points.Select(p => new ChartXY(p.Executors, p.Usd!.Value))])
        {
            Hue = Hue.Violet,
            Dashed = true,
            OnRight = true,
        });
        foreach (var p in points)
        {
            marks.Add(new PointMark(p.Executors, p.Ms)
            {
                Hue = p.IsToday ? Hue.Problem : Hue.Work,
                Strong = p.IsToday,
                Label = p.IsToday ? $"this run: {Quantity.Duration((long)p.Ms)}" : null,
                Detail = $"{Quantity.Plural(p.Executors, "executor")}: {(p.IsToday ? "" : "~")}{Quantity.Duration((long)p.Ms)}"
                    + (p.IsToday ? "" : $", 8 runs in 10 within {Quantity.Duration((long)p.LowMs)} to {Quantity.Duration((long)p.HighMs)}")
                    + (p.Usd is { } usd ? $", {(p.IsToday ? "" : "~")}{Quantity.Usd((decimal)usd)}" : ""),
            });
        }
        var (first, last) = (points[0], points[^1]);
        var today = points.FirstOrDefault(p => p.IsToday) ?? points[points.Count / 2];
        return new ChartModel
        {
            Id = small ? "fewer-executors" : "sweep",
            Title = Title(points, today, last, sweep.Dynamic),
            Source = $"Simulated: the run with {(sweep.Dynamic ? "at most " : "")}this many executors of "
                + $"{Quantity.Plural(sweep.CoresPerExecutor, "core")}; the band holds 8 runs in 10.{Missing(sweep)}",
            X = new("executors", "count", first.Executors, last.Executors, last.Executors >= 8 * first.Executors ? ChartScaling.Log
                : ChartScaling.Linear),
            Y = new("time", "ms", 0, top * 1.06),
            Right = priced ? new("cost", "usd", 0, points.Max(p => p.Usd!.Value) * 1.06) : null,
            Marks = marks,
            Keys = priced ? [new("time", Hue.Work), new("cost", Hue.Violet), new("this run", Hue.Problem)] : [new("time", Hue.Work),
                new("this run", Hue.Problem)],
            Height = small ? 150 : 240,
            Small = small,
        };
    }

    static string Missing(ExecutorSweep sweep) => sweep.Refusals.Count == 0 ? ""
        : $" Not predicted: {string.Join(", ", sweep.Refusals.Select(r => Quantity.Count(r.Executors)))}.";

    static string Title(List<SweepSpot> points, SweepSpot today, SweepSpot last, bool dynamic)
    {
        // fewest executors with which the run ends at most a twentieth later
        var enough = points.Where(p => p.Ms <= 1.05 * today.Ms).MinBy(p => p.Executors)!;
        if (enough.Executors < today.Executors)
            return $"{Quantity.Plural(enough.Executors, "executor")} would take ~{Quantity.Duration((long)enough.Ms)}, "
                + $"{today.Executors} took {Quantity.Duration((long)today.Ms)}";
        return last.Executors > today.Executors && last.Ms < 0.95 * today.Ms
            ? $"{Quantity.Plural(last.Executors, "executor")} would take ~{Quantity.Duration((long)last.Ms)} instead of "
                + $"{Quantity.Duration((long)today.Ms)}, and use "
                + $"{Quantity.Number(Math.Round(CoreRatio(today, last), 1))} times the core time"
            : $"More executors than {today.Executors} would not shorten the run";
    }

    /// <summary>What the last point pays for over what this run did; with all executors for the whole time.</summary>
    static double CoreRatio(SweepSpot today, SweepSpot last) => last.Executors * last.Ms / (today.Executors * today.Ms);

    /// <summary>By executors; what the run itself took stands in place of its simulation, so that the line goes through it.</summary>
    static List<SweepSpot> Through(ExecutorSweep sweep) => [.. sweep.Points.Select(p =>
    {
        var isToday = p.Executors == sweep.TodayExecutors && sweep.TodayMs is not null;
        double ms = isToday ? sweep.TodayMs!.Value : p.Answer.DurationMs!.Value;
        return new SweepSpot(p.Executors, ms, Math.Min(ms, p.Answer.DurationP10Ms ?? (long)ms), Math.Max(ms, p.Answer.DurationP90Ms
            ?? (long)ms),
            (double?)(isToday ? sweep.TodayUsd ?? p.Answer.CostUsd : p.Answer.CostUsd), isToday);
    })];

    sealed record SweepSpot(int Executors, double Ms, double LowMs, double HighMs, double? Usd, bool IsToday);
}
