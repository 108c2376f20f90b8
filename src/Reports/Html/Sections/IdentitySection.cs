using Rightsizer.Analyzer;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Model;
using Rightsizer.Reports.Formatting;

namespace Rightsizer.Reports.Html.Sections;

/// <summary>Who ran, how far to trust the page, and the few figures that matter most.</summary>
static class IdentitySection
{
    public static Markup Render(AnalysisResult result)
    {
        var run = result.Run;
        var overview = RunOverview.Compute(run);
        var grade = run.Log.Grade.ToString().ToLowerInvariant();
        var lead = Markup.Html($"""
            <p class="who"><code>{PlainText.OneLine(run.App.Id ?? "no id")}</code>{Attempt(run)} · <bdi>{PlainText.OneLine(Phrases.Engine(result))}</bdi> · <bdi>{PlainText.OneLine(Phrases.Executors(run, overview))}</bdi></p>
            <p class="trust"><span class="badge {grade}">{Phrases.LogQuality(run.Log)}</span> <span>{PlainText.OneLine(Phrases.Replay(result.Replay))}</span></p>
            <p class="work">{Phrases.Work(run, overview)}</p>
            {Markup.Join(run.Log.Doubts.Select(d => Markup.Html($"<p class=\"doubt\">{PlainText.OneLine(d)}</p>\n")))}
            """);
        return HtmlHeader.Render("Spark run", run.App.Name, lead,
            new("ran", Phrases.RunTime(run), null, "measured: application start to its end, or to the last event where the log has no end",
                run.CountedUntilMs is null ? null : "timeline"),
            new("cores used", Quantity.Percent(overview.UsedRatio),
                $"{Quantity.CoreTime(overview.UsedCoreMs)} of {Quantity.CoreTime(overview.PaidCoreMs)} paid",
                "measured: task durations over executor cores times their lives"),
            new("cost", result.Cost.Actual is { } actual ? Phrases.Total(actual) : "not priced",
                result.Cost.Actual?.Name.ToString() ?? result.Cost.ActualMissing, CostGround(result), "cost"),
            new("findings", Quantity.Count(result.Findings.Count), Severities(result),
                "derived: each is a replay of the run without the cause, where a replay was possible", "findings"));
    }

    static Markup Attempt(ApplicationRun run) =>
        run.App.AttemptId is { } id ? Markup.Html($" attempt {PlainText.OneLine(id)}") : Markup.Empty;

    static string CostGround(AnalysisResult result) => result.Cost.Actual is { } actual
        ? $"{Quantity.Word(actual.Ground)}: the sum of the ledger below" : "missing: " + PlainText.OneLine(result.Cost.ActualMissing);

    static string Severities(AnalysisResult result) => string.Join(", ",
        result.Findings.GroupBy(f => f.Severity).OrderByDescending(g => g.Key)
            .Select(g => $"{g.Count()} {g.Key.ToString().ToLowerInvariant()}"));
}
