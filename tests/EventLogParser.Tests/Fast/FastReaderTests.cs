using System.Text;
using Rightsizer.EventLogParser.Events;
using Rightsizer.EventLogParser.Input;
using Rightsizer.TestSupport;

namespace Rightsizer.EventLogParser.Tests.Fast;

public class FastReaderTests
{
    /// <summary>Lines of all sorts: whole, blank, over the limit, not JSON, without an event; the last one cut.</summary>
    static byte[] Sorted(bool endsInNewline)
    {
        var text = new StringBuilder();
        for (var i = 0; i < 200; i++)
        {
            text.Append(TaskLine.Start()).Append('\n');
            if (i % 3 == 0) text.Append(TaskLine.End()).Append('\n');
            if (i % 17 == 0) text.Append(" \r\n\n");
            if (i % 23 == 0) text.Append("no JSON\n");
            if (i % 29 == 0) text.Append("{\"a\":1}\n");
            if (i % 31 == 0) text.Append("{\"Event\":\"SparkListenerUnpersistRDD\",\"RDD ID\":").Append(i).Append("}\n");
            if (i % 37 == 0) text.Append("{\"Event\":\"Long\",\"x\":\"").Append('x', 5000).Append("\"}\n");
        }
        if (!endsInNewline) text.Append(TaskLine.End()[..700]);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void LinesOfAllSorts_CutAnywhere_ReadAlikeInBothLanes(bool endsInNewline)
    {
        var bytes = Sorted(endsInNewline);
        var log = Log(new MemoryPart("a", bytes), new MemoryPart("empty", []), new MemoryPart("b", bytes, stepBytes: 777));
        foreach (var maxLineBytes in new[] { 1L << 28, 4000, 300, 5 })
        {
            var full = new EventLogReaderOptions { Lane = EventLogReaderOptions.FullLane, MaxLineBytes = maxLineBytes };
            foreach (var bufferBytes in new[] { 16, 100, 1000, 4096, 1 << 20 })
            {
                foreach (var threads in new[] { 1, 2, 4 })
                {
                    Assert.Null(Reading.Difference(log, full,
                        new EventLogReaderOptions { Threads = threads, BufferBytes = bufferBytes, MaxLineBytes = maxLineBytes }));
                }
            }
        }
    }

    /// <summary>
    /// Every codec of blocks, whole and damaged at every hundredth byte, decoded by three workers and by none but the full lane.
    /// </summary>
    [Theory]
    [InlineData("small.lz4")]
    [InlineData("small-unfinished.lz4")]
    [InlineData("small.snappy")]
    [InlineData("small.lzf")]
    public void BlocksSharedByWorkers_WholeOrDamaged_GiveTheFullLanesEvents(string name)
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            var bytes = Fixture.Bytes(name);
            for (var at = -1; at < bytes.Length; at += at < 40 ? 3 : 97)
            {
                var damaged = (byte[])bytes.Clone();
                if (at >= 0) damaged[at] ^= 0x55;
                File.WriteAllBytes(path, damaged);
                var log = Log(new LocalFilePart(path, name));
                var full = new EventLogReaderOptions { Lane = EventLogReaderOptions.FullLane };
                foreach (var bufferBytes in new[] { 4096, 512 * 1024 })
                {
                    Assert.Null(Reading.Difference(log, full, new EventLogReaderOptions { Threads = 3, BufferBytes = bufferBytes }));
                }
            }
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void SinkThrows_WithFourThreads_ReadThrowsItAndEnds()
    {
        var log = Log(new MemoryPart("a", Sorted(true)));
        var e = Assert.Throws<InvalidOperationException>(
            () => EventLogReader.Read(log, new Refusing(), new EventLogReaderOptions { Threads = 4, BufferBytes = 500 }));
        Assert.Equal("enough", e.Message);
    }

    [Fact]
    public void Cancelled_WithFourThreads_ReadThrowsAndEnds()
    {
        using var cancel = new CancellationTokenSource();
        var log = Log(new MemoryPart("a", Sorted(true)));
        var progress = new CancelAt(cancel, 3);
        Assert.ThrowsAny<OperationCanceledException>(() =>
            EventLogReader.Read(
                log, new RecordingSink(), new EventLogReaderOptions { Threads = 4, BufferBytes = 500 }, progress, cancel.Token));
        Assert.InRange(progress.Reports, 3, 4);
    }

    [Fact]
    public void PartThatCannotBeOpened_IsReportedAsTheFullLaneReportsIt()
    {
        var log = Log(new MemoryPart("a", Sorted(true)), new LocalFilePart("no-such-folder/no-such-file"));
        var full = Assert.Throws<RightsizerException>(
            () => EventLogReader.Read(log, new RecordingSink(), new EventLogReaderOptions { Lane = EventLogReaderOptions.FullLane }));
        var fast = Assert.Throws<RightsizerException>(
            () => EventLogReader.Read(log, new RecordingSink(), new EventLogReaderOptions { Threads = 2 }));
        Assert.Equal((full.Message, full.ExitCode), (fast.Message, fast.ExitCode));
    }

    static EventLog Log(params LogPart[] parts) => new() { Kind = EventLogKind.Rolling, Location = "memory", Parts = parts };

    sealed class Refusing : IEventSink
    {
        int seen;
        public void OnTaskStart(in TaskStartEvent e)
        {
            if (++seen == 50) throw new InvalidOperationException("enough");
        }

        public void OnTaskEnd(in TaskEndEvent e, ReadOnlySpan<AccumulatorUpdate> updates) { }
        public void OnEvent(SparkEvent e) { }
    }

    sealed class CancelAt(CancellationTokenSource source, int report) : IProgress<ReadProgress>
    {
        public int Reports { get; private set; }

        public void Report(ReadProgress value)
        {
            if (++Reports == report) source.Cancel();
        }
    }
}
