using System.Text;
using Rightsizer.EventLogParser.Events;
using Rightsizer.EventLogParser.Input;
using Rightsizer.EventLogParser.Redacting;

namespace Rightsizer.EventLogParser.Tests.Input;

/// <summary>A stream without end that holds nothing of Spark is given up, whichever lane reads it.</summary>
public class ForeignGuardTests
{
    [Theory]
    [InlineData(EventLogReaderOptions.FullLane)]
    [InlineData(EventLogReaderOptions.FastLane)]
    public void EndlessStreamAfterAnEvent_IsGivenUp(string lane)
    {
        using var endless = new Endless(
            "{\"Event\":\"SparkListenerApplicationStart\",\"App Name\":\"a\",\"Timestamp\":1700000000000,\"User\":\"u\"}\n",
            "{\"Event\":\"Foo\",\"x\":\"" + new string('x', 4 << 20) + "\"}\n");
        var log = new EventLog { Kind = EventLogKind.Single, Location = "-", Parts = [new StandardInputPart(endless)] };

        var e = Assert.Throws<RightsizerException>(() =>
            EventLogReader.Read(log, new Nothing(), EventLogReaderOptions.Default with { Lane = lane }));

        Assert.Equal(ExitCode.InputUnreadable, e.ExitCode);
        Assert.Contains("512 MB without an event of Spark", e.Message, StringComparison.Ordinal);
        Assert.Contains("RIGHTSIZER_MAX_FOREIGN_MB", e.Message, StringComparison.Ordinal);
        // what lies between the parser and the source is a few chunks
        Assert.InRange(endless.Given, 512L << 20, 640L << 20);
    }

    /// <summary>What is copied without names is given up as what is read, also a line that never ends.</summary>
    [Theory]
    [InlineData("{\"Event\":\"Foo\",\"x\":\"", "\"}\n")]
    [InlineData("", "")]
    public void EndlessStreamThatIsRedacted_IsGivenUp(string opens, string closes)
    {
        using var endless = new Endless("", opens + new string('x', 4 << 20) + closes);
        using var redacted = new RedactedStream(endless, maxLineBytes: 16 << 20, "the log of a test");

        var e = Assert.Throws<RightsizerException>(() => redacted.CopyTo(Stream.Null));

        Assert.Equal(ExitCode.InputUnreadable, e.ExitCode);
        Assert.StartsWith("the log of a test: holds 512 MB without an event of Spark", e.Message, StringComparison.Ordinal);
        Assert.InRange(endless.Given, 512L << 20, 640L << 20);
    }

    [Fact]
    public void AnEventNowAndThen_KeepsAnInputOpen()
    {
        var guard = new ForeignGuard("x");
        for (var i = 0; i < 10; i++)
        {
            guard.Count(512L << 20, holdsEvent: false);
            guard.Count(1, holdsEvent: true);
        }
        Assert.Throws<RightsizerException>(() => guard.Count((512L << 20) + 1, holdsEvent: false));
    }

    sealed class Nothing : IEventSink
    {
        public void OnTaskStart(in TaskStartEvent e)
        {
        }

        public void OnTaskEnd(in TaskEndEvent e, ReadOnlySpan<AccumulatorUpdate> updates)
        {
        }

        public void OnEvent(SparkEvent e)
        {
        }
    }

    /// <summary>A beginning, and then one line for ever.</summary>
    sealed class Endless(string beginning, string line) : Stream
    {
        readonly byte[] first = Encoding.UTF8.GetBytes(beginning), again = Encoding.UTF8.GetBytes(line);
        long at;

        public long Given => at;
        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => at; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var from = at < first.Length ? first.AsSpan((int)at) : again.AsSpan((int)((at - first.Length) % again.Length));
            var length = Math.Min(count, from.Length);
            from[..length].CopyTo(buffer.AsSpan(offset, length));
            at += length;
            return length;
        }

        public override void Flush() => throw new NotSupportedException();
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
