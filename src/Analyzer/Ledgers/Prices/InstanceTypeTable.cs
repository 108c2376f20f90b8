namespace Rightsizer.Analyzer.Ledgers.Prices;

/// <summary>Reads the facts of all instance types: the one table of which every row is asked.</summary>
/// <param name="types">Rows of <see cref="PriceTables.InstanceTypes"/>.</param>
/// <param name="runByEmr">Rows of <see cref="PriceTables.EmrInstanceTypes"/>.</param>
/// <param name="hasPublishedFee">Whether EMR's fee of a type is published, which shows that EMR runs it.</param>
sealed class InstanceTypeTable(IReadOnlyList<CsvRow> types, IReadOnlyList<CsvRow> runByEmr, Func<string, bool> hasPublishedFee)
{
    const string X86 = "x86_64", Arm = "arm64";

    /// <summary>By name; of two rows for the same type the later one holds.</summary>
    public Dictionary<string, InstanceType> Read()
    {
        var releases = Releases();
        var read = new Dictionary<string, InstanceType>(types.Count, StringComparer.Ordinal);
        string? processor = null;
        foreach (var row in types)
        {
            // sizes of a family stand together: one string for all of them
            if (!row.Is("processor", processor)) processor = row.Text("processor");
            var type = Read(row, processor, releases);
            read[type.Name] = type;
        }
        return read;
    }

    InstanceType Read(CsvRow r, string? processor, Dictionary<string, EmrTypeReleases> releases)
    {
        var name = r.Required("instance_type");
        return new()
        {
            Name = name,
            Vcpu = r.Whole("vcpu") is > 0 and var vcpu ? vcpu : throw r.Bad("vcpu", "must be above 0"),
            MemoryGib = r.Number("memory_gib") is > 0 and var gib ? gib : throw r.Bad("memory_gib", "must be above 0"),
            Arch = r.Is("arch", X86) ? X86 : r.Is("arch", Arm) ? Arm : r.Required("arch"),
            LocalStorageGb = r.Number("local_storage_gb") ?? 0,
            NetworkBaselineGbps = r.Number("network_baseline_gbps"),
            EbsBaselineMbps = r.Number("ebs_baseline_mbps"),
            Processor = processor,
            EmrReleases = releases.GetValueOrDefault(name),
            Emr = releases.ContainsKey(name) || hasPublishedFee(name) ? EmrSupport.Yes
                : r.Is("emr_supported", "yes") ? EmrSupport.Yes
                : r.Is("emr_supported", "no") ? EmrSupport.No : EmrSupport.Unknown,
        };
    }

    /// <summary>Types with the same releases share them: 731 rows have 29 different lists.</summary>
    Dictionary<string, EmrTypeReleases> Releases()
    {
        var read = new Dictionary<string, EmrTypeReleases>(runByEmr.Count, StringComparer.Ordinal);
        var different = new Dictionary<string, EmrTypeReleases>(StringComparer.Ordinal);
        foreach (var row in runByEmr)
        {
            var text = row.Required("releases");
            if (!different.TryGetValue(text, out var releases))
                different[text] = releases = EmrTypeReleases.Parse(text)
                    ?? throw row.Bad("releases", "is not a list of releases such as 6.8.0+");
            read[row.Required("instance_type")] = releases;
        }
        return read;
    }
}
