using Rightsizer.Analyzer;
using Rightsizer.Analyzer.Answers.Fleet.Commitments;
using Rightsizer.Analyzer.Answers.Fleet.Report;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Reports.Formatting;
using Rightsizer.Reports.Text;

namespace Rightsizer.Reports.Fleet;

/// <summary>The second half of the text: other ways to run, sessions, clusters, what was not read.</summary>
static class FleetTextMore
{
    const int Listed = 10, NameColumns = 40;

    /// <summary>Waste of shared clusters, which is no run's.</summary>
    const string CostedIdle = "sharedIdle";

    public static void Add(TextPage page, FleetReport r)
    {
        if (r.Scenarios.Count > 0) AddScenarios(page, r);
        if (r.Arrivals is { } arrivals) AddArrivals(page, arrivals);
        if (r.Sessions.Count > 0) AddSessions(page, r.Sessions, FleetMeasure.Choose(r));
        if (r.Connect.Count > 0) AddConnect(page, r.Connect, FleetMeasure.Choose(r));
        if (r.Clusters.Count > 0) AddClusters(page, r.Clusters, FleetMeasure.Choose(r));
        if (r.Unreadable.Count > 0) AddUnreadable(page, r.Unreadable);
    }

    public static void AddCostParts(TextPage page, FleetReport r)
    {
        page.Blank();
        page.Line(CostPartWords.Title, TextStyle.Heading);
        foreach (var p in r.CostParts)
        {
            page.Line($"  {TextColumns.PadRight(CostPartWords.Name(p), NameColumns)}"
                + $"{TextColumns.PadLeft(Quantity.Usd(p.Usd, r.Total.Ground), 16)}{TextColumns.PadLeft(CostPartWords.Share(p, r), 9)}"
                + (CostPartWords.Basis(p) is { Length: > 0 } basis ? "  " + basis : ""));
        }
    }

    public static void AddCommitments(TextPage page, FleetCommitments c)
    {
        page.Blank();
        page.Paragraph(CommitmentWords.Answer(c), 2, "", TextStyle.Heading, TextStyle.Heading);
        var table = new TextTable(CommitmentWords.Headings) { RightAligned = new HashSet<int> { 1, 2, 3, 4, 5, 6 } };
        foreach (var o in c.Offers.Take(Listed))
        {
            var row = CommitmentWords.Row(o, c);
            row[0] = PlainText.Short(row[0], NameColumns);
            table.Add(TextStyle.Plain, row);
        }
        table.AddTo(page);
        if (c.Offers.Count > Listed) page.Line($"  and {c.Offers.Count - Listed} more (--format html)", TextStyle.Dim);
        foreach (var sentence in CommitmentWords.Assumptions(c)) page.Paragraph(sentence, 2, "", TextStyle.Dim);
    }

    public static void AddWorkflows(TextPage page, FleetReport r)
    {
        const int paths = 3;
        page.Blank();
        var table = new TextTable("Workflows", "Orchestrator", "Runs", "Applications", "Cost a run", "Typical time")
        { RightAligned = new HashSet<int> { 2, 3, 4, 5 } };
        foreach (var w in r.Workflows.Take(Listed))
            table.Add(TextStyle.Plain, PlainText.Short(w.Name, NameColumns), WorkflowWords.System(w), Quantity.Count(w.Runs.Count),
                Quantity.Count(w.Applications), WorkflowWords.UsdARun(w, r), WorkflowWords.Wall(w));
        table.AddTo(page);
        if (r.Workflows.Count > Listed) page.Line($"  and {r.Workflows.Count - Listed} more (--format html)", TextStyle.Dim);
        foreach (var w in r.Workflows.Take(paths))
        {
            if (WorkflowWords.Newest(w) is { } path) page.Paragraph($"{PlainText.Short(w.Name, NameColumns)}: {path}", 2);
            if (WorkflowWords.WithoutRun(w) is { } rest) page.Paragraph($"{PlainText.Short(w.Name, NameColumns)}: {rest}", 2);
        }
    }

    static void AddScenarios(TextPage page, FleetReport r)
    {
        page.Blank();
        var table = new TextTable("The same runs elsewhere", "Cost", "As they ran", "Runs", "Missing")
        { RightAligned = new HashSet<int> { 1, 2, 3, 4 } };
        foreach (var s in r.Scenarios)
            table.Add(TextStyle.Plain, s.Name, Quantity.Usd(s.Usd, s.Ground), s.ActualUsd is null ? "no price"
                : Quantity.Usd(s.ActualUsd, s.ActualGround), Quantity.Count(s.Runs), Quantity.Count(s.MissingRuns));
        table.AddTo(page);
        page.Paragraph("Run times are those that diagnose simulates on other cores; where it cannot, those of the runs. "
            + "On-Demand and Spot: one cluster for each run, its start included, "
            + "interruptions not. Spot needs one On-Demand core node more, which small runs do not earn back."
            + (r.Waste.Any(w => w.Kind == CostedIdle) ? " The first row has the time that no run held; the others have not." : ""),
            2, "", TextStyle.Dim);
    }

    static void AddArrivals(TextPage page, FleetArrivals a)
    {
        page.Blank();
        page.Paragraph($"One permanent cluster, or one for each run? {FleetWords.Runs(a.Runs)}, at most "
            + $"{Quantity.Plural(a.LargestVcpu, "vCPU")} in a run, {Quantity.Count(a.PeakVcpu)} at the same time", 0, "",
            TextStyle.Heading);
        foreach (var d in a.Deployments)
        {
            var name = TextColumns.PadRight(FleetWords.Deployment(d.Name), 26);
            var price = TextColumns.PadLeft(d.Usd is null ? "no price" : "~" + Quantity.Usd(d.Usd), 14);
            var waits = d.Vcpu is { } v
                ? $"{Quantity.Count(v)} vCPUs, waits {Quantity.Duration(d.MeanWaitMs)} on average, "
                    + $"{Quantity.Duration(d.MaxWaitMs)} at most; "
                : "";
            page.Paragraph($"{name}{price}   {waits}{d.Note}", 2);
        }
        page.Paragraph(FleetWords.BreakEven(a), 2, "", TextStyle.Dim);
    }

    static void AddSessions(TextPage page, IReadOnlyList<FleetSession> sessions, FleetMeasure measure)
    {
        page.Blank();
        var table = new TextTable("Interactive applications", "Owner", "Kind", "Held", "Without a job",
            "Idle cost")
        { RightAligned = new HashSet<int> { 3, 4, 5 } };
        foreach (var s in sessions.Take(Listed))
            table.Add(TextStyle.Plain, PlainText.Short(s.Name, NameColumns), PlainText.Short(s.Owner, 16), s.Kind,
                Quantity.Duration(s.WallMs), Quantity.Duration(s.NoJobMs), measure.Amount(s.IdleUsd, s.IdleCoreMs));
        table.AddTo(page);
        if (sessions.Count > Listed) page.Line($"  and {sessions.Count - Listed} more", TextStyle.Dim);
    }

    static void AddConnect(TextPage page, IReadOnlyList<FleetConnectUser> users, FleetMeasure measure)
    {
        page.Blank();
        var table = new TextTable("Users of Spark Connect", "Sessions", "Operations", "Failed", "Task time", "Cost by task time")
        { RightAligned = new HashSet<int> { 1, 2, 3, 4, 5 } };
        foreach (var u in users.Take(Listed))
            table.Add(TextStyle.Plain, u.User is null ? "without a name" : PlainText.Short(u.User, NameColumns), Quantity.Count(u.Sessions),
                Quantity.Count(u.Operations), Quantity.Count(u.FailedOperations), Quantity.Duration(u.TaskMs),
                measure.Amount(u.Usd, u.TaskMs));
        table.AddTo(page);
        if (users.Count > Listed) page.Line($"  and {users.Count - Listed} more", TextStyle.Dim);
    }

    static void AddClusters(TextPage page, IReadOnlyList<FleetCluster> clusters, FleetMeasure measure)
    {
        page.Blank();
        page.Line("Shared clusters", TextStyle.Heading);
        foreach (var c in clusters.Take(5))
        {
            var bill = c.BillUsd is { } usd
                ? $"{Quantity.Usd(usd, Ground.Derived)}, {Quantity.Usd(c.IdleUsd, Ground.Derived)} of it idle" : "no price";
            page.Paragraph(
                $"{PlainText.Short(c.Id, 60)}: {FleetWords.Runs(c.Runs)}, {Quantity.Duration(c.BilledMs)} ({Quantity.Duration(c.GapMs)} "
                    + $"without "
                + $"a run), at most {Quantity.Plural(c.CapacityCores, "core")}; {bill}", 2);
            page.Paragraph(string.Join(", ", c.Shares.Take(6)
                .Select(s => $"{PlainText.Short(s.Job, 30)} {measure.Amount(s.Usd, s.CoreMs)}"))
                + (c.Shares.Count > 6 ? $" and {c.Shares.Count - 6} more jobs" : ""), 4);
        }
        if (clusters.Count > 5) page.Line($"  and {clusters.Count - 5} more", TextStyle.Dim);
    }

    static void AddUnreadable(TextPage page, IReadOnlyList<FleetUnreadable> logs)
    {
        page.Blank();
        page.Line($"Not read ({Quantity.Count(logs.Count)})", TextStyle.Heading);
        foreach (var u in logs.Take(2 * Listed))
            page.Paragraph(u.Reason.Contains(u.Uri, StringComparison.Ordinal) ? PlainText.OneLine(u.Reason)
                : $"{PlainText.OneLine(u.Uri)}: {PlainText.OneLine(u.Reason)}", 2);
        if (logs.Count > 2 * Listed) page.Line($"  and {logs.Count - 2 * Listed} more", TextStyle.Dim);
    }
}
