using System.Globalization;

namespace Rightsizer.Analyzer.Ledgers.Prices;

/// <summary>What one table of the book holds.</summary>
/// <remarks>
/// <c>Regions</c>: 0 where the table has none. <c>Given</c>: from the user, not built in. Dates: of the rows that have one.
/// </remarks>
public sealed record TableCoverage(string Table, bool Given, int Rows, int Regions, string? OldestDate, string? NewestDate);

public sealed partial class PriceBook
{
    /// <summary>Every table that the book has, in the order of <see cref="PriceTables.All"/>.</summary>
    public IReadOnlyList<TableCoverage> Coverage() =>
        [.. PriceTables.All.Where(t => t != PriceTables.Book && Table(t) is not null).Select(t =>
    {
        var rows = Rows(t);
        var dates = rows.Select(r => r.Optional("date")).Where(d => d is not null).ToList();
        return new TableCoverage(t, GivenTables.Contains(t), rows.Count,
            rows.Select(r => r.Optional("region")).Where(r => r is not null and not "*").Distinct(StringComparer.Ordinal).Count(),
            dates.Min(StringComparer.Ordinal), dates.Max(StringComparer.Ordinal));
    })];

    /// <summary>Regions with an EC2 price, by name.</summary>
    public IReadOnlyList<string> Regions =>
        [.. Rows(PriceTables.Ec2OnDemand).Select(r => r.Required("region")).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>What someone would look for and not find, in words.</summary>
    public IReadOnlyList<string> Holes()
    {
        var regions = Regions;
        var holes = new List<string>();
        Without("EMR Serverless", r => Serverless(r, "x86_64").VcpuHour.Usd);
        Without("EMR on EKS fee", r => Eks(r, "vcpu").Usd);
        Without("Glue", r => Glue(r, "standard", null).Usd);
        Without("Glue Flex", r => Glue(r, "flex", null).Usd);
        Without("Glue M-DPU (R.*X workers)", r => Glue(r, "mdpu", null).Usd);
        Without("EBS gp3", r => Ebs(r, "gp3", "GB-month").Usd);
        Without("S3 requests", r => S3AndNetwork(r, "s3_put_copy_post_list").Usd);
        holes.Add("IOPS of io1 and io2 volumes, and shuffle-optimised disks of EMR Serverless: no price");
        var counts = FeeCounts();
        if (counts.Derived > 0)
            holes.Add(string.Create(CultureInfo.InvariantCulture,
                $"EMR fee: derived by a rule for {counts.Derived:#,0} of {counts.All:#,0} types; {counts.InDoubt} of these are above "
                    + $"0.27 USD an "
                + $"hour, where AWS may cap it"));
        if (regions.Count > 0)
        {
            var most = regions.MaxBy(r => Ec2Rows(r).Count)!;
            var others = regions.Where(r => r != most).Select(r => Ec2Rows(r).Count).ToList();
            if (others.Count > 0)
                holes.Add(string.Create(CultureInfo.InvariantCulture,
                    $"EC2 On-Demand: {Ec2Rows(most).Count:#,0} types in {most}, {others.Min():#,0} to {others.Max():#,0} in the other "
                        + $"regions, which "
                    + $"lack families that are newer than their date"));
        }
        if (Table(PriceTables.Spot) is null) holes.Add("Spot prices by zone: the estimate of the Spot advisor is used instead");
        return holes;

        void Without(string what, Func<string, decimal?> price)
        {
            var missing = regions.Where(r => price(r) is null).ToList();
            if (missing.Count == 0) return;
            holes.Add(missing.Count * 2 > regions.Count
                ? $"{what}: only {string.Join(", ", regions.Except(missing))}"
                : $"{what}: not in {string.Join(", ", missing)}");
        }

        (int All, int Derived, int InDoubt) FeeCounts()
        {
            var all = fees.Value.Values.Select(FeeOf).ToList();
            return (all.Count, all.Count(f => f.Price.Ground != Ground.Billed), all.Count(f => f.CapInDoubt));
        }
    }
}
