using System.Globalization;

namespace Rightsizer.Analyzer.Ledgers.Prices;

public sealed partial class PriceBook
{
    readonly Lazy<ServerlessGrid> grid;

    /// <summary>Legal worker sizes of EMR Serverless.</summary>
    public ServerlessGrid ServerlessGrid => grid.Value;

    /// <remarks><c>arch</c>: x86_64 or arm64.</remarks>
    public ServerlessPrices Serverless(string region, string arch)
    {
        var row = Rows(PriceTables.EmrServerless).FirstOrDefault(r => r.Is("region", region) && r.Is("arch", arch));
        if (row is not null)
            return new ServerlessPrices(PriceOf(PriceTables.EmrServerless, row, "usd_per_vcpu_hour"),
                PriceOf(PriceTables.EmrServerless, row, "usd_per_gb_hour"),
                PriceOf(PriceTables.EmrServerless, row, "usd_per_storage_gb_hour"));
        var hole = Price.Hole($"{PriceTables.EmrServerless}: no {arch} in {region}");
        return new ServerlessPrices(hole, hole, hole);
    }

    /// <summary>vcpu, memory, eks_cluster, eks_cluster_extended_support, fargate_vcpu, fargate_memory; per hour.</summary>
    public Price Eks(string region, string item) => Item(PriceTables.EmrOnEks, region, item);

    /// <summary>s3_put_copy_post_list, s3_get_and_other (per 1,000 requests), inter_az_transfer (per GB and direction).</summary>
    public Price S3AndNetwork(string region, string item) => Item(PriceTables.S3AndNetwork, region, item);

    Price Item(string table, string region, string item) =>
        (Rows(table).FirstOrDefault(r => r.Is("region", region) && r.Is("item", item))
            ?? Rows(table).FirstOrDefault(r => r.Is("region", "*") && r.Is("item", item))) is { } row
            ? PriceOf(table, row, "usd") : Price.Hole($"{table}: no {item} in {region}");

    /// <summary>Per DPU-hour.</summary>
    /// <remarks>
    /// <c>priceClass</c>: standard, flex, mdpu. <c>glueVersion</c>: "5.0"; null is taken for the newest of the rows up to 5.1.
    /// </remarks>
    public Price Glue(string region, string priceClass, string? glueVersion) =>
        Rows(PriceTables.Glue).FirstOrDefault(
            r => r.Is("region", region) && r.Is("class", priceClass) && Covers(r.Required("glue_version"), glueVersion)) is { } row
            ? PriceOf(PriceTables.Glue, row, "usd_per_dpu_hour")
            : Price.Hole($"{PriceTables.Glue}: no {priceClass} of Glue {glueVersion ?? "up to 5.1"} in {region}");

    static bool Covers(string rowVersion, string? glueVersion)
    {
        if (!rowVersion.StartsWith("<=", StringComparison.Ordinal)) return rowVersion == glueVersion;
        return glueVersion is null
            || (decimal.TryParse(glueVersion, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var v)
                && decimal.TryParse(rowVersion.AsSpan(2), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var max)
                && v <= max);
    }

    /// <summary>Null when Glue has no such worker type.</summary>
    public GlueWorker? GlueWorkerOf(string name) => GlueWorkers.FirstOrDefault(w => w.Name == name);

    /// <summary>In the book's order, smallest first.</summary>
    public IEnumerable<GlueWorker> GlueWorkers => Rows(PriceTables.GlueWorkers).Select(r => new GlueWorker(
        r.Required("worker"), r.Number("dpu") ?? 0, r.Text("dpu_kind") == "M-DPU", r.Whole("vcpu") ?? 0, r.Whole("memory_gb") ?? 0));

    ServerlessGrid ReadGrid() => new([.. Rows(PriceTables.EmrServerlessWorkers).Select(r => new ServerlessGridRow(
        r.Whole("vcpu") ?? 0, Sizes(r),
        r.Whole("disk_free_gb") ?? 0, r.Whole("standard_disk_min_gb") ?? 0, r.Whole("standard_disk_max_gb") ?? 0,
            r.Whole("shuffle_optimized_disk_max_gb") ?? 0))
        .OrderBy(r => r.Vcpu)]);

    static List<int> Sizes(CsvRow row)
    {
        if (row.Text("memory_values_gb") is { } listed)
            return [.. listed.Split(' ').Select(v =>
                int.TryParse(v, NumberStyles.None, CultureInfo.InvariantCulture, out var gb) ? gb
                : throw row.Bad("memory_values_gb", $"is not a list of whole numbers: {listed}")).Order()];
        var sizes = new List<int>();
        var step = Math.Max(1, row.Whole("memory_step_gb") ?? 1);
        var max = Math.Min(row.Whole("memory_max_gb") ?? 0, 10_000);
        for (var gb = row.Whole("memory_min_gb") ?? 0; gb <= max; gb += step) sizes.Add(gb);
        return sizes;
    }
}
