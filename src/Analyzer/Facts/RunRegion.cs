using Rightsizer.Analyzer.Facts.Clusters;
using Rightsizer.Analyzer.Model;

namespace Rightsizer.Analyzer.Facts;

/// <summary>The region to price in.</summary>
public static class RunRegion
{
    public const string Default = "us-east-1";

    /// <summary>As asked, else the cluster file's, else that of the host names, else us-east-1, assumed.</summary>
    public static (string Region, Ground Ground) Of(ApplicationRun run, string? asked = null, ClusterFile? cluster = null)
    {
        if ((asked ?? cluster?.Region) is { Length: > 0 } given) return (given, Ground.Measured);
        foreach (var executor in run.Executors)
        {
            if (OfHost(executor.HostName) is { } region) return (region, Ground.Measured);
        }
        return (Default, Ground.Assumed);
    }

    /// <summary>"ip-10-0-0-1.eu-west-1.compute.internal" is eu-west-1, "*.ec2.internal" us-east-1; null for any other name.</summary>
    public static string? OfHost(string host)
    {
        const string regional = ".compute.internal";
        if (host.EndsWith(".ec2.internal", StringComparison.OrdinalIgnoreCase)) return "us-east-1";
        if (!host.EndsWith(regional, StringComparison.OrdinalIgnoreCase)) return null;
        var name = host[..^regional.Length];
        return name[(name.LastIndexOf('.') + 1)..].ToLowerInvariant() is { Length: > 0 } region && region.Contains('-', StringComparison.Ordinal) ? region : null;
    }
}
