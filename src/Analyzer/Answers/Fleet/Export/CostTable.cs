using System.Text.Json;
using Rightsizer.Analyzer.Answers.Fleet.Bills;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Ledgers;
using static Rightsizer.Analyzer.Answers.Fleet.Export.ExportType;

namespace Rightsizer.Analyzer.Answers.Fleet.Export;

/// <summary>
/// Costs by line with the column names of FOCUS 1.2, the FinOps Open Cost and Usage Specification. Columns that FOCUS does not have begin
/// with x_, as it asks.
/// </summary>
/// <remarks>https://focus.finops.org/focus-specification/v1-2/</remarks>
static class CostTable
{
    public static readonly TableOf<ExportedCost> Costs = new("costs",
        "What each run cost, line by line, with the column names of FOCUS. The lines of a run sum to its cost_usd.",
        ("BilledCost", Money, "What was billed; absent where the amount is an estimate.", c => c.Ground == Ground.Billed ? c.Usd : null),
        ("BillingCurrency", Text, "USD.", _ => "USD"),
        ("ChargeCategory", Text, "Usage.", _ => "Usage"),
        ("ChargeDescription", Text, "The line in words.", c => c.Name),
        ("ChargePeriodStart", Time, "Start of the run.", c => c.Run.Run.StartMs),
        ("ChargePeriodEnd", Time, "End of the run.", c => c.Run.Run.EndMs),
        ("ConsumedQuantity", Exact, "Quantity used; absent where only the sum of a service is known.", c => c.Line?.Quantity),
        ("ConsumedUnit", Text, "Its unit.", c => c.Line?.Unit),
        ("ContractedUnitPrice", Exact, "Unit price after discounts.", c => c.Line?.UnitPriceUsd),
        ("EffectiveCost", Money, "The amount: sum this column.", c => c.Usd),
        ("PricingQuantity", Exact, "As ConsumedQuantity.", c => c.Line?.Quantity),
        ("PricingUnit", Text, "As ConsumedUnit.", c => c.Line?.Unit),
        ("ProviderName", Text, "AWS; absent for a cluster of another price.", c => IsAws(c) ? "AWS" : null),
        ("RegionId", Text, "Region of the prices.", c => c.Run.Run.Cost?.Region),
        ("ResourceId", Text, "Id of the application.", c => c.Run.Run.App?.Id),
        ("ResourceName", Text, "Name of the application.", c => c.Run.Run.App?.Name),
        ("ResourceType", Text, "Spark application.", _ => "Spark application"),
        ("ServiceCategory", Text, "Analytics, Compute, Storage or Networking.", c => CategoryOf(c.Service)),
        ("ServiceName", Text, "The service.", c => NameOf(c.Service)),
        ("Tags", Text, "Tags of the application as a JSON object.", c => TagsOf(c.Run.Run.App?.Tags ?? [])),
        ("x_RunId", Text, "The run's row in runs.", c => c.Run.Id),
        ("x_Job", Text, "As in runs.", c => c.Run.Costed.Job),
        ("x_Owner", Text, "As in runs.", c => c.Run.Costed.Owner),
        ("x_Team", Text, "As in runs.", c => c.Run.Costed.Team),
        ("x_Service", Text, "ec2, emr-fee, ebs, emr-serverless, emr-on-eks, eks, fargate, glue, s3, transfer, cluster.",
            c => BillServices.Word(c.Service)),
        ("x_Purpose", Text, "run, startUp or idle.", c => c.Line is { } l ? EnumWord.CamelCase(l.Purpose) : null),
        ("x_Ground", Text, "How the amount is known: billed, measured, derived, assumed.", c => EnumWord.CamelCase(c.Ground)),
        ("x_PriceSource", Text, "Where the unit price is from.", c => c.Line?.Source),
        ("x_PriceDate", Text, "Date of the unit price.", c => c.Line?.Date));

    static bool IsAws(ExportedCost cost) => cost.Service != CostService.Cluster;

    static string CategoryOf(CostService service) => service switch
    {
        CostService.EmrFee or CostService.EmrServerless or CostService.EmrOnEks or CostService.Glue => "Analytics",
        CostService.Ebs or CostService.S3 => "Storage",
        CostService.Transfer => "Networking",
        _ => "Compute",
    };

    static string? NameOf(CostService service) => service switch
    {
        CostService.Ec2 => "Amazon Elastic Compute Cloud",
        CostService.EmrFee or CostService.EmrServerless or CostService.EmrOnEks => "Amazon EMR",
        CostService.Ebs => "Amazon Elastic Block Store",
        CostService.EksControlPlane => "Amazon Elastic Kubernetes Service",
        CostService.Fargate => "AWS Fargate",
        CostService.Glue => "AWS Glue",
        CostService.S3 => "Amazon Simple Storage Service",
        CostService.Transfer => "AWS Data Transfer",
        _ => null,
    };

    /// <summary>A tag without a value is true; of two with one name the first counts.</summary>
    static string? TagsOf(IReadOnlyList<string> tags)
    {
        if (tags.Count == 0) return null;
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            foreach (var (name, value) in tags.Select(Split).DistinctBy(t => t.Name, StringComparer.Ordinal))
            {
                if (value is null) json.WriteBoolean(name, true);
                else json.WriteString(name, value);
            }
            json.WriteEndObject();
        }
        return System.Text.Encoding.UTF8.GetString(buffer.ToArray());
    }

    static (string Name, string? Value) Split(string tag) =>
        tag.IndexOf('=', StringComparison.Ordinal) is > 0 and var at ? (tag[..at], tag[(at + 1)..]) : (tag, null);
}
