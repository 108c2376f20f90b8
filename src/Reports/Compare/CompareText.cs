using Rightsizer.Analyzer.Answers.Comparison;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Reports.Formatting;
using Rightsizer.Reports.Text;

namespace Rightsizer.Reports.Compare;

/// <summary>The first screen of <c>compare</c>: the difference, why, and where.</summary>
public static class CompareText
{
    const int StagesShown = 12, NameColumns = 44, ValueColumns = 60;

    /// <param name="c">The two runs.</param>
    /// <param name="width">Columns.</param>
    public static TextPage Compose(RunComparison c, int width)
    {
        var page = new TextPage(width);
        page.Paragraph(PlainText.OneLine(ComparePhrases.Run(c.Before)), 8, "earlier");
        page.Paragraph(PlainText.OneLine(ComparePhrases.Run(c.After)), 8, "later");
        page.Blank();
        page.Paragraph(PlainText.OneLine(ComparePhrases.Verdict(c)), 0, "", TextStyle.Heading);
        page.Blank();
        AddParts(page, c);
        AddSettings(page, c);
        AddStages(page, c);
        return page;
    }

    static void AddParts(TextPage page, RunComparison c)
    {
        if (c.DifferenceMs is null) return;
        var table = new TextTable("Why", "time", "cost", "ground") { RightAligned = new HashSet<int> { 1, 2 } };
        foreach (var p in c.Parts)
            table.Add(TextStyle.Plain, ComparePhrases.Cause(p.Cause), ComparePhrases.Time(p), ComparePhrases.Cost(p),
                Quantity.Word(p.Ground));
        table.Add(TextStyle.Heading, "sum", ComparePhrases.Signed(c.DifferenceMs),
            ComparePhrases.Signed(c.DifferenceUsd, ComparePhrases.CostGround(c)), "");
        table.AddTo(page);
        if (c.Refused is { } why)
            page.Paragraph($"Cannot be separated: {PlainText.OneLine(why)}.", 2, "! ", TextStyle.Warning, TextStyle.Warning);
        else page.Paragraph(
            "Each cause is a replay of the earlier run with one thing more taken from the later: volume, stages, executors, numbers of "
            + "tasks, times of tasks, in this order.", 2, "", TextStyle.Dim);
        foreach (var note in c.Notes) page.Paragraph(PlainText.OneLine(note), 2, "- ", TextStyle.Dim, TextStyle.Dim);
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
        var table = new TextTable("Stage, largest change first", "earlier", "later", "tasks", "task time", "change",
            "read")
        { RightAligned = new HashSet<int> { 3, 4, 5, 6 } };
        foreach (var m in c.Stages.Take(StagesShown))
        {
            long before = StageMatch.TaskMs(m.Before), after = StageMatch.TaskMs(m.After);
            table.Add(TextStyle.Plain, PlainText.Short(m.After.Info.Name, NameColumns), ComparePhrases.Stage(m.Before),
                ComparePhrases.Stage(m.After), $"{m.Before.Tasks.Count} -> {m.After.Tasks.Count}",
                $"{Quantity.Duration(before)} -> {Quantity.Duration(after)}", ComparePhrases.Signed(after - before),
                    Quantity.Change(m.VolumeRatio - 1));
        }
        foreach (var s in c.OnlyBefore.Take(StagesShown))
            table.Add(TextStyle.Plain, PlainText.Short(s.Info.Name, NameColumns), ComparePhrases.Stage(s), "-", $"{s.Tasks.Count}",
                Quantity.Duration(StageMatch.TaskMs(s)), "gone", "");
        foreach (var s in c.OnlyAfter.Take(StagesShown))
            table.Add(TextStyle.Plain, PlainText.Short(s.Info.Name, NameColumns), "-", ComparePhrases.Stage(s), $"{s.Tasks.Count}",
                Quantity.Duration(StageMatch.TaskMs(s)), "new", "");
        table.AddTo(page);
        var left = Math.Max(0, c.Stages.Count - StagesShown) + Math.Max(0, c.OnlyBefore.Count - StagesShown)
            + Math.Max(0, c.OnlyAfter.Count - StagesShown);
        if (left > 0) page.Line($"  {left} more in --format html or json", TextStyle.Dim);
    }
}
