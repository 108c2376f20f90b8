using System.Text;
using Rightsizer.Analyzer.Ledgers.Prices;

namespace Rightsizer.Analyzer.Platforms.Files;

/// <summary>A cluster to be written down.</summary>
/// <param name="Cluster">With nothing that its platform would refuse.</param>
/// <param name="JobName">Application name; letters that AWS does not take in a name become "-".</param>
/// <param name="ReleaseLabel">The log's own EMR release, "emr-7.5.0"; null leaves a variable.</param>
/// <param name="Book">For the limits of types and workers.</param>
/// <param name="Settings">What the job sets for its own work.</param>
/// <param name="ScalingIndex">UtilizationPerformanceIndex of ADVANCED managed scaling; null is EMR's default strategy.</param>
public sealed record FileRequest(OfferedCluster Cluster, string? JobName, string? ReleaseLabel, PriceBook Book,
    JobSettings Settings, int? ScalingIndex = null)
{
    const int MaxNameLength = 60;

    /// <summary>
    /// The job's name of letters, digits, "-" and "_" alone: names go into commands and files, and a log may hold anything.
    /// </summary>
    internal string SafeName()
    {
        var safe = new StringBuilder();
        foreach (var ch in JobName ?? "")
        {
            var kept = char.IsAsciiLetterOrDigit(ch) || ch == '_' ? ch : '-';
            if (kept != '-' || (safe.Length > 0 && safe[^1] != '-')) safe.Append(kept);
        }
        var text = safe.ToString().Trim('-');
        text = text[..Math.Min(text.Length, MaxNameLength)].TrimEnd('-');
        return text.Length > 0 && char.IsAsciiLetter(text[0]) ? text : ("spark-" + text).TrimEnd('-');
    }
}
