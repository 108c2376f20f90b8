using Rightsizer.Analyzer.Ledgers.Prices;

namespace Rightsizer.Aws.Pricing;

/// <summary>
/// What the Price List says of one region. Products are matched by service, family, operation and usage type: those of captured answers, of
/// bills and of
/// clients known to work. Every price is looked up on its own: one with several figures is left to the book, and its neighbours are not.
/// </summary>
sealed class RegionPrices(string region, ProductQuery products)
{
    const string Emr = "ElasticMapReduce", Ec2 = "AmazonEC2";

    public async Task<List<(string Region, string Type, decimal Usd, string? Date)>> Ec2Async() =>
        [.. ByType(await products.AskAsync(Ec2, ("regionCode", region), ("operatingSystem", "Linux"), ("tenancy", "Shared"),
            ("preInstalledSw", "NA"), ("capacitystatus", "Used"), ("marketoption", "OnDemand")).ConfigureAwait(false), "EC2")
                .Select(p => (region, p.Type, p.Usd, p.Date))];

    public async Task<List<(string Type, decimal Usd, string? Date)>> EmrFeesAsync() =>
        ByType(await products.AskAsync(Emr, ("regionCode", region), ("productFamily", "Elastic Map Reduce Instance"),
            ("softwareType", "EMR")).ConfigureAwait(false), "EMR fee");

    /// <summary>EMR Serverless of each processor: its family, then the usage type.</summary>
    public async Task<List<RefreshedItem>> ServerlessAsync()
    {
        var items = await products.AskAsync(Emr, ("regionCode", region), ("productFamily", "EMR Serverless")).ConfigureAwait(false);
        var found = new List<RefreshedItem>();
        foreach (var (arch, infix) in new[] { ("x86_64", ""), ("arm64", "ARM-") })
        {
            Add(found, items, $"EMR-SERVERLESS-{infix}vCPUHours", "vcpu", arch);
            Add(found, items, $"EMR-SERVERLESS-{infix}MemoryGBHours", "gb", arch);
            // one price of disk for both
            Add(found, items, "EMR-SERVERLESS-StorageGBHours", "storage_gb", arch);
        }
        return found;
    }

    /// <summary>What pods of EMR on EKS pay, the control plane, and Fargate.</summary>
    public async Task<List<RefreshedItem>> EksAsync()
    {
        var pods = await products.AskAsync(Emr, ("regionCode", region), ("productFamily", "EMR Containers")).ConfigureAwait(false);
        var found = new List<RefreshedItem>();
        Add(found, pods, "EMR-EKS-EC2-vCPUHours", "vcpu");
        Add(found, pods, "EMR-EKS-EC2-GBHours", "memory");
        var eks = await products.AskAsync("AmazonEKS", ("regionCode", region)).ConfigureAwait(false);
        Add(found, eks, "AmazonEKS-Hours:perCluster", "eks_cluster");
        // the list has what extended support costs on top
        if (Only(eks, "AmazonEKS-Hours:perCluster") is { } cluster && Only(eks, "AmazonEKS-Hours:extendedSupport") is { } extended)
            found.Add(new RefreshedItem(region, "eks_cluster_extended_support", "", cluster.Usd + extended.Usd, extended.EffectiveDate));
        Add(found, eks, "Fargate-vCPU-Hours:perCPU", "fargate_vcpu");
        Add(found, eks, "Fargate-GB-Hours", "fargate_memory");
        return found;
    }

    /// <summary>Standard and flexible execution up to Glue 5.1 and of Glue 6.0, whose usage types end in Gen2.</summary>
    public async Task<List<RefreshedItem>> GlueAsync()
    {
        var items = await products.AskAsync("AWSGlue", ("regionCode", region)).ConfigureAwait(false);
        var found = new List<RefreshedItem>();
        foreach (var (version, suffix) in new[] { ("<=5.1", ""), ("6.0", "-Gen2") })
        {
            Add(found, [.. items.Where(i => i["operation"] == "Jobrun")], "ETL-DPU-Hour" + suffix, "standard", version);
            Add(found, [.. items.Where(i => i["operation"] == "FlexJobrun")], "ETL-Flex-DPU-Hour" + suffix, "flex", version);
        }
        return found;
    }

    public async Task<List<RefreshedItem>> EbsAsync()
    {
        var found = new List<RefreshedItem>();
        var storage = await products.AskAsync(Ec2, ("regionCode", region), ("productFamily", "Storage")).ConfigureAwait(false);
        foreach (var (type, usage) in new[] { ("gp2", "gp2"), ("gp3", "gp3"), ("io1", "piops"), ("io2", "io2"), ("st1", "st1"),
            ("sc1", "sc1") })
            Add(found, storage, "EBS:VolumeUsage." + usage, "GB-month", type);
        Add(found, await products.AskAsync(Ec2, ("regionCode", region), ("productFamily", "System Operation")).ConfigureAwait(false),
            "EBS:VolumeP-IOPS.gp3", "IOPS-month above 3000", "gp3");
        Add(found, await products.AskAsync(Ec2, ("regionCode", region), ("productFamily", "Provisioned Throughput")).ConfigureAwait(false),
            "EBS:VolumeP-Throughput.gp3", "GiBps-month above 125 MiB/s", "gp3");
        return found;
    }

    /// <summary>Requests, of which the table has the price of a thousand.</summary>
    public async Task<List<RefreshedItem>> S3Async()
    {
        var items = await products.AskAsync("AmazonS3", ("regionCode", region), ("productFamily", "API Request")).ConfigureAwait(false);
        var found = new List<RefreshedItem>();
        Add(found, items, "Requests-Tier1", "s3_put_copy_post_list");
        Add(found, items, "Requests-Tier2", "s3_get_and_other");
        return [.. found.Select(i => i with { Usd = i.Usd * 1000 })];
    }

    void Add(List<RefreshedItem> found, List<PriceListItem> items, string usage, string item, string kind = "")
    {
        if (Only(items, usage) is { } price) found.Add(new RefreshedItem(region, item, kind, price.Usd, price.EffectiveDate));
    }

    /// <summary>The product of that usage type; null where there is none, or figures differ.</summary>
    PriceListItem? Only(List<PriceListItem> items, string usage)
    {
        var found = items.Where(i => i.Usd > 0 && IsUsage(i["usagetype"], usage)).DistinctBy(i => i.Usd).ToList();
        if (found.Count > 1) products.Say($"{region}: {usage} has several prices; the row of the price list is kept");
        return found.Count == 1 ? found[0] : null;
    }

    /// <summary>"USE1-ETL-DPU-Hour" is "ETL-DPU-Hour" of a region; some regions and services have no prefix.</summary>
    internal static bool IsUsage(string usageType, string usage) =>
        usageType.EndsWith(usage, StringComparison.OrdinalIgnoreCase)
        && (usageType.Length == usage.Length
            || (usageType[^(usage.Length + 1)] == '-' && usageType.AsSpan()[..^(usage.Length + 1)].IndexOfAnyExcept(RegionPrefix) < 0));

    static readonly System.Buffers.SearchValues<char> RegionPrefix = System.Buffers.SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");

    /// <summary>
    /// A type with two different prices is left out: either could be the wrong one. A price of 0 is that of a host billed elsewhere.
    /// </summary>
    List<(string Type, decimal Usd, string? Date)> ByType(List<PriceListItem> items, string what)
    {
        var prices = new List<(string, decimal, string?)>();
        foreach (var type in items.Where(i => i.Usd > 0 && i["instanceType"].Contains('.'))
            .GroupBy(i => i["instanceType"], StringComparer.Ordinal))
        {
            if (type.Select(i => i.Usd).Distinct().Count() == 1) prices.Add((type.Key, type.First().Usd, type.First().EffectiveDate));
            else products.Say($"{region}: {what} of {type.Key} has several prices and is left out");
        }
        return prices;
    }
}
