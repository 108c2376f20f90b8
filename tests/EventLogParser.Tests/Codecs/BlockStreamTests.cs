using Rightsizer.EventLogParser.Codecs;
using Rightsizer.TestSupport;

namespace Rightsizer.EventLogParser.Tests.Codecs;

public class BlockStreamTests
{
    [Theory]
    [InlineData("small.lz4", 4)] // blocks of 2048
    [InlineData("small.snappy", 5)] // one a flush, of 1500
    [InlineData("small.lzf", 5)]
    public void BlocksDecodedInAnyOrder_GiveTheText(string name, int blocks)
    {
        using var stream = BlockStream.TryOpen(new MemoryPart(name, Fixture.Bytes(name)));
        var taken = new List<StoredBlock>();
        for (var block = new StoredBlock(); stream!.Next(block); block = new StoredBlock()) taken.Add(block);
        Assert.Equal(blocks, taken.Count);
        Assert.Null(stream.StreamError);

        var text = new byte[taken.Sum(b => b.PlainBytes)];
        var end = text.Length;
        foreach (var block in Enumerable.Reverse(taken))
        {
            end -= block.PlainBytes;
            Assert.Null(block.Decode(text.AsSpan(end, block.PlainBytes)));
            block.Dispose();
        }
        Assert.Equal(Fixture.Text, text);
    }

    [Fact]
    public void OtherCodecs_HaveNoBlocksOfTheirOwn() => Assert.Null(BlockStream.TryOpen(new MemoryPart("x", Fixture.Bytes("small.zstd"))));

    [Fact]
    public void DamagedBlock_IsToldByTheBlock_AndCutStreamByTheStream()
    {
        var stored = Fixture.Bytes("small.lz4")[..^30];
        stored[17] ^= 1;
        using var stream = BlockStream.TryOpen(new MemoryPart("x", stored));
        using var block = new StoredBlock();
        Assert.True(stream!.Next(block));
        Assert.Equal("corrupt: lz4 block checksum differs", block.Decode(new byte[block.PlainBytes]));
        while (stream.Next(block)) Assert.Null(block.Decode(new byte[block.PlainBytes]));
        Assert.Equal("truncated: lz4 stream ends inside a block", stream.StreamError);
    }

    [Theory]
    [InlineData(0, 0, "corrupt: lz4 block checksum differs")]
    [InlineData(1, 2048, "corrupt: lz4 block checksum differs")]
    public void TwoBlocksTogether_GiveWhatStandsBeforeTheDamage(int damaged, int whole, string error)
    {
        var stored = Fixture.Bytes("small.lz4");
        int second = stored.AsSpan(8).IndexOf("LZ4Block"u8) + 8;
        stored[(damaged == 0 ? 0 : second) + 17] ^= 1;
        using var stream = BlockStream.TryOpen(new MemoryPart("x", stored));
        using StoredBlock one = new(), two = new();
        Assert.True(stream!.Next(one) && stream.Next(two));
        var text = new byte[one.PlainBytes + two.PlainBytes];
        Assert.Equal(error, StoredBlock.DecodeTwo(one, two, text, out var plainBytes));
        Assert.Equal(whole, plainBytes);
        Assert.True(Fixture.Text.AsSpan().StartsWith(text.AsSpan(0, whole)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(12_345)]
    public void HashesSideBySide_AreThoseOfEachAlone(int bytes)
    {
        byte[] one = new byte[bytes], two = new byte[bytes];
        new Random(1).NextBytes(one);
        new Random(2).NextBytes(two);
        Assert.Equal((XxHash32.Hash(one, 7), XxHash32.Hash(two, 7)), XxHash32.HashTwo(one, two, 7));
    }

    /// <summary>A block that says it is empty and is not: there is no place to write to.</summary>
    [Fact]
    public void EmptyBlockWithABody_IsDamage()
    {
        byte[] body = [0, .. new byte[100]];

        Assert.Equal(-1, SnappyBlock.Decode(body, []));
        Assert.Equal(0, SnappyBlock.Decode([0], []));
        Assert.Equal(-1, Lz4Block.Decode(body, []));
        Assert.Equal(0, Lz4Block.Decode([0], []));
        Assert.Equal(-1, LzfBlock.Decode(body, []));
    }
}
