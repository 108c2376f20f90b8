using System.Text.RegularExpressions;
using Rightsizer.Analyzer.Facts.Clusters;
using Rightsizer.Analyzer.Model;

namespace Rightsizer.Analyzer.Facts;

/// <summary>The region to price in.</summary>
public static partial class RunRegion
{
    public const string Default = "us-east-1";

    /// <summary>
    /// As asked, else the cluster file's, else that of the host names, else the one region that the settings name where they speak of the
    /// machines, else the one that image names agree on, else the one of endpoints and ARNs, which may be those of data elsewhere; else
    /// us-east-1, assumed.
    /// </summary>
    public static (string Region, Ground Ground) Detect(ApplicationRun run, string? asked = null, ClusterFile? cluster = null)
    {
        if ((asked ?? cluster?.Region) is { Length: > 0 } given) return (given, Ground.Measured);
        if (OfHosts(run) is { } region) return (region, Ground.Measured);
        return OfSettings(run) is { } named ? (named, Ground.Derived) : (Default, Ground.Assumed);
    }

    /// <summary>Of the first executor whose host's name tells; null where none does.</summary>
    internal static string? OfHosts(ApplicationRun run) => run.Executors.Select(e => OfHost(e.HostName)).FirstOrDefault(r => r is not null);

    /// <summary>Null where the settings name no region, or the most telling ones more than one.</summary>
    static string? OfSettings(ApplicationRun run)
    {
        var named = run.Environment.SparkProperties.Concat(run.Environment.HadoopProperties).SelectMany(s => Named(s.Key, s.Value))
            .Where(n => n.Region.Length > 0).ToList();
        if (named.Count == 0) return null;
        var best = named.Min(n => n.Source);
        return named.Where(n => n.Source == best).Select(n => n.Region).Distinct(StringComparer.Ordinal).Take(2).ToList() is [var one]
            ? one : null;
    }

    /// <summary>What names a region, the most telling first.</summary>
    enum Source
    {
        /// <summary>Tags, the environment of the processes and the address of the cluster: where the machines are.</summary>
        Machines,

        /// <summary>Registries of images, most often in the region of the machines.</summary>
        Images,

        /// <summary>Endpoints and ARNs: where data, keys and roles are.</summary>
        Data,
    }

    static IEnumerable<(Source Source, string Region)> Named(string key, string value)
    {
        if (key is "spark.databricks.clusterUsageTags.dataPlaneRegion" or "spark.databricks.clusterUsageTags.region"
            || key.EndsWith(".AWS_REGION", StringComparison.Ordinal) || key.EndsWith(".AWS_DEFAULT_REGION", StringComparison.Ordinal))
            return [(Source.Machines, Name().Match(value).Value)];
        if (key.EndsWith("fs.s3a.endpoint.region", StringComparison.Ordinal)) return [(Source.Data, Name().Match(value).Value)];
        if (!value.Contains("amazonaws.com", StringComparison.Ordinal) && !value.Contains("arn:aws", StringComparison.Ordinal)) return [];
        var source = value.StartsWith("k8s:", StringComparison.Ordinal) ? Source.Machines
            : value.Contains(".dkr.ecr.", StringComparison.Ordinal) ? Source.Images : Source.Data;
        return ApiServer().Matches(value).Concat(InText().Matches(value)).Select(m => (source, m.Groups[1].Value));
    }

    [GeneratedRegex(@"^[a-z]{2}(?:-[a-z]+){1,2}-\d$")]
    private static partial Regex Name();

    /// <summary>"ACCOUNT.dkr.ecr.us-west-2.amazonaws.com/...", "s3.eu-west-1.amazonaws.com", "arn:aws:s3:eu-west-1:...".</summary>
    [GeneratedRegex(
        @"(?:(?:^|[./-])(?=[a-z]{2}-[a-z-]{1,30}-\d\.amazonaws\.com)|arn:aws[a-z-]{0,20}:[a-z0-9-]{1,63}:)"
        + @"([a-z]{2}(?:-[a-z]{1,20}){1,2}-\d)(?:\.amazonaws\.com|:)")]
    private static partial Regex InText();

    /// <summary>"https://ID.gr7.us-west-2.eks.amazonaws.com".</summary>
    [GeneratedRegex(@"\.([a-z]{2}(?:-[a-z]{1,20}){1,2}-\d)\.eks\.amazonaws\.com")]
    private static partial Regex ApiServer();

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
