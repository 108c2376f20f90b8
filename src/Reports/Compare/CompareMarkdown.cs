using Rightsizer.Analyzer.Answers.Comparison;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Reports.Formatting;
using static Rightsizer.Reports.Markdown.MarkdownText;

namespace Rightsizer.Reports.Compare;

/// <summary>A comparison for a pull request or a chat.</summary>
public static class CompareMarkdown
{
    const int StagesShown = 20, NameColumns = 60;

    public static void Write(RunComparison c, TextWriter o)
    {
        o.NewLine = "\n";
        o.WriteLine($"## {Escape(c.After.Run.App.Name ?? "(unnamed application)")}: {Escape(CompareAnswer.Compose(c).Sentence)}");
        o.WriteLine();
        o.WriteLine($"earlier: {Escape(ComparePhrases.Run(c.Before))}  ");
        o.WriteLine($"later: {Escape(ComparePhrases.Run(c.After))}");
        o.WriteLine();
        foreach (var doubt in CompareAnswer.Doubts(c)) o.WriteLine($"> ⚠ {Escape(doubt)}\n");
        if (c.DifferenceMs is not null) WriteParts(c, o);
        WriteSettings(c, o);
        WriteStages(c, o);
    }

    static void WriteParts(RunComparison c, TextWriter o)
    {
        o.WriteLine("| why | time | cost | how known | how |");
        o.WriteLine("|---|---:|---:|---|---|");
        foreach (var p in c.Parts)
            o.WriteLine($"| {ComparePhrases.Cause(p.Cause)} | {ComparePhrases.Time(p)} | {ComparePhrases.Cost(p)} | "
                + $"{Quantity.Word(p.Ground)} | {Escape(p.Why)} |");
        o.WriteLine($"| **sum** | **{ComparePhrases.Signed(c.DifferenceMs)}** | "
            + $"**{ComparePhrases.Signed(c.DifferenceUsd, ComparePhrases.CostGround(c))}** | | |");
        o.WriteLine();
        if (c.Refused is { } why) o.WriteLine($"> ⚠ The causes cannot be separated: {Escape(why)}.\n");
        foreach (var note in c.Notes) o.WriteLine($"- {Escape(note)}");
        if (c.Notes.Count > 0) o.WriteLine();
    }

    static void WriteSettings(RunComparison c, TextWriter o)
    {
        if (c.Settings.Count == 0) o.WriteLine("No known setting differs.");
        else
        {
            o.WriteLine("| setting | earlier | later |");
            o.WriteLine("|---|---|---|");
            foreach (var s in c.Settings)
                o.WriteLine($"| {Code(s.Key)} | {Code(ComparePhrases.Value(s.Key, s.Before))} | "
                    + $"{Code(ComparePhrases.Value(s.Key, s.After))} |");
        }
        o.WriteLine();
        if (ComparePhrases.OtherSettings(c) is { } others) o.WriteLine(others + "\n");
    }

    static void WriteStages(RunComparison c, TextWriter o)
    {
        o.WriteLine(ComparePhrases.Matches(c) + ".\n");
        if (c.Stages.Count == 0) return;
        o.WriteLine("| stage | earlier | later | tasks | task time | change | read |");
        o.WriteLine("|---|---|---|---:|---:|---:|---:|");
        var names = StageNames.Name(c.After.Run);
        foreach (var m in c.Stages.Take(StagesShown))
        {
            long before = StageMatch.TaskMs(m.Before), after = StageMatch.TaskMs(m.After);
            o.WriteLine($"| {Escape(PlainText.Short(names(m.After) ?? "no name", NameColumns))} | {ComparePhrases.Stage(m.Before)} | "
                + $"{ComparePhrases.Stage(m.After)} | {m.Before.Tasks.Count} → {m.After.Tasks.Count} "
                + $"| {Quantity.Duration(before)} → {Quantity.Duration(after)} | {ComparePhrases.Signed(after - before)} | "
                + $"{Quantity.Change(m.VolumeRatio - 1)} |");
        }
        if (c.Stages.Count > StagesShown) o.WriteLine($"\n{c.Stages.Count - StagesShown} more in the HTML page and the JSON.");
    }
}
