using System.Globalization;
using System.Text.Json.Serialization;

namespace Rightsizer.Analyzer;

/// <summary>A constant that money or time rests on and that no log measures.</summary>
/// <param name="Name">What it is, in a few words.</param>
/// <param name="Value">In <paramref name="Unit"/>.</param>
/// <param name="Unit">s, GiB, vCPU, ratio ...</param>
/// <param name="Source">Where the value comes from.</param>
public sealed record Assumption(string Name, decimal Value, string Unit, string Source)
{
    /// <summary>The value as a whole number.</summary>
    [JsonIgnore]
    public int Whole => (int)Value;

    /// <summary>The value for formulas of times and bytes; money stays decimal.</summary>
    [JsonIgnore]
    public double Number { get; } = (double)Value;

    /// <summary>Each once, in the order of their first use.</summary>
    internal static IReadOnlyList<Assumption> Union(IEnumerable<IEnumerable<Assumption>> lists) => [.. lists.SelectMany(l => l).Distinct()];

    /// <summary>For people: "start-up of a node: 150 s (source)".</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Name}: {Value:0.######} {Unit} ({Source})");
}
