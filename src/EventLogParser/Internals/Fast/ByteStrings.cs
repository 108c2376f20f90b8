using System.Runtime.CompilerServices;
using Rightsizer.EventLogParser.Internals.Full;

namespace Rightsizer.EventLogParser.Internals.Fast;

/// <summary>
/// A worker's own view of the strings that stand in every task: found again by their bytes, without a lock or a new object.
/// </summary>
sealed unsafe class ByteStrings(StringPool pool)
{
    const int Slots = 1024;

    /// <summary>Slots looked at from a text's own on.</summary>
    const int Probes = 32;

    /// <summary>Texts that find no slot free push others out; the pool still gives the same object.</summary>
    readonly byte[]?[] keys = new byte[Slots][];
    readonly string[] values = new string[Slots];

    /// <summary>A text that had to be decoded first; it is looked up among those of all workers.</summary>
    public string Get(string text) => pool.Get(text);

    /// <summary>The same of a text anywhere.</summary>
    public string Get(ReadOnlySpan<byte> text)
    {
        fixed (byte* p = text) return Get(p, text.Length);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public string Get(byte* p, long length)
    {
        var slot = Slot(p, length);
        var key = keys[slot];
        return key is not null && key.Length == length && new ReadOnlySpan<byte>(p, (int)length).SequenceEqual(key) ? values[slot]
            : Probe(slot, p, length);
    }

    /// <summary>Hosts of one cluster differ in some bytes near the front or the end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static int Slot(byte* p, long length)
    {
        if (length < sizeof(ulong))
        {
            ulong word = 0;
            for (var i = 0; i < length; i++) word = word << 8 | p[i];
            return Mix(word, length);
        }
        var mixed = Unsafe.ReadUnaligned<ulong>(p);
        for (long i = sizeof(ulong); i < length; i += sizeof(ulong))
        {
            mixed = mixed * 0x9E3779B97F4A7C15 ^ Unsafe.ReadUnaligned<ulong>(p + Math.Min(i, length - sizeof(ulong)));
        }
        return Mix(mixed, length);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static int Mix(ulong word, long length) => (int)((word + (ulong)length) * 0x9E3779B97F4A7C15 >> 54);

    [MethodImpl(MethodImplOptions.NoInlining)]
    string Probe(int first, byte* p, long length)
    {
        var bytes = new ReadOnlySpan<byte>(p, (int)length);
        for (var i = 0; i < Probes; i++)
        {
            var slot = (first + i) % Slots;
            if (keys[slot] is not { } key) return Remember(slot, bytes);
            if (bytes.SequenceEqual(key)) return values[slot];
        }
        return Remember(first, bytes);
    }

    string Remember(int slot, ReadOnlySpan<byte> bytes)
    {
        keys[slot] = bytes.ToArray();
        return values[slot] = pool.Get(bytes);
    }
}
