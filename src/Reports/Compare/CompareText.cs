using Rightsizer.Analyzer;
using Rightsizer.Analyzer.Answers.Comparison;
using Rightsizer.Analyzer.Detectors;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Model;
using Rightsizer.Reports.Formatting;
using Rightsizer.Reports.Text;

namespace Rightsizer.Reports.Compare;

/// <summary>The first screen of <c>compare</c>: the difference, why, and where.</summary>
public static class CompareText
{
    const int StagesShown = 12, FindingsShown = 6, NameColumns = 44, ValueColumns = 60;

    /// <param name="c">The two runs.</param>
    /// <param name="width">Columns.</param>
    public static TextPage Compose(RunComparison c, int width)
    {
        var page = new TextPage(width);
        CompareAnswer.Compose(c).AddTo(page);
        foreach (var doubt in CompareAnswer.Doubts(c))
            page.Paragraph(PlainText.OneLine(doubt), 2, "! ", TextStyle.Warning, TextStyle.Warning);
        AddParts(page, c);
        AddFindings(page, c);
        AddSettings(page, c);
        AddStages(page, c);
        page.Blank();
        if (ComparePhrases.NotPriced(c) is { } missing)
            page.Paragraph($"No cost: {PlainText.OneLine(missing)}", 0, "", TextStyle.Dim);
        page.Paragraph("Earlier: " + PlainText.OneLine(ComparePhrases.Run(c.Before)), 0, "", TextStyle.Dim);
        page.Paragraph("Later: " + PlainText.OneLine(ComparePhrases.Run(c.After)), 0, "", TextStyle.Dim);
        return page;
    }

    static void AddParts(TextPage page, RunComparison c)
    {
        if (c.DifferenceMs is null) return;
        page.Blank();
        var priced = c.DifferenceUsd is not null;
        string[] Row(string name, string time, string cost, string known) => priced ? [name, time, cost, known] : [name, time, known];
        var table = new TextTable(Row("Why", "time", "cost", "how known"))
        {
            RightAligned = priced ? new HashSet<int> { 1, 2 } : new HashSet<int> { 1 },
        };
        foreach (var p in c.Parts.Where(p => p.Ms is not 0 || p.Usd is not (null or 0)).OrderByDescending(p => Math.Abs(p.Ms ?? 0)))
            table.Add(TextStyle.Plain, Row($"{ComparePhrases.Cause(p.Cause)}: {ComparePhrases.Meaning(p.Cause)}", ComparePhrases.Time(p),
                ComparePhrases.Cost(p), Quantity.Word(p.Ground)));
        table.Add(TextStyle.Heading, Row("sum", ComparePhrases.Signed(c.DifferenceMs),
            ComparePhrases.Signed(c.DifferenceUsd, ComparePhrases.CostGround(c)), ""));
        table.AddTo(page);
        if (c.Refused is { } why)
            page.Paragraph($"The causes cannot be separated: {PlainText.OneLine(why)}.", 2, "! ", TextStyle.Warning, TextStyle.Warning);
        else page.Paragraph(
            "Each cause is a simulation of the earlier run that takes one more thing from the later run, in this order: volume, stages, "
            + "executors, numbers of tasks, times of tasks.", 2, "", TextStyle.Dim);
        foreach (var note in c.Notes) page.Paragraph(PlainText.OneLine(note), 2, "- ", TextStyle.Dim, TextStyle.Dim);
    }

    /// <summary>Findings that only one of the runs has.</summary>
    static void AddFindings(TextPage page, RunComparison c)
    {
        var rows = Only(c.After, c.Before).Select(f => ("new", f, c.After))
            .Concat(Only(c.Before, c.After).Select(f => ("gone", f, c.Before))).Take(FindingsShown).ToList();
        if (rows.Count == 0) return;
        page.Blank();
        page.Line("Findings of one run only", TextStyle.Heading);
        foreach (var (how, f, run) in rows)
            page.Paragraph(PlainText.OneLine($"{f.Title} ({f.Kind}): {Phrases.Saves(f, run.Run)}"), 8, "  " + how);

        static IEnumerable<Finding> Only(AnalysisResult one, AnalysisResult other) =>
            one.Findings.Where(f => other.Findings.All(o => o.Id != f.Id)).OrderByDescending(f => f.SavesMs ?? 0);
    }

    static void AddSettings(TextPage page, RunComparison c)
    {
        page.Blank();
        page.Line(c.Settings.Count == 0 ? "No known setting differs." : "Settings that differ", TextStyle.Heading);
        foreach (var s in c.Settings)
        {
            page.Line(new TextSpan("  " + s.Key + "  ", TextStyle.Setting),
                new TextSpan($"{PlainText.Short(ComparePhrases.Value(s.Key, s.Before), ValueColumns)} -> "
                + $"{PlainText.Short(ComparePhrases.Value(s.Key, s.After), ValueColumns)}", TextStyle.Plain));
        }
        if (ComparePhrases.OtherSettings(c) is { } others) page.Paragraph(others, 2, "", TextStyle.Dim);
    }

    static void AddStages(TextPage page, RunComparison c)
    {
        page.Blank();
        page.Paragraph(ComparePhrases.Matches(c) + ".", 0);
        if (c.Stages.Count + c.OnlyBefore.Count + c.OnlyAfter.Count == 0) return;
        Func<StageAttempt, string?> before = StageNames.Name(c.Before.Run), after = StageNames.Name(c.After.Run);
        var table = new TextTable("Stage, largest change first", "id", "later", "tasks", "task time", "change", "read")
        { RightAligned = new HashSet<int> { 3, 4, 5, 6 } };
        foreach (var m in c.Stages.Take(StagesShown))
        {
            long beforeMs = StageMatch.TaskMs(m.Before), afterMs = StageMatch.TaskMs(m.After);
            table.Add(TextStyle.Plain, Name(m.After, after), ComparePhrases.Stage(m.Before),
                ComparePhrases.Stage(m.After), $"{m.Before.Tasks.Count} -> {m.After.Tasks.Count}",
                $"{Quantity.Duration(beforeMs)} -> {Quantity.Duration(afterMs)}", ComparePhrases.Signed(afterMs - beforeMs),
                    Quantity.Change(m.VolumeRatio - 1));
        }
        foreach (var s in c.OnlyBefore.Take(StagesShown))
            table.Add(TextStyle.Plain, Name(s, before), ComparePhrases.Stage(s), "-", $"{s.Tasks.Count}",
                Quantity.Duration(StageMatch.TaskMs(s)), "gone", "");
        foreach (var s in c.OnlyAfter.Take(StagesShown))
            table.Add(TextStyle.Plain, Name(s, after), "-", ComparePhrases.Stage(s), $"{s.Tasks.Count}",
                Quantity.Duration(StageMatch.TaskMs(s)), "new", "");
        table.AddTo(page);
        var left = Math.Max(0, c.Stages.Count - StagesShown) + Math.Max(0, c.OnlyBefore.Count - StagesShown)
            + Math.Max(0, c.OnlyAfter.Count - StagesShown);
        if (left > 0) page.Line($"  {left} more in --format html or json", TextStyle.Dim);

        static string Name(StageAttempt s, Func<StageAttempt, string?> names) => PlainText.Short(names(s) ?? "no name", NameColumns);
    }
}
