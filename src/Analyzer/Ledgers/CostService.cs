using System.Text.Json.Serialization;

namespace Rightsizer.Analyzer.Ledgers;

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
