using Rightsizer.Analyzer;
using Rightsizer.Analyzer.Answers.Comparison;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Model;
using Rightsizer.Reports.Charts;
using Rightsizer.Reports.Charts.Compare;
using Rightsizer.Reports.Formatting;
using Rightsizer.Reports.Html;

namespace Rightsizer.Reports.Compare;

/// <summary>A comparison as a page.</summary>
public static class CompareHtml
{
    const int MaxRows = 1000;
    const string Measured = "measured: Spark's own sums over the stage's tasks";

    static readonly (string, string)[] Links = [("verdict", "Verdict"), ("charts", "What changed"), ("why", "Why"), ("findings",
        "Findings"),
        ("settings", "Settings"), ("stages", "Stages")];

    public static void Write(RunComparison c, TextWriter output) =>
        HtmlPage.Write(output, "Compared: " + (c.After.Run.App.Name ?? c.After.Run.App.Id), Links, Verdict(c), Sections(c),
            HtmlFooter.Render($"rightsizer compare {c.Before.Run.Log.Path} {c.After.Run.Log.Path}", Phrases.PriceBook(c.After.Cost)));

    static IEnumerable<Markup> Sections(RunComparison c)
    {
        var charts = CompareCharts.All(c);
        if (charts.Count > 0)
            yield return Markup.Html($"<section id=\"charts\"><h2>What "
                + $"changed</h2>\n{Markup.Join(charts.Select(SvgChart.Figure))}</section>\n\n");
        if (c.DifferenceMs is not null) yield return Parts(c);
        yield return Findings(c);
        yield return Settings(c);
        yield return Stages(c);
    }

    static Markup Verdict(RunComparison c)
    {
        var doubts = CompareAnswer.Doubts(c).Select(d => Markup.Html($"<p class=\"doubt\">{d}</p>\n"));
        return new HtmlVerdict
        {
            Title = c.After.Run.App.Name,
            Who = $"earlier: {ComparePhrases.Run(c.Before)} · later: {ComparePhrases.Run(c.After)}",
            Tone = c.DifferenceMs is null ? VerdictTone.Plain : c.DifferenceMs > 0.05 * c.BeforeMs ? VerdictTone.Bad
                : ComparePhrases.CostsMore(c) ? VerdictTone.Plain : VerdictTone.Good,
            Sentence = CompareAnswer.Compose(c).Sentence,
            Below = Markup.Join(doubts),
            Tiles =
            [
                new("time", ComparePhrases.Signed(c.DifferenceMs),
                    $"{Quantity.Change(ComparePhrases.TimeChange(c))}, {Quantity.Duration(c.BeforeMs)} to {Quantity.Duration(c.AfterMs)}",
                    "measured: application start to its end, or to the last event where the log has no end", "why"),
                new("cost", c.DifferenceUsd is { } usd ? ComparePhrases.Signed(usd, ComparePhrases.CostGround(c)) : "no price",
                    c.DifferenceUsd is null ? c.Before.Cost.ActualMissing ?? c.After.Cost.ActualMissing
                        : $"{Quantity.Change(ComparePhrases.CostChange(c))}, {Phrases.Total(c.Before.Cost.Actual!)} to "
                        + $"{Phrases.Total(c.After.Cost.Actual!)}",
                    $"{Quantity.Word(ComparePhrases.CostGround(c))}: the weaker of both ledgers", "why"),
                new("settings that differ", Quantity.Count(c.Settings.Count), "of those that decide time and money",
                    "measured: both logs' own settings", "settings"),
                new("stages matched", Quantity.Count(c.Stages.Count), $"{c.OnlyBefore.Count} only before, {c.OnlyAfter.Count} only after",
                    "derived: by plan and call site", "stages"),
            ],
        }.ToMarkup();
    }

    static Markup Parts(RunComparison c)
    {
        var table = new HtmlTable("The parts add up to the difference", new("cause"), new("time", true), new("cost", true),
            new("how known"),
            new("how", Wide: true));
        foreach (var p in c.Parts)
        {
            var ground = $"{Quantity.Word(p.Ground)}: {p.Why}";
            table.Add(HtmlCell.Text($"{ComparePhrases.Cause(p.Cause)}: {ComparePhrases.Meaning(p.Cause)}"),
                new(Markup.Text(ComparePhrases.Time(p)), p.Ms, ground),
                new(Markup.Text(ComparePhrases.Cost(p)), (double?)p.Usd, ground),
                HtmlCell.Text(Quantity.Word(p.Ground)), HtmlCell.Text(p.Why));
        }
        table.Add(new(Markup.Html($"<strong>sum</strong>")),
            new(Markup.Text(ComparePhrases.Signed(c.DifferenceMs)), c.DifferenceMs, "measured"),
            new(Markup.Text(ComparePhrases.Signed(c.DifferenceUsd, ComparePhrases.CostGround(c))), (double?)c.DifferenceUsd,
                Quantity.Word(ComparePhrases.CostGround(c))), HtmlCell.Text(""), HtmlCell.Text("later run less earlier run"));
        var refused = c.Refused is { } why ? Markup.Html(
            $"<p class=\"doubt\">The causes could not be separated: {PlainText.OneLine(why)}.</p>\n")
            : Markup.Empty;
        return Markup.Html($"""
            <section id="why"><h2>Why</h2>
            {refused}{table.ToMarkup("Each cause is a simulation of the earlier run with one thing more taken from the later: volume, stages, executors, numbers of tasks, times of tasks, in this order.")}
            {Markup.Join(c.Notes.Select(n => Markup.Html($"<p class=\"note\">{PlainText.OneLine(n)}</p>\n")))}</section>

            """);
    }

    static Markup Settings(RunComparison c)
    {
        var table = new HtmlTable(
            "Settings that decide time and money, and executors: + only later, - only earlier, ~ changed", new("setting", Wide: true),
                new("change"), new("earlier", Wide: true), new("later", Wide: true));
        var (before, after) = (Phrases.Executors(c.Before.Run, RunOverview.Compute(c.Before.Run)), Phrases.Executors(c.After.Run,
            RunOverview.Compute(c.After.Run)));
        if (before != after) table.Add(HtmlCell.Text("executors"), HtmlCell.Text("~"), HtmlCell.Text(before), HtmlCell.Text(after));
        foreach (var s in c.Settings)
            table.Add(new(Markup.Html($"<code>{s.Key}</code>")), HtmlCell.Text(s.Before is null ? "+" : s.After is null ? "-" : "~"),
                HtmlCell.Text(s.Before is null ? "" : ComparePhrases.Value(s.Key, s.Before)), HtmlCell.Text(s.After is null ? ""
                    : ComparePhrases.Value(s.Key, s.After)));
        var others = ComparePhrases.OtherSettings(c);
        return Markup.Html(
            $"<section id=\"settings\"><h2>Settings that "
            + $"differ</h2>\n{(table.Count == 0 ? Markup.Html($"<p>No known setting differs. {others}</p>") : table.ToMarkup(
                others))}</section>\n\n");
    }

    static Markup Stages(RunComparison c)
    {
        var table = new HtmlTable("Stages, largest change of task time first", new("stage", Wide: true), new("id earlier"), new("id later"),
            new("tasks earlier", true, Measured), new("tasks later", true, Measured), new("task time earlier", true, Measured),
            new("task time later", true, Measured), new("change", true, Measured), new("read earlier", true, Measured),
            new("read later", true, Measured), new("matched by"));
        Func<StageAttempt, string?> namesBefore = StageNames.Name(c.Before.Run), namesAfter = StageNames.Name(c.After.Run);
        foreach (var m in c.Stages.Take(MaxRows)) Add(m.Before, m.After, ComparePhrases.Matched(m.By));
        foreach (var s in c.OnlyBefore.Take(MaxRows)) Add(s, null, "only in the earlier run");
        foreach (var s in c.OnlyAfter.Take(MaxRows)) Add(null, s, "only in the later run");
        return Markup.Html(
            $"<section id=\"stages\"><h2>Stages</h2>\n<p>{ComparePhrases.Matches(c)}.</p>\n{table.ToMarkup()}</section>\n\n");

        void Add(StageAttempt? a, StageAttempt? b, string by)
        {
            long? before = a is null ? null : StageMatch.TaskMs(a), after = b is null ? null : StageMatch.TaskMs(b);
            var change = (after ?? 0) - (before ?? 0);
            table.Add(HtmlCell.Text((b is null ? namesBefore(a!) : namesAfter(b)) ?? "no name"), HtmlCell.Text(a is null ? ""
                : ComparePhrases.Stage(a)),
                HtmlCell.Text(b is null ? "" : ComparePhrases.Stage(b)),
                Count(a?.Tasks.Count), Count(b?.Tasks.Count), Cell(before, Quantity.Duration), Cell(after, Quantity.Duration),
                    new(Markup.Text(ComparePhrases.Signed(change)), change),
                Cell(a is null ? null : StageMatch.VolumeBytes(a), Quantity.Bytes),
                    Cell(b is null ? null : StageMatch.VolumeBytes(b), Quantity.Bytes), HtmlCell.Text(by));
        }

        static HtmlCell Count(long? n) => Cell(n, Quantity.Count);
        static HtmlCell Cell(long? n, Func<long?, string> text) => n is null ? new(Markup.Empty) : new(Markup.Text(text(n)), n);
    }

    /// <summary>Kinds of finding beside each other: what went away, what came.</summary>
    static Markup Findings(RunComparison c)
    {
        var kinds = c.Before.Findings.Concat(c.After.Findings).Select(f => f.Id).Distinct().Order(StringComparer.Ordinal).ToList();
        if (kinds.Count == 0) return Markup.Empty;
        const string Simulated = "simulated: the run without this cause ends this much sooner";
        var table = new HtmlTable("Each finding alone; they overlap and are not added up", new("finding", Wide: true),
            new("saves in the earlier run", true, Simulated), new("saves in the later run", true, Simulated));
        foreach (var id in kinds)
        {
            var before = c.Before.Findings.FirstOrDefault(f => f.Id == id);
            var after = c.After.Findings.FirstOrDefault(f => f.Id == id);
            table.Add(HtmlCell.Text($"{id} {(after ?? before)!.Kind}: {(after ?? before)!.Title}"), Saves(before, c.Before),
                Saves(after, c.After));
        }
        return Markup.Html($"<section id=\"findings\"><h2>Findings</h2>\n{table.ToMarkup()}</section>\n\n");

        static HtmlCell Saves(Analyzer.Detectors.Finding? f, AnalysisResult r) =>
            f is null ? new(Markup.Text("not found"), -1) : new(Markup.Text(Phrases.Saves(f, r.Run)), f.SavesMs ?? 0);
    }
}
