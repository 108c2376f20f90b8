using System.Text.Json.Serialization;

namespace Rightsizer.Analyzer.Answers.Diagnosis;

/// <summary>The settings that the findings propose and that go together.</summary>
public sealed record SettingsPatch
{
    /// <summary>Each key once, by the rank of its finding.</summary>
    public required IReadOnlyList<PatchSetting> Settings { get; init; }

    /// <summary>Proposed as well, and not to be set beside those.</summary>
    public required IReadOnlyList<PatchSetting> LeftOut { get; init; }

    /// <summary>
    /// Milliseconds by which the run with those of them that can be simulated ends sooner; null where none can, or where it is less than
    /// can be measured. Nothing is promised then.
    /// </summary>
    public long? SavesMs { get; init; }

    /// <summary>Core-milliseconds that are not paid then.</summary>
    public long? SavesCoreMs { get; init; }
    public decimal? SavesUsd { get; init; }
}

/// <summary>One proposed setting.</summary>
/// <param name="Key">Spark property.</param>
/// <param name="Now">Value in the log or Spark's default marked as such; null where neither is known.</param>
/// <param name="Value">Proposed.</param>
/// <param name="Kind">Of the finding.</param>
/// <param name="Why">With the job's numbers.</param>
/// <param name="MayCost">What it may cost; null when nothing is known to.</param>
/// <param name="Excluded">The key that is set in its place; null for a setting of the patch.</param>
public sealed record PatchSetting(string Key, string? Now, string Value, string Kind, string Why, string? MayCost, string? Excluded = null)
{
    /// <summary>The application's code sets it for its session: it is changed there, and a line of a file has no effect.</summary>
    public bool InCode { get; init; }

    /// <summary>The setting along with which it has to be changed; null for one of its own.</summary>
    public string? With { get; init; }

    /// <summary>What it saves is part of the patch's saving; false where no replay can tell what it does.</summary>
    public bool Simulated { get; init; }

    /// <summary>What a core costs in an hour with it, over what one of the run does; null where it is not known.</summary>
    internal decimal? PriceRatio { get; init; } = 1;

    /// <summary>It works where a machine has the memory for it, which the log does not tell.</summary>
    [JsonIgnore]
    public bool NeedsRoom { get; init; }
}
