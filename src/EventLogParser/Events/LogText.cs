using System.Text.Json;
using Rightsizer.EventLogParser.Internals.Full;

namespace Rightsizer.EventLogParser.Events;

/// <summary>A text as it stands in the log, which becomes a string when it is asked for: of most nodes of a plan it never is.</summary>
public sealed class LogText : IEquatable<LogText>
{
    /// <summary>The JSON string with its quotes, in a block that it shares; empty where <see cref="text"/> is all there is.</summary>
    readonly ReadOnlyMemory<byte> json;
    string? text;

    LogText(string text) => this.text = text;

    /// <param name="json">A JSON string with its quotes, which nobody changes.</param>
    internal LogText(ReadOnlyMemory<byte> json) => this.json = json;

    public static implicit operator LogText(string text) => new(text);

    public override string ToString() => text ??= Decode();

    public bool Equals(LogText? other) => other is not null && (ReferenceEquals(this, other) || ToString() == other.ToString());

    public override bool Equals(object? obj) => Equals(obj as LogText);

    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    /// <summary>It was made from these bytes.</summary>
    internal bool IsOf(ReadOnlySpan<byte> escaped) =>
        escaped.Length + 2 == json.Length && escaped.SequenceEqual(json.Span[1..^1]);

    string Decode()
    {
        var r = new Utf8JsonReader(json.Span);
        r.Read();
        return Json.Unescape(ref r);
    }
}
