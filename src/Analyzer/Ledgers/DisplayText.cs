namespace Rightsizer.Analyzer.Ledgers;

/// <summary>
/// Words for people. It has no string members, converts to nothing and has no equality operator, so that no code can decide by reading it;
/// writers call <see cref="ToString"/>.
/// </summary>
public readonly struct DisplayText : IEquatable<DisplayText>
{
    readonly string? text;

    public DisplayText(string text) => this.text = Reworded.Value is { } reword ? reword(text) : text;

    /// <summary>Other words in place of every text, for the test that no number depends on them.</summary>
    internal static AsyncLocal<Func<string, string>?> Reworded { get; } = new();

    /// <summary>Text goes in freely; nothing comes out but by <see cref="ToString"/>.</summary>
    public static implicit operator DisplayText(string text) => new(text);

    /// <summary>For writers.</summary>
    public override string ToString() => text ?? "";

    /// <summary>For records and sets that hold texts.</summary>
    public bool Equals(DisplayText other) => ToString() == other.ToString();

    public override bool Equals(object? obj) => obj is DisplayText other && Equals(other);

    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);
}
