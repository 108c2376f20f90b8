using Rightsizer.Analyzer.Answers.Fleet.Report;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Reports.Text;

namespace Rightsizer.Reports.Fleet;

/// <summary>Findings that are new, worse or gone, and unusual days, for a terminal.</summary>
static class FleetTextFindings
{
    const int Listed = 8;

    public static void Add(TextPage page, FleetReport r)
    {
        if (r.OverBudget.Count > 0)
        {
            page.Blank();
            page.Line($"{Quantity.Plural(r.OverBudget.Count, "job")} over budget", TextStyle.Heading);
            foreach (var o in r.OverBudget.Take(Listed)) page.Paragraph(FindingWords.OverBudget(o), 2);
            if (r.OverBudget.Count > Listed) page.Line($"  and {r.OverBudget.Count - Listed} more", TextStyle.Dim);
        }
        if (r.FindingChanges.Count > 0)
        {
            page.Blank();
            page.Line($"Findings since {r.Period.BeforeSince}: {Counted(r, FindingTrend.New, "new")}, "
                + $"{Counted(r, FindingTrend.Worse, "worse")}, {Counted(r, FindingTrend.Gone, "gone")}", TextStyle.Heading);
            foreach (var c in r.FindingChanges.Take(Listed)) page.Paragraph(FindingWords.Change(c), 2);
            if (r.FindingChanges.Count > Listed) page.Line($"  and {r.FindingChanges.Count - Listed} more", TextStyle.Dim);
        }
        if (r.UnusualDays.Count == 0) return;
        page.Blank();
        page.Line("Days that cost far more than usual", TextStyle.Heading);
        foreach (var d in r.UnusualDays.Take(Listed)) page.Paragraph(FindingWords.Unusual(d, FleetMeasure.Choose(r)), 2);
        if (r.UnusualDays.Count > Listed) page.Line($"  and {r.UnusualDays.Count - Listed} more", TextStyle.Dim);
    }

    static string Counted(FleetReport r, FindingTrend trend, string word) => $"{r.FindingChanges.Count(c => c.Trend == trend)} {word}";
}
