using Rightsizer.EventLogParser.Codecs;
using Rightsizer.EventLogParser.Events;
using Rightsizer.EventLogParser.Input;
using Rightsizer.TestSupport;

namespace Rightsizer.EventLogParser.Tests;

/// <summary>A log may end anywhere: at a driver's death, in a half-copied file. Whatever is whole is kept.</summary>
public class TruncationTests(ITestOutputHelper output)
{
    const int Cuts = 200;

    /// <summary>The longest magic number: a shorter stub cannot be told from plain text and is only read.</summary>
    const int MagicBytes = 8;

    /// <summary>Every cut is decoded; every so-manieth is read to its events too.</summary>
    static readonly int ReadEvery = Thoroughness.Step(20);

    [Fact]
    public void EveryFileOfEverySharedLog_CutAt200Places_GivesTheWholeLinesBeforeTheCut()
    {
        Assert.SkipWhen(SharedFolder.Path is null, SharedFolder.SkipReason);
        var files = Thoroughness.Choose(
            [.. SharedLogs.All.SelectMany(l => FilesOf(l.Path)).Where(f => new FileInfo(f).Length > 0)], nth: 6);

        var cuts = files.AsParallel().Sum(file => CheckFile(Path.GetFileName(file), File.ReadAllBytes(file)));

        output.WriteLine($"{files.Count} files, {cuts} cuts, every {ReadEvery}. read to its events");
    }

    [Fact]
    public void EveryCodecOfASmallLog_CutAtEveryByte_GivesTheWholeLinesBeforeTheCut()
    {
        foreach (var (name, _) in Fixture.All)
        {
            var bytes = Fixture.Bytes(name);
            var whole = Decode(bytes);
            var before = 0;
            for (var cut = 1; cut < MagicBytes; cut++) Read(bytes[..cut], new CountingSink());
            for (var cut = MagicBytes; cut < bytes.Length; cut++)
                before = CheckCut($"{name} cut at {cut}", bytes[..cut], whole, before, readEvents: true);
        }
    }

    [Theory]
    [InlineData("small.lz4")]
    [InlineData("small.snappy")]
    [InlineData("small.lzf")]
    public void BlockCodec_CutBetweenBlocks_GivesEveryBlockBeforeTheCut(string name)
    {
        var bytes = Fixture.Bytes(name);
        var ends = Blocks.EndsOf(bytes).ToList();

        Assert.NotEmpty(ends);
        Assert.All(ends, end => Assert.Equal(end.PlainBytes, Decode(bytes[..end.StoredBytes]).Length));
    }

    static IEnumerable<string> FilesOf(string log) => Directory.Exists(log) ? Directory.GetFiles(log).Order(StringComparer.Ordinal) : [log];

    static int CheckFile(string name, byte[] bytes)
    {
        var whole = Decode(bytes);
        var step = Math.Max(1, bytes.Length / Cuts);
        var (before, count) = (0, 0);
        for (var cut = step; cut < bytes.Length; cut += step, count++)
            before = CheckCut($"{name} cut at {cut}", bytes[..cut], whole, before, readEvents: count % ReadEvery == 0);
        return count;
    }

    /// <summary>
    /// The decoded stub is the beginning of the decoded whole, and never shorter than that of an earlier cut; its lines are all
    /// accounted for.
    /// </summary>
    static int CheckCut(string place, byte[] stub, byte[] whole, int atLeast, bool readEvents)
    {
        var length = PrefixLength(place, stub, whole);
        Assert.True(length >= atLeast, $"{place}: {length} bytes, an earlier cut gave {atLeast}");
        if (readEvents) CheckEvents(place, stub, whole.AsSpan(0, length));
        return length;
    }

    static int PrefixLength(string place, byte[] stub, byte[] whole)
    {
        using var stream = DecodedStream.Open(new MemoryPart("stub", stub));
        var buffer = new byte[1 << 16];
        var length = 0;
        for (int count; (count = stream.Read(buffer)) > 0; length += count)
            Assert.True(length + count <= whole.Length && whole.AsSpan(length, count).SequenceEqual(buffer.AsSpan(0, count)),
                $"{place}: not a prefix of the whole log");
        return length;
    }

    /// <summary>Every whole line is an event or counted as malformed; the half line at the end is neither.</summary>
    static void CheckEvents(string place, byte[] stub, ReadOnlySpan<byte> plain)
    {
        var sink = new CountingSink();
        var read = Read(stub, sink);
        var lines = WholeLines(plain);
        var kept = sink.Events + read.MalformedLines;

        // a last line without its newline may be whole all the same
        Assert.True(kept == lines || kept == lines + 1,
            $"{place}: {lines} whole lines, {sink.Events} events, {read.MalformedLines} malformed");
    }

    static ReadSummary Read(byte[] stub, CountingSink sink) => EventLogReader.Read(
        new EventLog { Kind = EventLogKind.Single, Location = "memory", Parts = [new MemoryPart("stub", stub)] }, sink,
            EventLogReaderOptions.Default);

    /// <summary>Lines that end in a newline and are not blank.</summary>
    static int WholeLines(ReadOnlySpan<byte> plain)
    {
        var count = 0;
        for (int end; (end = plain.IndexOf((byte)'\n')) >= 0; plain = plain[(end + 1)..])
        {
            if (!plain[..end].Trim(" \t\r"u8).IsEmpty) count++;
        }
        return count;
    }

    static byte[] Decode(byte[] stored)
    {
        using var plain = new MemoryStream();
        using var stream = DecodedStream.Open(new MemoryPart("stub", stored));
        stream.CopyTo(plain);
        return plain.ToArray();
    }

    sealed class CountingSink : IEventSink
    {
        public int Events { get; private set; }

        public void OnTaskStart(in TaskStartEvent e) => Events++;

        public void OnTaskEnd(in TaskEndEvent e, ReadOnlySpan<AccumulatorUpdate> updates) => Events++;

        public void OnEvent(SparkEvent e) => Events++;
    }
}
