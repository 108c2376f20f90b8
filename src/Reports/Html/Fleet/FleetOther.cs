using Rightsizer.Analyzer;
using Rightsizer.Analyzer.Answers.Fleet.Report;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Reports.Fleet;
using Rightsizer.Reports.Formatting;
using Rightsizer.Reports.Html.Sections;

namespace Rightsizer.Reports.Html.Fleet;

/// <summary>The week priced another way, sessions, shared clusters, and how far all of it is known.</summary>
static class FleetOther
{
    public static Markup Scenarios(FleetReport r)
    {
        if (r.Scenarios.Count == 0) return Markup.Empty;
        var table = new HtmlTable("The same runs, at list prices", new("way", Wide: true), new("total", true),
            new("runs", true, "measured"), new("as they ran", true), new("against it", true, "derived: of the two sums"),
            new("not priced", true, "measured"), new("how known"), new("not in it", Wide: true));
        foreach (var s in r.Scenarios)
        {
            var change = s is { ActualUsd: > 0 and var actual, ActualGround: > Ground.Assumed }
                ? (double)(s.Usd / actual) - 1 : (double?)null;
            table.Add(HtmlCell.Text(s.Name), HtmlCell.Usd(s.Usd, s.Ground, "the sum of the runs' ledgers"), HtmlCell.Count(s.Runs),
                s.ActualUsd is { } a ? HtmlCell.Usd(a, s.ActualGround, "the same runs as they ran") : new(Markup.Empty),
                change is null ? new(Markup.Empty) : new(Markup.Text(Quantity.Change(change)), change), HtmlCell.Count(s.MissingRuns),
                    HtmlCell.Text(Quantity.Word(s.Ground)), HtmlCell.Text(s.Note));
        }
        return Markup.Html(
            $"<section id=\"scenarios\"><h2>Priced another "
            + $"way</h2>\n{table.ToMarkup(
                "Only runs that have that price are in a sum, and the sum next to it is of the same runs.")}</section>\n\n");
    }

    public static Markup Arrivals(FleetReport r)
    {
        if (r.Arrivals is not { } a) return Markup.Empty;
        const string Simulated = "simulated: the arrivals of this period";
        var table = new HtmlTable($"The arrivals of this period ({Quantity.Plural(r.Period.Days, "day")}), simulated; costs are of all",
            new("cluster", Wide: true), new("cost", true, Simulated),
            new("vCPU", true, Simulated), new("average wait", true, Simulated), new("longest wait", true, Simulated),
            new("rules", Wide: true));
        foreach (var d in a.Deployments)
        {
            table.Add(HtmlCell.Text(FleetWords.Deployment(d.Name)), HtmlCell.Usd(d.Usd, Ground.Simulated, "the arrivals of this period"),
                d.Vcpu is null ? new(Markup.Text("as needed")) : HtmlCell.Count(d.Vcpu), HtmlCell.Duration(d.MeanWaitMs),
                HtmlCell.Duration(d.MaxWaitMs), HtmlCell.Text(d.Note));
        }
        var note = FleetWords.BreakEven(a);
        return Markup.Html(
            $"<section id=\"arrivals\"><h2>One permanent cluster, or one for each run?</h2>\n{table.ToMarkup(note)}</section>\n\n");
    }

    public static Markup Sessions(FleetReport r, FleetMeasure m)
    {
        if (r.Sessions.Count == 0) return Markup.Empty;
        var table = new HtmlTable("Notebooks, shells and servers, most idle first", new("application", Wide: true), new("owner"),
            new("kind"), new("held", true, "measured"), new("without a job", true, "measured"),
            new("idle", true, "derived: core time paid meanwhile"), new("log", Wide: true));
        foreach (var s in r.Sessions)
        {
            table.Add(HtmlCell.Text(s.Name), HtmlCell.Text(s.Owner), HtmlCell.Text(s.Kind), HtmlCell.Duration(s.WallMs),
                HtmlCell.Duration(s.NoJobMs), new(Markup.Text(m.Amount(s.IdleUsd, s.IdleCoreMs)), (double?)s.IdleUsd ?? s.IdleCoreMs),
                HtmlCell.Text(s.Uri));
        }
        return Markup.Html($"<section id=\"sessions\"><h2>Interactive applications</h2>\n{table.ToMarkup()}</section>\n\n");
    }

    public static Markup Clusters(FleetReport r, FleetMeasure m)
    {
        if (r.Clusters.Count == 0) return Markup.Empty;
        return Markup.Html($"<section id=\"clusters\"><h2>Shared clusters</h2>\n{Markup.Join(r.Clusters.Select(One))}</section>\n\n");

        Markup One(FleetCluster c)
        {
            var table = new HtmlTable("Shares and idle sum to the bill", new("job", Wide: true), new("owner"),
                new("runs", true, "measured"), new("share", true, "derived: dominant share of cores and memory at every moment"),
                new("core time", true, "measured"));
            foreach (var s in c.Shares)
                table.Add(FleetTables.JobLink(s.Job, s.Owner, r), HtmlCell.Text(s.Owner), HtmlCell.Count(s.Runs),
                    new(Markup.Text(m.Amount(s.Usd, s.CoreMs)), (double?)s.Usd ?? s.CoreMs), FleetTables.Core(s.CoreMs));
            if (c.IdleUsd is { } idle)
                table.Add(new(Markup.Html($"<strong>idle</strong>")), HtmlCell.Text(""), new(Markup.Empty),
                    new(Markup.Text(Quantity.Usd(idle, Ground.Derived)), (double)idle, "derived: what no application held"),
                    new(Markup.Empty));
            var bill = c.BillUsd is { } usd ? Quantity.Usd(usd, Ground.Derived) : "no price";
            return Markup.Html(
                $"<details><summary>{HtmlCell.Name(c.Id)}: {bill}, {FleetWords.Runs(c.Runs)}, {Quantity.Count(c.CapacityCores)} cores "
                + $"at its peak, {Quantity.Duration(c.BilledMs)} billed</summary>\n{table.ToMarkup()}</details>\n");
        }
    }

    public static Markup Trust(FleetReport r)
    {
        var grounds = new HtmlTable("Of the total", new("how known"), new("cost", true, "how the row is known"),
            new("core time", true, "measured"), new("runs", true, "measured"));
        foreach (var g in r.Grounds)
            grounds.Add(HtmlCell.Text(Quantity.Word(g.Ground)),
                g.Usd is { } usd ? new(Markup.Text(Quantity.Usd(usd, g.Ground)), (double)usd)
                    : new(Markup.Text(Quantity.Unknown)),
                FleetTables.Core(g.CoreMs), HtmlCell.Count(g.Runs));
        var unpriced = Markup.Join(
            r.Prices.MissingWhy.Select(x => Markup.Html($"<li>{FleetWords.Runs(x.Runs)}: {PlainText.OneLine(x.Reason)}</li>")));
        return Markup.Html($"""
            <section id="trust"><h2>How this is known</h2>
            {grounds.ToMarkup()}<p class="note">measured and billed are known, simulated is from the simulation of the run, derived is computed from measured figures by a stated rule, assumed rests on a stated assumption, missing has no price. {PlainText.OneLine(FleetWords.Prices(r))}</p>
            {(r.Prices.UnpricedRuns == 0 ? Markup.Empty : Markup.Html($"<h3>Runs without a price ({Quantity.Count(r.Prices.UnpricedRuns)})</h3><ul>{unpriced}</ul>\n"))}{Markup.Join(r.Notes.Select(n => Markup.Html($"<p class=\"note\">{PlainText.OneLine(n)}</p>\n")))}{CostSection.Constants(r.Constants)}{Unreadable(r)}</section>

            """);
    }

    static Markup Unreadable(FleetReport r)
    {
        if (r.Unreadable.Count == 0) return Markup.Empty;
        var table = new HtmlTable(
            "Logs that could not be read", new("log", Wide: true), new("failure"), new("why", Wide: true), new("size", true, "measured"));
        foreach (var u in r.Unreadable)
            table.Add(HtmlCell.Text(u.Uri), HtmlCell.Text(Phrases.Words(u.Failure)), HtmlCell.Text(u.Reason),
                u.SizeBytes is null ? new(Markup.Empty) : HtmlCell.Bytes(u.SizeBytes));
        return Markup.Html($"<h3 id=\"unreadable\">Unreadable logs ({Quantity.Count(r.Unreadable.Count)})</h3>\n{table.ToMarkup()}");
    }
}
