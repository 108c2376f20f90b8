namespace Rightsizer.Analyzer.Ledgers.Prices;

/// <summary>Prices that AWS gave today, to be laid over a book.</summary>
/// <remarks>
/// EC2 On-Demand and Spot prices of a refreshed region are replaced whole. Every other price replaces its own cell alone;
/// the rest of the book stays as it was, each row with its own date.
/// </remarks>
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

    /// <summary>Per hour of a vcpu, of a gb of memory, of a storage_gb of disk; the kind is the processor.</summary>
    public required IReadOnlyList<RefreshedItem> Serverless { get; init; }

    /// <summary>Items of EMR on EKS, of the control plane and of Fargate, per hour.</summary>
    public required IReadOnlyList<RefreshedItem> Eks { get; init; }

    /// <summary>Per DPU-hour: items are Glue's classes, the kind its versions.</summary>
    public IReadOnlyList<RefreshedItem> Glue { get; init; } = [];

    /// <summary>Items are the units of the table, the kind is the volume type.</summary>
    public IReadOnlyList<RefreshedItem> Ebs { get; init; } = [];

    /// <summary>Per 1,000 requests.</summary>
    public IReadOnlyList<RefreshedItem> S3 { get; init; } = [];

    /// <summary>Account that asked, whose names the zones have; null when unknown.</summary>
    public string? Account { get; init; }

    /// <summary>Per instance-hour of a zone.</summary>
    public required IReadOnlyList<(
        string Region, string? ZoneName, string? ZoneId, string Type, decimal Usd, string? Date)> Spot
    { get; init; }

    /// <summary>What the Spot Advisor says; empty where it did not answer, and the book's rows stay.</summary>
    public IReadOnlyList<AdvisedType> Advisor { get; init; } = [];

    /// <summary>Facts of instance types, which take the place of the book's; what EC2 does not say stays.</summary>
    public IReadOnlyList<DescribedType> Types { get; init; } = [];

    /// <summary>Every table of a book in which these prices stand; the same prices over the same book give the same text.</summary>
    public IReadOnlyDictionary<string, string> Over(PriceBook book)
    {
        var tables = new RefreshedTables(book, Gathered);
        var regions = Regions.ToHashSet(StringComparer.Ordinal);
        tables.Replace(PriceTables.Ec2OnDemand, row => regions.Contains(row("region")), Ec2OnDemand
            .OrderBy(r => r.Region, StringComparer.Ordinal).ThenBy(r => r.Type, StringComparer.Ordinal)
            .Select(r => Row(
            ("region", r.Region), ("instance_type", r.Type), ("usd_per_hour", Number(r.Usd)), ("date", r.Date), ("source", PriceList))));
        foreach (var f in EmrFees.OrderBy(f => f.Type, StringComparer.Ordinal))
        {
            tables.Set(PriceTables.EmrOnEc2, [("instance_type", f.Type)],
                Row(("usd_per_hour", Number(f.Usd)), ("basis", "published"), ("confidence", "high"), ("date", f.Date),
                    ("source", PriceList)));
        }
        foreach (var row in Ordered(Serverless).GroupBy(s => (s.Region, s.Kind)))
            tables.SetInPart(PriceTables.EmrServerless, [("region", row.Key.Region), ("arch", row.Key.Kind)], ServerlessColumns,
                [.. row.Select(i => ($"usd_per_{i.Item}_hour", i))], PriceList);
        foreach (var e in Ordered(Eks))
            tables.Set(PriceTables.EmrOnEks, [("region", e.Region), ("item", e.Item)], Published(e, "usd", ("unit", UnitOf(e.Item))));
        foreach (var g in Ordered(Glue))
            tables.Set(PriceTables.Glue, [("region", g.Region), ("class", g.Item), ("glue_version", g.Kind)],
                Published(g, "usd_per_dpu_hour"));
        foreach (var e in Ordered(Ebs))
            tables.Set(PriceTables.Ebs, [("region", e.Region), ("volume_type", e.Kind), ("unit", e.Item)], Published(e, "usd"));
        foreach (var s in Ordered(S3))
            tables.Set(PriceTables.S3AndNetwork, [("region", s.Region), ("item", s.Item)], Published(s, "usd", ("unit", "1000 requests")));
        var spotRegions = Spot.Select(s => s.Region).ToHashSet(StringComparer.Ordinal);
        tables.Widen(PriceTables.Spot, "az_id", "account");
        tables.Replace(PriceTables.Spot, row => spotRegions.Contains(row("region")), Spot
            .OrderBy(s => s.Region, StringComparer.Ordinal).ThenBy(s => s.Type, StringComparer.Ordinal)
            .ThenBy(s => s.ZoneName, StringComparer.Ordinal).ThenBy(s => s.ZoneId, StringComparer.Ordinal)
            .Select(s => Row(
            ("region", s.Region), ("az_name", s.ZoneName), ("az_id", s.ZoneId), ("account", Account), ("instance_type", s.Type),
                ("product", "Linux/UNIX"), ("spot_usd", Number(s.Usd)), ("date", s.Date), ("source", "EC2 DescribeSpotPriceHistory"))));
        var advised = Advisor.Select(a => a.Region).ToHashSet(StringComparer.Ordinal);
        var onDemand = Ec2OnDemand.ToDictionary(e => (e.Region, e.Type), e => e.Usd);
        tables.Replace(PriceTables.SpotAdvisor, row => advised.Contains(row("region")), Advisor
            .OrderBy(a => a.Region, StringComparer.Ordinal).ThenBy(a => a.Type, StringComparer.Ordinal)
            .Select(a => Row(
            ("region", a.Region), ("instance_type", a.Type), ("interruption_band", a.Band), ("savings_pct", Number(a.SavingsPct)),
                ("est_spot_usd", onDemand.TryGetValue((a.Region, a.Type), out var usd)
                    ? Number(decimal.Round(usd * (1 - a.SavingsPct / 100), 4)) : null),
                ("date", Gathered), ("source", "AWS Spot Instance Advisor"))));
        foreach (var t in Types.OrderBy(t => t.Name, StringComparer.Ordinal))
        {
            var row = t.Row;
            (row["date"], row["source"]) = (Gathered, "EC2 DescribeInstanceTypes");
            tables.Merge(PriceTables.InstanceTypes, "instance_type", t.Name, row);
        }
        return tables.All;
    }

    /// <summary>Facts that both have and that are not the same, in the order of types and columns.</summary>
    public IReadOnlyList<TypeDifference> DifferentTypes(PriceBook book) => [.. Types.OrderBy(t => t.Name, StringComparer.Ordinal)
        .SelectMany(t => book.TypeFacts(t.Name) is not { } known ? [] : t.Row
            .Where(fact => fact.Value is not null && known(fact.Key) is { } was && was != fact.Value)
            .Select(fact => new TypeDifference(t.Name, fact.Key, known(fact.Key)!, fact.Value!)))];

    static readonly string[] ServerlessColumns = ["usd_per_vcpu_hour", "usd_per_gb_hour", "usd_per_storage_gb_hour"];

    static IOrderedEnumerable<RefreshedItem> Ordered(IEnumerable<RefreshedItem> items) =>
        items.OrderBy(i => i.Region, StringComparer.Ordinal).ThenBy(i => i.Item, StringComparer.Ordinal)
            .ThenBy(i => i.Kind, StringComparer.Ordinal);

    static string UnitOf(string eksItem) => eksItem switch
    {
        "vcpu" or "fargate_vcpu" => "vCPU-hour",
        "memory" or "fargate_memory" => "GB-hour",
        _ => "cluster-hour",
    };

    static Dictionary<string, string?> Published(RefreshedItem item, string column, params ReadOnlySpan<(string, string?)> more) =>
        Row([(column, Number(item.Usd)), ("basis", "published"), ("date", item.Date), ("source", PriceList), .. more]);

    static Dictionary<string, string?> Row(params ReadOnlySpan<(string Column, string? Value)> fields)
    {
        var row = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var (column, value) in fields) row[column] = value;
        return row;
    }

    static string Number(decimal usd) => RefreshedTables.Number(usd);
}
