using Rightsizer.Analyzer.Answers.Fleet.Report;
using Rightsizer.Reports.Fleet;

namespace Rightsizer.Reports.Html.Fleet;

/// <summary>What the total was paid for.</summary>
static class CostPartSection
{
    public static Markup Render(FleetReport r)
    {
        if (r.CostParts.Count == 0) return Markup.Empty;
        var table = new HtmlTable("The parts sum to the total", new("part"),
            new("cost", true, "derived: storage as the runs' ledgers have it, the rest by dominant share of cores and memory"),
            new("of the total", true, "derived: the part over the total"), new("runs", true, "that have it"), new("how known"));
        foreach (var p in r.CostParts)
        {
            table.Add(HtmlCell.Text(CostPartWords.Name(p)), HtmlCell.Usd(p.Usd, r.Total.Ground, "a part of the runs' own cost"),
                HtmlCell.Text(CostPartWords.Share(p, r)), HtmlCell.Count(p.Runs), HtmlCell.Text(CostPartWords.Basis(p)));
        }
        return Markup.Html($"<section id=\"paid-for\"><h2>{CostPartWords.Title}</h2>\n{table.ToMarkup()}</section>\n\n");
    }
}
