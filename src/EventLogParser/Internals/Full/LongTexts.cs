using System.Text;

namespace Rightsizer.EventLogParser.Internals.Full;

/// <summary>The beginnings of texts that are too long to be kept whole.</summary>
static class LongTexts
{
    /// <summary>Bytes of the longest escape, which stands for one character.</summary>
    const int EscapeBytes = 6;

    /// <summary>The first characters of a JSON string, without its quotes; only as much of it is looked at as they take.</summary>
    /// <param name="escaped">The string as it stands in the log.</param>
    /// <param name="maxChars">Most characters of the result.</param>
    /// <param name="cut">False where the text turned out to be short enough once its escapes were undone.</param>
    public static string Begin(ReadOnlySpan<byte> escaped, int maxChars, out bool cut)
    {
        var limit = (long)maxChars * EscapeBytes;
        var head = escaped.Length <= limit ? escaped : Whole(escaped[..(int)limit]);
        var text = head.Contains((byte)'\\') ? LoneSurrogates.Unescape(head) : Encoding.UTF8.GetString(head);
        cut = head.Length < escaped.Length || text.Length > maxChars;
        if (text.Length <= maxChars) return text;
        return text[..(char.IsHighSurrogate(text[maxChars - 1]) ? maxChars - 1 : maxChars)];
    }

    /// <summary>Without the escape or the character at the end that may not be whole.</summary>
    static ReadOnlySpan<byte> Whole(ReadOnlySpan<byte> head)
    {
        var lastEscape = head[^EscapeBytes..].LastIndexOf((byte)'\\');
        if (lastEscape >= 0)
        {
            // of two backslashes the first is the escape, and is whole
            var at = head.Length - EscapeBytes + lastEscape;
            var backslashes = 1;
            while (at - backslashes >= 0 && head[at - backslashes] == '\\') backslashes++;
            var length = at + 1 < head.Length && head[at + 1] == 'u' ? EscapeBytes : 2;
            if ((backslashes & 1) == 1 && at + length > head.Length) head = head[..at];
        }
        var end = head.Length;
        while (end > 0 && (head[end - 1] & 0xC0) == 0x80) end--;
        return end > 0 && head[end - 1] >= 0xC0 ? head[..(end - 1)] : head;
    }
}
