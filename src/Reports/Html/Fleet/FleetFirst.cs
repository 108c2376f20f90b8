using Rightsizer.Analyzer.Answers.Fleet.Report;
using Rightsizer.Analyzer.Detectors;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Reports.Charts;
using Rightsizer.Reports.Charts.Fleet;
using Rightsizer.Reports.Fleet;
using Rightsizer.Reports.Formatting;
using Rightsizer.Reports.Html.Sections;

namespace Rightsizer.Reports.Html.Fleet;

/// <summary>What the owner of a bill asks first: what changed, what is wasted, what to do.</summary>
static class FleetFirst
{
    const int JobsShown = 200;

    public static Markup Change(FleetReport r, FleetMeasure m)
    {
        if (r.Change is not { } change) return Markup.Empty;
        var whole = change is { BeforeUsd: > 0 and var usd, NowUsd: not null } ? (double)usd : change.BeforeCoreMs;
        var causes = new HtmlTable("Causes; they add up to the difference", new("cause"),
            new("amount", true, "derived: each job's runs against those of the time before"),
            new("of before", true, "derived: the amount over the cost before"));
        foreach (var c in m.Moved(change.Causes))
            causes.Add(HtmlCell.Text(FleetWords.Cause(c.Cause)), new(Markup.Text(m.Signed(c.Usd, c.CoreMs)), (double?)c.Usd ?? c.CoreMs),
                Share((double?)c.Usd ?? c.CoreMs, whole));
        var difference = (double?)(change.NowUsd - change.BeforeUsd) ?? change.NowCoreMs - change.BeforeCoreMs;
        causes.Add(new(Markup.Html($"<strong>sum</strong>")),
            new(Markup.Text(m.Signed(change.NowUsd - change.BeforeUsd, change.NowCoreMs - change.BeforeCoreMs)), difference),
            Share(difference, whole));

        var jobs = new HtmlTable("Jobs that moved most", new("job", Wide: true), new("owner"),
            new("before", true, "the sum of its runs' ledgers"), new("now", true, "the sum of its runs' ledgers"), new("why", Wide: true),
            new("what changed", Wide: true));
        foreach (var j in change.Jobs.Where(j => m.Moved(j.Causes).Any()).Take(JobsShown))
        {
            jobs.Add(FleetTables.JobLink(j.Job, j.Owner, r), HtmlCell.Text(j.Owner), Usd(j.BeforeUsd), Usd(j.NowUsd),
                HtmlCell.Text(m.Causes(j.Causes)),
                HtmlCell.Text(string.Join("; ", FleetWords.NotKnown(j) is { Length: > 0 } missing ? j.What.Append(missing) : j.What)));
        }
        var note = FleetWords.NotKnown(change) is { } unknown ? Markup.Html($"<p>{unknown}</p>\n") : Markup.Empty;
        return Markup.Html(
            $"<section id=\"change\"><h2>What changed since "
            + $"{r.Period.BeforeSince}</h2>\n{causes.ToMarkup()}{note}{(jobs.Count == 0 ? Markup.Empty : jobs.ToMarkup())}</section>\n\n");

        static HtmlCell Share(double part, double whole) =>
            whole > 0 ? new(Markup.Text(Quantity.Change(part / whole)), part / whole) : new(Markup.Empty);
        HtmlCell Usd(decimal? usd) =>
            usd is null ? new(Markup.Empty) : new(Markup.Text(Quantity.Usd(usd, r.Total.Ground)), (double)usd);
    }

    public static Markup Waste(FleetReport r, FleetMeasure m)
    {
        if (r.Waste.Count == 0) return Markup.Empty;
        var table = new HtmlTable("Disjoint: together with the work they sum to the total", new("what"),
            new("amount", true, "derived: paid core time that did no work, at its run's own price"),
            new("of the total", true, "derived: the amount over the total"), new("runs", true, "measured"));
        foreach (var w in r.Waste)
        {
            table.Add(new(ExplanationSection.Link(w.Kind, FleetWords.Waste(w.Kind))), new(Markup.Text(m.Amount(w.Usd, w.CoreMs)), Value(w)),
                new(Markup.Text(m.Share(w.Usd, r.Total.Usd, w.CoreMs, r.Total.PaidCoreMs)), Value(w)), HtmlCell.Count(w.Runs));
        }
        var chart = FleetCharts.WasteByJob(r) is { } c ? SvgChart.Figure(c) : Markup.Empty;
        return Markup.Html($"<section id=\"waste\"><h2>Waste: {m.Waste(r.Total)} of "
            + $"{m.Amount(r.Total)}</h2>\n{chart}{table.ToMarkup()}</section>\n\n");

        double Value(FleetWaste w) => r.RanksByUsd ? (double)(w.Usd ?? 0) : w.CoreMs;
    }

    public static Markup Savings(FleetReport r, FleetMeasure m)
    {
        if (r.Savings.Count == 0) return Markup.Empty;
        var todo = FleetAnswer.ToDo(r);
        var all = todo.Where(s => s.IsCounted).Sum(Amount);
        var table = new HtmlTable("Low effort first, then the largest; one of each job is counted, the others overlap with it",
            new("job", Wide: true),
            new("what to do", Wide: true), new("saves", true, "as its last column says, at the job's runs of this period"),
            new("together", true, "share of all counted savings up to this row"), new("effort"), new("risk"), new("trade-off",
                Wide: true), new("how known"));
        double sum = 0;
        foreach (var s in todo)
        {
            if (s.IsCounted) sum += Amount(s);
            var change = s.Setting is null && s.Proposed is null ? Markup.Empty
                : s.Proposed is null ? Markup.Html($"<br><code>{PlainText.OneLine(s.Setting)}</code>")
                : Markup.Html($"<br><code>{PlainText.OneLine(s.Setting)}</code> {PlainText.OneLine(Value(s, s.Now))} → "
                + $"<strong>{PlainText.OneLine(Value(s, s.Proposed))}</strong>");
            table.Add(FleetTables.JobLink(s.Job, s.Owner, r), new(Markup.Html($"{ExplanationSection.Link(s.Kind, s.Action)}{change}")),
                new(Markup.Text(m.Saving(s)), Amount(s), $"{Quantity.Word(s.Ground)}: {FleetWords.Runs(s.Runs)} of this period"
                    + (s.IsAYear ? " at a year's rate" : "")),
                new(Markup.Text(s.IsCounted ? Quantity.Percent(all > 0 ? sum / all : null)
                    : s.IsSmall ? "too small" : "overlaps"), s.IsCounted ? sum : null),
                Degree(s.Effort), Degree(s.Risk), HtmlCell.Text(s.RiskWhy), HtmlCell.Text(Quantity.Word(s.Ground)));
        }
        var title = all > 0 ? "What to do" : "Nothing to do first: small savings";
        return Markup.Html($"<section id=\"savings\"><h2>{title}</h2>\n{table.ToMarkup(FleetAnswer.GoneSavings(r))}</section>\n\n");

        double Amount(FleetSaving s) => r.RanksByUsd ? (double)(s.UsdAYear ?? 0) : (double)s.CoreHoursAYear;
        static string Value(FleetSaving s, string? value) => Redaction.Value(s.Setting ?? "", value) ?? "unset";
        static HtmlCell Degree(Degree d) => new(Markup.Text(FleetWords.Word(d)), (double)d);
    }

    /// <summary>Jobs whose latest run failed.</summary>
    public static Markup Failing(FleetReport r, FleetMeasure m)
    {
        var failing = FleetAnswer.Failing(r);
        if (failing.Count == 0) return Markup.Empty;
        var table = new HtmlTable("Jobs whose latest run failed", new("job", Wide: true), new("owner"), new("runs", true, "measured"),
            new("failed", true, "measured"),
            new("cost", true, "the sum of its runs' ledgers"), new("last error", Wide: true));
        foreach (var (j, reason) in failing)
        {
            table.Add(FleetTables.JobLink(j.Name, j.Owner, r), HtmlCell.Text(j.Owner), HtmlCell.Count(j.Total.Runs),
                HtmlCell.Count(j.Total.FailedRuns),
                new(Markup.Text(m.Amount(j.Total)), (double?)j.Total.Usd ?? j.Total.PaidCoreMs),
                    HtmlCell.Text(PlainText.Short(reason, 160)));
        }
        return Markup.Html($"<section id=\"failing\"><h2>Failing jobs</h2>\n{table.ToMarkup()}</section>\n\n");
    }
}
