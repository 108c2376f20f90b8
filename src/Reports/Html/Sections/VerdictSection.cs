using Rightsizer.Analyzer;
using Rightsizer.Analyzer.Detectors;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Reports.Formatting;

namespace Rightsizer.Reports.Html.Sections;

/// <summary>Who ran, the answer in a sentence, what to set, and the few figures that matter most.</summary>
static class VerdictSection
{
    public static Markup Render(AnalysisResult result)
    {
        var run = result.Run;
        var verdict = result.Verdict;
        var overview = RunOverview.Compute(run);
        var finding = result.Findings.FirstOrDefault(f => f.Id == verdict.FindingId);
        var block = SettingsBlock.Build(result);
        var copy = block.Conf.Count == 0 ? null : string.Join(" \\\n", block.Conf);
        return new HtmlVerdict
        {
            Title = run.App.Name,
            Who = Who(result, overview),
            Tone = verdict.End == RunEnd.Failed || finding?.Severity == Severity.Critical ? VerdictTone.Bad
                : result.Findings.Count == 0 ? VerdictTone.Good : VerdictTone.Plain,
            Sentence = verdict.Sentence,
            Below = Below(result, verdict, finding, block),
            Copy = copy,
            CopyTitle = copy is null ? null : block.ConfTitle,
            Tiles = Tiles(result, overview),
        }.ToMarkup();
    }

    static string Who(AnalysisResult result, RunOverview overview)
    {
        var run = result.Run;
        var how = result.Verdict.End switch { RunEnd.Failed => "Failed after ", RunEnd.Unfinished => "Ran ", _ => "Finished in " };
        var failed = result.Verdict.FailedJobs > 0 ? $", {Quantity.Plural(result.Verdict.FailedJobs, "job")} failed" : "";
        string?[] parts = [how + Phrases.RunTime(run) + failed, run.App.StartTimeMs is { } start ? Phrases.Utc(start) : null, run.App.Id,
            run.App.AttemptId is { } attempt ? $"attempt {attempt}" : null, Phrases.Executors(run, overview), Phrases.Engine(result)];
        return string.Join(" · ", parts.Where(p => !string.IsNullOrEmpty(p)));
    }

    static Markup Below(AnalysisResult result, RunVerdict verdict, Finding? finding, SettingsBlock block)
    {
        var parts = new List<Markup>();
        if (verdict.End == RunEnd.Failed || verdict.Error is not null)
            parts.Add(Markup.Html($"<p><code>{PlainText.OneLine(verdict.Error ?? "The log has no text of the error.")}</code> "
                + $"{PlainText.OneLine(verdict.ErrorPlace)}</p>\n"));
        if (finding is not null)
            parts.Add(Markup.Html($"<p>{PlainText.OneLine(finding.Cause)} <span "
                + $"class=\"pill\">{(finding.SavesMs is null ? "measured" : "saving simulated")}</span></p>\n"));
        if (block.IsEmpty && finding?.Advice.FirstOrDefault() is { } advice)
            parts.Add(Markup.Html($"<p><strong>{PlainText.OneLine(advice.Setting)}</strong> {PlainText.OneLine(advice.Why)}</p>\n"));
        if (LogWords.Doubt(result.Run) is { } doubt)
            parts.Add(Markup.Html($"<p class=\"doubt\">{PlainText.OneLine(doubt)}</p>\n"));
        foreach (var d in result.Run.Log.Doubts.Take(3)) parts.Add(Markup.Html($"<p class=\"doubt\">{PlainText.OneLine(d)}</p>\n"));
        // last, as it is done before what can be pasted
        if (block.InCode.Count > 0)
            parts.Add(Markup.Html($"<p><strong>{block.CodeTitle}</strong> <code>{string.Join(", ", block.InCode)}</code></p>\n"));
        return Markup.Join(parts);
    }

    static List<HtmlTile> Tiles(AnalysisResult result, RunOverview overview)
    {
        var run = result.Run;
        var tiles = new List<HtmlTile>
        {
            new("ran", Phrases.RunTime(run), Phrases.Work(run, overview),
                "measured: application start to its end, or to the last event where the log has no end", "time"),
        };
        var saves = Math.Max(result.Patch?.SavesMs ?? 0, result.Verdict.SavesMs ?? 0);
        if (saves > 0 && run.ObservedMs is > 0 and var ms)
            tiles.Add(new("could run in", "~" + Quantity.Duration(Math.Max(0, ms - saves)),
                result.Patch?.SavesMs >= saves ? "at best, with all changes above" : "at best, without the first finding",
                    "simulated: the run without the cause", "findings"));
        if (overview.UsedRatio is { } used)
            tiles.Add(new("cores used", Quantity.Percent(Math.Min(used, 1)),
                $"{Quantity.CoreTime(Math.Min(overview.UsedCoreMs, overview.PaidCoreMs ?? 0))} of "
                + $"{Quantity.CoreTime(overview.PaidCoreMs)} paid for",
                "measured: task durations over executor cores times their lives", "executors"));
        tiles.Add(Cost(result));
        return tiles;
    }

    static HtmlTile Cost(AnalysisResult result)
    {
        var cost = result.Cost;
        if (cost.Actual is { } actual)
            return new("cost", Phrases.Total(actual), PlainText.OneLine(actual.Title),
                $"{Quantity.Word(actual.Ground)}: the sum of the ledger below", "cost");
        var priced = cost.Alternatives.Where(a => a.TotalUsd is not null).OrderBy(a => a.TotalUsd).ToList();
        if (priced.Count == 0) return new("cost", "no price", cost.ActualMissing, "missing: " + PlainText.OneLine(cost.ActualMissing),
            "cost");
        var (low, high) = (priced[0], priced[^1]);
        return new("cost on AWS", priced.Count == 1 ? Phrases.Total(low) : $"{Phrases.Total(low)} to {Phrases.Total(high)}",
            $"{PlainText.OneLine(low.Title)}{(priced.Count > 1 ? $" to {PlainText.OneLine(high.Title)}" : "")}; your own price: "
                + $"--usd-per-hour",
            $"{Quantity.Word((Ground)Math.Min((int)low.Ground, (int)high.Ground))}: the same executors elsewhere", "cost");
    }
}
