using Rightsizer.EventLogParser.Codecs;
using Rightsizer.EventLogParser.Input;
using Rightsizer.EventLogParser.Internals.Fast;
using Rightsizer.EventLogParser.Redacting;

namespace Rightsizer.EventLogParser.Internals.Full;

/// <summary>
/// Reads a log line by line with one thread and the full reader alone: plain, strict, and what the fast lane is held against.
/// </summary>
static class FullReader
{
    /// <summary>Lines between two looks at the clock and the cancellation token.</summary>
    const int LinesPerCheck = 1024;

    /// <summary>As <see cref="EventLogReader.Read"/>.</summary>
    public static void Read(
        EventLog log, IEventSink sink, ReadTally tally, EventLogReaderOptions options, IProgress<ReadProgress>? progress,
            CancellationToken cancellation)
    {
        var decoder = new EventDecoder(options, new ByteStrings(new StringPool()));
        var total = log.Parts.Aggregate((long?)0, (sum, p) => sum + p.Length);
        long before = 0;
        var guard = new UnpackGuard(log.Location);
        var foreign = new ForeignGuard(log.Location);
        foreach (var part in log.Parts)
        {
            using var stream = DecodedStream.Open(part);
            using var redacted = options.Redact ? new RedactedStream(stream, options.MaxLineBytes, part.Location) : null;
            var lines = new LineReader((Stream?)redacted ?? stream, options.BufferBytes, options.MaxLineBytes, foreign);
            tally.StartPart(part.Name);
            while (lines.TryRead(out var line))
            {
                if (lines.LineNumber % LinesPerCheck == 0)
                {
                    cancellation.ThrowIfCancellationRequested();
                    progress?.Report(new ReadProgress(before + stream.BytesRead, total));
                }
                guard.Count(line.Length + 1, before + stream.BytesRead);
                part.CountUnpacked(line.Length + 1);
                foreign.Count(line.Length + 1, Feed(line, lines, decoder, sink, tally));
            }
            before += stream.BytesRead;
            tally.EndPart(stream.Codec, stream.BytesRead, stream.PlainBytes, stream.StreamError, lines.LineNumber);
        }
    }

    /// <returns>The line holds an event of Spark.</returns>
    static bool Feed(ReadOnlySpan<byte> line, LineReader lines, EventDecoder decoder, IEventSink sink, ReadTally tally)
    {
        string? name = null;
        MalformedKind kind;
        if (lines.TooLong) kind = MalformedKind.TooLong;
        else if (line.Trim(" \t\r"u8).IsEmpty) return false;
        else kind = decoder.Decode(line, sink, out name);
        if (kind == MalformedKind.None)
        {
            tally.CountEvent(name!);
            tally.CountCutTexts(decoder.CutTexts);
            return ForeignGuard.IsSparks(name!);
        }
        tally.NoteMalformed(kind, lines.LineNumber, lines.LineOffset, lines.Terminated);
        tally.CountMalformed(kind, 1, lines.Terminated);
        return false;
    }
}
