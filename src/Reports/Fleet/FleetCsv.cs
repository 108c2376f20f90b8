using System.Globalization;
using Rightsizer.Analyzer.Answers.Fleet.Report;
using Rightsizer.Reports.Formatting;

namespace Rightsizer.Reports.Fleet;

/// <summary>One row a run, units in the headings; what is not known is empty.</summary>
public static class FleetCsv
{
    /// <summary>How our own numbers are written.</summary>
    const NumberStyles Plain = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;

    public static void Write(FleetReport report, TextWriter output)
    {
        Row(output, ["uri", "application_id", "name", "job", "owner", "team", "platform", "workload", "outcome", "reason", "start_utc",
            "wall_ms", "cost_usd", "cost_ground",
            "paid_core_ms", "used_core_ms", "waste_usd", "waste_core_ms", "findings", "log_quality"]);
        foreach (var r in report.Runs)
        {
            Row(output,
            [
                r.Uri, r.AppId, r.Name, r.Job, r.Owner, r.Team, r.Platform, FleetWords.Word(r.Workload), FleetWords.Word(r.Outcome),
                    r.Reason, Time(r.StartMs), Number(r.WallMs), Number(r.Usd), FleetWords.Word(r.Ground),
                Number(r.PaidCoreMs), Number(r.UsedCoreMs), Number(r.WasteUsd), Number(r.WasteCoreMs), string.Join(' ', r.Findings),
                    FleetWords.Word(r.Quality),
            ]);
        }
        foreach (var u in report.Unreadable)
            Row(output, [u.Uri, "", "", "", "", "", "", "", "unreadable", u.Reason, "", "", "", "", "", "", "", "", "", ""]);
    }

    static string Time(long ms) =>
        DateTimeOffset.FromUnixTimeMilliseconds(ms).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    static string Number(decimal? value) => value?.ToString("0.######", CultureInfo.InvariantCulture) ?? "";

    static void Row(TextWriter output, IReadOnlyList<string?> cells) => output.Write(string.Join(',', cells.Select(Cell)) + "\r\n");

    /// <summary>RFC 4180; a text that a spreadsheet would take for a formula begins with a quote mark.</summary>
    static string Cell(string? text)
    {
        text = PlainText.OneLine(text);
        if (text.Length == 0) return "";
        if (CsvText.IsFormula(text) && !decimal.TryParse(text, Plain, CultureInfo.InvariantCulture, out _)) text = "'" + text;
        return text.AsSpan().IndexOfAny(",\"") < 0 ? text : "\"" + text.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
    }
}
