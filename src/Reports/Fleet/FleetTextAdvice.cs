using Rightsizer.Analyzer.Answers.Fleet.Report;
using Rightsizer.Reports.Formatting;
using Rightsizer.Reports.Text;

namespace Rightsizer.Reports.Fleet;

/// <summary>What became of the advice of earlier reports, for a terminal.</summary>
static class FleetTextAdvice
{
    const int Listed = 10;

    /// <summary>The first lines of a report: advice that did harm.</summary>
    public static void AddWorse(TextPage page, FleetReport report)
    {
        foreach (var line in AdviceWords.Worse(report)) page.Paragraph(line, 2, "! ", TextStyle.Critical, TextStyle.Critical);
    }

    public static void AddMoves(TextPage page, IReadOnlyList<FleetMove> moves)
    {
        page.Blank();
        page.Line("Moves that size --state chose: " + MoveWords.Summary(moves), TextStyle.Heading);
        foreach (var m in moves.Take(Listed))
            page.Paragraph($"{PlainText.Short(m.Job, 40)}: {MoveWords.Sentence(m)}", 2, "",
                m.Verdict == MoveVerdict.GoBack ? TextStyle.Critical : TextStyle.Plain);
        if (moves.Count > Listed) page.Line($"  and {moves.Count - Listed} more", TextStyle.Dim);
    }

    public static void Add(TextPage page, FleetAdviceReport advice)
    {
        page.Blank();
        page.Line("Advice that was given: " + AdviceWords.Summary(advice), TextStyle.Heading);
        if (AdviceWords.HitRate(advice) is { } rate) page.Paragraph(rate, 2);
        var table = new TextTable("Job", "Advice", "What became of it", "Promised a run", "Realised a run", "Verdict")
        {
            RightAligned = new HashSet<int> { 3, 4 },
        };
        foreach (var i in advice.Items.Take(Listed))
            table.Add(i.Verdict == AdviceVerdict.Worse ? TextStyle.Critical : TextStyle.Plain, PlainText.Short(i.Job, 24),
                AdviceWords.WhatShort(i, 36), AdviceWords.Status(i), AdviceWords.Promise(i), AdviceWords.Realised(i),
                AdviceWords.Verdict(i));
        table.AddTo(page);
        if (advice.Items.Count > Listed) page.Line($"  and {advice.Items.Count - Listed} more", TextStyle.Dim);
        foreach (var i in advice.Items.Take(Listed).Where(i => i.Outcome is { AlsoChanged.Count: > 0 } or { VolumeRatio: not 1 }))
            page.Paragraph($"{PlainText.Short(i.Job, 26)}: {PlainText.Short(AdviceWords.Detail(i), 220)}", 2, "", TextStyle.Dim);
    }
}
