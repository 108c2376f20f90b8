using System.Numerics;
using Rightsizer.EventLogParser.Codecs;
using Rightsizer.EventLogParser.Codecs.Zstd;

namespace Rightsizer.EventLogParser.Tests.Codecs.Zstd;

public unsafe class FseTableTests
{
    /// <summary>Held against the format's own words (RFC 8878, 4.1.1), with no rare symbol, some, and nothing else.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(0.2)]
    [InlineData(1)]
    public void Cells_AreAsTheFormatSays(double shareOfRare)
    {
        var random = new Random(1);
        for (var log = 5; log <= FseTable.MaxLog; log++)
        {
            for (var round = 0; round < 50; round++)
            {
                var counts = SomeCounts(random, 1 << log, shareOfRare);
                var cells = new FseCell[1 << FseTable.MaxLog];
                fixed (FseCell* p = cells)
                    new FseTable(p).Build(new FseDistribution { Counts = counts, Log = log }, SymbolValues.MatchLengths);
                Assert.Equal(Expected(counts, log), cells[..(1 << log)]);
            }
        }
    }

    [Theory]
    [InlineData(31)]
    [InlineData(33)]
    [InlineData(30_000)]
    public void CountsThatDoNotFillTheTable_AreCorrupt(short count)
    {
        var cells = new FseCell[1 << FseTable.MaxLog];
        Assert.Throws<CodecException>(() =>
        {
            fixed (FseCell* p = cells)
                new FseTable(p).Build(new FseDistribution { Counts = (short[])[count], Log = 5 }, SymbolValues.MatchLengths);
        });
    }

    /// <summary>Counts of up to 53 symbols that make up <paramref name="size"/> cells, as far as rare ones can.</summary>
    static short[] SomeCounts(Random random, int size, double shareOfRare)
    {
        var counts = new short[SymbolValues.MatchLengths.MaxSymbol + 1];
        for (var s = 0; size > 0 && s < counts.Length - 1; s++)
        {
            if (random.Next(4) == 0) continue;
            counts[s] = random.NextDouble() < shareOfRare ? (short)-1 : (short)random.Next(1, 1 + Math.Max(1, size / 3));
            size -= Math.Abs(counts[s]);
        }
        counts[^1] = (short)size;
        return counts;
    }

    static FseCell[] Expected(short[] counts, int log)
    {
        var size = 1 << log;
        var symbols = new int[size];
        var last = size - 1;
        for (var s = 0; s < counts.Length; s++)
        {
            if (counts[s] == -1) symbols[last--] = s;
        }
        var position = 0;
        for (var s = 0; s < counts.Length; s++)
        {
            for (var i = 0; i < counts[s]; i++)
            {
                symbols[position] = s;
                do position = (position + (size >> 1) + (size >> 3) + 3) & (size - 1);
                while (position > last);
            }
        }
        var next = counts.Select(c => (uint)Math.Abs((int)c)).ToArray();
        return symbols.Select(s =>
        {
            var state = next[s]++;
            var bits = log - BitOperations.Log2(state);
            return SymbolValues.MatchLengths.Cells[s] with { Bits = (byte)bits, Next = (ushort)((state << bits) - size) };
        }).ToArray();
    }
}
