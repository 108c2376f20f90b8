using Rightsizer.Analyzer;
using Rightsizer.Reports.Html.Sections;

namespace Rightsizer.Reports.Html;

/// <summary>The page of <c>diagnose</c>. Everything from the log is text, never markup.</summary>
public sealed class HtmlReport : IReportWriter
{
    public void Write(AnalysisResult result, TextWriter output) => HtmlPage.Write(output, result.Run.App.Name ?? result.Run.App.Id, Sections(result));

    static IEnumerable<Markup> Sections(AnalysisResult result)
    {
        yield return IdentitySection.Of(result);
        yield return Markup.Trusted("<main>\n");
        yield return FindingSection.Of(result);
        yield return WaterfallSection.Of(result.Waterfall);
        yield return TimelineSection.Of(result.Run);
        yield return SweepSection.Of(result.Sweep);
        yield return WhatIfSection.Of(result.WhatIf);
        yield return CostSection.Of(result.Cost);
        yield return StageSection.Of(result.Run);
        yield return JobSection.Of(result.Run);
        yield return ExecutorSection.Of(result.Run);
        yield return SettingSection.Of(result.Run);
        yield return LogSection.Of(result);
        yield return ExplanationSection.Of(result);
        yield return Markup.Trusted("</main>\n");
    }
}
