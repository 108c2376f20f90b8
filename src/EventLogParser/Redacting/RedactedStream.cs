using System.Buffers;
using Rightsizer.EventLogParser.Input;
using Rightsizer.EventLogParser.Internals;

namespace Rightsizer.EventLogParser.Redacting;

/// <summary>The plain bytes of a log as they come through the gate: line by line, what is not known replaced.</summary>
public sealed class RedactedStream : Stream
{
    const int BufferBytes = 256 * 1024;

    readonly LineReader lines;
    readonly ForeignGuard foreign;
    readonly LineRedactor redactor = new();
    readonly ArrayBufferWriter<byte> output = new(BufferBytes);
    int given;
    bool ended;

    /// <param name="plain">Decoded bytes of a log; not disposed of.</param>
    /// <param name="maxLineBytes">Longer lines are stepped over and stay lines that are no event.</param>
    /// <param name="location">What is read, for the error of an input that goes on without an event.</param>
    public RedactedStream(Stream plain, long? maxLineBytes = null, string location = "the log")
    {
        foreign = new ForeignGuard(location);
        lines = new LineReader(plain, BufferBytes, maxLineBytes ?? InputLimits.LineBytes, foreign);
    }

    /// <summary>True once a line was read that looks like an event; false to the end where the input is no event log.</summary>
    public bool HoldsEvent { get; private set; }

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty) return 0;
        while (given == output.WrittenCount)
        {
            if (ended) return 0;
            Fill();
        }
        var count = Math.Min(buffer.Length, output.WrittenCount - given);
        output.WrittenSpan.Slice(given, count).CopyTo(buffer);
        given += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    void Fill()
    {
        output.ResetWrittenCount();
        given = 0;
        while (output.WrittenCount < BufferBytes / 2)
        {
            if (!lines.TryRead(out var line))
            {
                ended = true;
                return;
            }
            var holdsEvent = LogPeek.NamesEvent(line);
            foreign.Count(line.Length + 1, holdsEvent && ForeignGuard.NamesSparks(line));
            HoldsEvent |= holdsEvent;
            if (lines.TooLong) output.Write("{"u8);
            else redactor.Redact(line, output);
            if (lines.Terminated) output.Write("\n"u8);
        }
    }

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
    public override void Flush() { }
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
