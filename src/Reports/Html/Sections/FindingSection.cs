using Rightsizer.Analyzer;
using Rightsizer.Analyzer.Detectors;
using Rightsizer.Reports.Formatting;

namespace Rightsizer.Reports.Html.Sections;

/// <summary>A card for each finding, in rank, then what was looked for and not found.</summary>
static class FindingSection
{
    const int PlacesShown = 6;

    public static Markup Render(AnalysisResult result)
    {
        var cards = Markup.Join(result.Findings.Select((f, i) => Card(f, i + 1, result)));
        var none = result.Findings.Count > 0 ? "" : result.Detectors.Count == 0 ? "No detector ran."
            : "Nothing found that is worth a change.";
        return Markup.Html($"""
            <section id="findings"><h2>What to change</h2>
            {(none.Length == 0 ? Markup.Empty : Markup.Html($"<p>{none}</p>"))}{cards}
            {Outcomes(result, OutcomeKind.Clean, "Looked for and not found")}{Outcomes(result, OutcomeKind.NotApplicable, "Not applicable")}{Outcomes(result, OutcomeKind.Failed, "Failed")}
            </section>

            """);
    }

    static Markup Card(Finding f, int rank, AnalysisResult result) => Markup.Html($"""
        <article class="finding {Word(f.Severity)}" id="{f.Id}">
        <h3><span class="rank">{rank}</span> {PlainText.OneLine(f.Title)} <span class="badge {Word(f.Severity)}">{Word(f.Severity)}</span></h3>
        <p class="saves" title="{SavingGround(f)}">{PlainText.OneLine(Phrases.Saves(f, result.Run))} · <code>{f.Kind}</code> · confidence {f.Confidence.ToString().ToLowerInvariant()}</p>
        {Places(f)}<p>{PlainText.OneLine(f.Cause)}</p>
        <ul class="evidence">{Markup.Join(f.Evidence.Select(e => Markup.Html($"<li title=\"measured: from the log's own figures\">{PlainText.OneLine(Phrases.Evidence(e))}</li>")))}</ul>
        <ul class="advice">{Markup.Join(f.Advice.Select(AdviceItem))}</ul>
        <p class="more">{(Explanations.Find(f.Id) is null ? Markup.Html($"<code>rightsizer explain {f.Kind}</code>") : Markup.Html($"<a href=\"#explain-{f.Id}\">How this is found, and when it is wrong</a>"))}</p>
        </article>

        """);

    static Markup AdviceItem(Advice a)
    {
        var change = a.Proposed is null
            ? Markup.Html($"<strong>{PlainText.OneLine(a.Setting)}</strong>")
            : Markup.Html($"<code>{PlainText.OneLine(a.Setting)}</code> <span "
            + $"class=\"now\">{PlainText.OneLine(Redaction.Value(a.Setting, a.Now) ?? "unset")}</span> → "
            + $"<strong>{PlainText.OneLine(Redaction.Value(a.Setting, a.Proposed))}</strong>");
        var cost = a.MayCost is { } c ? Markup.Html($" <em>Trade-off: {PlainText.OneLine(c)}</em>") : Markup.Empty;
        return Markup.Html($"<li>{change}<br>{PlainText.OneLine(a.Why)}{cost}</li>");
    }

    static Markup Places(Finding f)
    {
        if (f.Where.Count == 0) return Markup.Empty;
        var more = f.Where.Count > PlacesShown ? $" and {f.Where.Count - PlacesShown} more places" : "";
        return Markup.Html(
            $"<p class=\"where\">{Markup.Join(f.Where.Take(PlacesShown).Select(p => Markup.Html($"{HtmlCell.Name(Phrases.Place(p))}")),
                ", ")}{more}</p>\n");
    }

    static Markup Outcomes(AnalysisResult result, OutcomeKind outcome, string title)
    {
        var count = result.Detectors.Count(d => d.Outcome == outcome);
        return count == 0 ? Markup.Empty
            : Markup.Html($"<p class=\"note\">{title} ({count}): {PlainText.OneLine(Phrases.Detectors(result.Detectors, outcome))}</p>\n");
    }

    static string SavingGround(Finding f) =>
        f.SavesMs is null ? "missing: the run was not replayed without this cause"
        : "simulated: the run replayed without this cause ends sooner by this much";

    static string Word(Severity severity) => severity.ToString().ToLowerInvariant();
}
