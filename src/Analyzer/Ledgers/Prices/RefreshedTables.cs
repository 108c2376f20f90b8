using System.Globalization;
using System.Text;

namespace Rightsizer.Analyzer.Ledgers.Prices;

/// <summary>The tables of a book as text, while new rows are put in. Columns that a table has not got are left out.</summary>
sealed class RefreshedTables
{
    readonly Dictionary<string, string> texts;
    readonly Dictionary<string, List<Dictionary<string, string?>>> rows = new(StringComparer.Ordinal);
    readonly Dictionary<string, string[]> headers = new(StringComparer.Ordinal);

    public RefreshedTables(PriceBook book, string gathered)
    {
        texts = PriceTables.All.Where(t => book.TableText(t) is not null)
            .ToDictionary(t => t, t => book.TableText(t)!, StringComparer.Ordinal);
        texts[PriceTables.Book] =
            $"# Refreshed from AWS over {book.Name}. Dates of single prices are in each "
            + $"row.\nkey,value\nname,refreshed\ngathered,{gathered}\n";
        texts.TryAdd(PriceTables.Spot, "# Spot prices of zones, USD per instance-hour. A zone's name is of one account, its id of all.\n"
            + "region,az_name,az_id,account,instance_type,product,spot_usd,date,source\n");
    }

    /// <summary>Every table by its name.</summary>
    public IReadOnlyDictionary<string, string> All =>
        texts.ToDictionary(t => t.Key, t => rows.ContainsKey(t.Key) ? Written(t.Key) : t.Value, StringComparer.Ordinal);

    /// <summary>Rows that give way are dropped and the new ones come last.</summary>
    public void Replace(string table, Func<Func<string, string>, bool> givesWay, IEnumerable<Dictionary<string, string?>> with)
    {
        var all = RowsOf(table);
        all.RemoveAll(r => givesWay(column => r.GetValueOrDefault(column) ?? ""));
        all.AddRange(with);
    }

    /// <summary>Columns that a table of before has not got come last in it.</summary>
    public void Widen(string table, params ReadOnlySpan<string> columns)
    {
        RowsOf(table);
        foreach (var column in columns)
        {
            if (!headers[table].Contains(column)) headers[table] = [.. headers[table], column];
        }
    }

    /// <summary>The row of that key is replaced, or put last where there is none.</summary>
    public void Set(string table, (string Column, string Value)[] key, Dictionary<string, string?> row)
    {
        var all = RowsOf(table);
        all.RemoveAll(r => key.All(k => r.GetValueOrDefault(k.Column) == k.Value));
        foreach (var (column, value) in key) row[column] = value;
        all.Add(row);
    }

    /// <summary>Puts what is known into the row of that key and leaves its other fields, or puts a row last where there is none.</summary>
    public void Merge(string table, string column, string key, Dictionary<string, string?> known)
    {
        var all = RowsOf(table);
        var row = all.FindLast(r => r.GetValueOrDefault(column) == key);
        if (row is null) all.Add(row = new Dictionary<string, string?>(StringComparer.Ordinal) { [column] = key });
        foreach (var (name, value) in known.Where(k => k.Value is not null)) row[name] = value;
    }

    /// <summary>
    /// As <see cref="Set"/>, of a row with several prices: those that are not new keep their figure, and the row its older date and weaker
    /// basis.
    /// </summary>
    public void SetInPart(string table, (string Column, string Value)[] key, string[] priceColumns,
        (string Column, RefreshedItem Item)[] prices, string source)
    {
        var old = RowsOf(table).Find(r => key.All(k => r.GetValueOrDefault(k.Column) == k.Value));
        var date = prices.Select(p => p.Item.Date).Min(StringComparer.Ordinal);
        var row = new Dictionary<string, string?>(StringComparer.Ordinal) { ["basis"] = "published", ["date"] = date, ["source"] = source };
        foreach (var (column, item) in prices) row[column] = Number(item.Usd);
        var kept = priceColumns.Where(c => !row.ContainsKey(c) && old?.GetValueOrDefault(c) is not null).ToList();
        foreach (var column in kept) row[column] = old![column];
        if (old is not null && kept.Count > 0)
        {
            row["basis"] = old.GetValueOrDefault("basis");
            row["date"] = string.CompareOrdinal(old.GetValueOrDefault("date"), date) < 0 ? old.GetValueOrDefault("date") : date;
            row["source"] = source + ", in part";
        }
        Set(table, key, row);
    }

    public static string Number(decimal usd) => usd.ToString("0.############", CultureInfo.InvariantCulture);

    List<Dictionary<string, string?>> RowsOf(string table)
    {
        if (rows.TryGetValue(table, out var known)) return known;
        var parsed = CsvTable.Parse(table, Encoding.UTF8.GetBytes(texts[table]));
        string[] header = headers[table] = [.. parsed.ColumnNames];
        return rows[table] = [.. parsed.Rows.Select(r => header.ToDictionary(c => c, r.Text, StringComparer.Ordinal))];
    }

    string Written(string table)
    {
        var text = new StringBuilder();
        foreach (var line in texts[table].Split('\n').Where(l => l.StartsWith('#'))) text.Append(line.TrimEnd()).Append('\n');
        text.AppendJoin(',', headers[table]).Append('\n');
        foreach (var row in rows[table]) text.AppendJoin(',', headers[table].Select(c => Quoted(row.GetValueOrDefault(c)))).Append('\n');
        return text.ToString();
    }

    /// <summary>A row is a line: a field from a server cannot end it.</summary>
    static string Quoted(string? field) => field?.ReplaceLineEndings(" ") is not { } text ? ""
        : text.Contains(',') || text.Contains('"') ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
