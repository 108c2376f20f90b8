using System.Globalization;
using System.Text;
using Rightsizer.EventLogParser;

namespace Rightsizer.Analyzer.Ledgers.Prices;

/// <summary>One row; values are read by column name, each time from the text.</summary>
sealed class CsvRow(CsvTable table, int lineNumber, int start, int end)
{
    public bool Has(string column) => table.Has(column);

    /// <summary>Null when the field is empty, or the column may be missing and is.</summary>
    public string? Optional(string column) => table.Has(column) ? Text(column) : null;

    public string? Text(string column) =>
        CsvLine.Field(Line, table.Column(column), out var quoted, out var field) && field.Length > 0 ? CsvLine.Text(field, quoted) : null;

    public string Required(string column) => Text(column) ?? throw Bad(column, "is empty");

    /// <summary>Whether the field holds that text; makes no string of it.</summary>
    /// <param name="column">Column's name.</param>
    /// <param name="value">Null: whether the field is empty.</param>
    public bool Is(string column, string? value)
    {
        if (!CsvLine.Field(Line, table.Column(column), out var quoted, out var field) || field.IsEmpty) return value is null;
        if (value is null) return false;
        Span<byte> bytes = stackalloc byte[64];
        return !quoted && Encoding.UTF8.TryGetBytes(value, bytes, out var written) ? field.SequenceEqual(bytes[..written])
            : CsvLine.Text(field, quoted) == value;
    }

    public decimal? Number(string column)
    {
        if (!CsvLine.Field(Line, table.Column(column), out _, out var field) || field.IsEmpty) return null;
        return decimal.TryParse(field, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) ? value
            : throw Bad(column, $"is not a number: {Text(column)}");
    }

    /// <summary>A whole number of at most nine digits; null when the field is empty.</summary>
    public int? Whole(string column) => Number(column) is not { } value ? null
        : value == Math.Floor(value) && value < 1_000_000_000 ? (int)value
        : throw Bad(column, $"is not a whole number below 10^9: {value}");

    public RightsizerException Bad(string column, string what) => new(ExitCode.BadArguments, $"{table.Name}:{lineNumber}: {column} {what}");

    ReadOnlySpan<byte> Line => table.Line(start, end);
}
