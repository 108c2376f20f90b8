using System.Text.Json;
using Rightsizer.EventLogParser.Codecs;
using Rightsizer.EventLogParser.Input;
using Rightsizer.TestSupport;

namespace Rightsizer.EventLogParser.Tests.Codecs;

public class DecodedStreamTests
{
    public static TheoryData<string, string> Fixtures => new(Fixture.All.Select(f => (f.Name, f.Codec)));

    [Theory, MemberData(nameof(Fixtures))]
    public void EachCodec_GivesTheTextThatSparksLibraryEncoded(string name, string codec)
    {
        var stored = Fixture.Bytes(name);
        foreach (var (read, step) in ((int, int)[])[(4096, int.MaxValue), (1, 7), (100_000, 1), (63, 64)])
        {
            var decoded = Decoded.Decode(stored, read, step);
            Assert.Equal(codec, decoded.Codec);
            Assert.Equal(stored.Length, decoded.BytesRead);
            if (name.StartsWith("small-unfinished", StringComparison.Ordinal))
            {
                Assert.Equal(Fixture.Text[..decoded.Plain.Length], decoded.Plain);
                Assert.True(decoded.Plain.Length >= 6144, "every flushed block comes out");
                continue;
            }
            Assert.Equal(Fixture.Text, decoded.Plain);
            Assert.Null(decoded.StreamError);
        }
    }

    [Fact]
    public void UnfinishedZstdFrame_GivesAllThatWasFlushedAndSaysTruncated()
    {
        var decoded = Decoded.Decode(Fixture.Bytes("small-unfinished.zstd"));
        Assert.Equal(Fixture.Text, decoded.Plain); // the last flush came after the last byte
        Assert.Equal("truncated: zstd frame not finished", decoded.StreamError);
    }

    [Fact]
    public void Lz4WithoutEndMark_IsNotTruncated() => Assert.Null(Decoded.Decode(Fixture.Bytes("small-unfinished.lz4")).StreamError);

    [Theory, MemberData(nameof(Fixtures))]
    public void AppendedStreams_AreReadThrough(string name, string codec)
    {
        if (name == "small-unfinished.zstd") return; // nothing can follow a frame that is not finished
        var stored = Fixture.Bytes(name);
        var once = Decoded.Decode(stored).Plain;
        var decoded = Decoded.Decode([.. stored, .. stored]);
        Assert.Equal(codec, decoded.Codec);
        Assert.Equal([.. once, .. once], decoded.Plain);
        Assert.Null(decoded.StreamError);
    }

    /// <summary>"hello" as the commands xz and bzip2 compress it: docs/adr/0003.</summary>
    [Theory]
    [InlineData("xz", "fd377a585a000004e6d6b4460200210116000000742fe5a301000568656c6c6f0a"
        + "000000a56097f194f6fde000011e06c12fa41d1fb6f37d010000000004595a")]
    [InlineData("bzip2", "425a6839314159265359c1c080e2000001410000100244a00030cd00c3462997177245385090c1c080e2")]
    public void CompressionThatSparkNeverWrites_IsNamedWithTheCommandThatUndoesIt(string name, string hex)
    {
        var error = Assert.Throws<RightsizerException>(() => DecodedStream.Open(new MemoryPart("app-1", Convert.FromHexString(hex))));

        Assert.Equal(ExitCode.InputUnreadable, error.ExitCode);
        Assert.Contains($"decompress it first: {name} -dk ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SkippableZstdFrames_AreSteppedOver()
    {
        byte[] skippable = [0x5A, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 1, 2, 3];
        var frame = Fixture.Bytes("small.zstd");
        var decoded = Decoded.Decode([.. skippable, .. frame, .. skippable, .. frame, .. skippable]);
        Assert.Equal("zstd", decoded.Codec);
        Assert.Equal([.. Fixture.Text, .. Fixture.Text], decoded.Plain);
        Assert.Null(decoded.StreamError);
    }

    [Theory, MemberData(nameof(Fixtures))]
    public void CutAtEveryByte_GivesAPrefixAndNeverThrows(string name, string codec)
    {
        var stored = Fixture.Bytes(name);
        var whole = Decoded.Decode(stored).Plain;
        var longest = 0;
        for (var length = 0; length < stored.Length; length++)
        {
            var decoded = Decoded.Decode(stored[..length], 777);
            if (decoded.Codec != codec) continue; // too short to tell: given as it is
            Assert.True(whole.AsSpan().StartsWith(decoded.Plain), $"cut at {length}");
            Assert.True(decoded.Plain.Length >= longest, $"cut at {length} gives less than a shorter cut");
            longest = decoded.Plain.Length;
            Assert.True(decoded.StreamError is null || decoded.StreamError.StartsWith("truncated: ", StringComparison.Ordinal),
                decoded.StreamError);
            Assert.Equal(length, decoded.BytesRead);
        }
    }

    [Theory]
    [InlineData("small.lz4", "corrupt: lz4 block checksum differs")]
    [InlineData("small.gz", "corrupt: gzip checksum differs")]
    [InlineData("small-checksum.zstd", "corrupt: zstd frame checksum differs")]
    public void WrongChecksum_KeepsWhatCameBeforeAndSaysSo(string name, string error)
    {
        var stored = Fixture.Bytes(name);
        var at = name switch { "small.lz4" => 17, "small.gz" => stored.Length - 8, _ => stored.Length - 1 };
        stored[at] ^= 1;
        var decoded = Decoded.Decode(stored);
        Assert.Equal(error, decoded.StreamError);
        Assert.Equal(name == "small.lz4" ? [] : Fixture.Text, decoded.Plain);
    }

    [Theory, MemberData(nameof(Fixtures))]
    public void TextAfterTheEnd_IsCorrupt(string name, string codec)
    {
        if (codec == "none" || name == "small-unfinished.zstd") return;
        var decoded = Decoded.Decode([.. Fixture.Bytes(name), .. "{\"Event\":\"SparkListenerApplicationEnd\"}\n"u8]);
        Assert.StartsWith("corrupt: ", decoded.StreamError);
        Assert.Equal(Decoded.Decode(Fixture.Bytes(name)).Plain, decoded.Plain);
    }

    [Fact]
    public void OtherCompressions_AreRefusedByName()
    {
        var e = Assert.Throws<RightsizerException>(() => Decoded.Decode([0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0, 0, 4]));
        Assert.Equal(ExitCode.InputUnreadable, e.ExitCode);
        Assert.StartsWith("memory/x: compressed with xz", e.Message);
    }

    [Fact]
    public void ZstdWindowOver128MiB_IsRefusedWithItsSize()
    {
        // a frame header with window descriptor 18 << 3: 2^28 bytes
        var decoded = Decoded.Decode([0x28, 0xB5, 0x2F, 0xFD, 0x00, 18 << 3, 1, 0, 0]);
        Assert.Equal("corrupt: zstd frame needs a window of 268435456 bytes, over the limit of 134217728 that "
            + "RIGHTSIZER_MAX_ZSTD_WINDOW_MB lifts", decoded.StreamError);
    }

    [Fact]
    public void SharedLogs_DecodeToTheBytesThatTheTruthCounts()
    {
        Assert.SkipWhen(SharedFolder.Path is null, SharedFolder.SkipReason);
        var compared = 0;
        foreach (var log in SharedLogs.All)
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(log.TruthPath));
            var files = document.RootElement.GetProperty("source").GetProperty("files").EnumerateArray().ToList();
            var parts = EventLogLocator.Find(log.Path)[^1].Parts;
            Assert.Equal(files.Select(f => f.GetProperty("name").GetString()), parts.Select(p => p.Name));
            foreach (var (part, file) in parts.Zip(files))
            {
                using var stream = DecodedStream.Open(part);
                var buffer = new byte[1 << 16];
                while (stream.Read(buffer) > 0) { }
                Assert.Equal(file.GetProperty("codec").GetString(), stream.Codec);
                Assert.Equal(file.GetProperty("decodedBytes").GetInt64(), stream.PlainBytes);
                Assert.Equal(file.GetProperty("bytes").GetInt64(), stream.BytesRead);
                // the truth says "Truncated: ..." in its own words
                Assert.Equal(file.GetProperty("streamError").GetString()?.Split(':')[0].ToLowerInvariant(),
                    stream.StreamError?.Split(':')[0]);
                compared++;
            }
        }
        Assert.True(compared >= 95, $"{compared} parts");
    }
}
