namespace Rightsizer.Aws.Pricing;

/// <summary>All pages of a question to the Price List; what cannot be read is counted and told.</summary>
sealed class ProductQuery(AmazonPricingClient client, Action<string> say, CancellationToken cancellation)
{
    public async Task<List<PriceListItem>> AskAsync(string service, params (string Field, string Value)[] filters)
    {
        var items = new List<PriceListItem>();
        var unread = 0;
        string? token = null;
        do
        {
            var page = await client.GetProductsAsync(new GetProductsRequest { ServiceCode = service, Filters = [.. filters.Select(f => new Filter(f.Field, f.Value))], NextToken = token }, cancellation).ConfigureAwait(false);
            foreach (var document in page.PriceList)
            {
                if (PriceListItem.Read(document) is { } item) items.Add(item);
                else unread++;
            }
            token = PriceRefresh.Next(page.NextToken, token, "GetProducts");
        }
        while (token is not null);
        if (unread > 0) say(FormattableString.Invariant($"{service} {string.Join(", ", filters.Select(f => f.Value))}: {unread} of {items.Count + unread} products left out, they have no single On-Demand price in USD"));
        return items;
    }

    public void Say(string line) => say(line);
}

/// <summary>What the Price List says of one region. The attributes matched on are those of the captured answers and of clients known to work.</summary>
sealed class RegionPrices(string region, ProductQuery products)
{
    const string Emr = "ElasticMapReduce";

    public async Task<List<(string Region, string Type, decimal Usd, string? Date)>> Ec2Async() =>
        [.. ByType(await products.AskAsync("AmazonEC2", ("regionCode", region), ("operatingSystem", "Linux"), ("tenancy", "Shared"),
            ("preInstalledSw", "NA"), ("capacitystatus", "Used"), ("marketoption", "OnDemand")).ConfigureAwait(false), "EC2").Select(p => (region, p.Type, p.Usd, p.Date))];

    public async Task<List<(string Type, decimal Usd, string? Date)>> EmrFeesAsync() =>
        ByType(await products.AskAsync(Emr, ("regionCode", region), ("productFamily", "Elastic Map Reduce Instance"), ("softwareType", "EMR")).ConfigureAwait(false), "EMR fee");

    /// <summary>EMR Serverless of each architecture and EMR on EKS, which share their meters.</summary>
    public async Task<(List<(string, string, decimal, decimal, decimal, string?)> Serverless, List<(string, string, decimal, string?)> Eks)> MeteredAsync()
    {
        var meters = new Dictionary<string, List<PriceListItem>>(StringComparer.Ordinal);
        foreach (var meter in new[] { "CPUHours", "GBHours", "ARMCPUHours", "ARMGBHours", "StorageGBHours" })
            meters[meter] = await products.AskAsync(Emr, ("regionCode", region), ("meterunit", meter)).ConfigureAwait(false);

        var storage = Worker("StorageGBHours");
        var serverless = new List<(string, string, decimal, decimal, decimal, string?)>();
        foreach (var (arch, vcpu, gb) in new[] { ("x86_64", Worker("CPUHours"), Worker("GBHours")), ("arm64", Worker("ARMCPUHours"), Worker("ARMGBHours")) })
        {
            if (vcpu is not null && gb is not null && storage is not null) serverless.Add((region, arch, vcpu.Usd, gb.Usd, storage.Usd, vcpu.EffectiveDate));
        }
        var eks = new List<(string, string, decimal, string?)>();
        foreach (var (item, price) in new[] { ("vcpu", Pod("CPUHours")), ("memory", Pod("GBHours")) })
        {
            if (price is not null) eks.Add((region, item, price.Usd, price.EffectiveDate));
        }
        return (serverless, eks);

        PriceListItem? Worker(string meter) => Only(meters[meter], i => i["usagetype"].Contains("SERVERLESS", StringComparison.OrdinalIgnoreCase), "EMR Serverless " + meter);

        PriceListItem? Pod(string meter) => Only(meters[meter], i => i.ProductFamily == "EMR Containers" && i["operation"] == "StartJobRun" && i["computeprovider"] == "EC2", "EMR on EKS " + meter);
    }

    PriceListItem? Only(List<PriceListItem> items, Func<PriceListItem, bool> takes, string what)
    {
        var found = items.Where(takes).Where(i => i.Usd > 0).DistinctBy(i => i.Usd).ToList();
        if (found.Count > 1) products.Say($"{region}: {what} has several prices; the book's own row is kept");
        return found.Count == 1 ? found[0] : null;
    }

    /// <summary>A type with two different prices is left out: either could be the wrong one. A price of 0 is that of a host billed elsewhere.</summary>
    List<(string Type, decimal Usd, string? Date)> ByType(List<PriceListItem> items, string what)
    {
        var prices = new List<(string, decimal, string?)>();
        foreach (var type in items.Where(i => i.Usd > 0 && i["instanceType"].Contains('.')).GroupBy(i => i["instanceType"], StringComparer.Ordinal))
        {
            if (type.Select(i => i.Usd).Distinct().Count() == 1) prices.Add((type.Key, type.First().Usd, type.First().EffectiveDate));
            else products.Say($"{region}: {what} of {type.Key} has several prices and is left out");
        }
        return prices;
    }
}
