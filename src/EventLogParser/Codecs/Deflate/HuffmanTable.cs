namespace Rightsizer.EventLogParser.Codecs.Deflate;

/// <summary>Decodes one of DEFLATE's canonical codes by a single look-up of its longest code's bits.</summary>
sealed class HuffmanTable
{
    public const int MaxBits = 15;

    /// <summary>Symbol in the upper twelve bits, code length in the lower four; 0 where no code leads.</summary>
    readonly ushort[] entries = new ushort[1 << MaxBits];
    uint mask;

    public ushort this[ulong bits] => entries[bits & mask];

    /// <param name="lengths">Code length of each symbol, 0 for none.</param>
    /// <param name="mayBeIncomplete">A code of one symbol leaves half the codes unused, which only this format's real codes may do.</param>
    /// <returns>False when the lengths form no code.</returns>
    public bool Build(ReadOnlySpan<byte> lengths, bool mayBeIncomplete)
    {
        Span<int> ofLength = stackalloc int[MaxBits + 1];
        ofLength.Clear();
        foreach (var length in lengths) ofLength[length]++;
        ofLength[0] = 0;

        var longest = MaxBits;
        while (longest > 0 && ofLength[longest] == 0) longest--;
        Span<int> next = stackalloc int[MaxBits + 1];
        int code = 0, left = 1;
        for (var length = 1; length <= longest; length++)
        {
            code = (code + ofLength[length - 1]) << 1;
            next[length] = code;
            left = (left << 1) - ofLength[length];
            if (left < 0) return false;
        }
        if (left > 0 && !(mayBeIncomplete && longest <= 1)) return false;

        var size = 1 << longest;
        mask = (uint)size - 1;
        if (left > 0) entries.AsSpan(0, size).Clear();
        for (var symbol = 0; symbol < lengths.Length; symbol++)
        {
            int length = lengths[symbol];
            if (length == 0) continue;
            var entry = (ushort)(symbol << 4 | length);
            for (var at = Reverse(next[length]++, length); at < size; at += 1 << length) entries[at] = entry;
        }
        return true;
    }

    static int Reverse(int code, int length)
    {
        var reversed = 0;
        for (; length > 0; length--, code >>= 1) reversed = reversed << 1 | code & 1;
        return reversed;
    }
}
