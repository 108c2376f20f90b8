namespace Rightsizer.Analyzer.Detectors;

/// <summary>What the cause is about.</summary>
public enum DetectorCategory { Tasks, Memory, Files, Scheduling, Failures, Plan }

/// <summary>Who a detector is. docs/detectors/{Id}.md says the rest, and a test holds the two together.</summary>
/// <param name="Id">RSZ###, never reused.</param>
/// <param name="Kind">One stable word.</param>
/// <param name="Title">One line without values.</param>
/// <param name="Category">What the cause is about.</param>
/// <param name="Thresholds">Every limit that the detector uses.</param>
/// <param name="Remedy">What to do about it, how much work that is and what can go wrong.</param>
public sealed record DetectorDescriptor(
    string Id, string Kind, string Title, DetectorCategory Category, IReadOnlyList<Threshold> Thresholds, Remedy Remedy);

/// <summary>A limit with its ground.</summary>
/// <param name="Name">camelCase, unique within a detector.</param>
/// <param name="Value">Default, in <paramref name="Unit"/>.</param>
/// <param name="Unit">ms, bytes, count, ratio.</param>
/// <param name="Source">Where the number comes from.</param>
public sealed record Threshold(string Name, double Value, string Unit, string Source)
{
    /// <summary>
    /// Decides only whether a finding is shown, so that a user may set it (<see cref="DetectorSettings"/>). The others are part of how a
    /// saving is worked out: with other values the measured accuracy would no longer hold.
    /// </summary>
    public bool IsSettable { get; init; }
}
