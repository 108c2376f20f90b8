using Rightsizer.Analyzer.Facts.Clusters;
using Rightsizer.EventLogParser.Input;

namespace Rightsizer.Aws.ByIds;

/// <summary>What AWS knows of a cluster or job run.</summary>
public sealed record FoundJob
{
    /// <summary>Its event logs, the attempts of an application oldest first.</summary>
    public required IReadOnlyList<EventLog> Logs { get; init; }

    /// <summary>What ran it, as <c>--cluster</c> reads it from files; null where AWS does not say enough to price it.</summary>
    public ClusterFile? Cluster { get; init; }

    /// <summary>What the reader should know, one line; null for nothing.</summary>
    public string? Note { get; init; }
}
