using Rightsizer.Analyzer.Ledgers;

namespace Rightsizer.Analyzer.Answers.Fleet.Bills;

/// <summary>Services of bill lines, by product code or name and usage type.</summary>
/// <remarks>Usage types of Amazon's price list: BoxUsage, SpotUsage, EBS:, EMR-SERVERLESS-, EMR-EKS-, Fargate, DataTransfer.</remarks>
public static class BillServices
{
    static readonly string[] NodeUse = ["BoxUsage", "SpotUsage", "DedicatedUsage", "HostUsage", "HeavyUsage", "Reservation:"];
    static readonly string[] Traffic = ["DataTransfer", "-In-Bytes", "-Out-Bytes", "Regional-Bytes", "AWS-Out", "AWS-In"];

    /// <summary>All that a cost line or a bill line of Spark can be of, in the order of reports.</summary>
    public static IReadOnlyList<CostService> All { get; } = Enum.GetValues<CostService>();

    /// <param name="product">"AmazonEC2", or "Amazon Elastic Compute Cloud".</param>
    /// <param name="usageType">"USE1-BoxUsage:m5.xlarge"; of exports that have none the resource: "i-0abc", "vol-0abc" or an ARN.</param>
    public static CostService? Find(string product, string usageType)
    {
        if (Has(product, "ElasticMapReduce") || Has(product, "Elastic MapReduce") || Has(product, "Amazon EMR"))
        {
            return Has(usageType, "SERVERLESS") ? CostService.EmrServerless
                : Has(usageType, "EMR-EKS") || Has(usageType, "EMR-CONTAINERS") || Has(usageType, "-EKS-") ? CostService.EmrOnEks
                : CostService.EmrFee;
        }
        if (Has(product, "Fargate") || Has(usageType, "Fargate-")) return CostService.Fargate;
        if (product is "AmazonEC2" || Has(product, "Elastic Compute Cloud"))
        {
            if (Has(usageType, "EBS:") || IsId(usageType, "vol-")) return CostService.Ebs;
            if (IsId(usageType, "i-") || NodeUse.Any(n => Has(usageType, n))) return CostService.Ec2;
            return Traffic.Any(t => Has(usageType, t)) ? CostService.Transfer : null;
        }
        if (product is "AmazonEBS" || Has(product, "Elastic Block Store")) return CostService.Ebs;
        if (product is "AmazonEKS" || Has(product, "Elastic Kubernetes") || Has(product, "Container Service for Kubernetes"))
            return CostService.EksControlPlane;
        if (product is "AWSGlue" || Has(product, "AWS Glue")) return CostService.Glue;
        if (product is "AmazonS3" || Has(product, "Simple Storage Service")) return CostService.S3;
        return product is "AWSDataTransfer" || Has(product, "AWS Data Transfer") ? CostService.Transfer : null;
    }

    /// <summary>
    /// As in the JSON of ledgers: ec2, emr-fee, ebs, emr-serverless, emr-on-eks, eks, fargate, glue, s3, transfer, cluster.
    /// </summary>
    public static string Word(CostService service) => service switch
    {
        CostService.Ec2 => "ec2",
        CostService.EmrFee => "emr-fee",
        CostService.Ebs => "ebs",
        CostService.EmrServerless => "emr-serverless",
        CostService.EmrOnEks => "emr-on-eks",
        CostService.EksControlPlane => "eks",
        CostService.Fargate => "fargate",
        CostService.Glue => "glue",
        CostService.S3 => "s3",
        CostService.Transfer => "transfer",
        _ => "cluster",
    };

    /// <summary>"i-0abc", or "arn:aws:ec2:REGION:ACCOUNT:instance/i-0abc".</summary>
    static bool IsId(string text, string kind) => text.AsSpan(text.LastIndexOf('/') + 1).StartsWith(kind, StringComparison.Ordinal);

    static bool Has(string text, string part) => text.Contains(part, StringComparison.OrdinalIgnoreCase);
}
