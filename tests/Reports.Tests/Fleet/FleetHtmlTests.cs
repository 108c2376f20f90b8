using System.Text;
using System.Text.RegularExpressions;
using Rightsizer.Analyzer.Answers.Fleet.Report;
using Rightsizer.Reports.Charts;
using Rightsizer.Reports.Charts.Fleet;
using Rightsizer.Reports.Html.Fleet;
using Rightsizer.TestSupport;

namespace Rightsizer.Reports.Tests.Fleet;

public partial class FleetHtmlTests
{
    const string Hostile = "</title><script>alert(1)</script><img src=x onerror=\"alert(2)\">' & co";

    static string Html(FleetReport report)
    {
        using var output = new StringWriter();
        FleetHtml.Write(report, output);
        return output.ToString();
    }

    [Fact]
    public void TwoThousandRuns_AreAtMostOneAndAHalfMegabytes() =>
        Assert.InRange(Encoding.UTF8.GetByteCount(Html(FleetSketch.Of(2000))), 1, 1_500_000);

    [Fact]
    public void HostileNames_AddNoTag()
    {
        static string Tags(string html) => string.Concat(Tag().Matches(html).Select(m => m.Value));

        var html = Html(FleetSketch.Of(40, Hostile));
        Assert.Equal(Tags(Html(FleetSketch.Of(40, "plain"))), Tags(html));
        Assert.DoesNotContain("<img", html, StringComparison.Ordinal);
    }

    [Fact]
    public void EveryLinkOfThePage_LeadsToAPartOfIt()
    {
        var html = Html(FleetSketch.Of(200));
        var ids = Regex.Matches(html, " id=\"([^\"]+)\"").Select(m => m.Groups[1].Value).ToList();

        Assert.Equal(ids.Count, ids.Distinct().Count());
        foreach (Match link in Regex.Matches(html, "<a href=\"#([^\"]+)\"")) Assert.Contains(link.Groups[1].Value, ids);
    }

    [Fact]
    public void Series_SumToTheTotal()
    {
        var report = FleetSketch.Of(1000);
        var series = FleetSeries.Build(report, FleetSplit.Job, 6);

        Assert.Equal(7, series.Lines.Count);
        Assert.Equal(7, series.Times.Count);
        Assert.Equal(report.Total.Usd, series.Lines.Sum(l => l.Usd.Sum()));
        Assert.Equal(report.ByDay.Select(d => d.Total.Usd), Enumerable.Range(0, 7).Select(i => (decimal?)series.Lines.Sum(l => l.Usd[i])));
    }

    [Fact]
    public void CostChart_SaysWhatOfTheTotalIsNotInIt()
    {
        var report = FleetSketch.Of(100);
        var withIdle = report with { Total = report.Total with { Usd = report.Total.Usd + 7m } };

        Assert.DoesNotContain("Not in it", DaysChart.Build(report, FleetSplit.Job)!.Source, StringComparison.Ordinal);
        Assert.EndsWith(" Not in it: ~$7.00 of shared clusters' time that no run held.",
            DaysChart.Build(withIdle, FleetSplit.Job)!.Source, StringComparison.Ordinal);
    }

    [Fact]
    public void IdleTimeOfSharedClusters_IsAPartOfItsDay()
    {
        var report = FleetSketch.Of(1000);
        var day = report.ByDay[2];
        var withIdle = report with
        {
            Total = report.Total with { Usd = report.Total.Usd + 7m },
            ByDay = [.. report.ByDay.Select(d => d == day ? d with { Total = d.Total with { Usd = d.Total.Usd + 7m } } : d)],
            Waste = [.. report.Waste, new FleetWaste("sharedIdle", 7m, 0, 0)],
        };

        Assert.Equal([0m, 0m, 7m, 0m, 0m, 0m, 0m], FleetSeries.Build(withIdle, FleetSplit.Job, 6).IdleUsd);
        Assert.All(FleetSeries.Build(report, FleetSplit.Job, 6).IdleUsd, usd => Assert.Equal(0m, usd));
        var chart = DaysChart.Build(withIdle, FleetSplit.Job)!;
        Assert.DoesNotContain("Not in it", chart.Source, StringComparison.Ordinal);
        Assert.Equal(7, chart.Marks.OfType<BoxMark>().Where(b => b.Fill == ChartFill.Hatch).Sum(b => b.Y1 - b.Y0), 6);
        Assert.Equal("~$7.00", chart.Values!.Rows[2][^2]);
    }

    /// <summary>The sketch's costs are assumed; a budget is not.</summary>
    [Fact]
    public void AmountsOfCharts_AreMarkedAsEstimates()
    {
        var report = FleetSketch.Of(100) with { BudgetUsd = 12m };
        var texts = FleetCharts.All(report).SelectMany(c => c.Marks.SelectMany(m => new[] { m.Label, m.Detail }).Append(c.Title)
            .Concat(c.Values?.Rows.SelectMany(r => r) ?? [])).OfType<string>().Where(t => t.Contains('$')).ToList();

        Assert.Contains(texts, t => t.StartsWith("budget: $", StringComparison.Ordinal));
        Assert.All(texts.Where(t => !t.StartsWith("budget: ", StringComparison.Ordinal)), t =>
            Assert.DoesNotMatch(@"(?<!~|~[+-])\$(?!0\b)", t));
    }

    [Fact]
    public void LongPeriod_IsSummedByWeek()
    {
        var report = FleetSketch.Of(10);
        var month = FleetSeries.Build(report with { Period = report.Period with { Since = "2026-10-24", Days = 28 } }, FleetSplit.Job, 3);

        Assert.True(month.ByWeek);
        Assert.Equal(["2026-10-24", "2026-10-31", "2026-11-07", "2026-11-14"], month.Times);
        Assert.Equal(report.Total.Usd, month.Lines.Sum(l => l.Usd[3]));
    }

    [GeneratedRegex("</?[a-z0-9]+")]
    private static partial Regex Tag();
}
