using System.Collections.Concurrent;
using System.Globalization;
using Rightsizer.Analyzer.Facts.Clusters;

namespace Rightsizer.Analyzer.Ledgers.Prices;

public sealed partial class PriceBook
{
    // The advisor's estimate was 60 % too low to 70 % too high against 309 zone prices (spot-advisor.csv): true = estimate / 1.70 ..
    // estimate / 0.40.
    const decimal AdvisorTooHigh = 1.70m, AdvisorTooLow = 0.40m;

    readonly Lazy<Dictionary<string, InstanceType>> types;
    readonly Lazy<Dictionary<string, CsvRow>> typeRows;
    readonly Lazy<InstanceType[]> typesByName;
    readonly Lazy<ILookup<string, InstanceType>> typesByFamily;
    readonly Lazy<ILookup<string?, CsvRow>> ebsDefaults;
    readonly Lazy<ILookup<(string? Region, string? VolumeType, string? Unit), CsvRow>> ebs;
    readonly Lazy<Dictionary<string, CsvRow>> fees;
    readonly Lazy<Dictionary<string, YarnMemory?>> yarn;
    readonly ConcurrentDictionary<string, Lazy<Dictionary<string, CsvRow>>> ec2ByRegion = new(StringComparer.Ordinal),
        advisorByRegion = new(StringComparer.Ordinal);

    /// <summary>Facts of a type; null when the book does not know it.</summary>
    public InstanceType? Type(string name) => types.Value.GetValueOrDefault(name);

    /// <summary>What a type's row has by column, numbers as <see cref="RefreshedTables"/> writes them; null without a row.</summary>
    internal Func<string, string?>? TypeFacts(string name) => typeRows.Value.GetValueOrDefault(name) is not { } row ? null
        : column => row.Optional(column) is not { } text ? null
            : decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                ? RefreshedTables.Number(number) : text;

    /// <summary>Every type of the book, by name.</summary>
    public IReadOnlyList<InstanceType> Types => typesByName.Value;

    /// <summary>The types of these families, by name within a family.</summary>
    public IEnumerable<InstanceType> TypesOf(IEnumerable<string> families) => families.SelectMany(f => typesByFamily.Value[f]);

    /// <summary>Of the types that were asked for: thousands of runs ask for a few dozen.</summary>
    readonly ConcurrentDictionary<CsvRow, Price> ec2Prices = new();
    readonly ConcurrentDictionary<CsvRow, EmrFee> emrFees = new();

    /// <summary>Linux, shared tenancy, per instance-hour.</summary>
    public Price Ec2OnDemand(string region, string type) => Ec2Rows(region).TryGetValue(type, out var row)
        ? ec2Prices.GetOrAdd(row, static r => PriceOf(PriceTables.Ec2OnDemand, r, "usd_per_hour"))
        : Price.Hole($"{PriceTables.Ec2OnDemand}: "
        + $"{(Ec2Rows(region).Count == 0 ? $"region {region} is not in the book" : $"no {type} in {region}")}");

    /// <summary>EMR's fee per instance-hour: the same in all commercial regions, and on Spot.</summary>
    public EmrFee EmrOnEc2Fee(string region, string type)
    {
        if (!HasEmrFees(region))
            return new EmrFee(Price.Hole($"{PriceTables.EmrOnEc2}: holds the fee of commercial regions only"), false);
        if (Type(type) is { Emr: EmrSupport.No })
            return new EmrFee(Price.Hole($"{PriceTables.InstanceTypes}: EMR does not run {type}"), false);
        return fees.Value.TryGetValue(type, out var row) ? emrFees.GetOrAdd(row, FeeOf)
            : new EmrFee(Price.Hole($"{PriceTables.EmrOnEc2}: no {type}"), false);
    }

    /// <summary>The hourly price alone, for comparing hundreds of types; null where <see cref="Ec2OnDemand"/> has none.</summary>
    internal decimal? Ec2OnDemandUsd(string region, string type) =>
        Ec2Rows(region).TryGetValue(type, out var row) ? row.Number("usd_per_hour") : null;

    /// <summary>The fee alone; null where <see cref="EmrOnEc2Fee"/> has none.</summary>
    internal decimal? EmrOnEc2FeeUsd(string region, string type) => HasEmrFees(region) && Type(type) is not { Emr: EmrSupport.No }
        && fees.Value.TryGetValue(type, out var row) ? row.Number("usd_per_hour") : null;

    static bool HasEmrFees(string region) =>
        !region.StartsWith("us-gov-", StringComparison.Ordinal) && !region.StartsWith("cn-", StringComparison.Ordinal);

    /// <summary>What YARN may give away on a node; null when unknown or too small.</summary>
    public YarnMemory? YarnMemoryOf(string type) => yarn.Value.GetValueOrDefault(type);

    /// <summary>Default data volumes of an EBS-only size; null when unknown.</summary>
    public EbsDefault? EbsDefaults(string size) => ebsDefaults.Value[size].FirstOrDefault() is { } row
        ? new EbsDefault(row.Whole("volumes") ?? 0, row.Whole("gib_each") ?? 0) : null;

    /// <summary>An EBS price: GB-month, "IOPS-month above 3000", "GiBps-month above 125 MiB/s".</summary>
    public Price Ebs(string region, string volumeType, string unit) =>
        ebs.Value[(region, volumeType, unit)].FirstOrDefault() is { } row
            ? PriceOf(PriceTables.Ebs, row, "usd") : Price.Hole($"{PriceTables.Ebs}: no {volumeType} {unit} in {region}");

    /// <summary>
    /// The best Spot price the book has: the zone's, else the mean of the region's zones, else the advisor's estimate; null when there is
    /// none.
    /// </summary>
    /// <remarks>
    /// <c>zone</c>: matched by id where both ids are known, else by name within one account. Null when unknown.
    /// </remarks>
    public SpotPrice? Spot(string region, string type, AwsZone? zone)
    {
        var zones = Rows(PriceTables.Spot)
            .Where(r => r.Is("region", region) && r.Is("instance_type", type) && r.Number("spot_usd") is not null).ToList();
        if (zone is not null && zones.Find(r => IsOf(zone, r)) is { } own)
            return new SpotPrice(PriceOf(PriceTables.Spot, own, "spot_usd"), null, null);
        if (zones.Count > 0)
        {
            var prices = zones.ConvertAll(r => r.Number("spot_usd")!.Value);
            var source = FormattableString.Invariant(
                $"{SourceOf(PriceTables.Spot, zones[0])}, mean of {prices.Count} zones ({prices.Min():0.####} to {prices.Max():0.####})");
            return new SpotPrice(new Price(prices.Sum() / prices.Count, Ground.Derived, source,
                zones.Select(r => r.Optional("date")).Max(StringComparer.Ordinal)), prices.Min(), prices.Max());
        }
        if (!Advisor(region).TryGetValue(type, out var row) || row.Number("est_spot_usd") is not { } estimate) return null;
        var (low, high) = (BillingMath.Round6(estimate / AdvisorTooHigh), BillingMath.Round6(estimate / AdvisorTooLow));
        return new SpotPrice(
            new Price(estimate, Ground.Derived, FormattableString.Invariant(
                $"{SourceOf(PriceTables.SpotAdvisor, row)}, On-Demand x (1 - saving), {low:0.####} to {high:0.####} at worst"),
                row.Optional("date")), low, high);
    }

    static bool IsOf(AwsZone zone, CsvRow row) => zone.Id is { } id && row.Optional("az_id") is { } listed ? listed == id
        : zone.Name is { } name && row.Optional("az_name") == name && (zone.Account is not { } own || row.Optional("account") == own);

    /// <summary>Whether <see cref="Spot"/> has a price where no zone is known.</summary>
    internal bool HasSpot(string region, string type) =>
        Rows(PriceTables.Spot).Any(r => r.Is("region", region) && r.Is("instance_type", type) && r.Number("spot_usd") is not null)
        || (Advisor(region).TryGetValue(type, out var row) && row.Number("est_spot_usd") is not null);

    /// <summary>Null when the advisor has no row.</summary>
    public InterruptionBand? Interruption(string region, string type) => Advisor(region).TryGetValue(type, out var row)
        ? new InterruptionBand(row.Required("interruption_band"), row.Number("savings_pct"), row.Optional("date")) : null;

    Dictionary<string, CsvRow> Ec2Rows(string region) => ByType(ec2ByRegion, PriceTables.Ec2OnDemand, region);

    Dictionary<string, CsvRow> Advisor(string region) => ByType(advisorByRegion, PriceTables.SpotAdvisor, region);

    Dictionary<string, CsvRow> ByType(ConcurrentDictionary<string, Lazy<Dictionary<string, CsvRow>>> cache, string table, string region) =>
        cache.GetOrAdd(region, key => new Lazy<Dictionary<string, CsvRow>>(() => Index(table, "instance_type", r => r, key))).Value;

    EmrFee FeeOf(CsvRow row)
    {
        var price = PriceOf(PriceTables.EmrOnEc2, row, "usd_per_hour");
        var confidence = row.Optional("confidence");
        var inDoubt = price.Usd > EmrFee.CapUsd && price.Ground == Ground.Derived && confidence == "low";
        return new EmrFee(confidence is null ? price : price with { Source = $"{price.Source} (confidence {confidence})" }, inDoubt);
    }

    Dictionary<string, InstanceType> ReadTypes() => new InstanceTypeTable(
        Rows(PriceTables.InstanceTypes), Rows(PriceTables.EmrInstanceTypes),
        type => fees.Value.TryGetValue(type, out var row) && row.Number("usd_per_hour") is not null && GroundOf(row) == Ground.Billed)
        .Read();
}
