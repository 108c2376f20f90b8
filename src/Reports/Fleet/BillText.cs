using Rightsizer.Analyzer;
using Rightsizer.Analyzer.Answers.Fleet.Bills;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Reports.Formatting;
using Rightsizer.Reports.Text;

namespace Rightsizer.Reports.Fleet;

/// <summary>The invoice for a terminal: the answer, then by service, by run, and where every dollar of it went.</summary>
static class BillText
{
    const int Listed = 10, NameColumns = 40;

    public static void Add(TextPage page, FleetBill bill)
    {
        page.Blank();
        page.Line(BillWords.Answer(bill), TextStyle.Heading);
        if (BillWords.Correction(bill) is { } correction) page.Paragraph(correction, 2);
        page.Paragraph("Bill: " + BillWords.Source(bill), 2, "", TextStyle.Dim);
        foreach (var note in bill.Notes) page.Paragraph(PlainText.OneLine(note), 2, "! ", TextStyle.Warning, TextStyle.Warning);
        if (bill.ByService.Count > 0) AddServices(page, bill);
        if (bill.Runs.Count > 0) AddRuns(page, bill);
        if (bill.Clusters.Count > 0) AddClusters(page, "Billed clusters", "Billed", bill.Clusters);
        AddParts(page, bill);
        if (bill.Unmatched.Count > 0) AddUnmatched(page, bill);
    }

    static void AddServices(TextPage page, FleetBill bill)
    {
        // clusters that were given are estimated as a whole: there is nothing to compare a service with
        var compares = bill.ByService.Any(s => s.EstimatedUsd is not null);
        string[] estimate = compares ? ["Estimated", "Estimate"] : [];
        var table = new TextTable(["Bill by service", "Billed", .. estimate, "No run found"])
        { RightAligned = new HashSet<int> { 1, 2, 3, 4 } };
        foreach (var s in bill.ByService)
        {
            string[] estimated = compares ? [Quantity.Usd(s.EstimatedUsd, Ground.Derived), Error(s.BilledUsd, s.EstimatedUsd)] : [];
            table.Add(TextStyle.Plain,
                [BillWords.Service(s.Service), Quantity.Usd(s.BilledUsd), .. estimated, Quantity.Usd(s.UnmatchedUsd)]);
        }
        table.AddTo(page);
    }

    static void AddRuns(TextPage page, FleetBill bill)
    {
        page.Blank();
        var table = new TextTable($"Billed runs ({Math.Min(bill.Runs.Count, Listed)} of {Quantity.Count(bill.Runs.Count)})", "Billed",
            "Estimated", "Estimate", "Found by", "")
        { RightAligned = new HashSet<int> { 1, 2, 3 } };
        foreach (var r in bill.Runs.Take(Listed))
            table.Add(TextStyle.Plain, PlainText.Short(r.Job, NameColumns), Quantity.Usd(r.BilledUsd),
                Quantity.Usd(r.EstimatedUsd, Ground.Derived),
                r.IsWhole ? Error(r.BilledUsd, r.EstimatedUsd) : "", BillWords.By(r.By), r.IsWhole ? "" : "partly billed");
        table.AddTo(page);
    }

    /// <summary>What described clusters cost.</summary>
    /// <param name="page">To add to.</param>
    /// <param name="costs">Of the cluster files.</param>
    /// <param name="listed">Each cluster has a row; with a bill the rows of the bill say it.</param>
    public static void AddCosts(TextPage page, FleetClusterCosts costs, bool listed)
    {
        page.Blank();
        page.Line(BillWords.Costs(costs), TextStyle.Heading);
        foreach (var note in costs.Notes.Take(Listed))
            page.Paragraph(PlainText.OneLine(note), 2, "! ", TextStyle.Warning, TextStyle.Warning);
        if (listed && costs.Clusters.Count > 0) AddClusters(page, "Clusters", "Cost", costs.Clusters);
    }

    static void AddClusters(TextPage page, string title, string heading, IReadOnlyList<BillCluster> clusters)
    {
        page.Blank();
        var table = new TextTable($"{title} ({Math.Min(clusters.Count, Listed)} of {Quantity.Count(clusters.Count)})",
            heading, "Runs", "Charged to runs", "Held by no known run")
        { RightAligned = new HashSet<int> { 1, 2, 3, 4 } };
        foreach (var c in clusters.Take(Listed))
            table.Add(TextStyle.Plain, PlainText.Short(c.Id, NameColumns), Quantity.Usd(c.BilledUsd), Quantity.Count(c.Runs),
                Quantity.Usd(c.RunsUsd), Quantity.Usd(c.BilledUsd - c.RunsUsd));
        table.AddTo(page);
    }

    static void AddParts(TextPage page, FleetBill bill)
    {
        page.Blank();
        page.Line($"Where all {Quantity.Usd(bill.TotalUsd)} of the bill went", TextStyle.Heading);
        foreach (var p in bill.Parts)
            page.Line($"  {TextColumns.PadRight(BillWords.Part(p), NameColumns)}{TextColumns.PadLeft(Quantity.Usd(p.Usd), 16)}");
    }

    static void AddUnmatched(TextPage page, FleetBill bill)
    {
        page.Blank();
        var table = new TextTable($"Billed without a run ({Math.Min(bill.Unmatched.Count, Listed)} of "
            + $"{Quantity.Count(bill.Unmatched.Count)})", "Billed", "What", "Where", "Why")
        { RightAligned = new HashSet<int> { 1 } };
        foreach (var u in bill.Unmatched.Take(Listed))
            table.Add(TextStyle.Plain, PlainText.Short(BillWords.Service(u.Service), 24), Quantity.Usd(u.Usd),
                PlainText.Short(u.UsageType, 28), PlainText.Short(u.Place, 30), BillWords.Reason(u.Reason));
        table.AddTo(page);
    }

    /// <summary>"0.4 % low"; empty where there is nothing to compare.</summary>
    public static string Error(decimal billed, decimal? estimated)
    {
        if (estimated is not { } e || billed <= 0) return "";
        var error = (double)(e / billed) - 1;
        return Math.Abs(error) < 0.00005 ? "right" : $"{Quantity.Percent(Math.Abs(error))} {(error < 0 ? "low" : "high")}";
    }
}
