using System.Text;

namespace Rightsizer.EventLogParser.Internals.Full;

/// <summary>One string object for equal texts: executor ids, hosts and localities stand in every task.</summary>
/// <remarks>Workers share one.</remarks>
sealed class StringPool
{
    public const int LongestPooled = 256;

    /// <summary>Texts that are kept; a log with more has texts that do not come again.</summary>
    const int MaxStrings = 1 << 18;

    /// <summary>Characters that are kept, of all texts together.</summary>
    const int MaxChars = 1 << 24;
    int chars;
    readonly HashSet<string> strings = new(StringComparer.Ordinal);
    readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> lookup;

    public StringPool() => lookup = strings.GetAlternateLookup<ReadOnlySpan<char>>();

    public string Get(ReadOnlySpan<byte> utf8)
    {
        Span<char> buffer = stackalloc char[LongestPooled];
        if (!Encoding.UTF8.TryGetChars(utf8, buffer, out var length)) return Get(Encoding.UTF8.GetString(utf8));
        lock (strings)
        {
            if (lookup.TryGetValue(buffer[..length], out var known)) return known;
            return Keep(new string(buffer[..length]));
        }
    }

    public string Get(string text)
    {
        lock (strings)
        {
            return strings.TryGetValue(text, out var known) ? known : Keep(text);
        }
    }

    string Keep(string text)
    {
        if (strings.Count >= MaxStrings || chars > MaxChars - text.Length) return text;
        strings.Add(text);
        chars += text.Length;
        return text;
    }
}
