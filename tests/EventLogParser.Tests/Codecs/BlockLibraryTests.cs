using K4os.Compression.LZ4;
using Rightsizer.EventLogParser.Codecs;
using Rightsizer.EventLogParser.Tests.Codecs.Zstd;
using Snappier;

namespace Rightsizer.EventLogParser.Tests.Codecs;

/// <summary>Blocks that other libraries encode.</summary>
public class BlockLibraryTests
{
    const int Seeds = 20, Mutations = 300;

    [Theory]
    [InlineData(LZ4Level.L00_FAST)]
    [InlineData(LZ4Level.L09_HC)]
    [InlineData(LZ4Level.L12_MAX)]
    public void WhatK4osEncodes_DecodesToTheSameBytes(LZ4Level level)
    {
        for (var seed = 0; seed < Seeds; seed++)
        {
            var plain = ManagedZstdTests.SomeText(seed, 1 << (seed % 18));
            var stored = new byte[LZ4Codec.MaximumOutputSize(plain.Length)];
            var length = LZ4Codec.Encode(plain, stored, level);
            var decoded = new byte[plain.Length];
            Assert.Equal(plain.Length, Lz4Block.Decode(stored.AsSpan(0, length), decoded));
            Assert.Equal(plain, decoded);
        }
    }

    [Fact]
    public void WhatSnappierEncodes_DecodesToTheSameBytes()
    {
        for (var seed = 0; seed < Seeds; seed++)
        {
            var plain = ManagedZstdTests.SomeText(seed, 1 << (seed % 18));
            var stored = Snappy.CompressToArray(plain);
            var decoded = new byte[SnappyBlock.PlainLength(stored)];
            Assert.Equal(plain.Length, SnappyBlock.Decode(stored, decoded));
            Assert.Equal(plain, decoded);
        }
    }

    [Fact]
    public void DamagedLz4Block_IsNeverTakenForOtherBytesThanK4osGives()
    {
        var plain = ManagedZstdTests.SomeText(1, 20_000);
        var whole = new byte[LZ4Codec.MaximumOutputSize(plain.Length)];
        whole = whole[..LZ4Codec.Encode(plain, whole)];
        for (var seed = 0; seed < Mutations; seed++)
        {
            var stored = Mutation.Mutate(whole, seed);
            byte[] ours = new byte[plain.Length], theirs = new byte[plain.Length];
            var our = Lz4Block.Decode(stored, ours);
            var their = LZ4Codec.Decode(stored, theirs);
            // both fill the whole block or refuse it; a shorter answer is none in Spark's framing
            if (our == plain.Length && their == plain.Length) Assert.Equal(theirs, ours);
            else Assert.True(our != plain.Length || their < 0 || their == our, $"seed {seed}: {our}, {their}");
        }
    }
}
