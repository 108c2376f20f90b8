using Rightsizer.Analyzer;
using Rightsizer.Analyzer.Detectors;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Reports.Charts;
using Rightsizer.Reports.Charts.Run;
using Rightsizer.Reports.Formatting;

namespace Rightsizer.Reports.Html.Sections;

/// <summary>A card with a picture for each finding, in rank, then what was looked for and not found.</summary>
static class FindingSection
{
    const int PlacesShown = 4;

    /// <summary>A value of more letters is folded.</summary>
    const int LongValue = 100;

    public static Markup Render(AnalysisResult result)
    {
        var names = StageNames.Name(result.Run);
        var cards = Markup.Join(result.Findings.Select((f, i) => Card(f, i + 1, result, names)));
        var none = result.Findings.Count > 0 ? "" : result.Detectors.Count == 0 ? "No check was made."
            : "Nothing found that is worth a change.";
        return Markup.Html($"""
            <section id="findings"><h2>{(result.Findings.Count == 0 ? "Findings" : Quantity.Plural(result.Findings.Count, "finding") + ", largest saving first")}</h2>
            {(none.Length == 0 ? Markup.Empty : Markup.Html($"<p>{none}</p>"))}{Shares(result)}{cards}
            <details><summary>What was checked and not found</summary>
            {Outcomes(result, OutcomeKind.Clean, "Looked for and not found")}{Outcomes(result, OutcomeKind.NotApplicable, "Not applicable")}{Outcomes(result, OutcomeKind.Failed, "Failed")}</details>{Outcomes(result, OutcomeKind.Off, Phrases.TurnedOff)}
            </section>

            """);
    }

    /// <summary>What the shares of all findings are shares of.</summary>
    static Markup Shares(AnalysisResult result)
    {
        if (!result.Findings.Any(f => f.SavesMs is > 0) || result.Run.ObservedMs is not (> 0 and var ms)) return Markup.Empty;
        var paid = RunOverview.ComputePaidCoreMs(result.Run) is > 0 and var core
            ? $", those of core time of the {Quantity.CoreTime(core)} paid for" : "";
        return Markup.Html($"<p class=\"note\">Shares of time are of the run's {Quantity.Duration(ms)}{paid}. Savings overlap and are not "
            + $"added up.</p>\n");
    }

    static Markup Card(Finding f, int rank, AnalysisResult result, Func<Analyzer.Model.StageAttempt, string?> names)
    {
        var picture = FindingChart.Build(f, result);
        return Markup.Html($"""
            <article class="finding {Word(f.Severity)}{Markup.Trusted(picture is null ? " plain" : "")}" id="{f.Id}">
            <div><h3>{(long)rank}. {PlainText.OneLine(f.Title)} <span class="badge {Word(f.Severity)}">{Word(f.Severity)}</span></h3>
            <p class="saves" title="{SavingGround(f)}">{PlainText.OneLine(Phrases.Saves(f, result.Run))} <span class="pill">confidence {f.Confidence.ToString().ToLowerInvariant()}</span></p>
            <p>{PlainText.OneLine(f.Cause)}</p>
            {Places(f, result, names)}<ul class="advice">{Markup.Join(f.Advice.Select((a, i) => AdviceItem(a, i)))}</ul>
            <details><summary>Evidence and how this is found</summary><ul class="evidence">{Markup.Join(f.Evidence.Select(e => Markup.Html($"<li title=\"measured: from the log's own figures\">{PlainText.OneLine(Phrases.Evidence(e))}</li>")))}</ul>
            <p class="more">{(Explanations.Find(f.Id) is null ? Markup.Html($"<code>rightsizer explain {f.Kind}</code>") : Markup.Html($"<a href=\"#explain-{f.Id}\">How this is found, and when it is wrong</a>"))}</p></details></div>
            {(picture is null ? Markup.Empty : SvgChart.Figure(picture))}</article>

            """);
    }

    /// <summary>What is no part of the first is another way.</summary>
    static Markup AdviceItem(Advice a, int place)
    {
        var change = a.Proposed?.Length > LongValue ? LongChange(a) : a.Proposed is null
            ? Markup.Html($"<strong>{PlainText.OneLine(a.Setting)}</strong>")
            : Markup.Html($"Set <code>{PlainText.OneLine(a.Setting)}</code> to "
            + $"<strong>{PlainText.OneLine(Redaction.Value(a.Setting, a.Proposed))}</strong> (now "
            + $"{PlainText.OneLine(Redaction.Value(a.Setting, a.Now) ?? "not set")})");
        var cost = a.MayCost is { } c ? Markup.Html($" <em>Trade-off: {PlainText.OneLine(c)}</em>") : Markup.Empty;
        var lead = place == 0 ? "" : a.With is null ? "Or: " : "And: ";
        return Markup.Html($"<li>{lead}{change}<br>{PlainText.OneLine(a.Why)}{cost}</li>");
    }

    /// <summary>Options of the JVM: what is added, and the whole value to copy.</summary>
    static Markup LongChange(Advice a)
    {
        string Shown(string? value) => Redaction.Value(a.Setting, value) ?? "";
        string[] Words(string? value) => Shown(value).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var (added, gone) = (Words(a.Proposed).Except(Words(a.Now)).ToList(), Words(a.Now).Except(Words(a.Proposed)).ToList());
        var add = added.Count > 0 ? Markup.Html($" add <strong>{PlainText.OneLine(string.Join(" ", added))}</strong>") : Markup.Empty;
        var drop = gone.Count > 0 ? Markup.Html($" drop <strong>{PlainText.OneLine(string.Join(" ", gone))}</strong>") : Markup.Empty;
        return Markup.Html($"In <code>{PlainText.OneLine(a.Setting)}</code>{add}{(added.Count > 0 && gone.Count > 0 ? "," : "")}{drop}"
            + $"<details><summary>The whole value</summary><code>{PlainText.OneLine(Shown(a.Proposed))}</code></details>");
    }

    static Markup Places(Finding f, AnalysisResult result, Func<Analyzer.Model.StageAttempt, string?> names)
    {
        if (f.Where.Count == 0) return Markup.Empty;
        var more = f.Where.Count > PlacesShown ? $" and {Quantity.Plural(f.Where.Count - PlacesShown, "more place")}" : "";
        return Markup.Html($"<p class=\"where\">Where: {Markup.Join(f.Where.Take(PlacesShown).Select(Place), "; ")}{more}</p>\n");

        Markup Place(FindingPlace p)
        {
            var stage = p.StageId is null ? null : result.Run.Stages.LastOrDefault(
                s => s.StageId == p.StageId && (p.StageAttemptId is null || s.AttemptId == p.StageAttemptId) && s.WasExecuted);
            var words = stage is null || names(stage) is not { } name ? Phrases.Place(p)
                : $"stage {p.StageId}, {PlainText.Short(name, 80)}"
                    + (p.Share is { } share and < 0.995 ? $" ({Quantity.Percent(share)} of the finding)" : "");
            return stage is not null && StageSection.IsListed(result.Run, stage)
                ? Markup.Html($"<a href=\"#{LanesChart.StageLink(stage)}\"><bdi>{PlainText.OneLine(words)}</bdi></a>")
                    : HtmlCell.Name(words);
        }
    }

    static Markup Outcomes(AnalysisResult result, OutcomeKind outcome, string title)
    {
        var count = result.Detectors.Count(d => d.Outcome == outcome);
        return count == 0 ? Markup.Empty
            : Markup.Html($"<p class=\"note\">{title} ({count}): {PlainText.OneLine(Phrases.Detectors(result.Detectors, outcome))}</p>\n");
    }

    static string SavingGround(Finding f) =>
        f.SavesMs is null ? "missing: the run was not simulated without this cause"
        : "simulated: the run without this cause ends this much sooner";

    static string Word(Severity severity) => severity.ToString().ToLowerInvariant();
}
