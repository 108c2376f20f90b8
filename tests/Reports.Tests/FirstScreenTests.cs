using Rightsizer.Analyzer;
using Rightsizer.Analyzer.Construction;
using Rightsizer.EventLogParser.Input;
using Rightsizer.Reports.Formatting;
using Rightsizer.Reports.Text;
using Rightsizer.TestSupport;

namespace Rightsizer.Reports.Tests;

/// <summary>The text of <c>diagnose</c> answers on one screen: verdict, settings to paste and first finding, whatever the log.</summary>
public class FirstScreenTests
{
    const int Rows = 24, Columns = 100, MostFindingLines = 7;

    public static TheoryData<string> Samples => [.. SampleLogResult.Names];

    [Theory]
    [MemberData(nameof(Samples))]
    public void ASampleLog_IsAnsweredOnTheFirstScreen(string name) => Answers(SampleLogResult.Analyze(name));

    [Fact]
    public void EverySharedLog_IsAnsweredOnTheFirstScreen()
    {
        Assert.SkipWhen(SharedFolder.Path is null, SharedFolder.SkipReason);
        Assert.All(SharedLogs.All, log =>
        {
            var run = ApplicationRunLoader.Load(EventLogLocator.Find(log.Path)[^1]);
            Answers(ApplicationAnalyzer.Analyze(run, new AnalysisOptions { Sweep = true, BriefSweep = true, Patch = true }));
        });
    }

    /// <summary>Half of a setting can be neither pasted nor followed.</summary>
    [Theory]
    [InlineData(40)]
    [InlineData(60)]
    public void NarrowTerminal_CutsNoSetting(int columns)
    {
        var result = SampleLogResult.Analyze(SampleLogResult.Names[0]);
        var lines = Written.By(new TextReport(columns), result).Split('\n');
        var text = string.Concat(lines.Select(l => l.Trim()));

        Assert.NotEmpty(result.Verdict.Conf);
        Assert.DoesNotContain(lines.Where(IsPasted), l => l.Contains('…', StringComparison.Ordinal));
        Assert.Contains(lines.Where(IsPasted), l => l.Length > columns);
        Assert.Contains("spark.sql.adaptive.skewJoin.skewedPartitionThresholdInBytes=32m(now256m", text.Replace(" ", "",
            StringComparison.Ordinal), StringComparison.Ordinal);
    }

    static bool IsPasted(string line) => line.StartsWith("  --conf ", StringComparison.Ordinal);

    static void Answers(AnalysisResult result)
    {
        var lines = Written.By(new TextReport(Columns), result).Split('\n');
        var screen = lines.Take(Rows).ToList();
        var verdict = result.Verdict;

        Assert.All(lines.Where(l => !IsPasted(l)), l => Assert.True(TextColumns.Width(l) <= Columns, l));
        Assert.Contains(verdict.Sentence, string.Join(' ', screen), StringComparison.Ordinal);
        var pasted = screen.Count(IsPasted);
        Assert.Equal(Math.Min(verdict.Conf.Count, 5), pasted);
        if (result.Findings.Count == 0) return;

        var first = screen.FindIndex(l => l.StartsWith("1  ", StringComparison.Ordinal));
        Assert.True(first > 0, "no finding on the first screen");
        var length = lines.Skip(first + 1).TakeWhile(l => l.StartsWith("   ", StringComparison.Ordinal)).Count() + 1;
        Assert.InRange(length, 2, MostFindingLines);
        Assert.True(first + length <= Rows, $"the first finding ends in line {first + length}");
    }
}
