using Rightsizer.Analyzer.Answers.Fleet.Bills;
using Rightsizer.Analyzer.Answers.Fleet.Report;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Reports.Fleet;
using Rightsizer.Reports.Formatting;

namespace Rightsizer.Reports.Html.Fleet;

/// <summary>The invoice on the page.</summary>
static class BillSection
{
    public static Markup Render(FleetReport r)
    {
        if (r.Bill is not { } bill) return Markup.Empty;
        var parts = new HtmlTable("The parts sum to the bill", new("part"), new("amount", true, "billed: the file's own costs"),
            new("lines", true, "lines of the file"));
        foreach (var p in bill.Parts) parts.Add(HtmlCell.Text(BillWords.Part(p)), Usd(p.Usd), HtmlCell.Count(p.Lines));
        var notes = Markup.Join(bill.Notes.Select(n => Markup.Html($"<p class=\"note\">{PlainText.OneLine(n)}</p>\n")));
        var correction = BillWords.Correction(bill) is { } text ? Markup.Html($"<p>{text}</p>\n") : Markup.Empty;
        return Markup.Html($"<section id=\"bill\"><h2>{BillWords.Answer(bill)}</h2>\n{correction}"
            + $"<p class=\"note\">{BillWords.Source(bill)}</p>\n{notes}{Services(bill)}{Runs(bill)}"
            + $"{Clusters("Billed clusters", bill.Clusters)}{parts.ToMarkup()}{Unmatched(bill)}</section>\n\n");
    }

    static Markup Services(FleetBill bill)
    {
        if (bill.ByService.Count == 0) return Markup.Empty;
        var table = new HtmlTable("By service", new("service"), new("billed", true, "billed: lines of the compared runs"),
            new("estimated", true, "the ledgers of the same runs"), new("estimate", true, "estimated over billed"),
            new("no run found", true, "billed"));
        foreach (var s in bill.ByService)
            table.Add(HtmlCell.Text(BillWords.Service(s.Service)), Usd(s.BilledUsd), Usd(s.EstimatedUsd),
                Error(s.BilledUsd, s.EstimatedUsd), Usd(s.UnmatchedUsd));
        return table.ToMarkup();
    }

    static Markup Runs(FleetBill bill)
    {
        if (bill.Runs.Count == 0) return Markup.Empty;
        var table = new HtmlTable("Billed runs", new("job", Wide: true), new("billed", true, "billed, or a share of it as the row says"),
            new("estimated", true, "its ledger's total"), new("estimate", true, "estimated over billed"), new("found by"),
            new("log", Wide: true));
        foreach (var x in bill.Runs)
            table.Add(HtmlCell.Text(x.Job), Usd(x.BilledUsd), Usd(x.EstimatedUsd),
                x.IsWhole ? Error(x.BilledUsd, x.EstimatedUsd) : HtmlCell.Text("partly billed"), HtmlCell.Text(BillWords.By(x.By)),
                HtmlCell.Text(x.Uri));
        return table.ToMarkup();
    }

    public static Markup Costs(FleetReport r)
    {
        if (r.ClusterCosts is not { } costs) return Markup.Empty;
        var notes = Markup.Join(costs.Notes.Select(n => Markup.Html($"<p class=\"note\">{PlainText.OneLine(n)}</p>\n")));
        return Markup.Html($"<section id=\"cluster-costs\"><h2>{BillWords.Costs(costs)}</h2>\n{notes}"
            + $"{Clusters("Clusters", costs.Clusters)}</section>\n\n");
    }

    /// <summary>YARN's account of the runs.</summary>
    public static Markup Yarn(FleetReport r)
    {
        if (r.Yarn is not { } yarn) return Markup.Empty;
        var doubts = Markup.Join(YarnWords.Doubts(yarn).Select(d => Markup.Html($"<li>{PlainText.OneLine(d)}</li>")));
        var list = yarn.Doubts.Count + yarn.TimeDoubts.Count == 0 ? Markup.Empty
            : Markup.Html($"<p>Figures that differ:</p>\n<ul class=\"why\">{doubts}</ul>\n");
        return Markup.Html($"<section id=\"yarn\"><h2>YARN's account</h2>\n<p>{YarnWords.Answer(yarn)}</p>\n{list}</section>\n\n");
    }

    static Markup Clusters(string title, IReadOnlyList<BillCluster> clusters)
    {
        if (clusters.Count == 0) return Markup.Empty;
        var table = new HtmlTable(title, new("cluster"), new("cost", true, "the bill's lines, or its nodes at list prices"),
            new("runs", true, "known to have run on it"), new("charged to runs", true, "billed to a run of its own, or by dominant share"),
            new("held by no known run", true, "its start, its end, and time between runs"));
        foreach (var c in clusters)
            table.Add(HtmlCell.Text(c.Id), Usd(c.BilledUsd), HtmlCell.Count(c.Runs), Usd(c.RunsUsd), Usd(c.BilledUsd - c.RunsUsd));
        return table.ToMarkup();
    }

    static Markup Unmatched(FleetBill bill)
    {
        if (bill.Unmatched.Count == 0) return Markup.Empty;
        var table = new HtmlTable("Billed without a run", new("service"), new("billed", true, "billed"), new("usage type"),
            new("where", Wide: true), new("why"), new("lines", true, "lines of the file"));
        foreach (var u in bill.Unmatched)
            table.Add(HtmlCell.Text(BillWords.Service(u.Service)), Usd(u.Usd), HtmlCell.Text(u.UsageType), HtmlCell.Text(u.Place),
                HtmlCell.Text(BillWords.Reason(u.Reason)), HtmlCell.Count(u.Lines));
        return table.ToMarkup();
    }

    static HtmlCell Usd(decimal? usd) => usd is { } known ? new(Markup.Text(Quantity.Usd(known)), (double)known) : new(Markup.Empty);

    static HtmlCell Error(decimal billed, decimal? estimated) => new(Markup.Text(BillText.Error(billed, estimated)),
        billed > 0 && estimated is { } e ? (double)(e / billed) - 1 : null);
}
