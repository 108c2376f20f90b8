using Rightsizer.Analyzer;
using Rightsizer.Analyzer.Detectors;
using Rightsizer.Reports.Formatting;

namespace Rightsizer.Reports.Text;

/// <summary>Findings in rank, then what was checked and not found.</summary>
static class FindingLines
{
    const int Indent = 3, LabelColumns = 60, ValueColumns = 60, PlacesShown = 3, MostLines = 6;

    public static void Add(TextPage page, AnalysisResult result, bool verbose)
    {
        var number = 0;
        foreach (var finding in result.Findings)
        {
            if (verbose) AddWhole(page, finding, ++number, result);
            else AddShort(page, finding, ++number, result);
        }
        if (verbose)
        {
            AddOutcomes(page, result.Detectors, OutcomeKind.Clean, "Checked and fine");
            AddOutcomes(page, result.Detectors, OutcomeKind.NotApplicable, "Not applicable");
        }
        else
        {
            var clean = result.Detectors.Count(d => d.Outcome == OutcomeKind.Clean);
            var other = result.Detectors.Count(d => d.Outcome == OutcomeKind.NotApplicable);
            if (clean + other > 0)
            {
                page.Paragraph($"{(number > 0 ? "Other checks" : "Checks")}: {clean} found nothing, {other} do not apply to this run.", 0,
                    "", TextStyle.Dim);
            }
        }
        AddOutcomes(page, result.Detectors, OutcomeKind.Off, Phrases.TurnedOff);
        AddOutcomes(page, result.Detectors, OutcomeKind.Failed, "Failed checks");
    }

    /// <summary>At most six lines: what and how much, where, why, and the first thing to do.</summary>
    static void AddShort(TextPage page, Finding f, int number, AnalysisResult result)
    {
        var used = page.Paragraph($"{Safe(f.Title)} ({Safe(f.Kind)}): {Phrases.Saves(f, result.Run)}", Lead(number, f).Length,
            Lead(number, f), TextStyle.Heading, Style(f.Severity), maxLines: 2);
        var places = Places(f);
        if (places.Length > 0) used += page.Paragraph(places, Indent, maxLines: 1);
        var action = Action(f);
        // an instruction that is cut cannot be followed
        var least = action is null ? 0 : Math.Max(2, TextColumns.Wrap(action.Value.Instruction, page.Width - Indent).Count());
        used += page.Paragraph(Safe(f.Cause), Indent, maxLines: Math.Max(1, MostLines - used - least));
        if (action is not { } todo) return;
        page.Paragraph($"{todo.Instruction} {todo.Why}", Indent, "", TextStyle.Setting, maxLines: Math.Max(least, MostLines - used));
    }

    static string Lead(int number, Finding f) => $"{number,-2} {Phrases.SeverityWord(f.Severity)}  ";

    /// <summary>The first advice with what is to be changed along with it.</summary>
    static (string Instruction, string Why)? Action(Finding f)
    {
        if (f.Advice.Count == 0) return null;
        var first = f.Advice[0];
        if (first.Proposed is null) return (Sentence(Safe(first.Setting)), Safe(first.Why));
        var together = f.Advice.Skip(1).TakeWhile(a => a.With is not null && a.Proposed is not null).Prepend(first)
            .Select(a => $"{Safe(a.Setting)}={Setting(a, a.Proposed!)} (now {Setting(a, a.Now ?? "not set")})");
        return ($"Set {string.Join(" and ", together)}.", Safe(first.Why));
    }

    /// <summary>A method keeps its letters: "Call repartition(1) before the write."</summary>
    static string Sentence(string text) => text.Length == 0 ? text : text.Split(' ')[0].Contains('(', StringComparison.Ordinal)
        ? $"Call {text.TrimEnd('.')}." : char.ToUpperInvariant(text[0]) + text[1..].TrimEnd('.') + ".";

    static void AddWhole(TextPage page, Finding f, int number, AnalysisResult result)
    {
        page.Paragraph($"{Safe(f.Title)} ({Safe(f.Kind)}): {Phrases.Saves(f, result.Run)}", Lead(number, f).Length, Lead(number, f),
            TextStyle.Heading, Style(f.Severity));
        if (f.Where.Count > 0) page.Paragraph(Places(f), Indent);
        page.Paragraph(Safe(f.Cause), Indent);
        if (f.Evidence.Count > 0)
            page.Paragraph($"Evidence: {string.Join(", ", f.Evidence.Select(e => Safe(Phrases.Evidence(e))))}", Indent, "", TextStyle.Dim);
        page.Paragraph($"How sure: {f.Confidence.ToString().ToLowerInvariant()}.", Indent, "", TextStyle.Dim);
        for (var i = 0; i < f.Advice.Count; i++)
            AddAdvice(page, f.Advice[i], i == 0 ? "   Do   " : f.Advice[i].With is null ? "   Or   " : "   And  ");
    }

    static void AddAdvice(TextPage page, Advice a, string lead)
    {
        var change = a.Proposed is null ? Safe(a.Setting)
            : $"{Safe(a.Setting)}  {Setting(a, a.Now ?? "not set")} -> {Setting(a, a.Proposed)}";
        page.Paragraph(change, lead.Length, lead, TextStyle.Setting);
        page.Paragraph(Safe(a.Why) + (a.MayCost is { } cost ? $" Trade-off: {Safe(cost)}" : ""), lead.Length);
    }

    static string Setting(Advice a, string value) => PlainText.Short(Redaction.Value(a.Setting, value), ValueColumns);

    static string Places(Finding f)
    {
        var shown = f.Where.Take(PlacesShown)
            .Select(p => Safe(Phrases.Place(p with { Label = p.Label is { } l ? PlainText.Short(l, LabelColumns) : null })));
        var more = f.Where.Count - PlacesShown;
        return string.Join("; ", shown) + (more > 0 ? $" and {more} more" : "");
    }

    static void AddOutcomes(TextPage page, IReadOnlyList<DetectorOutcome> detectors, OutcomeKind outcome, string word)
    {
        var count = detectors.Count(d => d.Outcome == outcome);
        if (count > 0) page.Paragraph($"{word} ({count}): {Safe(Phrases.Detectors(detectors, outcome))}", 0, "",
            outcome == OutcomeKind.Failed ? TextStyle.Warning : TextStyle.Dim);
    }

    static TextStyle Style(Severity severity) => severity switch
    {
        Severity.Critical => TextStyle.Critical,
        Severity.Warning => TextStyle.Warning,
        _ => TextStyle.Info,
    };

    static string Safe(string? text) => PlainText.OneLine(text);
}
