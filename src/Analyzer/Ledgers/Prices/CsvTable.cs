using System.Globalization;
using Rightsizer.EventLogParser;

namespace Rightsizer.Analyzer.Ledgers.Prices;

/// <summary>One table of a price book: "#" comment lines, a header line, comma separated rows. Columns are found by name.</summary>
sealed class CsvTable
{
    readonly Dictionary<string, int> columns;

    CsvTable(string name, Dictionary<string, int> columns, List<CsvRow> rows)
    {
        Name = name;
        this.columns = columns;
        Rows = rows;
    }

    public string Name { get; }
    public List<CsvRow> Rows { get; }

    /// <summary>Reads the rows whose first field is <paramref name="firstField"/>, all of them when it is null.</summary>
    public static CsvTable Parse(string name, string text, string? firstField = null)
    {
        Dictionary<string, int>? columns = null;
        var rows = new List<CsvRow>();
        CsvTable? table = null;
        var lineNumber = 0;
        foreach (var raw in text.AsSpan().EnumerateLines())
        {
            lineNumber++;
            var line = raw.Trim();
            if (line.IsEmpty || line[0] == '#') continue;
            if (columns is null)
            {
                columns = new Dictionary<string, int>(StringComparer.Ordinal);
                foreach (var field in Split(line)) columns.TryAdd(field.Trim(), columns.Count);
                table = new CsvTable(name, columns, rows);
                continue;
            }
            // most rows of the two large tables belong to other regions: step over them before splitting
            if (firstField is not null && !(line.StartsWith(firstField, StringComparison.Ordinal) && line.Length > firstField.Length
                && line[firstField.Length] == ',')) continue;
            rows.Add(new CsvRow(table!, lineNumber, Split(line)));
        }
        return table ?? throw new RightsizerException(
            ExitCode.BadArguments, $"{name}: no header line; a price table starts with its column names");
    }

    /// <summary>In the order of the header line.</summary>
    public IReadOnlyList<string> ColumnNames => [.. columns.OrderBy(c => c.Value).Select(c => c.Key)];

    public bool Has(string column) => columns.ContainsKey(column);

    public int Column(string column) => columns.TryGetValue(column, out var i) ? i
        : throw new RightsizerException(
        ExitCode.BadArguments, $"{Name}: no column \"{column}\"; docs/pricing.md lists the columns of a price list");

    static string[] Split(ReadOnlySpan<char> line)
    {
        var fields = new List<string>(16);
        while (true)
        {
            if (!line.IsEmpty && line[0] == '"')
            {
                var close = 1;
                while (close < line.Length && (line[close] != '"' || (close + 1 < line.Length && line[close + 1] == '"')))
                    close += line[close] == '"' ? 2 : 1;
                fields.Add(line[1..Math.Min(close, line.Length)].ToString().Replace("\"\"", "\"", StringComparison.Ordinal));
                line = line[Math.Min(close + 1, line.Length)..];
                if (line.IsEmpty) return [.. fields];
                line = line[0] == ',' ? line[1..] : line;
                continue;
            }
            var comma = line.IndexOf(',');
            if (comma < 0)
            {
                fields.Add(line.ToString());
                return [.. fields];
            }
            fields.Add(line[..comma].ToString());
            line = line[(comma + 1)..];
        }
    }
}

/// <summary>One row; values are read by column name.</summary>
sealed class CsvRow(CsvTable table, int lineNumber, string[] fields)
{
    /// <summary>Null when the field is empty, or the column may be missing and is.</summary>
    public string? Optional(string column) => table.Has(column) ? Text(column) : null;

    public string? Text(string column)
    {
        var i = table.Column(column);
        return i < fields.Length && fields[i].Length > 0 ? fields[i] : null;
    }

    public string Required(string column) => Text(column) ?? throw Bad(column, "is empty");

    public decimal? Number(string column)
    {
        if (Text(column) is not { } text) return null;
        return decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) ? value
            : throw Bad(column, $"is not a number: {text}");
    }

    /// <summary>A whole number of at most nine digits; null when the field is empty.</summary>
    public int? Whole(string column) => Number(column) is not { } value ? null
        : value == Math.Floor(value) && value < 1_000_000_000 ? (int)value
        : throw Bad(column, $"is not a whole number below 10^9: {value}");

    public RightsizerException Bad(string column, string what) => new(ExitCode.BadArguments, $"{table.Name}:{lineNumber}: {column} {what}");
}
