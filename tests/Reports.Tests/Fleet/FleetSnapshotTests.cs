using System.Text;
using Rightsizer.Analyzer.Answers.Fleet.Report;
using Rightsizer.Analyzer.Answers.Fleet.Summaries;
using Rightsizer.Reports.Fleet;
using Rightsizer.TestSupport;

namespace Rightsizer.Reports.Tests.Fleet;

/// <summary>Two made-up weeks in every format. Review a changed snapshot like code.</summary>
public class FleetSnapshotTests
{
    static FleetReport Report(bool priced = true)
    {
        var lines = File.ReadAllLines(Path.Combine(SharedFolder.RepositoryRoot, "tests", "Reports.Tests", "Fleet", "two-weeks.jsonl"));
        var runs = lines.Select(l => RunSummaryJson.Read(Encoding.UTF8.GetBytes(l), out _)!).Select(s => priced ? s : s with
        {
            Cost = s.Cost is { } c ? c with
            {
                ActualUsd = null,
                ActualName = null,
                ActualGround = Analyzer.Ground.Missing,
                Missing = "standalone has no price in the book",
                Alternatives = []
            } : null,
            Waste = [.. s.Waste.Select(w => w with { Usd = null })],
        }).ToList();
        return FleetAnalyzer.Analyze(
            runs, new FleetOptions { Since = new DateOnly(2026, 11, 9), UntilExcl = new DateOnly(2026, 11, 16), Read = runs.Count });
    }

    static string Text(FleetReport report)
    {
        using var output = new StringWriter();
        FleetText.Compose(report, 120).WriteTo(output);
        return output.ToString();
    }

    static string Written(Action<FleetReport, TextWriter> write, FleetReport report)
    {
        using var output = new StringWriter();
        write(report, output);
        return output.ToString();
    }

    [Theory]
    [InlineData("invariant")]
    [InlineData("german")]
    [InlineData("swedish")]
    public void EveryFormat_IsAsReviewed_InAnyCulture(string culture)
    {
        using var other = Culture.Named(culture);

        GoldenFile.Check(Text(Report()), "fleet.txt");
        GoldenFile.Check(Text(Report(priced: false)), "fleet-unpriced.txt");
        GoldenFile.Check(Written(FleetMarkdown.Write, Report()), "fleet.md");
        GoldenFile.Check(Written(FleetCsv.Write, Report()).Replace("\r\n", "\n", StringComparison.Ordinal), "fleet.csv");
    }

    [Fact]
    public void NarrowTerminal_LosesNoLine()
    {
        using var narrow = new StringWriter();
        FleetText.Compose(Report(), 60).WriteTo(narrow);

        Assert.Contains("Waste", narrow.ToString(), StringComparison.Ordinal);
    }
}
