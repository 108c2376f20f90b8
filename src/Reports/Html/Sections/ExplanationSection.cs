using Rightsizer.Analyzer;

namespace Rightsizer.Reports.Html.Sections;

/// <summary>The detector's own page for each finding, so that the file explains itself where it is forwarded.</summary>
static class ExplanationSection
{
    public static Markup Render(AnalysisResult result) => Render(result.Findings.Select(f => f.Id));

    /// <param name="idsOrKinds">In the order in which the page has them; those without a page of their own are left out.</param>
    public static Markup Render(IEnumerable<string> idsOrKinds)
    {
        var pages = idsOrKinds.Select(Explanations.Find).OfType<Explanation>().Distinct().ToList();
        return pages.Count == 0 ? Markup.Empty : Markup.Html($"""
            <section id="explanations"><h2>How these are found</h2>
            {Markup.Join(pages.Select(p => Markup.Html($"<details id=\"explain-{p.Id}\"><summary>{p.Id} {p.Kind}</summary>\n{MarkdownHtml.Render(p.Page)}</details>\n")))}</section>

            """);
    }

    /// <summary>A kind as a link to its page, where there is one.</summary>
    public static Markup Link(string kind, string words) =>
        Explanations.Find(kind) is { } e ? Markup.Html($"<a href=\"#explain-{e.Id}\">{words}</a>") : Markup.Text(words);
}
