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
    const int LinesShown = 6, ChangesShown = 12, JobsShown = 15, WordsShown = 300, NameColumns = 34;

    public TextPage Compose(StudyResult s)
    {
        var page = new TextPage(width);
        StudyWords.Answer(s).AddTo(page, TextStyle.Good);
        if (s.Ways.Count > 0) AddWays(page, s);
        AddList(page, "Why", s.Advice);
        page.Blank();
        AddJobs(page, s);
        AddPilots(page, s);
        AddList(page, "Obstacles", [.. s.Obstacles.Select(o => PlainText.Short(o.Words, WordsShown))]);
        if (all) AddList(page, "Not considered", [.. s.LeftOut.Select(SizingWords.LeftOut)]);
        AddList(page, "Assumptions", s.Assumptions, TextStyle.Dim);
        page.Blank();
        page.Paragraph(StudyWords.Cells, 0, "", TextStyle.Dim);
        page.Paragraph(Safe(SizingWords.Prices(s.PriceBook, s.PriceDate, s.Region, s.RegionGround)), 0, "", TextStyle.Dim);
        page.Paragraph((all ? "" : "--verbose shows every job, and the instance types that were not considered. ")
            + "--format html shows every job's options and costs, --format csv the table.", 0, "", TextStyle.Dim);
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
        var table = new TextTable("All jobs on", "these runs", "a year", "at most at once", "longest wait", "used")
        { RightAligned = new HashSet<int> { 1, 2, 3, 4, 5 } };
        foreach (var w in s.Ways)
        {
            table.Add(TextStyle.Plain, Safe(w.Name), Quantity.Usd(w.Usd, w.Ground), SizingWords.Year(w.YearUsd),
                Safe(StudyWords.Capacity(w)), w.MaxWaitMs == 0 ? "none" : Quantity.Duration(w.MaxWaitMs),
                w.UsedRatio is { } u ? Quantity.Percent(u) : "");
        }
        table.AddTo(page);
        foreach (var note in StudyWords.Notes(s)) page.Paragraph(Safe(note), 4, "  - ", TextStyle.Dim, TextStyle.Dim);
    }

    void AddJobs(TextPage page, StudyResult s)
    {
        var jobs = StudyWords.ByCost(s);
        // where nothing has a cost today the column says nothing
        var columns = StudyWords.Columns.Where(c => c.Heading != StudyWords.TodayHeading || jobs.Any(j => j.Today?.Usd is not null))
            .ToList();
        var table = new TextTable(["Job, cost of a run", "runs", .. columns.Select(c => c.Heading)])
        {
            RightAligned = Enumerable.Range(1, columns.Count + 1).ToHashSet(),
        };
        foreach (var j in all ? jobs : jobs.Take(JobsShown))
            table.Add(TextStyle.Plain, [PlainText.Short(j.Name, NameColumns), Quantity.Count(j.Runs),
                .. columns.Select(c => StudyWords.Cell(c.Cell(j)))]);
        table.AddTo(page);
        if (!all && jobs.Count > JobsShown)
            page.Line($"  {Quantity.Plural(jobs.Count - JobsShown, "more job")} that cost less (--verbose)", TextStyle.Dim);
        var changes = StudyWords.Changes(s);
        if (changes.Count > 0)
        {
            page.Blank();
            page.Line("Change these, largest saving first", TextStyle.Heading);
        }
        foreach (var j in all ? changes : changes.Take(ChangesShown))
            page.Paragraph(
                Safe($"{PlainText.Short(j.Name, NameColumns)}: {j.Pick?.Name}{(j.SwitchPoint is { } at ? "; " + at : "")}"), 4, "  - ");
        if (!all && changes.Count > ChangesShown)
            page.Line(FormattableString.Invariant($"    and {changes.Count - ChangesShown} more that save less (--verbose)"),
                TextStyle.Dim);
        var rest = s.Jobs.Where(j => j.Sizing.Advice != SizingAdvice.Change).ToList();
        if (all) foreach (var j in rest) page.Paragraph(
            Safe($"{PlainText.Short(j.Name, NameColumns)}: {StudyWords.Advice(j)}: {j.Sizing.Reason}"), 4, "  - ", TextStyle.Dim,
            TextStyle.Dim);
        else if (rest.Count > 0) page.Paragraph(Rest(rest), 2, "", TextStyle.Dim);
    }

    /// <summary>Jobs without a change to make: what to keep, what cannot be compared, and what cannot be predicted.</summary>
    static string Rest(IReadOnlyList<StudyJob> rest)
    {
        int keep = rest.Count(j => j.Sizing.Advice == SizingAdvice.Keep && StudyWords.IsTodayKnown(j)),
            open = rest.Count(j => j.Sizing.Advice == SizingAdvice.Keep && !StudyWords.IsTodayKnown(j)), refused = rest.Count - keep - open;
        var parts = new List<string>();
        if (open > 0) parts.Add($"{Quantity.Plural(open, "job")} cannot be compared with today: today's cost is not known");
        if (keep > 0) parts.Add($"keep {Quantity.Plural(keep, "job")} as {(keep == 1 ? "it is" : "they are")}");
        if (refused > 0) parts.Add($"{Quantity.Plural(refused, "job")} cannot be predicted");
        var text = string.Join("; ", parts) + " (--verbose gives the reasons).";
        return char.ToUpperInvariant(text[0]) + text[1..];
    }

    void AddList(TextPage page, string heading, IReadOnlyList<string> lines, TextStyle style = TextStyle.Plain)
    {
        if (lines.Count == 0) return;
        page.Blank();
        page.Line(heading, TextStyle.Heading);
        foreach (var line in all ? lines : lines.Take(LinesShown)) page.Paragraph(Safe(line), 4, "  - ", style, style);
        if (!all && lines.Count > LinesShown)
            page.Line(FormattableString.Invariant($"    {lines.Count - LinesShown} more (--verbose)"), TextStyle.Dim);
    }

    static string Safe(string? text) => PlainText.OneLine(text);

    static string Safe(DisplayText text) => PlainText.OneLine(text);
}
