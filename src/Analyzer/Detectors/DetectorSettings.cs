namespace Rightsizer.Analyzer.Detectors;

/// <summary>What a user asks of the detectors: kinds that are not shown, and limits from which the others are.</summary>
public sealed record DetectorSettings
{
    /// <summary>Every detector with its own limits.</summary>
    public static DetectorSettings Default { get; } = new();

    /// <summary>
    /// Kinds that are not shown. Their detectors run all the same, so that no other finding counts what they explain as its own.
    /// </summary>
    public IReadOnlySet<string> Off { get; init; } = new HashSet<string>();

    /// <summary>By kind and name of the threshold, in the threshold's unit; settable ones only.</summary>
    public IReadOnlyDictionary<(string Kind, string Name), double> Limits { get; init; } = new Dictionary<(string, string), double>();

    /// <summary>Nothing was asked for.</summary>
    public bool IsDefault => Off.Count == 0 && Limits.Count == 0;

    internal double? Find(DetectorDescriptor descriptor, string name) =>
        Limits.TryGetValue((descriptor.Kind, name), out var set) ? set : null;
}
