namespace Rightsizer.Analyzer.Platforms;

/// <summary>A constant that money or time rests on and that no log measures.</summary>
/// <param name="Name">What it is, in a few words.</param>
/// <param name="Value">In <paramref name="Unit"/>.</param>
/// <param name="Unit">s, GiB, vCPU, ratio ...</param>
/// <param name="Source">Where the value comes from.</param>
public sealed record Assumption(string Name, decimal Value, string Unit, string Source)
{
    /// <summary>The value as a whole number.</summary>
    public int Whole => (int)Value;
}
