using Rightsizer.Analyzer.Answers.Fleet.Report;
using Rightsizer.Analyzer.Answers.Fleet.Summaries;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Reports.Charts.Fleet;
using Rightsizer.Reports.Formatting;
using Rightsizer.Reports.Text;

namespace Rightsizer.Reports.Fleet;

/// <summary>The report over many runs for a terminal: what it cost, what to do, what changed, what is waste, then who and what.</summary>
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
        FleetAnswer.Compose(report).AddTo(page);
        foreach (var note in report.Notes) page.Paragraph(PlainText.OneLine(note), 2, "! ", TextStyle.Warning, TextStyle.Warning);
        if (report.Savings.Count > 0) AddSavings(page, report);
        FleetTextFindings.Add(page, report);
        if (report.Advice is { } advice) FleetTextAdvice.Add(page, advice);
        if (report.Moves.Count > 0) FleetTextAdvice.AddMoves(page, report.Moves);
        AddFailing(page, report);
        if (report.Change is { } change) AddChange(page, change, report);
        if (report.ClusterCosts is { } costs) BillText.AddCosts(page, costs, listed: report.Bill is null);
        if (report.Yarn is { } yarn) AddYarn(page, yarn);
        if (report.Bill is { } bill) BillText.Add(page, bill);
        if (report.Commitments is { } commitments) FleetTextMore.AddCommitments(page, commitments);
        if (report.CostParts.Count > 0) FleetTextMore.AddCostParts(page, report);
        if (report.Waste.Count > 0) AddWaste(page, report);
        if (report.Jobs.Count > 0) AddJobs(page, report);
        if (report.Workflows.Count > 0) FleetTextMore.AddWorkflows(page, report);
        AddGroups(page, "By team", report.ByTeam, report);
        AddGroups(page, "By owner", report.ByOwner, report);
        AddGroups(page, "By platform", report.ByPlatform, report);
        FleetTextMore.Add(page, report);
        AddTrust(page, report);
        if (!all) return page;
        page.Blank();
        CostLines.AddConstants(page, report.Constants);
        return page;
    }

    /// <summary>What the figures rest on.</summary>
    static void AddTrust(TextPage page, FleetReport r)
    {
        var t = r.Total;
        page.Blank();
        if (t.PaidCoreMs > 0)
            page.Paragraph($"Tasks used "
                + (t.RunsLackingWork > 0 ? $"at least {FleetWords.CoreHours(t.UsedCoreMs)}"
                    : Quantity.Percent((double)t.UsedCoreMs / t.PaidCoreMs))
                + $" of {FleetWords.CoreHours(t.PaidCoreMs)} "
                + "paid for" + (t.UsedWasteCoreMs > 0
                    ? $", {FleetWords.CoreHours(t.UsedWasteCoreMs)} of it for spill, garbage collection or failures" : "")
                + $".{(t.UnfinishedRuns > 0 ? $" {Quantity.Plural(t.UnfinishedRuns, "run")} without an end." : "")}", 0, "",
                TextStyle.Dim);
        if (!r.RanksByUsd && t.Usd is { } some)
            page.Paragraph($"The {FleetWords.Runs(t.PricedRuns)} with a price cost {Quantity.Usd(some, t.Ground)}.", 0, "", TextStyle.Dim);
        page.Paragraph($"{FleetWords.Prices(r)}. How the cost is known, by core time: {FleetWords.Grounds(r)}.", 0, "", TextStyle.Dim);
        page.Paragraph("rightsizer diagnose LOG shows one run; --format html shows every job and run.", 0, "", TextStyle.Dim);
    }

    /// <summary>Jobs whose latest run failed.</summary>
    static void AddFailing(TextPage page, FleetReport r)
    {
        var failing = FleetAnswer.Failing(r);
        if (failing.Count == 0) return;
        page.Blank();
        page.Line("Jobs whose latest run failed", TextStyle.Critical);
        foreach (var (j, reason) in failing.Take(Listed / 2))
            page.Paragraph($"{PlainText.Short(j.Name, NameColumns)} ({Quantity.Count(j.Total.FailedRuns)} of "
                + $"{FleetWords.Runs(j.Total.Runs)}): {PlainText.Short(reason ?? FleetWords.NoError, 160)}", 4, "  - ");
        if (failing.Count > Listed / 2) page.Line($"    and {failing.Count - Listed / 2} more", TextStyle.Dim);
    }

    static void AddYarn(TextPage page, FleetYarn yarn)
    {
        page.Blank();
        page.Paragraph(YarnWords.Answer(yarn), 0);
        foreach (var doubt in YarnWords.Doubts(yarn)) page.Paragraph(doubt, 2, "! ", TextStyle.Warning, TextStyle.Warning);
    }

    static void AddWaste(TextPage page, FleetReport r)
    {
        var measure = FleetMeasure.Choose(r);
        page.Blank();
        page.Paragraph($"Waste: {measure.Waste(r.Total)}, {measure.WasteShare(r.Total)} of the total. The "
            + "parts do not overlap.", 0, "", TextStyle.Heading);
        foreach (var w in r.Waste)
        {
            var amount = TextColumns.PadLeft(measure.Amount(w.Usd, w.CoreMs, r.Total.Ground), 16);
            var share = TextColumns.PadLeft(measure.Share(w.Usd, r.Total.Usd, w.CoreMs, r.Total.PaidCoreMs), 9);
            var runs = w.Kind == "sharedIdle" ? "shared clusters" : FleetWords.Runs(w.Runs);
            page.Line($"  {TextColumns.PadRight(FleetWords.Waste(w.Kind), NameColumns)}{amount}{share}  in {runs}".TrimEnd());
        }
    }

    static void AddChange(TextPage page, FleetChange c, FleetReport r)
    {
        var measure = FleetMeasure.Choose(r);
        page.Blank();
        page.Paragraph($"Why it changed: {measure.Signed(c.NowUsd - c.BeforeUsd, c.NowCoreMs - c.BeforeCoreMs)} against "
            + FleetNames.BeforeLong(r), 0, "", TextStyle.Heading);
        page.Flow(measure.Moved(c.Causes).Select(x => new TextSpan($"{FleetWords.Cause(x.Cause)} "
            + $"{measure.Signed(x.Usd, x.CoreMs)}", TextStyle.Plain))
            .Prepend(new TextSpan(" ", TextStyle.Plain)), 2);
        foreach (var j in c.Jobs.Where(j => measure.Moved(j.Causes).Any()).Take(5))
        {
            page.Paragraph(
                $"{PlainText.Short(j.Job, NameColumns)}: {measure.Causes(j.Causes)}"
                + $"{(j.What.Count > 0 ? $" ({PlainText.Short(string.Join("; ", j.What), 200)})" : "")}"
                + (FleetWords.NotKnown(j) is { Length: > 0 } unknown ? "; " + unknown : ""), 4);
        }
        if (FleetWords.NotKnown(c) is { } note) page.Paragraph(note, 2);
    }

    static void AddSavings(TextPage page, FleetReport r)
    {
        var measure = FleetMeasure.Choose(r);
        page.Blank();
        var counted = FleetAnswer.ToDo(r).Where(s => s.IsCounted).ToList();
        if (counted.Count == 0 && FleetAnswer.SmallSavings(r) is null) return;
        page.Line($"What to change: {FleetAnswer.Saved(r)}{(counted.Count > 1 ? " in all; low effort first" : "")}", TextStyle.Heading);
        var table = new TextTable("Job", "What", "Saves", "Effort", "Risk") { RightAligned = new HashSet<int> { 2 } };
        foreach (var s in counted.Take(Listed))
            table.Add(TextStyle.Plain, PlainText.Short(s.Job, 30), PlainText.Short(FleetWords.Action(s), 48), measure.Saving(s),
                FleetWords.Word(s.Effort), FleetWords.Word(s.Risk));
        if (counted.Count > 0) table.AddTo(page);
        if (counted.Count > Listed) page.Line($"  and {counted.Count - Listed} more (--format html)", TextStyle.Dim);
        if (FleetAnswer.SmallSavings(r) is { } small) page.Paragraph(small, 2, "", TextStyle.Dim);
        if (FleetAnswer.GoneSavings(r) is { } gone) page.Paragraph(gone, 2, "", TextStyle.Dim);
        if (r.RanksByUsd && FleetWords.RiskySavings(r) is { } risky) page.Paragraph(risky, 2);
    }

    static void AddJobs(TextPage page, FleetReport r)
    {
        var measure = FleetMeasure.Choose(r);
        page.Blank();
        var jobs = r.Jobs.Where(j => j.Total.Runs > 0).ToList();
        // a column that is empty in every row only takes room from the names
        (string Heading, Func<FleetJob, string> Cell, bool Shown)[] columns =
        [
            ("Owner", j => PlainText.Short(j.Owner, 16), jobs.Select(j => j.Owner).Distinct().Count() > 1),
            ("Runs", j => Quantity.Count(j.Total.Runs), true),
            (measure.Heading, j => measure.Amount(j.Total), true),
            ("Change", j => measure.Signed(j.ChangeUsd, j.ChangeCoreMs ?? 0), r.Change is not null),
            ("Waste", j => measure.WasteShare(j.Total), true),
            ("Largest waste", j => j.Waste.Count > 0 ? FleetWords.Waste(j.Waste[0].Kind) : "", true),
            ("", j => string.Join(' ', Marks(j)), jobs.Any(j => Marks(j).Any())),
        ];
        var shown = columns.Where(c => c.Shown).ToList();
        var table = new TextTable([$"Jobs ({Math.Min(jobs.Count, 2 * Listed)} of "
            + $"{Quantity.Count(jobs.Count)})", .. shown.Select(c => c.Heading)])
        {
            RightAligned = Enumerable.Range(1, shown.Count).Where(i => shown[i - 1].Heading is "Runs" or "Change" or "Waste"
                || shown[i - 1].Heading == measure.Heading).ToHashSet(),
        };
        foreach (var j in jobs.Take(2 * Listed))
        {
            table.Add(j.IsFailing ? TextStyle.Critical : TextStyle.Plain,
                [PlainText.Short(j.Name, NameColumns), .. shown.Select(c => c.Cell(j))]);
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
