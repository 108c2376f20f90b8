using Rightsizer.Analyzer.Answers.Fleet.Report;
using Rightsizer.Reports.Fleet;
using Rightsizer.Reports.Formatting;

namespace Rightsizer.Reports.Html.Fleet;

/// <summary>What became of the advice of earlier reports.</summary>
static class FleetAdviceSection
{
    const int Shown = 300;

    /// <summary>Advice that did harm, to stand above everything else.</summary>
    public static Markup Worse(FleetReport r) =>
        Markup.Join(AdviceWords.Worse(r).Select(w => Markup.Html($"<p><strong>{PlainText.OneLine(w)}</strong></p>\n")));

    public static Markup Findings(FleetReport r, FleetMeasure m)
    {
        List<string> lines = [.. r.OverBudget.Select(FindingWords.OverBudget), .. r.FindingChanges.Select(FindingWords.Change),
            .. r.UnusualDays.Select(d => FindingWords.Unusual(d, m))];
        if (lines.Count == 0) return Markup.Empty;
        var items = Markup.Join(lines.Take(Shown).Select(l => Markup.Html($"<li>{PlainText.OneLine(l)}</li>")));
        return Markup.Html(
            $"<section id=\"findings\"><h2>New, worse, gone and unusual</h2>\n<ul class=\"why\">{items}</ul></section>\n\n");
    }

    public static Markup Moves(FleetReport r)
    {
        if (r.Moves.Count == 0) return Markup.Empty;
        var table = new HtmlTable("To go back first", new("job", Wide: true), new("cluster", Wide: true),
            new("runs on it", true, "measured"),
            new("what became of it", Wide: true));
        foreach (var m in r.Moves.Take(Shown))
            table.Add(HtmlCell.Text(m.Job), HtmlCell.Text(m.Name), HtmlCell.Count(m.Runs), HtmlCell.Text(MoveWords.Sentence(m)));
        return Markup.Html($"<section id=\"moves\"><h2>Moves to another cluster</h2>\n<p>{MoveWords.Summary(r.Moves)}.</p>\n"
            + $"{table.ToMarkup()}</section>\n\n");
    }

    public static Markup Render(FleetReport r)
    {
        if (r.Advice is not { } advice) return Markup.Empty;
        var table = new HtmlTable(
            "Made worse first, then what was followed; a saving is that of a run, with the change of its data taken out",
            new("job", Wide: true), new("owner"), new("advice", Wide: true), new("what became of it"),
            new("promised a run", true, "simulated: the run without the cause"),
            new("realised a run", true, "measured: medians before and after; an estimate where the data changed"),
            new("verdict"), new("compared", Wide: true));
        foreach (var i in advice.Items.Take(Shown))
            table.Add(FleetTables.JobLink(i.Job, i.Owner, r), HtmlCell.Text(i.Owner), HtmlCell.Text(AdviceWords.What(i)),
                HtmlCell.Text(AdviceWords.Status(i)), new(Markup.Text(AdviceWords.Promise(i)), i.PromisedMs ?? i.PromisedCoreMs ?? 0),
                new(Markup.Text(AdviceWords.Realised(i)), i.PromisedMs > 0 ? i.Outcome?.RealisedMs : i.Outcome?.RealisedCoreMs),
                HtmlCell.Text(AdviceWords.Verdict(i)), HtmlCell.Text(AdviceWords.Detail(i)));
        var note = advice.Items.Count > Shown ? $"{advice.Items.Count - Shown} more are in --format json." : null;
        return Markup.Html($"<section id=\"advice\"><h2>Whether the advice came true</h2>\n<p>{AdviceWords.Summary(advice)}. "
            + $"{AdviceWords.HitRate(advice) ?? ""}</p>\n{table.ToMarkup(note)}</section>\n\n");
    }
}
