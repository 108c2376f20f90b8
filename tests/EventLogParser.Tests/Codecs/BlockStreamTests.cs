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
}
