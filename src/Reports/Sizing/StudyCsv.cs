using Rightsizer.Analyzer.Answers.Study;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Reports.Formatting;

namespace Rightsizer.Reports.Sizing;

/// <summary>A migration study as a table: a row a job, units in the headings.</summary>
public static class StudyCsv
{
    public static void Write(StudyResult s, TextWriter output)
    {
        output.Write(CsvText.Row(
        [
            "job", "runs", "runs_used", "runs_per_week", "advice", "pick",
            .. StudyWords.Ways.SelectMany(
            w => new[] { $"{w.Column}_usd_per_run", $"{w.Column}_p50_ms", $"{w.Column}_p90_ms", $"{w.Column}_ground" }),
            "spot_switch_interruptions_per_hour", "lacks", "reason", "price_book", "price_date", "region",
        ]));
        foreach (var j in s.Jobs)
        {
            output.Write(CsvText.Row(
            [
                j.Name, j.Runs, j.RunsUsed, j.RunsPerWeek, StudyWords.Advice(j), j.Pick?.Name,
                .. StudyWords.Ways.SelectMany(w =>
                w.Cell(j) is { } c ? new object?[] { c.Usd, c.TimeMs?.P50, c.TimeMs?.P90, Quantity.Word(c.Ground) }
                : [null, null, null, null]),
                j.SwitchInterruptionsPerHour, string.Join("; ", j.Lacks), j.Sizing.Reason, s.PriceBook, s.PriceDate, s.Region,
            ]));
        }
    }
}
