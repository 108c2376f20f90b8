using Rightsizer.Analyzer;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Reports.Formatting;

namespace Rightsizer.Reports.Text;

/// <summary>
/// The answer first: what ran and how it ended, the verdict, the settings to paste, the findings. Then where the time went, other
/// numbers of executors, and the cost.
/// </summary>
/// <param name="width">Columns.</param>
/// <param name="verbose">Shows all evidence, every remedy and the lines of every alternative.</param>
public sealed class TextReport(int width, bool verbose = false) : IReportWriter
{
    public void Write(AnalysisResult result, TextWriter output) => Compose(result).WriteTo(output);

    /// <summary>The page with its styles, for a terminal.</summary>
    public TextPage Compose(AnalysisResult result)
    {
        var page = new TextPage(width);
        var verdict = result.Verdict;
        VerdictLines.Add(page, result, verdict);
        // what was asked for comes before what was found
        if (result.WhatIf.Count > 0)
        {
            page.Blank();
            WhatIfLines.Add(page, result.WhatIf);
        }
        if (result.Streams is { } streams)
        {
            page.Blank();
            StreamLines.Add(page, streams);
        }
        if (result.Connect is { } connect)
        {
            page.Blank();
            ConnectLines.Add(page, connect);
        }
        page.Blank();
        FindingLines.Add(page, result, verbose);
        if (result.Waterfall is { } waterfall)
        {
            page.Blank();
            WaterfallLines.Add(page, waterfall);
            if (TimeParts.Largest(result) is { } largest) page.Paragraph(largest, 0);
        }
        // why the run itself is not simulated is said below
        if (result.Sweep is { } sweep && (sweep.Refused is null || sweep.Refused != result.Replay?.Refused))
        {
            page.Blank();
            SweepLines.Add(page, sweep, result.CriticalPathMs, result.Cost.Actual?.Ground ?? Analyzer.Ground.Missing);
        }
        // the same reason once is enough
        if (result.Headroom is { } headroom && (headroom.Refused is null || headroom.Refused != result.Sweep?.Refused))
        {
            page.Blank();
            HeadroomLines.Add(page, headroom);
        }
        page.Blank();
        CostLines.Add(page, result.Cost, verbose);
        page.Blank();
        AddTrust(page, result);
        return page;
    }

    /// <summary>How far the figures can be trusted, and where to read on.</summary>
    void AddTrust(TextPage page, AnalysisResult result)
    {
        var (run, overview) = (result.Run, RunOverview.Compute(result.Run));
        page.Paragraph(Safe(Phrases.Replay(result.Replay)), 0, "", TextStyle.Dim);
        page.Paragraph($"{Safe(run.App.Id ?? "Application without an id")}"
            + (run.App.AttemptId is { } attempt ? $", attempt {Safe(attempt)}" : "")
            + $": {Phrases.Work(run, overview)}.", 0, "", TextStyle.Dim);
        page.Paragraph($"{Phrases.CoresUsed(overview)}.", 0, "", TextStyle.Dim);
        page.Paragraph(LogWords.Quality(run), 0, "", LogWords.IsWhole(run.Log) ? TextStyle.Dim : TextStyle.Warning);
        foreach (var doubt in run.Log.Doubts) page.Paragraph(Safe(doubt), 2, "! ", TextStyle.Warning, TextStyle.Warning);
        if (run.Log.FirstMalformed is { } first)
            page.Paragraph("First unreadable line: " + Safe(first), 2, "! ", TextStyle.Warning, TextStyle.Warning);
        if (result.OtherAttempts.Count > 0)
        {
            page.Paragraph("Other attempts of this application (--attempt N reads one): "
                + string.Join(", ", result.OtherAttempts.Select(Safe)), 0, "", TextStyle.Info);
        }
        var kind = result.Findings.Count > 0 ? $"rightsizer explain {Safe(result.Findings[0].Kind)} explains finding 1. " : "";
        var more = verbose ? "" : "--verbose shows all evidence, remedies and prices. ";
        page.Paragraph($"{kind}{more}--format html shows every stage.", 0, "", TextStyle.Dim);
    }

    internal static string Safe(string? text) => PlainText.OneLine(text);
}
