using Rightsizer.Analyzer;
using Rightsizer.Reports.Html.Sections;

namespace Rightsizer.Reports.Html;

/// <summary>The page of <c>diagnose</c>. Everything from the log is text, never markup.</summary>
public sealed class HtmlReport : IReportWriter
{
    public void Write(AnalysisResult result, TextWriter output) =>
        HtmlPage.Write(output, result.Run.App.Name ?? result.Run.App.Id, Sections(result));

    static IEnumerable<Markup> Sections(AnalysisResult result)
    {
        yield return IdentitySection.Render(result);
        yield return Markup.Trusted("<main>\n");
        yield return FindingSection.Render(result);
        yield return WaterfallSection.Render(result.Waterfall);
        yield return TimelineSection.Render(result.Run);
        yield return SweepSection.Render(result.Sweep);
        yield return WhatIfSection.Render(result.WhatIf);
        yield return CostSection.Render(result.Cost);
        yield return StageSection.Render(result.Run);
        yield return JobSection.Render(result.Run);
        yield return ExecutorSection.Render(result.Run);
        yield return SettingSection.Render(result.Run);
        yield return LogSection.Render(result);
        yield return ExplanationSection.Render(result);
        yield return Markup.Trusted("</main>\n");
    }
}
