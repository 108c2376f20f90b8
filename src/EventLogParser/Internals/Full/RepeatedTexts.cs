using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text.Json;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.EventLogParser.Internals.Full;

/// <summary>
/// Texts that come again soon, as one object: the nodes of a plan in each of its updates, the properties of a job at each of its stages.
/// </summary>
sealed class RepeatedTexts
{
    const int Slots = 1024;

    /// <summary>Bytes of a text that is looked for. Shorter ones are mostly numbers, longer ones come once.</summary>
    const int Shortest = 16, Longest = 1 << 14;

    readonly string?[] slots = new string?[Slots];
    readonly LogText?[] laterSlots = new LogText?[Slots];
    char[] decoded = new char[1024];

    /// <summary>Texts for later lie in blocks: the collector would have to move each of thousands.</summary>
    const int BlockBytes = 1 << 13;
    byte[] block = [];
    int used;

    public static bool Takes(ReadOnlySpan<byte> escaped) => escaped.Length is >= Shortest and <= Longest;

    /// <summary>The string that <paramref name="r"/> stands on; the last one of its hash is kept.</summary>
    /// <exception cref="InvalidOperationException">It has half a surrogate pair.</exception>
    public string Get(ref Utf8JsonReader r)
    {
        if (decoded.Length < r.ValueSpan.Length) decoded = new char[Longest];
        var text = decoded.AsSpan(0, r.CopyString(decoded));
        ref var slot = ref slots[XxHash3.HashToUInt64(MemoryMarshal.AsBytes(text)) % Slots];
        if (slot is null || !text.SequenceEqual(slot)) slot = new string(text);
        return slot;
    }

    /// <summary>As <see cref="Get"/>, for texts that few ask for.</summary>
    public LogText GetLater(ReadOnlySpan<byte> escaped)
    {
        ref var slot = ref laterSlots[XxHash3.HashToUInt64(escaped) % Slots];
        if (slot is null || !slot.IsOf(escaped)) slot = new LogText(Keep(escaped));
        return slot;
    }

    /// <summary>A copy between quotes.</summary>
    ReadOnlyMemory<byte> Keep(ReadOnlySpan<byte> escaped)
    {
        var length = escaped.Length + 2;
        if (length > block.Length - used) (block, used) = (new byte[Math.Max(BlockBytes, length)], 0);
        var kept = block.AsMemory(used, length);
        used += length;
        kept.Span[0] = kept.Span[^1] = (byte)'"';
        escaped.CopyTo(kept.Span[1..]);
        return kept;
    }
}
