using Rightsizer.Analyzer;
using Rightsizer.Analyzer.Detectors;
using Rightsizer.Reports.Formatting;

namespace Rightsizer.Reports.Text;

/// <summary>Findings in rank, then one line for what was looked for and not found.</summary>
static class FindingLines
{
    const int Indent = 3, LabelColumns = 60, ValueColumns = 60, PlacesShown = 3;

    public static void Add(TextPage page, AnalysisResult result)
    {
        var number = 0;
        foreach (var finding in result.Findings) AddFinding(page, finding, ++number, result);
        if (number == 0)
            page.Line(result.Detectors.Count == 0 ? "No detector ran." : "Nothing found that is worth a change.", TextStyle.Good);

        AddOutcomes(page, result.Detectors, OutcomeKind.Clean, "clean");
        AddOutcomes(page, result.Detectors, OutcomeKind.NotApplicable, "not applicable");
        AddOutcomes(page, result.Detectors, OutcomeKind.Failed, "failed");
        if (number > 0)
            page.Paragraph($"rightsizer explain {Safe(result.Findings[0].Kind)} says more; --format html shows every stage", Indent, "",
                TextStyle.Dim);
    }

    static void AddFinding(TextPage page, Finding f, int number, AnalysisResult result)
    {
        page.Flow(
        [
            new($"{number,-2} {Phrases.SeverityWord(f.Severity),-8}  {Safe(f.Kind)}", Style(f.Severity)),
            new(Phrases.Saves(f, result.Run), TextStyle.Heading),
            new(Places(f), TextStyle.Plain),
        ], Indent);
        page.Paragraph($"{Safe(f.Title)}. {Safe(f.Cause)}", Indent);
        if (f.Evidence.Count > 0)
            page.Paragraph(string.Join(", ", f.Evidence.Select(e => Safe(Phrases.Evidence(e))))
                + $"; confidence {f.Confidence.ToString().ToLowerInvariant()}", Indent, "", TextStyle.Dim);
        for (var i = 0; i < f.Advice.Count; i++)
            AddAdvice(page, f.Advice[i], i == 0 ? "   Do   " : f.Advice[i].With is null ? "   Or   " : "   And  ");
    }

    static void AddAdvice(TextPage page, Advice a, string lead)
    {
        var change = a.Proposed is null ? Safe(a.Setting)
            : $"{Safe(a.Setting)}  {Setting(a, a.Now ?? "unset")} -> {Setting(a, a.Proposed)}";
        page.Paragraph(change, lead.Length, lead, TextStyle.Setting);
        page.Paragraph(Safe(a.Why) + (a.MayCost is { } cost ? $" May cost: {Safe(cost)}" : ""), lead.Length);
    }

    static string Setting(Advice a, string value) => PlainText.Short(Redaction.Value(a.Setting, value), ValueColumns);

    static string Places(Finding f)
    {
        var shown = f.Where.Take(PlacesShown)
            .Select(p => Safe(Phrases.Place(p with { Label = p.Label is { } l ? PlainText.Short(l, LabelColumns) : null })));
        var more = f.Where.Count - PlacesShown;
        return string.Join(", ", shown) + (more > 0 ? $" and {more} more" : "");
    }

    static void AddOutcomes(TextPage page, IReadOnlyList<DetectorOutcome> detectors, OutcomeKind outcome, string word)
    {
        var count = detectors.Count(d => d.Outcome == outcome);
        if (count > 0) page.Paragraph($"{word} ({count}): {Safe(Phrases.Detectors(detectors, outcome))}", Indent, "",
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
