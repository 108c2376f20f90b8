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

    /// <summary>
    /// Closed, with brackets that balance, quotes that pair, and no byte below 0x20 or above 0x7F. An honest line may have any of these
    /// in its strings, and is then decoded.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static bool IsSound(byte* p, byte* end)
    {
        if (end[-1] != '}') return false;
        var depth = 0;
        var (quotes, low) = (Vector256<byte>.Zero, Vector256<sbyte>.Zero);
        while (p < end)
        {
            // each lane counts on its own, as far as a signed byte can
            var balance = Vector256<sbyte>.Zero;
            for (var steps = sbyte.MaxValue; steps > 0 && p < end; steps--, p += Vector256<byte>.Count)
            {
                var v = Vector256.Load(p);
                // the last step sees bytes behind the line, which do not count
                if (end - p < Vector256<byte>.Count)
                    v = Vector256.ConditionalSelect(Vector256.LessThan(Vector256<sbyte>.Indices, Vector256.Create((sbyte)(end - p)))
                        .AsByte(), v, Vector256.Create((byte)' '));
                // bit 5 tells '[' from '{' and ']' from '}'
                var bracket = v | Vector256.Create((byte)0x20);
                low |= Vector256.LessThan(v.AsSByte(), Vector256.Create((sbyte)0x20));
                quotes ^= Vector256.Equals(v, Vector256.Create((byte)'"'));
                balance += Vector256.Equals(bracket, Vector256.Create((byte)'}'))
                    .AsSByte() - Vector256.Equals(bracket, Vector256.Create((byte)'{')).AsSByte();
            }
            depth += Vector256.Sum(Vector256.WidenLower(balance)) + Vector256.Sum(Vector256.WidenUpper(balance));
        }
        return depth == 0 && low == Vector256<sbyte>.Zero && (BitOperations.PopCount(quotes.ExtractMostSignificantBits()) & 1) == 0;
    }
}
