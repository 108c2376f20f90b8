using Rightsizer.Analyzer;

namespace Rightsizer.Reports.Html.Sections;

/// <summary>The detector's own page for each finding, so that the file explains itself where it is forwarded.</summary>
static class ExplanationSection
{
    public static Markup Of(AnalysisResult result)
    {
        var pages = result.Findings.Select(f => Explanations.Find(f.Id)).OfType<Explanation>().Distinct().ToList();
        return pages.Count == 0 ? Markup.Empty : Markup.Of($"""
            <section id="explanations"><h2>How these are found</h2>
            {Markup.Join(pages.Select(p => Markup.Of($"<details id=\"explain-{p.Id}\"><summary>{p.Id} {p.Kind}</summary>\n{MarkdownHtml.Of(p.Page)}</details>\n")))}</section>

            """);
    }
}
