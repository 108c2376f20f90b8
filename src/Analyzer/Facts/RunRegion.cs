using System.Text.RegularExpressions;
using Rightsizer.Analyzer.Facts.Clusters;
using Rightsizer.Analyzer.Model;

namespace Rightsizer.Analyzer.Facts;

/// <summary>The region to price in.</summary>
public static partial class RunRegion
{
    public const string Default = "us-east-1";

    /// <summary>
    /// As asked, else the cluster file's, else that of the host names, else the one region that tags, image names, endpoints and ARNs in
    /// the settings agree on, else us-east-1, assumed.
    /// </summary>
    public static (string Region, Ground Ground) Detect(ApplicationRun run, string? asked = null, ClusterFile? cluster = null)
    {
        if ((asked ?? cluster?.Region) is { Length: > 0 } given) return (given, Ground.Measured);
        if (OfHosts(run) is { } region) return (region, Ground.Measured);
        return OfSettings(run) is { } named ? (named, Ground.Derived) : (Default, Ground.Assumed);
    }

    /// <summary>Of the first executor whose host's name tells; null where none does.</summary>
    internal static string? OfHosts(ApplicationRun run) => run.Executors.Select(e => OfHost(e.HostName)).FirstOrDefault(r => r is not null);

    /// <summary>Null where the settings name no region, or more than one.</summary>
    static string? OfSettings(ApplicationRun run)
    {
        string? found = null;
        foreach (var (key, value) in run.Environment.SparkProperties.Concat(run.Environment.HadoopProperties))
        {
            var isName = key is "spark.databricks.clusterUsageTags.dataPlaneRegion" or "spark.databricks.clusterUsageTags.region"
                || key.EndsWith(".AWS_REGION", StringComparison.Ordinal) || key.EndsWith(".AWS_DEFAULT_REGION", StringComparison.Ordinal)
                || key.EndsWith("fs.s3a.endpoint.region", StringComparison.Ordinal);
            if (!isName && !value.Contains("amazonaws.com", StringComparison.Ordinal)
                && !value.Contains("arn:aws", StringComparison.Ordinal)) continue;
            foreach (var region in isName ? [Name().Match(value).Value] : InText().Matches(value).Select(m => m.Groups[1].Value))
            {
                if (region.Length == 0 || region == found) continue;
                if (found is not null) return null;
                found = region;
            }
        }
        return found;
    }

    [GeneratedRegex(@"^[a-z]{2}(?:-[a-z]+){1,2}-\d$")]
    private static partial Regex Name();

    /// <summary>"ACCOUNT.dkr.ecr.us-west-2.amazonaws.com/...", "s3.eu-west-1.amazonaws.com", "arn:aws:s3:eu-west-1:...".</summary>
    [GeneratedRegex(
        @"(?:(?:^|[./-])(?=[a-z]{2}-[a-z-]{1,30}-\d\.amazonaws\.com)|arn:aws[a-z-]{0,20}:[a-z0-9-]{1,63}:)"
        + @"([a-z]{2}(?:-[a-z]{1,20}){1,2}-\d)(?:\.amazonaws\.com|:)")]
    private static partial Regex InText();

    /// <summary>"ip-10-0-0-1.eu-west-1.compute.internal" is eu-west-1, "*.ec2.internal" us-east-1; null for any other name.</summary>
    public static string? OfHost(string host)
    {
        const string regional = ".compute.internal";
        if (host.EndsWith(".ec2.internal", StringComparison.OrdinalIgnoreCase)) return "us-east-1";
        if (!host.EndsWith(regional, StringComparison.OrdinalIgnoreCase)) return null;
        var name = host[..^regional.Length];
        return name[(name.LastIndexOf('.') + 1)..].ToLowerInvariant() is { Length: > 0 } region
            && region.Contains('-', StringComparison.Ordinal) ? region : null;
    }
}
