using System.Text;
using Rightsizer.EventLogParser.Codecs.Zstd;
using Rightsizer.EventLogParser.Input;
using Rightsizer.TestSupport;

namespace Rightsizer.EventLogParser.Tests.Codecs.Zstd;

public class ManagedZstdTests
{
    [Theory]
    [InlineData("small.zstd", null)]
    [InlineData("small-checksum.zstd", null)]
    [InlineData("small-unfinished.zstd", "truncated: zstd frame not finished")]
    public void Fixtures_DecodeToTheirText(string name, string? error)
    {
        var decoded = ZstdDecoders.Managed(Fixture.Bytes(name), readBytes: 100);
        Assert.Equal(Fixture.Text, decoded.Plain);
        Assert.Equal(error, decoded.Error);
    }

    [Fact]
    public void WrongChecksum_IsCorrupt()
    {
        var stored = Fixture.Bytes("small-checksum.zstd");
        stored[^2] ^= 0x10;
        Assert.Equal("corrupt: zstd frame checksum differs", ZstdDecoders.Managed(stored).Error);
    }

    [Fact]
    public void Dictionary_IsRefusedWithItsNumber() =>
        Assert.Equal("corrupt: zstd frame needs dictionary 7, and dictionaries are not supported",
            ZstdDecoders.Managed([0x28, 0xB5, 0x2F, 0xFD, 0x01, 0, 7, 1, 0, 0]).Error);

    [Fact]
    public void RawAndRepeatedBlocks_AreGivenAsTheyStand()
    {
        byte[] frame = [
            0x28, 0xB5, 0x2F, 0xFD, 0x00, 0x40, 3 << 3, 0, 0, (byte)'a', (byte)'b', (byte)'c', 5 << 3 | 1 << 1 | 1, 0, 0, (byte)'z'];
        Assert.Equal("abczzzzz", Encoding.ASCII.GetString(ZstdDecoders.Managed(frame).Plain));
    }

    [Fact]
    public void ContentSizeThatDiffers_IsCorrupt()
    {
        byte[] frame = [0x28, 0xB5, 0x2F, 0xFD, 0x20, 4, 3 << 3 | 1, 0, 0, (byte)'a', (byte)'b', (byte)'c'];
        Assert.Equal("corrupt: zstd frame content size differs", ZstdDecoders.Managed(frame).Error);
    }

    [Fact]
    public void WhatLibzstdEncodes_DecodesToTheSameBytesAtAnyLevelAndWindow()
    {
        foreach (var (level, windowLog) in ((int, int)[])[(1, 10), (1, 17), (3, 18), (6, 19), (9, 0), (12, 14), (19, 20), (-5, 0), (3, 27)])
        {
            for (var seed = 0; seed < 3; seed++)
            {
                var plain = SomeText(seed, seed == 0 ? 3_000_000 : 400_000);
                var stored = ZstdEncoder.Encode(plain, level, windowLog, checksum: seed == 1);
                var decoded = ZstdDecoders.Managed(stored, seed == 2 ? 999 : 1 << 17);
                Assert.Null(decoded.Error);
                Assert.True(plain.AsSpan().SequenceEqual(decoded.Plain), $"level {level}, window {windowLog}, seed {seed}");
            }
        }
    }

    [Fact]
    public void SharedLogs_DecodeAsLibzstdDoes()
    {
        Assert.SkipWhen(SharedFolder.Path is null, SharedFolder.SkipReason);
        var compared = 0;
        foreach (var part in SharedLogs.All.SelectMany(l => EventLogLocator.Find(l.Path)[^1].Parts)
            .Where(p => p.Name.Contains(".zstd", StringComparison.Ordinal)))
        {
            var stored = File.ReadAllBytes(part.LocalPath!);
            var (library, managed) = (ZstdDecoders.Library(stored), ZstdDecoders.Managed(stored));
            Assert.Equal(library.Error, managed.Error);
            Assert.True(library.Plain.AsSpan().SequenceEqual(managed.Plain), part.Location);
            compared++;
        }
        Assert.True(compared >= 75, $"{compared} parts");
    }

    /// <summary>Text that repeats itself near and far, with stretches that do not compress and runs of one byte.</summary>
    internal static byte[] SomeText(int seed, int bytes)
    {
        var random = new Random(seed);
        var text = new byte[bytes];
        for (var at = 0; at < bytes;)
        {
            var count = Math.Min(bytes - at, random.Next(1, 1 << random.Next(1, 17)));
            var piece = text.AsSpan(at, count);
            switch (random.Next(at == 0 ? 2 : 6))
            {
                case 0: random.NextBytes(piece); break;
                case 1: piece.Fill((byte)random.Next(256)); break;
                case 2: random.GetItems("{\"Task ID\":0123456789,}"u8, piece); break;
                default:
                    var back = random.Next(1, 1 + Math.Min(at, 1 << random.Next(1, 22)));
                    for (var i = 0; i < count; i++) piece[i] = text[at + i - back];
                    break;
            }
            at += count;
        }
        return text;
    }
}
