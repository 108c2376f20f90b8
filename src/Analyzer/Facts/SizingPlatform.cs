namespace Rightsizer.Analyzer.Facts;

/// <summary>Where a cluster can be, in the words of the contract.</summary>
public static class SizingPlatform
{
    public const string EmrOnEc2 = "emr-ec2", EmrServerless = "emr-serverless", EmrOnEks = "emr-eks", Glue = "glue";

    /// <summary>All of them, in the order in which they are shown.</summary>
    public static IReadOnlyList<string> All { get; } = [EmrOnEc2, EmrServerless, EmrOnEks, Glue];
}
