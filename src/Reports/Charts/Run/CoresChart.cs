using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Model;

namespace Rightsizer.Reports.Charts.Run;

/// <summary>Cores paid for and cores in use over time.</summary>
public static class CoresChart
{
    const int Slices = 240, Read = 40;

    /// <summary>Null where the run has no time to draw.</summary>
    public static ChartModel? Build(ApplicationRun run)
    {
        if (CoreTimeline.Compute(run, Slices) is not { } line) return null;
        var span = line.EndMs - line.StartMs;
        var width = (double)span / Slices;
        List<ChartXY> Steps(IReadOnlyList<double> cores) =>
            [new(0, cores[0]), .. cores.Select((c, i) => new ChartXY((i + 1) * width, c))];
        // a step line goes across before it goes up: the value of a slice is at its right end
        var top = Math.Max(1, Math.Max(line.PaidCores.Max(), line.UsedCores.Max()));
        double paid = line.PaidCores.Sum(), used = line.UsedCores.Sum();
        var marks = new List<ChartMark>
        {
            new AreaMark(Shift(Steps(line.PaidCores)), null) { Hue = Hue.Idle, Steps = true, Fill = ChartFill.Hatch },
            new AreaMark(Shift(Steps(line.UsedCores)), null) { Hue = Hue.Work, Steps = true },
            new LineMark(Shift(Steps(line.PaidCores))) { Hue = Hue.Idle, Steps = true },
        };
        for (var i = 0; i < Read; i++)
        {
            var (from, until) = (i * Slices / Read, (i + 1) * Slices / Read);
            marks.Add(new BoxMark(from * width, until * width, 0, top)
            {
                Hue = Hue.Ink,
                Fill = ChartFill.None,
                Detail = $"{Quantity.Duration(from * width)} to {Quantity.Duration(until * width)}: tasks held "
                    + $"{Quantity.Number(line.UsedCores.Skip(from).Take(until - from).Average())} of "
                    + $"{Quantity.Number(line.PaidCores.Skip(from).Take(until - from).Average())} cores",
            });
        }
        return new ChartModel
        {
            Id = "executors-over-time",
            Title = paid > 0 ? $"Tasks held {Quantity.Percent(used / paid)} of the cores paid for" : "Cores in use over time",
            Source = $"Measured: executors added and removed, tasks launched and finished; means over {Quantity.Duration(width)}.",
            X = new("since the start", "ms", 0, span),
            Y = new("cores", "cores", 0, top * 1.05),
            Marks = marks,
            Keys = [new("held by tasks", Hue.Work), new("paid, no task", Hue.Idle, ChartFill.Hatch)],
            Height = 240,
            Values = new(["from", "until", "cores in use and paid"], [.. marks.OfType<BoxMark>().Select(b => (IReadOnlyList<string>)
                [Quantity.Duration(b.X0), Quantity.Duration(b.X1), b.Detail![(b.Detail!.IndexOf(": ", StringComparison.Ordinal) + 2)..]])]),
        };
    }

    /// <summary>Each value holds from the point before it.</summary>
    static List<ChartXY> Shift(List<ChartXY> points) =>
        [.. points.SkipLast(1).Select((p, i) => new ChartXY(p.X, points[i + 1].Y)), points[^1]];
}
