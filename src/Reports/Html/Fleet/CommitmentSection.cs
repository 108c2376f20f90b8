using Rightsizer.Analyzer.Answers.Fleet.Report;
using Rightsizer.Reports.Fleet;

namespace Rightsizer.Reports.Html.Fleet;

/// <summary>The known weeks under Savings Plans and reservations.</summary>
static class CommitmentSection
{
    public static Markup Render(FleetReport r)
    {
        if (r.Commitments is not { } c) return Markup.Empty;
        var table = new HtmlTable("As the file of --commitments has them",
            [.. CommitmentWords.Headings.Select((h, i) => new HtmlColumn(h.ToLowerInvariant(), i is > 0 and < 7, Wide: i is 0 or 7))]);
        foreach (var o in c.Offers) table.Add([.. CommitmentWords.Row(o, c).Select(t => HtmlCell.Text(t))]);
        var notes = Markup.Join(CommitmentWords.Assumptions(c).Select(s => Markup.Html($"<p class=\"note\">{s}</p>\n")));
        return Markup.Html($"<section id=\"commitments\"><h2>Commitments</h2>\n<p>{CommitmentWords.Answer(c)}</p>\n{table.ToMarkup()}"
            + $"{notes}</section>\n\n");
    }
}
