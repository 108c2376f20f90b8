using Rightsizer.Analyzer.Answers.Fleet.Report;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Reports.Formatting;
using Rightsizer.Reports.Markdown;

namespace Rightsizer.Reports.Fleet;

/// <summary>The report in at most twelve lines, for a chat: what did harm, what it cost, what is new, what to do.</summary>
public static class NotifyText
{
    /// <summary>More is not read in a chat.</summary>
    public const int MostLines = 12;
    const int MostWords = 240;

    /// <summary>The lines as a list of Markdown, which shows names of a log and obeys none of them.</summary>
    public static string ForMarkdown(IReadOnlyList<string> lines) => string.Concat(lines.Select(l => $"- {MarkdownText.Escape(l)}\n"));

    /// <summary>The lines as the text of a message to Slack or Teams: no name becomes a mention, a link or a picture.</summary>
    /// <remarks>Slack reads mentions and links in angle brackets, Teams reads Markdown; both know these three entities.</remarks>
    public static string ForChat(IReadOnlyList<string> lines) => string.Join('\n', lines)
        .Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal).Replace("](", "] (", StringComparison.Ordinal);

    /// <summary>One line each, most urgent first; plain text.</summary>
    public static IReadOnlyList<string> Compose(FleetReport r)
    {
        var m = FleetMeasure.Choose(r);
        var t = r.Total;
        var growth = r.Change is { } c ? m.Growth(c) : "";
        var lines = new List<string>();
        lines.AddRange(AdviceWords.Worse(r).Take(2));
        lines.Add($"Spark {FleetWords.Period(r.Period)}: {m.Amount(t)}{(growth.Length > 0 ? $", {growth} on the time before" : "")}; "
            + $"{FleetWords.Runs(t.Runs)}, {Quantity.Count(t.FailedRuns)} failed");
        if (r.Change is { } change && m.Causes(change.Causes) is { Length: > 0 } causes) lines.Add("Change: " + causes);
        if (r.Waste.Count > 0)
            lines.Add($"Waste: {m.Waste(t)} ({m.WasteShare(t)}), most by {FleetWords.Waste(r.Waste[0].Kind)}");
        lines.AddRange(r.Moves.Where(x => x.Verdict == MoveVerdict.GoBack).Take(1).Select(x => $"{x.Job}: {MoveWords.Sentence(x)}"));
        if (r.Jobs.Where(j => j is { IsFailing: true, Total.Runs: > 0 }).ToList() is { Count: > 0 } failing)
            lines.Add("Failing: " + string.Join(", ", failing.Take(5).Select(j => PlainText.Short(j.Name, 40)))
                + (failing.Count > 5 ? $" and {failing.Count - 5} more" : ""));
        lines.AddRange(r.OverBudget.Take(2).Select(FindingWords.OverBudget));
        lines.AddRange(r.UnusualDays.Take(1).Select(d => FindingWords.Unusual(d, m)));
        lines.AddRange(r.FindingChanges.Where(f => f.Trend != FindingTrend.Gone).Take(2).Select(FindingWords.Change));
        if (r.Advice is { } advice && AdviceWords.HitRate(advice) is { } rate) lines.Add("Advice: " + rate);
        if (r.Savings.FirstOrDefault(s => s.IsCounted) is { } best)
            lines.Add($"Do first: {FleetWords.Action(best)}, in {PlainText.Short(best.Job, 40)}: {m.Saving(best)}");
        return [.. lines.Take(MostLines).Select(l => PlainText.Short(PlainText.OneLine(l), MostWords))];
    }
}
