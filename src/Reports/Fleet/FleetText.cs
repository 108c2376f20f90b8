using Rightsizer.Analyzer.Answers.Fleet.Report;
using Rightsizer.Analyzer.Answers.Fleet.Summaries;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Reports.Formatting;
using Rightsizer.Reports.Text;

namespace Rightsizer.Reports.Fleet;

/// <summary>The report over many runs for a terminal: what it cost, what changed, what is waste, what to do, then who and what.</summary>
public static class FleetText
{
    const int Listed = 10, NameColumns = 40;

    /// <param name="report">What to show.</param>
    /// <param name="width">Columns.</param>
    /// <param name="all">Lists the constants that the figures rest on.</param>
    public static TextPage Compose(FleetReport report, int width, bool all = false)
    {
        var page = new TextPage(width);
        FleetTextAdvice.AddWorse(page, report);
        AddHead(page, report);
        if (report.Bill is { } bill) BillText.Add(page, bill);
        if (report.Waste.Count > 0) AddWaste(page, report);
        if (report.Change is { } change) AddChange(page, change, FleetMeasure.Choose(report));
        if (report.Savings.Count > 0) AddSavings(page, report);
        if (report.Advice is { } advice) FleetTextAdvice.Add(page, advice);
        if (report.Moves.Count > 0) FleetTextAdvice.AddMoves(page, report.Moves);
        if (report.Jobs.Count > 0) AddJobs(page, report);
        AddGroups(page, "By team", report.ByTeam, report);
        AddGroups(page, "By owner", report.ByOwner, report);
        AddGroups(page, "By platform", report.ByPlatform, report);
        FleetTextMore.Add(page, report);
        if (!all) return page;
        page.Blank();
        CostLines.AddConstants(page, report.Constants);
        return page;
    }

    static void AddHead(TextPage page, FleetReport r)
    {
        var measure = FleetMeasure.Choose(r);
        page.Flow([new(FleetWords.Period(r.Period), TextStyle.Heading), new(FleetWords.Logs(r.Logs), TextStyle.Plain)]);
        var t = r.Total;
        var growth = r.Change is { } c ? measure.Growth(c) : "";
        page.Flow(
        [
            new(measure.Amount(t), TextStyle.Heading),
            new(growth.Length > 0
                ? $"{growth} on the {(r.Period.NowSince == r.Period.Since ? r.Period.Days : 7)} days before {r.Period.NowSince}" : "",
                TextStyle.Plain),
            new($"{FleetWords.Runs(t.Runs)} of {Quantity.Count(r.Jobs.Count(j => j.Total.Runs > 0))} jobs", TextStyle.Plain),
            new(t.FailedRuns > 0 ? $"{Quantity.Count(t.FailedRuns)} failed" : "", TextStyle.Critical),
            new(t.UnfinishedRuns > 0 ? $"{Quantity.Count(t.UnfinishedRuns)} without an end" : "", TextStyle.Warning),
            new(r.RanksByUsd ? FleetWords.CoreHours(t.PaidCoreMs) : t.Usd is { } some
                ? $"{Quantity.Usd(some, t.Ground)} for the {FleetWords.Runs(t.PricedRuns)} with a price" : "", TextStyle.Plain),
            new(t.PaidCoreMs > 0 ? $"{(t.RunsLackingWork > 0 ? "at least " : "")}{Quantity.Percent((double)t.UsedCoreMs / t.PaidCoreMs)}"
                + " of paid core time held by tasks" : "",
                TextStyle.Plain),
        ]);
        page.Flow([new(FleetWords.Prices(r), TextStyle.Dim), new("How known, by core time: " + FleetWords.Grounds(r), TextStyle.Dim)]);
        foreach (var note in r.Notes) page.Paragraph(PlainText.OneLine(note), 2, "! ", TextStyle.Warning, TextStyle.Warning);
    }

    static void AddWaste(TextPage page, FleetReport r)
    {
        var measure = FleetMeasure.Choose(r);
        page.Blank();
        page.Line($"Waste {measure.Amount(r.Total.WasteUsd, r.Total.WasteCoreMs)}, {measure.WasteShare(r.Total)} of the total. The "
            + $"parts do not overlap.", TextStyle.Heading);
        foreach (var w in r.Waste)
        {
            var amount = TextColumns.PadLeft(measure.Amount(w.Usd, w.CoreMs), 16);
            var share = TextColumns.PadLeft(measure.Share(w.Usd, r.Total.Usd, w.CoreMs, r.Total.PaidCoreMs), 9);
            var runs = w.Kind == "sharedIdle" ? "" : FleetWords.Runs(w.Runs);
            page.Line($"  {TextColumns.PadRight(FleetWords.Waste(w.Kind), NameColumns)}{amount}{share}  {runs}".TrimEnd());
        }
    }

    static void AddChange(TextPage page, FleetChange c, FleetMeasure measure)
    {
        page.Blank();
        page.Line($"Change {measure.Signed(c.NowUsd - c.BeforeUsd, c.NowCoreMs - c.BeforeCoreMs)}: "
            + $"{measure.Amount(c.BeforeUsd, c.BeforeCoreMs)} before, {measure.Amount(c.NowUsd, c.NowCoreMs)} now", TextStyle.Heading);
        page.Flow(c.Causes.Select(x => new TextSpan($"{FleetWords.Cause(x.Cause)} {measure.Signed(x.Usd, x.CoreMs)}", TextStyle.Plain))
            .Prepend(new TextSpan(" ", TextStyle.Plain)), 2);
        foreach (var j in c.Jobs.Take(5))
        {
            var causes = string.Join(", ", j.Causes.Select(x => $"{FleetWords.Cause(x.Cause)} {measure.Signed(x.Usd, x.CoreMs)}"));
            page.Paragraph(
                $"{PlainText.Short(j.Job, NameColumns)}: "
                + $"{causes}{(j.What.Count > 0 ? $" ({PlainText.Short(string.Join("; ", j.What), 200)})" : "")}", 4);
        }
    }

    static void AddSavings(TextPage page, FleetReport r)
    {
        var measure = FleetMeasure.Choose(r);
        page.Blank();
        var sum = r.RanksByUsd && r.SavingsUsdAYear is { } usd ? $"{Quantity.Usd(usd)} a year, counting the largest of each job"
            : "by core-hours a year";
        page.Line($"What to change: {sum}", TextStyle.Heading);
        var table = new TextTable("Job", "Owner", "What", "A year", "Effort", "Risk") { RightAligned = new HashSet<int> { 3 } };
        foreach (var s in r.Savings.Where(s => s.IsCounted).Take(Listed))
            table.Add(TextStyle.Plain, PlainText.Short(s.Job, 30), PlainText.Short(s.Owner, 12), PlainText.Short(FleetWords.Action(s), 48),
                measure.Saving(s), FleetWords.Word(s.Effort), FleetWords.Word(s.Risk));
        if (r.Savings.Any(s => s.IsCounted)) table.AddTo(page);
        if (r.RanksByUsd && FleetWords.RiskySavings(r) is { } risky) page.Paragraph(risky, 2);
    }

    static void AddJobs(TextPage page, FleetReport r)
    {
        var measure = FleetMeasure.Choose(r);
        page.Blank();
        var jobs = r.Jobs.Where(j => j.Total.Runs > 0).ToList();
        var table = new TextTable($"Jobs ({Math.Min(jobs.Count, 2 * Listed)} of {Quantity.Count(jobs.Count)})", "Owner", "Runs",
            measure.Heading, "Change", "Waste", "Largest waste", "")
        { RightAligned = new HashSet<int> { 2, 3, 4, 5 } };
        foreach (var j in jobs.Take(2 * Listed))
        {
            table.Add(j.IsFailing ? TextStyle.Critical : TextStyle.Plain, PlainText.Short(j.Name, NameColumns),
                PlainText.Short(j.Owner, 16), Quantity.Count(j.Total.Runs), measure.Amount(j.Total),
                r.Change is null ? "" : measure.Signed(j.ChangeUsd, j.ChangeCoreMs ?? 0), measure.WasteShare(j.Total),
                j.Waste.Count > 0 ? FleetWords.Waste(j.Waste[0].Kind) : "", string.Join(' ', Marks(j)));
        }
        table.AddTo(page);
        var gone = r.Jobs.Where(j => j.Trend == JobTrend.Gone).ToList();
        if (gone.Count > 0)
            page.Paragraph(
                $"Gone: {string.Join(", ", gone.Take(Listed).Select(j => PlainText.Short(j.Name, NameColumns)))}{(gone.Count > Listed
                    ? $" and {gone.Count - Listed} more" : "")}",
                2);
    }

    static IEnumerable<string> Marks(FleetJob job)
    {
        if (job.Trend == JobTrend.New) yield return "new";
        if (job.IsFailing) yield return "failing";
        if (job.Workload == Workload.Interactive) yield return "interactive";
        if (job.Workload == Workload.Streaming) yield return "streaming";
    }

    static void AddGroups(TextPage page, string title, IReadOnlyList<FleetGroup> groups, FleetReport r)
    {
        if (groups.Count < 2) return;
        var measure = FleetMeasure.Choose(r);
        page.Blank();
        var table = new TextTable(
            title, "Runs", "Failed", measure.Heading, "Share", "Waste")
        { RightAligned = new HashSet<int> { 1, 2, 3, 4, 5 } };
        foreach (var g in groups.Take(Listed))
        {
            table.Add(TextStyle.Plain, PlainText.Short(g.Name, NameColumns), Quantity.Count(g.Total.Runs),
                Quantity.Count(g.Total.FailedRuns), measure.Amount(g.Total),
                measure.ShareOf(r.Total, g.Total), measure.WasteShare(g.Total));
        }
        table.AddTo(page);
        if (groups.Count > Listed) page.Line($"  and {groups.Count - Listed} more", TextStyle.Dim);
    }
}
