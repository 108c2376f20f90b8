using System.Globalization;

namespace Rightsizer.Reports.Formatting;

/// <summary>Fields of a CSV file that a spreadsheet opens: RFC 4180, and no text that it would take for a formula.</summary>
public static class CsvText
{
    /// <summary>One line, ended by a line feed. Numbers stand as they are; text is quoted where it must be.</summary>
    public static string Row(params IEnumerable<object?> fields) => string.Join(',', fields.Select(Field)) + "\n";

    static string Field(object? field) => field switch
    {
        null => "",
        bool b => b ? "true" : "false",
        decimal d => d.ToString("0.############", CultureInfo.InvariantCulture),
        double d => double.IsFinite(d) ? d.ToString("0.######", CultureInfo.InvariantCulture) : "",
        IFormattable n => n.ToString(null, CultureInfo.InvariantCulture),
        _ => Text(field.ToString()),
    };

    /// <summary>A spreadsheet would work it out. Those of East Asia take the wide forms too.</summary>
    internal static bool IsFormula(string clean) =>
        clean.TrimStart() is [('=' or '+' or '-' or '@' or '＝' or '＋' or '－' or '＠'), ..];

    static string Text(string? text)
    {
        var clean = PlainText.OneLine(text);
        if (IsFormula(clean)) clean = "'" + clean;
        return clean.AsSpan().IndexOfAny(",\"") < 0 ? clean : $"\"{clean.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
