namespace Rightsizer.Analyzer.Ledgers.Prices;

/// <summary>Facts of an instance type as EC2's DescribeInstanceTypes gives them; the same in every region.</summary>
public sealed record DescribedType
{
    public required string Name { get; init; }
    public required int Vcpu { get; init; }
    public required long MemoryMib { get; init; }

    /// <summary>x86_64 or arm64.</summary>
    public required string Arch { get; init; }

    /// <summary>Local disks together, 0 without them; null where AWS does not say.</summary>
    public decimal? LocalStorageGb { get; init; }

    /// <summary>Of all network cards; null where AWS publishes no figure.</summary>
    public decimal? NetworkBaselineGbps { get; init; }

    /// <summary>Of all network cards; null where AWS publishes no figure.</summary>
    public decimal? NetworkBurstGbps { get; init; }

    /// <summary>Null where AWS publishes no figure.</summary>
    public decimal? EbsBaselineMbps { get; init; }

    /// <summary>Null where AWS publishes no figure.</summary>
    public decimal? SustainedClockMhz { get; init; }

    /// <summary>By column of <see cref="PriceTables.InstanceTypes"/>; null leaves what the table has.</summary>
    internal Dictionary<string, string?> Row => new(StringComparer.Ordinal)
    {
        ["vcpu"] = RefreshedTables.Number(Vcpu),
        ["memory_gib"] = RefreshedTables.Number(MemoryMib / 1024m),
        ["arch"] = Arch,
        ["local_storage_gb"] = Text(LocalStorageGb),
        ["network_baseline_gbps"] = Text(NetworkBaselineGbps),
        ["network_burst_gbps"] = Text(NetworkBurstGbps),
        ["ebs_baseline_mbps"] = Text(EbsBaselineMbps),
        ["sustained_clock_mhz"] = Text(SustainedClockMhz),
    };

    static string? Text(decimal? value) => value is { } number ? RefreshedTables.Number(number) : null;
}

/// <summary>A fact of an instance type in which EC2 and a price list differ.</summary>
/// <param name="Type">Instance type.</param>
/// <param name="Fact">Column of <see cref="PriceTables.InstanceTypes"/>.</param>
/// <param name="Was">In the price list.</param>
/// <param name="Is">As EC2 describes it.</param>
public sealed record TypeDifference(string Type, string Fact, string Was, string Is);
