using Rightsizer.Analyzer.Answers.Comparison;
using Rightsizer.Reports.Charts;
using Rightsizer.Reports.Charts.Compare;
using Rightsizer.TestSupport;

namespace Rightsizer.Reports.Tests.Compare;

/// <summary>Task time of the stages of two runs of one job: a line each, from the earlier run to the later.</summary>
public class StageSlopesTests
{
    /// <summary>Three stages of one task, of the given times.</summary>
    static RunComparison Compare(long[] before, long[] after)
    {
        Rightsizer.Analyzer.Model.ApplicationRun Run(long[] ms)
        {
            var sketch = new RunSketch(100_000).Executor("1").Job(0, 0, 90_000);
            for (var s = 0; s < ms.Length; s++)
                sketch.Stage(s, 0, s * 25_000, s * 25_000 + ms[s], [], new SketchTask(0, s * 25_000, ms[s], "1"));
            return sketch.Build();
        }
        return RunComparer.Compare(Rightsizer.Analyzer.ApplicationAnalyzer.Analyze(Run(before), new()),
            Rightsizer.Analyzer.ApplicationAnalyzer.Analyze(Run(after), new()));
    }

    [Fact]
    public void EachStage_IsALineBetweenItsTimes_ColouredByItsChange()
    {
        var c = Compare([10_000, 20_000, 8_000], [20_000, 20_400, 4_000]);
        Assert.Equal(3, c.Stages.Count);
        var chart = CompareCharts.Stages(c)!;

        var lines = chart.Marks.OfType<LineMark>().OrderBy(l => l.Points[0].Y).ToList();

        Assert.Equal(["earlier", "later"], chart.X.Names);
        Assert.All(lines, l => Assert.Equal([0.5, 1.5], l.Points.Select(p => p.X)));
        // 4 s less, 10 s more, and 2 % more
        Assert.Equal([(8_000, 4_000, Hue.Work), (10_000, 20_000, Hue.Problem), (20_000, 20_400, Hue.StartUp)],
            lines.Select(l => (l.Points[0].Y, l.Points[1].Y, l.Hue)));
        var strong = Assert.Single(chart.Marks.OfType<PointMark>(), p => p.Strong);
        Assert.Equal((1.5, 20_000d, PointSide.Right, "0: 20.0 s"), (strong.X, strong.Y, strong.Side, strong.Brief));
        Assert.EndsWith("20.0 s (+100 %)", strong.Label, StringComparison.Ordinal);
        Assert.Equal([["10.0 s", "20.0 s", "+100 %"], ["8.0 s", "4.0 s", "-50 %"], ["20.0 s", "20.4 s", "+2 %"]],
            chart.Values!.Rows.Select(r => r.Skip(1).ToArray()));
    }
}
