using System.Globalization;
using System.Text;

namespace Rightsizer.Analyzer.Ledgers.Prices;

/// <summary>Prices that AWS gave today, to be laid over a book.</summary>
/// <remarks>Rows of the refreshed regions give way to these; the rest of the book stays as it was, each row with its own date.</remarks>
public sealed record RefreshedPrices
{
    const string PriceList = "AWS Price List API";

    /// <summary>ISO date of the day on which they were asked for.</summary>
    public required string Gathered { get; init; }

    /// <summary>Regions whose EC2 prices are replaced whole.</summary>
    public required IReadOnlyCollection<string> Regions { get; init; }

    /// <summary>Linux, shared tenancy, per instance-hour.</summary>
    public required IReadOnlyList<(string Region, string Type, decimal Usd, string? Date)> Ec2OnDemand { get; init; }

    /// <summary>Per instance-hour, the same in every region.</summary>
    public required IReadOnlyList<(string Type, decimal Usd, string? Date)> EmrFees { get; init; }

    /// <summary>Per hour of a vCPU, of a GB of memory and of disk; a price of which AWS gave no figure keeps the book's row out.</summary>
    public required IReadOnlyList<(string Region, string Arch, decimal Vcpu, decimal Gb, decimal StorageGb, string? Date)> Serverless { get; init; }

    /// <summary>Items vcpu and memory.</summary>
    public required IReadOnlyList<(string Region, string Item, decimal Usd, string? Date)> Eks { get; init; }

    /// <summary>Per instance-hour of a zone, by zone name.</summary>
    public required IReadOnlyList<(string Region, string? ZoneName, string? ZoneId, string Type, decimal Usd, string? Date)> Spot { get; init; }

    /// <summary>Every table of a book in which these prices stand; the same prices over the same book give the same text.</summary>
    public IReadOnlyDictionary<string, string> Over(PriceBook book)
    {
        var tables = PriceTables.All.Where(t => book.TableText(t) is not null).ToDictionary(t => t, t => book.TableText(t)!, StringComparer.Ordinal);
        tables[PriceTables.Book] = $"# Refreshed from AWS over {book.Name}. Dates of single prices stand in each row.\nkey,value\nname,refreshed\ngathered,{Gathered}\n";
        var regions = Regions.ToHashSet(StringComparer.Ordinal);
        Put(PriceTables.Ec2OnDemand, ["region"], keys => regions.Contains(keys[0]), Ec2OnDemand
            .OrderBy(r => r.Region, StringComparer.Ordinal).ThenBy(r => r.Type, StringComparer.Ordinal)
            .Select(r => Row(("region", r.Region), ("instance_type", r.Type), ("usd_per_hour", Number(r.Usd)), ("date", r.Date), ("source", PriceList))));
        var types = EmrFees.Select(f => f.Type).ToHashSet(StringComparer.Ordinal);
        Put(PriceTables.EmrOnEc2, ["instance_type"], keys => types.Contains(keys[0]), EmrFees.OrderBy(f => f.Type, StringComparer.Ordinal)
            .Select(f => Row(("instance_type", f.Type), ("usd_per_hour", Number(f.Usd)), ("basis", "published"), ("confidence", "high"), ("date", f.Date), ("source", PriceList))));
        var serverless = Serverless.Select(s => (s.Region, s.Arch)).ToHashSet();
        Put(PriceTables.EmrServerless, ["region", "arch"], keys => serverless.Contains((keys[0], keys[1])), Serverless
            .OrderBy(s => s.Region, StringComparer.Ordinal).ThenBy(s => s.Arch, StringComparer.Ordinal)
            .Select(s => Row(("region", s.Region), ("arch", s.Arch), ("usd_per_vcpu_hour", Number(s.Vcpu)), ("usd_per_gb_hour", Number(s.Gb)), ("usd_per_storage_gb_hour", Number(s.StorageGb)),
                ("basis", "published"), ("date", s.Date), ("source", PriceList))));
        var eks = Eks.Select(e => (e.Region, e.Item)).ToHashSet();
        Put(PriceTables.EmrOnEks, ["region", "item"], keys => eks.Contains((keys[0], keys[1])), Eks
            .OrderBy(e => e.Region, StringComparer.Ordinal).ThenBy(e => e.Item, StringComparer.Ordinal)
            .Select(e => Row(("region", e.Region), ("item", e.Item), ("unit", e.Item == "vcpu" ? "vCPU-hour" : "GB-hour"), ("usd", Number(e.Usd)), ("basis", "published"), ("date", e.Date), ("source", PriceList))));
        tables.TryAdd(PriceTables.Spot, "# Spot prices of zones, USD per instance-hour. A zone's name is of one account, its id of all.\nregion,az_name,az_id,instance_type,product,spot_usd,date,source\n");
        var spotRegions = Spot.Select(s => s.Region).ToHashSet(StringComparer.Ordinal);
        Put(PriceTables.Spot, ["region"], keys => spotRegions.Contains(keys[0]), Spot
            .OrderBy(s => s.Region, StringComparer.Ordinal).ThenBy(s => s.Type, StringComparer.Ordinal).ThenBy(s => s.ZoneName, StringComparer.Ordinal).ThenBy(s => s.ZoneId, StringComparer.Ordinal)
            .Select(s => Row(("region", s.Region), ("az_name", s.ZoneName), ("az_id", s.ZoneId), ("instance_type", s.Type), ("product", "Linux/UNIX"), ("spot_usd", Number(s.Usd)), ("date", s.Date), ("source", "EC2 DescribeSpotPriceHistory"))));
        return tables;

        void Put(string table, string[] keys, Func<string[], bool> gives, IEnumerable<Dictionary<string, string?>> rows)
        {
            var old = CsvTable.Parse(table, tables[table]);
            var text = new StringBuilder();
            var header = old.ColumnNames;
            foreach (var line in tables[table].Split('\n').Where(l => l.StartsWith('#'))) text.Append(line.TrimEnd()).Append('\n');
            text.AppendJoin(',', header).Append('\n');
            foreach (var row in old.Rows.Where(r => !gives([.. keys.Select(k => r.Text(k) ?? "")]))) text.AppendJoin(',', header.Select(c => Quoted(row.Text(c)))).Append('\n');
            foreach (var row in rows) text.AppendJoin(',', header.Select(c => Quoted(row.GetValueOrDefault(c)))).Append('\n');
            tables[table] = text.ToString();
        }
    }

    static Dictionary<string, string?> Row(params ReadOnlySpan<(string Column, string? Value)> fields)
    {
        var row = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var (column, value) in fields) row[column] = value;
        return row;
    }

    static string Number(decimal usd) => usd.ToString("0.############", CultureInfo.InvariantCulture);

    static string Quoted(string? field) => field is null ? "" : field.Contains(',') || field.Contains('"') ? $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : field;
}
