using System.Text;
using Rightsizer.EventLogParser;

namespace Rightsizer.Analyzer.Ledgers.Prices;

/// <summary>One table of a price book: "#" comment lines, a header line, comma separated rows. Columns are found by name.</summary>
/// <remarks>
/// The text stays as the bytes that it was read from and a row is a place in them: a run is priced with a few dozen of the 20,000 rows.
/// </remarks>
sealed class CsvTable
{
    readonly Dictionary<string, int> columns;
    readonly byte[] text;

    CsvTable(string name, byte[] text, Dictionary<string, int> columns, List<CsvRow> rows)
    {
        Name = name;
        this.text = text;
        this.columns = columns;
        Rows = rows;
    }

    public string Name { get; }
    public List<CsvRow> Rows { get; }

    /// <summary>Reads the rows whose first field is <paramref name="firstField"/>, all of them when it is null.</summary>
    /// <param name="name">For messages.</param>
    /// <param name="text">UTF-8, without a byte-order mark.</param>
    /// <param name="firstField">Null: every row.</param>
    public static CsvTable Parse(string name, byte[] text, string? firstField = null)
    {
        var rows = new List<CsvRow>();
        CsvTable? table = null;
        var lineNumber = 0;
        var first = firstField is null ? null : Encoding.UTF8.GetBytes(firstField + ",");
        for (int at = 0, next; at < text.Length; at = next)
        {
            lineNumber++;
            var end = text.AsSpan(at).IndexOfAny((byte)'\n', (byte)'\r') is >= 0 and var length ? at + length : text.Length;
            next = end + (end + 1 < text.Length && text[end] == '\r' && text[end + 1] == '\n' ? 2 : 1);
            var (start, stop) = Trim(text, at, end);
            if (start == stop || text[start] == '#') continue;
            if (table is null)
            {
                table = new CsvTable(name, text, new Dictionary<string, int>(StringComparer.Ordinal), rows);
                for (var i = 0; CsvLine.Field(text.AsSpan(start..stop), i, out var quoted, out var column); i++)
                    table.columns.TryAdd(CsvLine.Text(column, quoted).Trim(), table.columns.Count);
                continue;
            }
            // most rows of the two large tables belong to other regions
            if (first is null || text.AsSpan(start..stop).StartsWith(first)) rows.Add(new CsvRow(table, lineNumber, start, stop));
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

    /// <summary>The bytes of a row, without its line end.</summary>
    public ReadOnlySpan<byte> Line(int start, int end) => text.AsSpan(start..end);

    static (int Start, int End) Trim(byte[] text, int start, int end)
    {
        while (start < end && text[start] is (byte)' ' or (byte)'\t') start++;
        while (end > start && text[end - 1] is (byte)' ' or (byte)'\t') end--;
        return (start, end);
    }
}
