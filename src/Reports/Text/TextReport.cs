using Rightsizer.Analyzer;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Reports.Formatting;

namespace Rightsizer.Reports.Text;

/// <summary>The first screen: who ran, how far to trust it, where the time went, what to change, what it cost.</summary>
/// <param name="width">Columns.</param>
/// <param name="allLedgers">Shows the lines of every alternative, not of this run alone.</param>
public sealed class TextReport(int width, bool allLedgers = false) : IReportWriter
{
    public void Write(AnalysisResult result, TextWriter output) => Compose(result).WriteTo(output);

    /// <summary>The page with its styles, for a terminal.</summary>
    public TextPage Compose(AnalysisResult result)
    {
        var page = new TextPage(width);
        AddIdentity(page, result);
        AddDoubts(page, result);
        if (result.Waterfall is { } waterfall)
        {
            page.Blank();
            WaterfallLines.Add(page, waterfall);
        }
        page.Blank();
        FindingLines.Add(page, result);
        if (result.WhatIf.Count > 0)
        {
            page.Blank();
            WhatIfLines.Add(page, result.WhatIf);
        }
        page.Blank();
        CostLines.Add(page, result.Cost, allLedgers);
        return page;
    }

    static void AddIdentity(TextPage page, AnalysisResult result)
    {
        var run = result.Run;
        var overview = RunOverview.Compute(run);
        var good = run.Log.Grade == Analyzer.Model.QualityGrade.Complete;
        page.Flow(
        [
            new(Safe(run.App.Name ?? "(unnamed application)"), TextStyle.Heading),
            new(Safe(run.App.Id) + (run.App.AttemptId is { } attempt ? $" attempt {Safe(attempt)}" : ""), TextStyle.Plain),
            new(Safe(Phrases.Engine(result)), TextStyle.Plain),
            new(Phrases.RunTime(run), TextStyle.Heading),
            new(Safe(Phrases.Executors(run, overview)), TextStyle.Plain),
            new(Phrases.LogQuality(run.Log), good ? TextStyle.Good : TextStyle.Warning),
        ]);
        page.Flow(
        [
            new(Safe(Phrases.Replay(result.Replay)), TextStyle.Plain),
            new(Safe(Phrases.Price(result.Cost)), TextStyle.Plain),
        ]);
        page.Flow([new(Phrases.Work(run, overview), TextStyle.Dim), new(Phrases.CoresUsed(overview), TextStyle.Dim)]);
    }

    static void AddDoubts(TextPage page, AnalysisResult result)
    {
        var log = result.Run.Log;
        foreach (var doubt in log.Doubts) page.Paragraph(Safe(doubt), 2, "! ", TextStyle.Warning, TextStyle.Warning);
        if (log.FirstMalformed is { } first)
            page.Paragraph("first lost line: " + Safe(first), 2, "! ", TextStyle.Warning, TextStyle.Warning);
        if (result.OtherAttempts.Count > 0)
        {
            page.Paragraph("other attempts beside this one (--attempt picks): " + string.Join(", ", result.OtherAttempts.Select(Safe)), 2,
                "i ", TextStyle.Info, TextStyle.Info);
        }
    }

    internal static string Safe(string? text) => PlainText.OneLine(text);
}
