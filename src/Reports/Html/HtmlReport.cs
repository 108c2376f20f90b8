using Rightsizer.Analyzer;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Reports.Formatting;
using Rightsizer.Reports.Html.Sections;

namespace Rightsizer.Reports.Html;

/// <summary>The page of <c>diagnose</c>. Everything from the log is text, never markup.</summary>
public sealed class HtmlReport : IReportWriter
{
    public void Write(AnalysisResult result, TextWriter output) =>
        HtmlPage.Write(output, result.Run.App.Name ?? result.Run.App.Id, Links(result), VerdictSection.Render(result), Sections(result),
            Footer(result));

    static IEnumerable<(string Id, string Name)> Links(AnalysisResult result) =>
    [
        ("verdict", "Verdict"), ("time", "Time"), ("findings", Quantity.Plural(result.Findings.Count, "finding")), ("queries", "Queries"),
        ("stages", "Stages"), ("executors", "Executors"), ("what-if", "What if"), ("cost", "Cost"), ("settings", "Settings"), ("log",
            "How known"),
    ];

    static IEnumerable<Markup> Sections(AnalysisResult result)
    {
        yield return TimeSection.Render(result);
        yield return FindingSection.Render(result);
        yield return QuerySection.Render(result);
        yield return StageSection.Render(result.Run);
        yield return ExecutorSection.Render(result.Run);
        yield return WhatIfSection.Render(result);
        yield return CostSection.Render(result.Cost);
        yield return JobSection.Render(result.Run);
        yield return SettingSection.Render(result.Run);
        yield return LogSection.Render(result);
        yield return ExplanationSection.Render(result);
    }

    static Markup Footer(AnalysisResult result) => HtmlFooter.Render($"rightsizer diagnose {PlainText.OneLine(result.Run.Log.Path)}",
        $"Log of {(result.Run.App.StartTimeMs is { } start ? Phrases.Utc(start) : "unknown date")}. {Phrases.PriceBook(result.Cost)}");
}
