using Rightsizer.EventLogParser.Codecs;
using Rightsizer.EventLogParser.Input;
using Rightsizer.EventLogParser.Internals;
using Rightsizer.EventLogParser.Internals.Full;

namespace Rightsizer.EventLogParser;

/// <summary>Reads one event log from its first line to its last. docs/event-log-format.md has the events and fields.</summary>
public static class EventLogReader
{
    /// <summary>Lines between two looks at the clock and the cancellation token.</summary>
    const int LinesPerCheck = 1024;

    /// <summary>Hands every event of <paramref name="log"/> to <paramref name="sink"/>, in the log's order.</summary>
    /// <remarks>Damage is normal: whatever is whole is kept, the rest is counted in the summary.</remarks>
    /// <exception cref="RightsizerException">A part cannot be opened.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static ReadSummary Read(
        EventLog log, IEventSink sink, EventLogReaderOptions options, IProgress<ReadProgress>? progress = null, CancellationToken cancellation = default)
    {
        var tally = new ReadTally();
        var decoder = new EventDecoder(options.ReadAccumulables);
        var total = log.Parts.Aggregate((long?)0, (sum, p) => sum + p.Length);
        long before = 0;
        foreach (var part in log.Parts)
        {
            using var stream = DecodedStream.Open(part);
            var lines = new LineReader(stream, options.BufferBytes, options.MaxLineBytes);
            tally.StartPart(part.Name);
            while (lines.TryRead(out var line))
            {
                if (lines.LineNumber % LinesPerCheck == 0)
                {
                    cancellation.ThrowIfCancellationRequested();
                    progress?.Report(new ReadProgress(before + stream.BytesRead, total));
                }
                Feed(line, lines, decoder, sink, tally);
            }
            before += stream.BytesRead;
            tally.EndPart(stream, lines);
        }
        cancellation.ThrowIfCancellationRequested();
        return tally.ToSummary();
    }

    static void Feed(ReadOnlySpan<byte> line, LineReader lines, EventDecoder decoder, IEventSink sink, ReadTally tally)
    {
        string? name = null;
        MalformedKind kind;
        if (lines.TooLong) kind = MalformedKind.TooLong;
        else if (line.Trim(" \t\r"u8).IsEmpty) return;
        else kind = decoder.Decode(line, sink, out name);
        if (kind == MalformedKind.None) tally.CountEvent(name!);
        else tally.CountMalformed(kind, lines.LineNumber, lines.LineOffset, lines.Terminated);
    }
}
