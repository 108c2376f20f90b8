using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Text;

namespace Rightsizer.EventLogParser.Internals.Fast;

/// <summary>Tells which lines hold an event that nobody wants, so that they need not be decoded.</summary>
sealed unsafe class WantedEvents
{
    readonly byte[][] heads;

    /// <param name="names">As they stand in the log; events of tasks are always wanted.</param>
    public WantedEvents(IReadOnlyList<string> names)
    {
        heads = new byte[names.Count + 1][];
        for (var i = 0; i < names.Count; i++) heads[i] = Encoding.UTF8.GetBytes("{\"Event\":\"" + names[i] + "\"");
        heads[^1] = Encoding.UTF8.GetBytes("{\"Event\":\"SparkListenerTask");
    }

    /// <summary>True where the line begins as Spark writes an event, of a name that is not wanted, and shows no damage.</summary>
    /// <param name="line">With <see cref="Bytes.Overread"/> readable bytes behind it.</param>
    public bool CanSkip(ReadOnlySpan<byte> line)
    {
        if (!line.StartsWith("{\"Event\":\""u8)) return false;
        foreach (var head in heads)
        {
            if (line.StartsWith(head)) return false;
        }
        fixed (byte* p = line) return IsSound(p, p + line.Length);
    }

    /// <summary>Closed, with brackets that balance, quotes that pair, and no byte below 0x20 or above 0x7F. An honest line may have any of these in its strings, and is then decoded.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static bool IsSound(byte* p, byte* end)
    {
        if (end[-1] != '}') return false;
        int depth = 0, quotes = 0;
        while (true)
        {
            // the last step may see bytes behind the line, which can be read and do not count
            var left = end - p;
            var mask = left >= Vector256<byte>.Count ? uint.MaxValue : (1u << (int)left) - 1;
            var v = Vector256.Load(p);
            if ((Vector256.LessThan(v.AsSByte(), Vector256.Create((sbyte)0x20)).ExtractMostSignificantBits() & mask) != 0) return false;
            // bit 5 tells '[' from '{' and ']' from '}'
            var bracket = v | Vector256.Create((byte)0x20);
            quotes += BitOperations.PopCount(Vector256.Equals(v, Vector256.Create((byte)'"')).ExtractMostSignificantBits() & mask);
            depth += BitOperations.PopCount(Vector256.Equals(bracket, Vector256.Create((byte)'{')).ExtractMostSignificantBits() & mask);
            depth -= BitOperations.PopCount(Vector256.Equals(bracket, Vector256.Create((byte)'}')).ExtractMostSignificantBits() & mask);
            if (left <= Vector256<byte>.Count) return depth == 0 && (quotes & 1) == 0;
            p += Vector256<byte>.Count;
        }
    }
}
