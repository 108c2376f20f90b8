using System.Text.Json.Serialization;
using Rightsizer.Analyzer.Pricing.Book;

namespace Rightsizer.Analyzer.Pricing.Billing;

/// <summary>What a line is for; discounts match on it.</summary>
public enum CostService
{
    [JsonStringEnumMemberName("ec2")] Ec2,
    [JsonStringEnumMemberName("emr-fee")] EmrFee,
    [JsonStringEnumMemberName("ebs")] Ebs,
    [JsonStringEnumMemberName("emr-serverless")] EmrServerless,
    [JsonStringEnumMemberName("emr-on-eks")] EmrOnEks,
    [JsonStringEnumMemberName("eks")] EksControlPlane,
    [JsonStringEnumMemberName("fargate")] Fargate,
    [JsonStringEnumMemberName("glue")] Glue,
    [JsonStringEnumMemberName("s3")] S3,
    [JsonStringEnumMemberName("transfer")] Transfer,

    /// <summary>A cluster of no AWS service, at the price that the user gave.</summary>
    [JsonStringEnumMemberName("cluster")] Cluster,
}

public enum Purchase
{
    [JsonStringEnumMemberName("on-demand")] OnDemand,
    [JsonStringEnumMemberName("spot")] Spot,
}

/// <summary>A ledger line before discounts and rounding. Quantity = <see cref="Amount"/> / <see cref="Per"/>, kept apart so that nothing is rounded on the way.</summary>
sealed record CostItem
{
    public required string Name { get; init; }
    public required CostService Service { get; init; }
    public Purchase? Purchase { get; init; }

    /// <summary>Instance type, worker type; null where the line has none.</summary>
    public string? Type { get; init; }
    public required decimal Amount { get; init; }
    public decimal Per { get; init; } = 1;
    public required string Unit { get; init; }
    public required Price Price { get; init; }

    /// <summary>Ground of the quantity.</summary>
    public required Ground Ground { get; init; }

    /// <summary>Unit price if the EMR fee were capped; null where nothing is in doubt.</summary>
    public decimal? CappedUsd { get; init; }
}
