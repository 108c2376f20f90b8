using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Rightsizer.EventLogParser.Internals.Fast;

/// <summary>Steps over "Accumulables" of a task, seven tenths of a log, without reading its fields.</summary>
/// <remarks>
/// It looks at every byte for what would show damage: control characters, bytes above 0x7F, unpaired quotes, brackets that do
/// not balance, the start of a second event. Any of these, honest names with brackets or umlauts among them, gives null, and
/// the array is walked field by field instead.
/// </remarks>
static unsafe class AccumulableSkip
{
    const int HalfStep = 32, Step = 64;

    /// <param name="p">First byte inside the array; a newline stands somewhere behind it.</param>
    /// <returns>The closing bracket of the array; null at any surprise.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static byte* Run(byte* p)
    {
        var quote = Vector256.Create((byte)'"');
        var open = Vector256.Create((byte)'{');
        var close = Vector256.Create((byte)'}');
        var caseBit = Vector256.Create((byte)0x20);
        var lastControl = Vector256.Create((byte)0x1F);
        var arrayEnd = Vector256.Create((byte)']');
        var v = Vector256.Create((byte)'v');
        // one count for each place of the vector, modulo 256
        var depths = Vector256<byte>.Zero;
        var oddQuotes = Vector256<byte>.Zero;
        while (true)
        {
            var a = Vector256.Load(p);
            var b = Vector256.Load(p + HalfStep);
            var quoteA = Vector256.Equals(a, quote);
            var quoteB = Vector256.Equals(b, quote);
            var smaller = Vector256.Min(a, b);
            var stops = Vector256.Equals(Vector256.Min(smaller, lastControl), smaller)
                | (quoteA & Vector256.Equals(Vector256.Load(p + 2), v)) | (quoteB & Vector256.Equals(Vector256.Load(p + 2 + HalfStep), v))
                | Vector256.Equals(a, arrayEnd) | Vector256.Equals(b, arrayEnd)
                | a | b;
            if (stops.ExtractMostSignificantBits() != 0) break;
            oddQuotes ^= quoteA ^ quoteB;
            // bit 5 tells '[' from '{' and ']' from '}'
            a |= caseBit;
            b |= caseBit;
            depths += Vector256.Equals(a, close) + Vector256.Equals(b, close) - Vector256.Equals(a, open) - Vector256.Equals(b, open);
            p += Step;
        }
        return Finish(p, oddQuotes, depths);
    }

    /// <summary>The stop must be the array's end, and all that was counted must come out even there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static byte* Finish(byte* p, Vector256<byte> oddQuotes, Vector256<byte> depths)
    {
        var quotes = BitOperations.PopCount(oddQuotes.ExtractMostSignificantBits());
        var depth = Vector256.Sum(depths);
        for (var end = p + Step; p < end; p++)
        {
            switch (*p)
            {
                case (byte)'"':
                    quotes++;
                    if (p[2] == 'v') return null;
                    break;
                case (byte)'{' or (byte)'[': depth++; break;
                case (byte)'}': depth--; break;
                case (byte)']': return (quotes & 1) == 0 && depth == 0 && IsArrayEnd(p) ? p : null;
                case < 0x20 or > 0x7F: return null;
            }
        }
        return null;
    }

    /// <summary>What follows the array in every version: a name with a bracket in it is not taken for the end.</summary>
    static bool IsArrayEnd(byte* p) =>
        Unsafe.ReadUnaligned<ulong>(p) == Unsafe.ReadUnaligned<ulong>(ref MemoryMarshal.GetReference("]},\"Task"u8));
}
