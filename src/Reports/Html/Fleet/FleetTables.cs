using System.Globalization;
using Rightsizer.Analyzer.Answers.Fleet.Report;
using Rightsizer.Analyzer.Answers.Fleet.Summaries;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Reports.Fleet;
using Rightsizer.Reports.Formatting;
using Rightsizer.Reports.Html.Sections;

namespace Rightsizer.Reports.Html.Fleet;

/// <summary>Jobs, groups and runs, each figure with what it is made of.</summary>
static class FleetTables
{
    const int MaxJobs = 1000, MaxRuns = 2000;
    const string Sum = "the sum of its runs, each known as shown";

    public static Markup Jobs(FleetReport r, FleetMeasure m)
    {
        if (r.Jobs.Count == 0) return Markup.Empty;
        var table = new HtmlTable("Recurring work, recognised by its name without dates and ids", new("job", Wide: true), new("owner"),
            new("platform"), new("runs", true, "measured"), new("failed", true, "measured"),
            new("cost", true, Sum), new("core time", true, "measured: executors' cores over their lives"), new("a run", true, Sum),
                new("change", true, "derived: against the time before"), new("waste", true, "derived: paid core time that did no work"),
            new("median time", true, "measured: application start to end"), new("trend"));
        foreach (var j in r.Jobs.Take(MaxJobs))
        {
            table.AddRow(JobId(j.Name, j.Owner, r), Open(j, r, m), HtmlCell.Text(j.Name), HtmlCell.Text(j.Owner),
                HtmlCell.Text(j.Platform), RunsLink(j), HtmlCell.Count(j.Total.FailedRuns),
                HtmlCell.Usd(j.Total.Usd, j.Total.Ground, $"the sum of {j.Total.PricedRuns} of {FleetWords.Runs(j.Total.Runs)}"),
                    Core(j.Total.PaidCoreMs),
                HtmlCell.Usd(j.Total.PricedRuns > 0 ? j.Total.Usd / j.Total.PricedRuns : null, j.Total.Ground,
                    "the mean of its priced runs"),
                j.ChangeUsd is null && j.ChangeCoreMs is null ? new(Markup.Empty)
                    : new(Markup.Text(m.Signed(j.ChangeUsd, j.ChangeCoreMs ?? 0)), (double?)j.ChangeUsd ?? j.ChangeCoreMs),
                new(Markup.Text(m.Amount(j.Total.WasteUsd, j.Total.WasteCoreMs)), (double?)j.Total.WasteUsd ?? j.Total.WasteCoreMs),
                    j.MedianWallMs is null ? new(Markup.Empty) : HtmlCell.Duration(j.MedianWallMs), Trend(j));
        }
        var note = r.Jobs.Count > MaxJobs ? $"{r.Jobs.Count - MaxJobs} smaller ones are in --format csv and json." : null;
        return Markup.Html($"<section id=\"jobs\"><h2>By job</h2>\n{table.ToMarkup(note)}</section>\n\n");
    }

    /// <summary>What the job wastes, why it changed and what to do; null where there is nothing of these.</summary>
    static Markup? Open(FleetJob j, FleetReport r, FleetMeasure m)
    {
        var lines = new List<Markup>();
        foreach (var w in j.Waste)
            lines.Add(Markup.Html(
                $"<li>waste: {ExplanationSection.Link(w.Kind, FleetWords.Waste(w.Kind))} {m.Amount(w.Usd, w.CoreMs)} in "
                + $"{FleetWords.Runs(w.Runs)}</li>"));
        foreach (var c in m.Moved(r.Change?.Jobs.FirstOrDefault(c => c.Job == j.Name && c.Owner == j.Owner)?.Causes ?? []))
            lines.Add(Markup.Html($"<li>changed: {FleetWords.Cause(c.Cause)} {m.Signed(c.Usd, c.CoreMs)}</li>"));
        foreach (var s in r.Savings.Where(s => s.Job == j.Name && s.Owner == j.Owner))
            lines.Add(Markup.Html(
                $"<li>to do: {ExplanationSection.Link(s.Kind, PlainText.OneLine(FleetWords.Action(s)))}, {m.Saving(s)} "
                + $"({Quantity.Word(s.Ground)})</li>"));
        return lines.Count == 0 ? null : Markup.Html($"<ul class=\"why\">{Markup.Join(lines)}</ul>");
    }

    static HtmlCell RunsLink(FleetJob j) =>
        j.Total.Runs == 0 ? HtmlCell.Count(0) : new(
        Markup.Html($"<a href=\"#runs\" data-filter=\"{PlainText.OneLine(j.Name)}\">{Quantity.Count(j.Total.Runs)}</a>"), j.Total.Runs);

    static HtmlCell Trend(FleetJob j)
    {
        var words = new List<string>();
        if (j.Trend != JobTrend.Steady) words.Add(FleetWords.Word(j.Trend));
        if (j.IsFailing) words.Add("failing");
        if (j.Workload != Workload.Batch) words.Add(FleetWords.Word(j.Workload));
        return HtmlCell.Text(string.Join(", ", words));
    }

    public static Markup Groups(string id, string title, string heading, IReadOnlyList<FleetGroup> groups, FleetMeasure m)
    {
        if (groups.Count == 0) return Markup.Empty;
        var order = id == "days" ? "Oldest first" : "Largest first";
        var table = new HtmlTable(order + "; a name shows its runs", new(heading, Wide: true), new("runs", true, "measured"),
            new("failed", true, "measured"),
            new("cost", true, Sum), new("before", true, Sum), new("core time", true, "measured: executors' cores over their lives"),
            new("waste", true, "derived: paid core time that did no work"),
                new("of it", true, "derived: waste over core time, or over cost"), new("read", true, "measured"),
                new("shuffled", true, "measured"), new("written", true, "measured"));
        foreach (var g in groups)
        {
            var t = g.Total;
            var empty = t.Runs == 0 && t.WasteCoreMs == 0 && t.Usd is null;
            table.Add(new(Markup.Html($"<a href=\"#runs\" data-filter=\"{PlainText.OneLine(g.Name)}\">{HtmlCell.Name(g.Name)}</a>")),
                HtmlCell.Count(t.Runs), HtmlCell.Count(t.FailedRuns),
                empty ? new(Markup.Empty) : HtmlCell.Usd(t.Usd, t.Ground, $"the sum of {t.PricedRuns} of {FleetWords.Runs(t.Runs)}"),
                    g.Before is { } b ? HtmlCell.Usd(b.Usd, b.Ground, FleetWords.Runs(b.Runs)) : new(Markup.Empty), Core(t.PaidCoreMs),
                empty ? new(Markup.Empty) : new(Markup.Text(m.Waste(t)), (double?)t.WasteUsd ?? t.WasteCoreMs),
                empty ? new(Markup.Empty) : new(Markup.Text(m.WasteShare(t)), t.PaidCoreMs > 0 ? (double)t.WasteCoreMs / t.PaidCoreMs : 0),
                HtmlCell.Bytes(t.InputBytes), HtmlCell.Bytes(t.ShuffleBytes), HtmlCell.Bytes(t.OutputBytes));
        }
        return Markup.Html($"<section id=\"{id}\"><h2>{title}</h2>\n{table.ToMarkup()}</section>\n\n");
    }

    public static Markup Runs(FleetReport r, FleetMeasure m)
    {
        if (r.Runs.Count == 0) return Markup.Empty;
        var table = new HtmlTable("Each run; rightsizer diagnose LOG shows its costs and findings", new("job", Wide: true),
            new("owner"), new("platform"), new("start (UTC)"), new("time", true, "measured: application start to end"),
            new(m.Heading.ToLowerInvariant(), true, "its ledger's total, or its share of a shared cluster; known as its job's"),
            new("waste", true, "derived: paid core time that did no work"), new("ended"), new("findings"), new("log", Wide: true));
        foreach (var x in r.Runs.Take(MaxRuns))
        {
            table.Add(HtmlCell.Text(x.Job), HtmlCell.Text(x.Owner), HtmlCell.Text(x.Platform), new(Start(x.StartMs).Content),
                HtmlCell.Duration(x.WallMs),
                new(Markup.Text(m.Amount(x.Usd, x.PaidCoreMs, x.Ground)), (double?)x.Usd ?? x.PaidCoreMs),
                new(Markup.Text(m.Amount(x.WasteUsd, x.WasteCoreMs)), (double?)x.WasteUsd ?? x.WasteCoreMs),
                new(Markup.Text(FleetWords.Word(x.Outcome)), null, x.Reason is { } why ? PlainText.Short(why, 160) : null),
                new(Markup.Text(string.Join(" ", x.Findings))), HtmlCell.Text(x.Uri));
        }
        var note = r.Runs.Count > MaxRuns ? $"{r.Runs.Count - MaxRuns} smaller ones are in --format csv and json." : null;
        return Markup.Html($"<section id=\"runs\"><h2>Runs</h2>\n{table.ToMarkup(note)}</section>\n\n");
    }

    public static HtmlCell JobLink(string job, string owner, FleetReport r) =>
        new(JobId(job, owner, r) is { } id ? Markup.Html($"<a href=\"#{id}\">{HtmlCell.Name(job)}</a>")
            : Markup.Html($"{HtmlCell.Name(job)}"));

    /// <summary>By the job's place in the report; null where the table does not reach so far.</summary>
    public static string? JobId(string job, string owner, FleetReport r)
    {
        for (var i = 0; i < Math.Min(r.Jobs.Count, MaxJobs); i++)
        {
            if (r.Jobs[i].Name == job && r.Jobs[i].Owner == owner) return string.Create(CultureInfo.InvariantCulture, $"job-{i + 1}");
        }
        return null;
    }

    public static HtmlCell Start(long ms) =>
        new(Markup.Text(ms <= 0 ? Quantity.Unknown
            : DateTimeOffset.FromUnixTimeMilliseconds(ms).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)), ms <= 0 ? null : ms);

    public static HtmlCell Core(long coreMs) => new(Markup.Text(FleetWords.CoreHours(coreMs)), coreMs);
}
