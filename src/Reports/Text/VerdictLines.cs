using Rightsizer.Analyzer;
using Rightsizer.Analyzer.Answers.Diagnosis;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Model;
using Rightsizer.Reports.Formatting;

namespace Rightsizer.Reports.Text;

/// <summary>What ran and how it ended, the verdict in a sentence, and the settings to paste.</summary>
static class VerdictLines
{
    const int MostConf = 5, ErrorLines = 2;

    public static void Add(TextPage page, AnalysisResult result, RunVerdict verdict)
    {
        AddIdentity(page, result, verdict);
        if (verdict.End == RunEnd.Failed || verdict.Error is not null)
        {
            page.Paragraph(Safe(verdict.Error ?? "The log has no text of the error.")
                + (verdict.ErrorPlace is { } place ? $" ({Safe(place)})" : ""), 0, "", TextStyle.Critical, maxLines: ErrorLines);
        }
        if (Doubt(result.Run.Log) is { } doubt) page.Paragraph(doubt, 2, "! ", TextStyle.Warning, TextStyle.Warning);
        page.Paragraph(Safe(verdict.Sentence), 0, "", TextStyle.Heading);
        AddConf(page, result, verdict);
    }

    static void AddIdentity(TextPage page, AnalysisResult result, RunVerdict verdict)
    {
        var run = result.Run;
        var name = PlainText.Short(run.App.Name ?? "(unnamed application)", 60);
        var failed = verdict.FailedJobs > 0 ? $", {Quantity.Plural(verdict.FailedJobs, "job")} failed" : "";
        var (how, style) = verdict.End switch
        {
            RunEnd.Failed => ($"{name} FAILED after {Phrases.RunTime(run)}", TextStyle.Critical),
            RunEnd.Unfinished => ($"{name} ran {Phrases.RunTime(run)}{failed}", TextStyle.Warning),
            _ => ($"{name} finished in {Phrases.RunTime(run)}{failed}", failed.Length > 0 ? TextStyle.Critical : TextStyle.Heading),
        };
        page.Flow(
        [
            new(how, style),
            new(run.App.StartTimeMs is { } start ? Phrases.Utc(start) : "", TextStyle.Plain),
            new(Safe(Phrases.Executors(run, RunOverview.Compute(run))), TextStyle.Plain),
            new(Safe(Phrases.Engine(result)), TextStyle.Plain),
        ]);
    }

    /// <summary>One line; the rest is at the end of the page.</summary>
    static string? Doubt(LogQuality log) => log.Grade == QualityGrade.Complete && log.MalformedLines == 0 && !log.Truncated ? null
        : Phrases.LogQuality(log) + " Totals may be too low.";

    static void AddConf(TextPage page, AnalysisResult result, RunVerdict verdict)
    {
        var all = result.Patch?.Settings.Count ?? 0;
        if (verdict.Conf.Count == 0) return;
        page.Blank();
        page.Line(Lead(verdict.Conf.Count > 1 ? "Set these" : "Set this", result.Patch!), TextStyle.Heading);
        foreach (var (key, value) in verdict.Conf.Take(MostConf).Select(c => (c.Key, c.Value)))
            page.Line("  " + PlainText.Short(Phrases.Conf(key, Redaction.Value(key, value)!), page.Width - 2), TextStyle.Setting);
        var more = all - Math.Min(verdict.Conf.Count, MostConf);
        if (more > 0)
        {
            page.Paragraph($"{Quantity.Plural(more, "more setting")} with {(more == 1 ? "its reason" : "reasons")}: --emit conf", 2, "",
                TextStyle.Dim);
        }
    }

    static string Lead(string set, SettingsPatch patch)
    {
        var saved = new List<string>();
        if (patch.SavesMs is > 0 and var ms) saved.Add("~" + Quantity.Duration(ms));
        if (patch.SavesCoreMs is > 0 and var core) saved.Add("~" + Quantity.CoreTime(core));
        if (patch.SavesUsd is > 0 and var usd) saved.Add(Quantity.Usd(usd, Ground.Simulated));
        // a setting does not always remove the whole of its cause
        return saved.Count == 0 ? set + ":" : $"{set} to save up to {string.Join(", ", saved)}:";
    }

    static string Safe(string? text) => PlainText.OneLine(text);
}
