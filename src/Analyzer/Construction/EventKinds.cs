using System.Globalization;

namespace Rightsizer.Analyzer.Construction;

/// <summary>How often a log has each kind of event, by class names without their packages.</summary>
sealed class EventKinds
{
    readonly Dictionary<string, long> counts = new(StringComparer.Ordinal);
    readonly string? version;

    public EventKinds(LogEvidence log)
    {
        version = log.App.SparkVersion;
        foreach (var (name, count) in log.Read.EventCounts)
        {
            var kind = name[(name.LastIndexOf('.') + 1)..];
            counts[kind] = counts.GetValueOrDefault(kind) + count;
        }
    }

    public long Count(string kind) => counts.GetValueOrDefault(kind);

    /// <param name="kind">Class name without "SparkListener".</param>
    public bool Has(string kind) => Count("SparkListener" + kind) > 0;

    /// <summary>The log has events of other kinds than these.</summary>
    public bool AnyBut(params ReadOnlySpan<string> kinds)
    {
        foreach (var kind in counts.Keys)
        {
            if (!kinds.Contains(kind)) return true;
        }
        return false;
    }

    /// <summary>The log names its version of Spark, and it is this one or a later one.</summary>
    public bool IsAtLeast(Version since) => version?.Split('.', '-') is [{ } major, { } minor, ..]
        && int.TryParse(major, CultureInfo.InvariantCulture, out var first)
        && int.TryParse(minor, CultureInfo.InvariantCulture, out var second) && new Version(first, second) >= since;
}
