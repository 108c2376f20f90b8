using Rightsizer.Analyzer;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Reports.Formatting;

namespace Rightsizer.Reports.Text;

/// <summary>What ran and how it ended, the verdict in a sentence, and the settings to paste.</summary>
static class VerdictLines
{
    const int ErrorLines = 2;

    public static void Add(TextPage page, AnalysisResult result, RunVerdict verdict)
    {
        AddIdentity(page, result, verdict);
        if (verdict.End == RunEnd.Failed || verdict.Error is not null)
        {
            page.Paragraph(Safe(verdict.Error ?? "The log has no text of the error.")
                + (verdict.ErrorPlace is { } place ? $" ({Safe(place)})" : ""), 0, "", TextStyle.Critical, maxLines: ErrorLines);
        }
        if (LogWords.Doubt(result.Run) is { } doubt) page.Paragraph(doubt, 2, "! ", TextStyle.Warning, TextStyle.Warning);
        page.Paragraph(Safe(verdict.Sentence), 0, "", TextStyle.Heading);
        AddConf(page, result);
    }

    static void AddIdentity(TextPage page, AnalysisResult result, RunVerdict verdict)
    {
        var run = result.Run;
        var name = PlainText.Short(run.App.Name ?? "(unnamed application)", 60);
        var failed = verdict.FailedJobs > 0 ? $", {Quantity.Plural(verdict.FailedJobs, "job")} failed" : "";
        if (verdict.CutOffJobs is > 0 and var cut) failed += $", shut down while {Quantity.Plural(cut, "job")} still ran";
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

    static void AddConf(TextPage page, AnalysisResult result)
    {
        var block = SettingsBlock.Build(result);
        if (block.IsEmpty) return;
        page.Blank();
        if (block.InCode.Count > 0)
        {
            page.Line(block.CodeTitle, TextStyle.Heading);
            foreach (var setting in block.InCode) page.Line("  " + PlainText.OneLine(setting), TextStyle.Setting);
        }
        if (block.Conf.Count > 0) page.Line(block.ConfTitle, TextStyle.Heading);
        // the promise is of all of them, so that none is left out; whole, whatever the width: what is cut cannot be pasted
        foreach (var conf in block.Conf) page.Line("  " + PlainText.OneLine(conf), TextStyle.Setting);
        var more = (result.Patch?.Settings.Count ?? 0) - block.InCode.Count - block.Conf.Count;
        if (more > 0)
            page.Paragraph($"{Quantity.Plural(more, "more setting")} of small or unknown effect: --emit conf", 2, "", TextStyle.Dim);
    }

    static string Safe(string? text) => PlainText.OneLine(text);
}
