using System.Globalization;
using System.Text;
using Rightsizer.EventLogParser;

namespace Rightsizer.Analyzer.Ledgers.Prices;

/// <summary>One row; values are read by column name, each time from the text.</summary>
sealed class CsvRow(CsvTable table, int lineNumber, int start, int end)
{
    const decimal Most = 1_000_000_000;

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

    /// <summary>From 0 to 10^9, of which no price, size or speed of AWS comes near; null when the field is empty.</summary>
    public decimal? Number(string column)
    {
        if (!CsvLine.Field(Line, table.Column(column), out _, out var field) || field.IsEmpty) return null;
        if (!decimal.TryParse(field, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value))
            throw Bad(column, $"is not a number: {Text(column)}");
        return value <= Most ? value : throw Bad(column, $"is above 10^9: {value}");
    }

    /// <summary>The same without a fraction.</summary>
    public int? Whole(string column) => Number(column) is not { } value ? null
        : value == Math.Floor(value) ? (int)value : throw Bad(column, $"is not a whole number: {value}");

    public RightsizerException Bad(string column, string what) => new(ExitCode.BadArguments, $"{table.Name}:{lineNumber}: {column} {what}");

    ReadOnlySpan<byte> Line => table.Line(start, end);
}
