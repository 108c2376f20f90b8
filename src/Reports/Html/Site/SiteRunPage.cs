using Rightsizer.Analyzer.Answers.Fleet.Site;
using Rightsizer.Analyzer.Answers.Fleet.State;
using Rightsizer.Analyzer.Answers.Fleet.Summaries;
using Rightsizer.Analyzer.Detectors;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Reports.Fleet;
using Rightsizer.Reports.Formatting;

namespace Rightsizer.Reports.Html.Site;

/// <summary>One run with findings: its cards, its largest stages and its cost lines, as the state keeps them.</summary>
static class SiteRunPage
{
    public static void Write(FleetSite site, SiteJob job, SiteRun run, RunDetail? detail, TextWriter output) =>
        HtmlPage.Write(output, run.Name, [(SiteNames.Job(job.Id), "Job"), .. SiteNames.Bar, ("findings", "Findings"),
            ("stages", "Stages"), ("cost", "Cost")], Verdict(site, job, run), [Findings(run, detail), Waste(site, run), Stages(detail),
            Cost(run, detail)], HtmlFooter.Render("rightsizer diagnose LOG", "The log: " + run.Uri), HtmlPage.Plain);

    static Markup Verdict(FleetSite site, SiteJob job, SiteRun run)
    {
        var m = FleetMeasure.Choose(site);
        var first = run.Findings[0];
        var saves = first.SavesMs > 0
            ? $": ~{Quantity.Duration(first.SavesMs.Value)} of {Quantity.Duration(run.WallMs)} could be saved" : "";
        return new HtmlVerdict
        {
            Title = run.Name,
            Who = $"{run.AppId ?? "no id"} · {(run.SparkVersion is { } v ? "Spark " + v : "Spark")} on {job.Platform} · "
                + $"{SiteWords.Time(run.StartMs)} UTC · {job.Owner}",
            Tone = run.Outcome == RunOutcome.Failed ? VerdictTone.Bad : VerdictTone.Plain,
            Sentence = run.Outcome == RunOutcome.Failed ? $"Failed: {PlainText.Short(run.Reason, 160)}"
                : $"{Quantity.Plural(run.Findings.Count, "finding")}, first {first.Kind}{saves}",
            Below = Markup.Html($"<p>Job: {SiteNames.Link(SiteNames.Job(job.Id), job.Name)} · "
                + $"<a href=\"{SiteNames.Week(run.Monday)}\">week from {run.Monday}</a></p>\n"),
            Tiles =
            [
                new("time", Quantity.Duration(run.WallMs), "start to end", "measured"),
                new(m.Heading.ToLowerInvariant(), m.Amount(run.Usd, run.PaidCoreMs, run.Ground), Quantity.Word(run.Ground),
                    Quantity.Word(run.Ground)),
                new("executors x cores", SiteWords.Shape(run.Cluster), run.Cluster?.NodeType ?? "", "measured"),
                new("read", Quantity.Bytes(run.InputBytes), $"shuffled {Quantity.Bytes(run.ShuffleBytes)}", "measured"),
            ],
        }.ToMarkup();
    }

    static Markup Findings(SiteRun run, RunDetail? detail)
    {
        var cards = detail?.Cards ?? [];
        var shown = cards.Select((c, i) => Card(c, i + 1, run));
        var without = run.Findings.Where(f => cards.All(c => c.Finding.Id != f.Id)).ToList();
        var rest = without.Count == 0 ? Markup.Empty : Rest(without, cards.Count == 0);
        return Markup.Html($"<section id=\"findings\"><h2>{Quantity.Plural(run.Findings.Count, "finding")}, largest saving first</h2>\n"
            + $"{Markup.Join(shown)}{rest}</section>\n\n");
    }

    static Markup Card(FindingCard card, int rank, SiteRun run)
    {
        var f = card.Finding;
        var more = card.MorePlaces > 0 ? $" and {Quantity.Plural(card.MorePlaces, "more place")}" : "";
        var where = f.Where.Count == 0 ? Markup.Empty
            : Markup.Html($"<p class=\"where\">Where: "
                + $"{Markup.Join(f.Where.Select(p => HtmlCell.Name(Phrases.Place(p))), "; ")}{more}</p>\n");
        var evidence = Markup.Join(f.Evidence.Select(e => Markup.Html($"<li>{PlainText.OneLine(Phrases.Evidence(e))}</li>")));
        var cause = f.Cause.Length == 0 ? Markup.Empty : Markup.Html($"<p>{PlainText.OneLine(f.Cause)}</p>\n");
        return Markup.Html($"""
            <article class="finding {FleetWords.Word(f.Severity)} plain" id="{f.Id}">
            <div><h3>{(long)rank}. {PlainText.OneLine(f.Title)} <span class="badge {FleetWords.Word(f.Severity)}">{FleetWords.Word(f.Severity)}</span></h3>
            <p class="saves" title="simulated: the run without this cause">{PlainText.OneLine(Phrases.Saves(f, run.WallMs))} <span class="pill">confidence {FleetWords.Word(f.Confidence)}</span></p>
            {cause}{where}<ul class="advice">{Markup.Join(f.Advice.Select(AdviceItem))}</ul>
            <details><summary>Evidence</summary><ul class="evidence">{evidence}</ul><p class="more"><code>rightsizer explain {f.Kind}</code></p></details></div></article>

            """);
    }

    static Markup AdviceItem(Advice a)
    {
        var change = a.Proposed is null ? Markup.Html($"<strong>{PlainText.OneLine(a.Setting)}</strong>")
            : Markup.Html($"Set <code>{PlainText.OneLine(a.Setting)}</code> to "
                + $"<strong>{PlainText.OneLine(Redaction.Value(a.Setting, a.Proposed))}</strong> (now "
                + $"{PlainText.OneLine(Redaction.Value(a.Setting, a.Now) ?? "not set")})");
        var why = a.Why.Length == 0 ? Markup.Empty : Markup.Html($"<br>{PlainText.OneLine(a.Why)}");
        var cost = a.MayCost is { } c ? Markup.Html($" <em>Trade-off: {PlainText.OneLine(c)}</em>") : Markup.Empty;
        return Markup.Html($"<li>{change}{why}{cost}</li>");
    }

    /// <summary>Findings whose words are not in the state.</summary>
    static Markup Rest(IReadOnlyList<RunFinding> findings, bool all)
    {
        var items = Markup.Join(findings.Select(f => Markup.Html($"<li id=\"{f.Id}\">{f.Kind} ({FleetWords.Word(f.Severity)}){Setting(f)}"
            + $"{(f.SavesMs is > 0 and var ms ? $", saves ~{Quantity.Duration(ms)}" : "")}</li>\n")));
        var said = all ? "The state has only these words about this run:" : "Beyond the 20 kB that the state keeps:";
        return Markup.Html($"<p class=\"note\">{said}</p>\n<ul class=\"why\">{items}</ul>\n");
    }

    static string Setting(RunFinding f) => f.Setting is not { } setting ? ""
        : ": " + PlainText.OneLine(setting) + (f.Proposed is { } to ? " = " + PlainText.OneLine(Redaction.Value(setting, to)) : "");

    static Markup Waste(FleetSite site, SiteRun run)
    {
        var m = FleetMeasure.Choose(site);
        var parts = run.Waste.Where(w => w.CoreMs > 0 || w.Usd > 0).OrderByDescending(w => w.Usd ?? 0)
            .ThenByDescending(w => w.CoreMs).ToList();
        if (parts.Count == 0) return Markup.Empty;
        var items = Markup.Join(parts.Select(w =>
            Markup.Html($"<li>{FleetWords.Waste(w.Kind)}: {m.Amount(w.Usd, w.CoreMs, run.Ground)}</li>")));
        return Markup.Html($"<section id=\"waste\"><h2>Paid time that did no work</h2>\n<ul class=\"evidence\">{items}</ul></section>\n\n");
    }

    static Markup Stages(RunDetail? detail)
    {
        if (detail is not { Stages.Count: > 0 }) return Markup.Empty;
        var table = new HtmlTable("The stages with the most run time, and one row for all others; run time is summed over tasks",
            new("stage", Wide: true), new("tasks", true, "measured"), new("failed", true, "measured"), new("run time", true, "measured"),
            new("read", true, "measured"), new("shuffle read", true, "measured"), new("shuffle write", true, "measured"),
            new("spilled", true, "measured: on disk"));
        foreach (var s in detail.Stages.OrderBy(s => s.Id is null).ThenByDescending(s => s.RunMs))
        {
            var name = s.Id is { } id ? $"{id}{(s.Attempt > 0 ? "." + s.Attempt : "")}{(s.Name is { } n ? ": " + n : "")}"
                : $"{Quantity.Plural(s.Attempts, "other stage")}";
            table.Add(HtmlCell.Text(name), HtmlCell.Count(s.Tasks), HtmlCell.Count(s.FailedTasks), HtmlCell.Duration(s.RunMs),
                HtmlCell.Bytes(s.InputBytes), HtmlCell.Bytes(s.ShuffleReadBytes), HtmlCell.Bytes(s.ShuffleWriteBytes),
                HtmlCell.Bytes(s.DiskSpilledBytes));
        }
        return Markup.Html($"<section id=\"stages\"><h2>Stages</h2>\n{table.ToMarkup()}</section>\n\n");
    }

    static Markup Cost(SiteRun run, RunDetail? detail)
    {
        if (detail is not { CostLines.Count: > 0 } || detail.CostLines.Sum(l => l.Usd) != run.Usd) return Markup.Empty;
        var table = new HtmlTable("The lines sum to the cost of the run", new("line", Wide: true), new("quantity", true),
            new("unit price", true), new("amount", true), new("how known"));
        foreach (var l in detail.CostLines)
        {
            table.Add(HtmlCell.Text(l.Name), new(Markup.Text($"{Quantity.Number((double)l.Quantity)} {l.Unit}"), (double)l.Quantity),
                new(Markup.Text("$" + Quantity.Number(l.UnitPriceUsd)), (double)l.UnitPriceUsd),
                new(Markup.Text(Quantity.Usd(l.Usd, l.Ground)), (double)l.Usd), HtmlCell.Text(Quantity.Word(l.Ground)));
        }
        return Markup.Html($"<section id=\"cost\"><h2>Cost</h2>\n{table.ToMarkup()}</section>\n\n");
    }
}
