using System.Collections.Concurrent;
using System.Text;
using Rightsizer.EventLogParser;

namespace Rightsizer.Analyzer.Ledgers.Prices;

/// <summary>
/// Dated prices and the facts that billing needs. Tables are read when first asked for; the two large ones a region at a time.
/// </summary>
/// <remarks>Every price answer is a <see cref="Price"/>; what the book does not hold is a hole that says why, never 0.</remarks>
public sealed partial class PriceBook
{
    static readonly Lazy<PriceBook> embedded = new(() => new PriceBook(null, EmbeddedTables.Read, []));

    readonly Func<string, byte[]?> read;
    readonly ConcurrentDictionary<string, Lazy<byte[]?>> texts = new(StringComparer.Ordinal);
    readonly ConcurrentDictionary<(string Table, string? Region), Lazy<CsvTable?>> tables = new();
    readonly Lazy<Dictionary<string, string>> header;
    readonly string? givenName;

    PriceBook(string? name, Func<string, byte[]?> read, IReadOnlyList<string> givenTables)
    {
        givenName = name;
        this.read = read;
        GivenTables = givenTables;
        header = new(() => Index(PriceTables.Book, "key", r => r.Text("value") ?? ""));
        types = new(ReadTypes);
        typeRows = new(() => Index(PriceTables.InstanceTypes, "instance_type", r => r));
        typesByName = new(() => [.. types.Value.Values.OrderBy(t => t.Name, StringComparer.Ordinal)]);
        typesByFamily = new(() => Types.ToLookup(t => t.Family, StringComparer.Ordinal));
        ebsDefaults = new(() => Rows(PriceTables.EmrEbsDefaults).ToLookup(r => r.Text("size"), StringComparer.Ordinal));
        ebs = new(() => Rows(PriceTables.Ebs).ToLookup(r => (r.Text("region"), r.Text("volume_type"), r.Text("unit"))));
        fees = new(() => Index(PriceTables.EmrOnEc2, "instance_type", r => r));
        yarn = new(() => Index(PriceTables.EmrYarnMemory, "instance_type",
            r => r.Whole("yarn_nodemanager_memory_mb") is { } mib ? new YarnMemory(mib, GroundOf(r)) : null));
        grid = new(ReadGrid);
    }

    /// <summary>The book inside the assembly.</summary>
    public static PriceBook Embedded => embedded.Value;

    /// <summary>
    /// A book in which the given tables stand in place of the embedded ones of the same file name; the others stay embedded.
    /// </summary>
    /// <remarks>
    /// <c>name</c>: For people: the folder or file it came from. <c>csvByFileName</c>: At least one of <see cref="PriceTables.All"/>.
    /// </remarks>
    public static PriceBook FromTables(string name, IReadOnlyDictionary<string, string> csvByFileName)
    {
        if (csvByFileName.Keys.FirstOrDefault(k => !PriceTables.All.Contains(k)) is { } unknown)
            throw new RightsizerException(
                ExitCode.BadArguments, $"{name}: {unknown} is not a table of a price list; known tables: "
                    + $"{string.Join(", ", PriceTables.All)}");
        if (csvByFileName.Count == 0)
            throw new RightsizerException(ExitCode.BadArguments,
                $"{name}: no price table in it; expected {PriceTables.Ec2OnDemand} and its like, or one file with "
                + $"\"{PriceTables.SectionMark}NAME\" lines");
        return new PriceBook(
            name, table => csvByFileName.TryGetValue(table, out var csv) ? Encoding.UTF8.GetBytes(csv) : EmbeddedTables.Read(table),
            [.. csvByFileName.Keys.Order(StringComparer.Ordinal)]);
    }

    /// <summary>File names of the tables that the user gave; empty for the embedded book.</summary>
    public IReadOnlyList<string> GivenTables { get; }

    /// <summary>For example "embedded 2026-11-20", or "prices.csv over embedded 2026-11-20".</summary>
    public string Name => givenName is null ? EmbeddedName
        : GivenTables.Contains(PriceTables.Book) && Head("name") is { Length: > 0 } n ? $"{n} {Head("gathered")} ({givenName})"
        : $"{givenName} over {EmbeddedName}";

    string EmbeddedName => $"{Head("name")} {Head("gathered")}";

    /// <summary>ISO date on which the book was put together.</summary>
    public string Gathered => Head("gathered");

    /// <summary>
    /// Date of the region's EC2 On-Demand prices, the newest where they differ; the book's own date for an unknown region.
    /// </summary>
    public string DateOf(string region) => dates.GetOrAdd(region, FindDate);

    readonly ConcurrentDictionary<string, string> dates = new(StringComparer.Ordinal);

    string FindDate(string region)
    {
        string? newest = null;
        foreach (var row in Ec2Rows(region).Values)
        {
            // most rows have the same date: no string for each
            if (!row.Is("date", newest) && row.Text("date") is { } date && string.CompareOrdinal(date, newest) > 0) newest = date;
        }
        return newest ?? Gathered;
    }

    /// <summary>Reads what no price does without: for one who will ask for prices later and has a core idle now.</summary>
    public void ReadAhead() => _ = (header.Value, types.Value, fees.Value);

    /// <summary>A table as it stands in the book, comments and all; null where the book has none.</summary>
    public string? TableText(string table) => Bytes(table) is { } bytes ? Encoding.UTF8.GetString(bytes) : null;

    byte[]? Bytes(string table) => texts.GetOrAdd(table, key => new Lazy<byte[]?>(() => read(key))).Value;

    string Head(string key) => header.Value.GetValueOrDefault(key, "");

    IReadOnlyList<CsvRow> Rows(string table, string? region = null) => Table(table, region)?.Rows ?? [];

    CsvTable? Table(string table, string? region = null) => tables.GetOrAdd((table, region), key =>
        new Lazy<CsvTable?>(() => Bytes(key.Table) is { } csv ? CsvTable.Parse(key.Table, csv, key.Region) : null)).Value;

    // of two rows for the same thing the later one holds, as a refreshed row appended to a table would
    Dictionary<string, T> Index<T>(string table, string key, Func<CsvRow, T> read, string? region = null)
    {
        var index = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (var row in Rows(table, region)) index[row.Required(key)] = read(row);
        return index;
    }

    static string SourceOf(string table, CsvRow row) => row.Optional("source") is { } s ? $"{table}: {s}" : table;

    static Ground GroundOf(CsvRow row) =>
        !row.Has("basis") || row.Is("basis", null) || row.Is("basis", "published") || row.Is("basis", "observed")
            || row.Is("basis", "documented") ? Ground.Billed
        : row.Is("basis", "assumed") ? Ground.Assumed : Ground.Derived;

    static Price PriceOf(string table, CsvRow row, string column) =>
        row.Number(column) is { } usd ? new Price(usd, GroundOf(row), SourceOf(table, row), row.Optional("date"))
            : Price.Hole($"{table}: blank");
}
