using System.Text.RegularExpressions;
using Rightsizer.Analyzer.Answers.Fleet.Report;
using Rightsizer.Reports.Charts;
using Rightsizer.Reports.Charts.Fleet;
using Rightsizer.Reports.Html.Fleet;
using Rightsizer.TestSupport;

namespace Rightsizer.Reports.Tests.Fleet;

/// <summary>The bars of days are the same however they are stacked, and their parts are what the groups cost.</summary>
public class DaysChartTests
{
    /// <summary>Two teams, and runs without one.</summary>
    static FleetReport Report()
    {
        var report = FleetSketch.Of(1000);
        static string? TeamOf(string owner) => owner switch { "data-eng" or "ml" => "platform", "growth" => "sales", _ => null };
        List<FleetRun> runs = [.. report.Runs.Select(r => r with { Team = TeamOf(r.Owner) })];
        return report with
        {
            Runs = runs,
            ByTeam = [.. new[] { "platform", "(none)", "sales" }.Select(t => new FleetGroup(t, report.Total with
            {
                Usd = runs.Where(r => (r.Team ?? "(none)") == t).Sum(r => r.Usd),
            }))],
        };
    }

    static decimal[] ByDay(IEnumerable<FleetRun> runs) => [.. runs
        .GroupBy(r => DateTimeOffset.FromUnixTimeMilliseconds(r.StartMs).UtcDateTime.Date).OrderBy(g => g.Key)
        .Select(g => g.Sum(r => r.Usd!.Value))];

    [Theory]
    [InlineData(FleetSplit.Job)]
    [InlineData(FleetSplit.Owner)]
    [InlineData(FleetSplit.Team)]
    [InlineData(FleetSplit.Platform)]
    [InlineData(FleetSplit.Waste)]
    public void EveryStack_AddsUpToTheCostOfItsDay(FleetSplit by)
    {
        var report = Report();
        var chart = DaysChart.Build(report, by)!;

        var days = chart.Marks.OfType<BoxMark>().Where(b => b.Y1 > b.Y0).GroupBy(b => (int)b.X0).OrderBy(g => g.Key)
            .Select(g => g.Sum(b => b.Y1 - b.Y0)).ToList();

        Assert.Equal(7, days.Count);
        Assert.All(days.Zip(ByDay(report.Runs)), d => Assert.Equal((double)d.Second, d.First, 0.0001));
        Assert.Equal(chart.Keys.Count + 2, chart.Values!.Columns.Count);
        Assert.Equal(chart.Keys.Select(k => (k.Hue, k.Fill)).Distinct().Count(), chart.Keys.Count);
    }

    [Fact]
    public void PartsOfATeam_AreTheRunsOfItsDays()
    {
        var report = Report();
        var lines = FleetSeries.Build(report, FleetSplit.Team, 6).Lines;

        Assert.Equal(["platform", "(none)", "sales"], lines.Select(l => l.Name));
        Assert.Equal(ByDay(report.Runs.Where(r => r.Owner is "data-eng" or "ml")), lines[0].Usd);
        Assert.Equal(ByDay(report.Runs.Where(r => r.Owner == "finance")), lines[1].Usd);
    }

    [Fact]
    public void PartsOfWaste_AreWorkAndEachKind()
    {
        var report = Report();
        var lines = FleetSeries.Build(report, FleetSplit.Waste, 3).Lines;

        Assert.Equal(["work", "idleTail", "failedRun", "skew", null], lines.Select(l => l.Name));
        // three tenths of each run are waste, in shares of 5, 4, 3, 2 and 1 fifteenths
        var total = (double)report.Runs.Sum(r => r.Usd!.Value);
        Assert.Equal(0.7 * total, (double)lines[0].Usd.Sum(), 0.0001);
        Assert.Equal(0.3 * total * 5 / 15, (double)lines[1].Usd.Sum(), 0.0001);
        Assert.Equal(0.3 * total * 3 / 15, (double)lines[^1].Usd.Sum(), 0.0001);
    }

    [Fact]
    public void Page_HasAChoiceOfWhatThereIsMoreThanOneOf()
    {
        string[] Choices(FleetReport r)
        {
            using var output = new StringWriter();
            FleetHtml.Write(r, output);
            return [.. Regex.Matches(output.ToString(), "<label><input type=\"radio\"[^>]*>([^<]*)</label>")
                .Select(m => m.Groups[1].Value)];
        }
        var report = Report();

        Assert.Equal(["job", "owner", "team", "platform", "waste"], Choices(report));
        Assert.Equal(["job", "owner", "waste"], Choices(report with { ByTeam = [], ByPlatform = [report.ByPlatform[0]] }));
        Assert.Empty(Choices(report with { ByTeam = [], ByPlatform = [], ByOwner = [report.ByOwner[0]], WasteByDay = [] }));
    }
}
