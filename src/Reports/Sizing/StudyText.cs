using Rightsizer.Analyzer.Answers.Sizing;
using Rightsizer.Analyzer.Answers.Study;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Reports.Formatting;
using Rightsizer.Reports.Text;

namespace Rightsizer.Reports.Sizing;

/// <summary>A migration study on the terminal: all jobs one way and another, then job by job.</summary>
/// <param name="width">Columns.</param>
/// <param name="all">Every obstacle, omission and assumption.</param>
public sealed class StudyText(int width, bool all = false)
{
    const int LinesShown = 6, ChangesShown = 12, WordsShown = 300, NameColumns = 34;

    public TextPage Compose(StudyResult s)
    {
        var page = new TextPage(width);
        page.Flow([new("Migration study", TextStyle.Heading), new(StudyWords.Size(s), TextStyle.Plain),
            new(Safe(s.Region), TextStyle.Plain)]);
        foreach (var line in s.Advice) page.Paragraph(Safe(line), 2, "", TextStyle.Good);
        if (s.Ways.Count > 0) AddWays(page, s);
        page.Blank();
        AddJobs(page, s);
        AddPilots(page, s);
        AddList(page, "Obstacles", [.. s.Obstacles.Select(o => PlainText.Short(o.Words, WordsShown))]);
        AddList(page, "Left out", [.. s.LeftOut.Select(SizingWords.LeftOut)]);
        page.Blank();
        page.Line("Assumptions", TextStyle.Heading);
        foreach (var a in s.Assumptions) page.Paragraph(Safe(a), 2, "- ", TextStyle.Dim, TextStyle.Dim);
        page.Paragraph(StudyWords.Cells, 2, "", TextStyle.Dim);
        page.Paragraph(Safe(SizingWords.Prices(s.PriceBook, s.PriceDate, s.Region, s.RegionGround)), 2, "", TextStyle.Dim);
        page.Paragraph(
            "--format html shows every job's options and costs, --format csv the table; size LOG shows one job in detail.", 2, "",
            TextStyle.Dim);
        return page;
    }

    static void AddPilots(TextPage page, StudyResult s)
    {
        if (s.Pilots.Count == 0) return;
        page.Blank();
        page.Line(StudyWords.PilotHeading, TextStyle.Heading);
        foreach (var p in s.Pilots) page.Paragraph($"{PlainText.Short(p.JobName, NameColumns)}: {StudyWords.Pilot(p)}", 2, "- ");
        page.Paragraph(StudyWords.PilotRule, 2, "", TextStyle.Dim);
    }

    static void AddWays(TextPage page, StudyResult s)
    {
        page.Blank();
        var table = new TextTable("All jobs on", "these runs", "a year", "peak", "mean wait", "longest wait",
            "used")
        { RightAligned = new HashSet<int> { 1, 2, 3, 4, 5, 6 } };
        foreach (var w in s.Ways)
        {
            table.Add(TextStyle.Plain, Safe(w.Name), Quantity.Usd(w.Usd, w.Ground), SizingWords.Year(w.YearUsd),
                Safe(StudyWords.Capacity(w)), Quantity.Duration(w.MeanWaitMs), Quantity.Duration(w.MaxWaitMs),
                w.UsedRatio is { } u ? Quantity.Percent(u) : "");
        }
        table.AddTo(page);
        foreach (var note in StudyWords.Notes(s)) page.Paragraph(Safe(note), 4, "  - ", TextStyle.Dim, TextStyle.Dim);
    }

    void AddJobs(TextPage page, StudyResult s)
    {
        var table = new TextTable("Job, $ a run", "runs", "today", "OnDem.", "Spot", "Graviton", "Srvless", "EKS", "Glue",
            "pick")
        { RightAligned = new HashSet<int> { 1, 2, 3, 4, 5, 6, 7, 8, 9 } };
        foreach (var j in s.Jobs)
        {
            table.Add(TextStyle.Plain, PlainText.Short(j.Name, NameColumns), Quantity.Count(j.Runs), StudyWords.Cell(j.Today),
                StudyWords.Cell(j.OnDemand), StudyWords.Cell(j.SpotExpected),
                StudyWords.Cell(j.Graviton), StudyWords.Cell(j.Serverless), StudyWords.Cell(j.Eks), StudyWords.Cell(j.Glue),
                    StudyWords.Cell(j.Pick));
        }
        table.AddTo(page);
        page.Blank();
        var changes = StudyWords.Changes(s);
        foreach (var j in all ? changes : changes.Take(ChangesShown))
            page.Paragraph(
                Safe($"{PlainText.Short(j.Name, NameColumns)}: {j.Pick?.Name}{(j.SwitchPoint is { } at ? "; " + at : "")}"), 4, "  > ");
        if (!all && changes.Count > ChangesShown)
            page.Line(FormattableString.Invariant($"    and {changes.Count - ChangesShown} more to change that save less (--verbose)"),
                TextStyle.Dim);
        var rest = s.Jobs.Where(j => j.Sizing.Advice != SizingAdvice.Change).ToList();
        if (all) foreach (var j in rest) page.Paragraph(
            Safe($"{PlainText.Short(j.Name, NameColumns)}: {StudyWords.Advice(j)}: {j.Sizing.Reason}"), 4, "  - ", TextStyle.Dim,
            TextStyle.Dim);
        else if (rest.Count > 0)
        {
            var keep = rest.Count(j => j.Sizing.Advice == SizingAdvice.Keep);
            page.Paragraph(FormattableString.Invariant(
                $"{keep} to keep as they are, {rest.Count - keep} without advice (--verbose says why)"), 4, "  - ", TextStyle.Dim,
                TextStyle.Dim);
        }
    }

    void AddList(TextPage page, string heading, List<string> lines)
    {
        if (lines.Count == 0) return;
        page.Blank();
        page.Line(heading, TextStyle.Heading);
        foreach (var line in all ? lines : lines.Take(LinesShown)) page.Paragraph(Safe(line), 2, "- ");
        if (!all && lines.Count > LinesShown)
            page.Line(FormattableString.Invariant($"  {lines.Count - LinesShown} more (--verbose)"), TextStyle.Dim);
    }

    static string Safe(string? text) => PlainText.OneLine(text);

    static string Safe(DisplayText text) => PlainText.OneLine(text);
}
