using System.Text.Json;
using Rightsizer.EventLogParser.Internals.Full;

namespace Rightsizer.EventLogParser.Events;

/// <summary>A text as it stands in the log, which becomes a string when it is asked for: of most nodes of a plan it never is.</summary>
public sealed class LogText : IEquatable<LogText>
{
    /// <summary>The JSON string with its quotes; empty where <see cref="text"/> is all there is.</summary>
    readonly byte[] json;
    string? text;

    LogText(string text) => (json, this.text) = ([], text);

    /// <param name="escaped">What stands between the quotes.</param>
    internal LogText(ReadOnlySpan<byte> escaped)
    {
        json = new byte[escaped.Length + 2];
        json[0] = json[^1] = (byte)'"';
        escaped.CopyTo(json.AsSpan(1));
    }

    public static implicit operator LogText(string text) => new(text);

    public override string ToString() => text ??= Decode();

    public bool Equals(LogText? other) => other is not null && (ReferenceEquals(this, other) || ToString() == other.ToString());

    public override bool Equals(object? obj) => Equals(obj as LogText);

    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    /// <summary>It was made from these bytes.</summary>
    internal bool IsOf(ReadOnlySpan<byte> escaped) =>
        escaped.Length + 2 == json.Length && escaped.SequenceEqual(json.AsSpan(1, escaped.Length));

    string Decode()
    {
        var r = new Utf8JsonReader(json);
        r.Read();
        return Json.Unescape(ref r);
    }
}
