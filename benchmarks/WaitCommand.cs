using System.Diagnostics;
using System.Globalization;
using Rightsizer.Aws.S3;
using Rightsizer.EventLogParser;
using Rightsizer.EventLogParser.Events;
using Rightsizer.EventLogParser.Input;

namespace Rightsizer.Benchmarks;

/// <summary>Reads one log from S3 and says how much of the time its reader stood waiting for the next bytes.</summary>
static class WaitCommand
{
    public static int Run(string location)
    {
        var log = new S3LogStore(new S3Options()).Find(location)[^1];
        var parts = log.Parts.Select(part => new TimedPart(part)).ToList();
        var reading = new EventLogReaderOptions { ReadAccumulables = false, Threads = Environment.ProcessorCount };
        var clock = Stopwatch.StartNew();
        EventLogReader.Read(log with { Parts = parts }, new NoSink(), reading);
        var (whole, waited) = (clock.Elapsed.TotalSeconds, parts.Sum(p => p.Waited.Elapsed.TotalSeconds));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"read for {whole:0.00} s, {waited:0.00} s of it ({100 * waited / whole:0.0} %) waiting for bytes or copying them"));
        return 0;
    }

    sealed class NoSink : IEventSink
    {
        public void OnTaskStart(in TaskStartEvent e) { }
        public void OnTaskEnd(in TaskEndEvent e, ReadOnlySpan<AccumulatorUpdate> updates) { }
        public void OnEvent(SparkEvent e) { }
    }

    sealed class TimedPart(LogPart part) : LogPart
    {
        public Stopwatch Waited { get; } = new();
        public override string Name => part.Name;
        public override string Location => part.Location;
        public override long? Length => part.Length;
        public override Stream OpenRead() => new TimedStream(part.OpenRead(), Waited);
    }

    sealed class TimedStream(Stream source, Stopwatch waited) : Stream
    {
        public override int Read(Span<byte> buffer)
        {
            waited.Start();
            try { return source.Read(buffer); }
            finally { waited.Stop(); }
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));
        public override bool CanRead => true;
        public override bool CanSeek => source.CanSeek;
        public override bool CanWrite => false;
        public override long Length => source.Length;
        public override long Position { get => source.Position; set => source.Position = value; }
        public override long Seek(long offset, SeekOrigin origin) => source.Seek(offset, origin);
        public override void Flush() { }
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
        protected override void Dispose(bool disposing)
        {
            if (disposing) source.Dispose();
            base.Dispose(disposing);
        }
    }
}
