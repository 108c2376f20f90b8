using Rightsizer.Analyzer.Answers.Fleet.Report;
using Rightsizer.Analyzer.Detectors;
using Rightsizer.Analyzer.Formatting;
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
        var whole = change.BeforeUsd is > 0 and var usd ? (double)usd : change.BeforeCoreMs;
        var causes = new HtmlTable("Why it changed; the lines add up", new("cause"),
            new("amount", true, "derived: each job's runs against those of the time before"),
            new("of before", true, "derived: the amount over the cost before"));
        foreach (var c in change.Causes)
            causes.Add(HtmlCell.Text(FleetWords.Cause(c.Cause)), new(Markup.Text(m.Signed(c.Usd, c.CoreMs)), (double?)c.Usd ?? c.CoreMs),
                Share((double?)c.Usd ?? c.CoreMs, whole));
        var difference = (double?)(change.NowUsd - change.BeforeUsd) ?? change.NowCoreMs - change.BeforeCoreMs;
        causes.Add(new(Markup.Html($"<strong>sum</strong>")),
            new(Markup.Text(m.Signed(change.NowUsd - change.BeforeUsd, change.NowCoreMs - change.BeforeCoreMs)), difference),
            Share(difference, whole));

        var jobs = new HtmlTable("Jobs that moved most", new("job", Wide: true), new("owner"),
            new("before", true, "the sum of its runs' ledgers"), new("now", true, "the sum of its runs' ledgers"), new("why", Wide: true),
            new("seen to change", Wide: true));
        foreach (var j in change.Jobs.Take(JobsShown))
        {
            jobs.Add(FleetTables.JobLink(j.Job, j.Owner, r), HtmlCell.Text(j.Owner), Usd(j.BeforeUsd), Usd(j.NowUsd),
                HtmlCell.Text(string.Join(", ", j.Causes.Select(c => $"{FleetWords.Cause(c.Cause)} {m.Signed(c.Usd, c.CoreMs)}"))),
                    HtmlCell.Text(string.Join("; ", j.What)));
        }
        return Markup.Html(
            $"<section id=\"change\"><h2>What changed since "
            + $"{r.Period.BeforeSince}</h2>\n{causes.ToMarkup()}{(jobs.Count == 0 ? Markup.Empty : jobs.ToMarkup())}</section>\n\n");

        static HtmlCell Share(double part, double whole) =>
            whole > 0 ? new(Markup.Text(Quantity.Change(part / whole)), part / whole) : new(Markup.Empty);
        static HtmlCell Usd(decimal? usd) => usd is null ? new(Markup.Empty) : new(Markup.Text(Quantity.Usd(usd)), (double)usd);
    }

    public static Markup Waste(FleetReport r, FleetMeasure m)
    {
        if (r.Waste.Count == 0) return Markup.Empty;
        var whole = r.Waste.Sum(Value);
        var table = new HtmlTable("Disjoint: together with the work they sum to the total", new("what"),
            new("amount", true, "derived: paid core time that did no work, at its run's own price"),
            new("of the total", true, "derived: the amount over the total"), new("runs", true, "measured"));
        foreach (var w in r.Waste)
        {
            table.Add(new(ExplanationSection.Link(w.Kind, FleetWords.Waste(w.Kind))), new(Markup.Text(m.Amount(w.Usd, w.CoreMs)), Value(w)),
                new(Markup.Text(m.Share(w.Usd, r.Total.Usd, w.CoreMs, r.Total.PaidCoreMs)), Value(w)), HtmlCell.Count(w.Runs));
        }
        var bars = HtmlBars.Render($"{m.Amount(r.Total.WasteUsd, r.Total.WasteCoreMs)} of {m.Amount(r.Total)}",
            [.. r.Waste.Select(w =>
            new HtmlBar(FleetWords.Waste(w.Kind), m.Amount(w.Usd, w.CoreMs), Value(w), "derived: paid core time that did no work"))],
            r.Waste.Max(Value));
        return Markup.Html(
            $"<section id=\"waste\"><h2>Waste</h2>\n<div class=\"two\">{bars}<div>{table.ToMarkup()}</div></div></section>\n\n");

        double Value(FleetWaste w) => r.RanksByUsd ? (double)(w.Usd ?? 0) : w.CoreMs;
    }

    public static Markup Savings(FleetReport r, FleetMeasure m)
    {
        if (r.Savings.Count == 0) return Markup.Empty;
        var table = new HtmlTable("Largest first", new("job", Wide: true), new("what to do", Wide: true),
            new("a year", true, "known as shown, at the job's runs of this period"), new("effort"), new("risk"),
            new("what can go wrong", Wide: true), new("runs", true, "measured"), new("ground"), new("counted"));
        foreach (var s in r.Savings)
        {
            var change = s.Setting is null && s.Proposed is null ? Markup.Empty
                : s.Proposed is null ? Markup.Html($"<br><code>{PlainText.OneLine(s.Setting)}</code>")
                : Markup.Html($"<br><code>{PlainText.OneLine(s.Setting)}</code> <span "
                + $"class=\"now\">{PlainText.OneLine(Value(s, s.Now))}</span> → "
                + $"<strong>{PlainText.OneLine(Value(s, s.Proposed))}</strong>");
            table.Add(FleetTables.JobLink(s.Job, s.Owner, r), new(Markup.Html($"{ExplanationSection.Link(s.Kind, s.Action)}{change}")),
                new(Markup.Text(m.Saving(s)), (double?)s.UsdAYear ?? (double)s.CoreHoursAYear,
                    $"{Quantity.Word(s.Ground)}: {s.Runs} runs of this period at a year's rate"),
                Degree(s.Effort), Degree(s.Risk), HtmlCell.Text(s.RiskWhy), HtmlCell.Count(s.Runs), HtmlCell.Text(Quantity.Word(s.Ground)),
                    HtmlCell.Text(s.IsCounted ? "yes" : "overlaps"));
        }
        var sum = r is { RanksByUsd: true, SavingsUsdAYear: { } usd }
            ? $"Those counted sum to {Quantity.Usd(usd)} a year: of each job the largest, since the others overlap with it." : null;
        return Markup.Html($"<section id=\"savings\"><h2>What to do</h2>\n{table.ToMarkup(sum)}</section>\n\n");

        static string Value(FleetSaving s, string? value) => Redaction.Value(s.Setting ?? "", value) ?? "unset";
        static HtmlCell Degree(Degree d) => new(Markup.Text(FleetWords.Word(d)), (double)d);
    }
}
