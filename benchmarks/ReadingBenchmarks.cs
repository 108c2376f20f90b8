using BenchmarkDotNet.Attributes;
using Rightsizer.Analyzer;
using Rightsizer.Analyzer.Construction;
using Rightsizer.Analyzer.Model;
using Rightsizer.EventLogParser;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Benchmarks;

/// <summary>One log of 100 MB, each scope on top of the one before: lines, events, model, whole analysis.</summary>
public class ReadingBenchmarks
{
    readonly byte[] buffer = new byte[512 * 1024];

    [GlobalSetup]
    public void Setup() => _ = LogFile.Default;

    /// <summary>The bytes and where their lines end: what no reader can do without.</summary>
    [Benchmark(Baseline = true)]
    public long Lines()
    {
        using var file = File.OpenHandle(LogFile.Default.Parts[0].LocalPath!);
        long lines = 0, at = 0;
        for (int read; (read = RandomAccess.Read(file, buffer, at)) > 0; at += read) lines += buffer.AsSpan(0, read).Count((byte)'\n');
        return lines;
    }

    [Benchmark]
    public long Events() => Read(new EventLogReaderOptions { ReadAccumulables = false });

    [Benchmark]
    public long EventsTwoThreads() => Read(new EventLogReaderOptions { ReadAccumulables = false, Threads = 2 });

    [Benchmark]
    public long EventsWithAccumulables() => Read(new EventLogReaderOptions());

    [Benchmark]
    public long EventsFullLane() => Read(new EventLogReaderOptions { ReadAccumulables = false, Lane = EventLogReaderOptions.FullLane });

    [Benchmark]
    public ApplicationRun Model() => ApplicationRunLoader.Load(LogFile.Default, new EventLogReaderOptions { ReadAccumulables = false });

    [Benchmark]
    public AnalysisResult Analysis() => ApplicationAnalyzer.Analyze(Model(), new AnalysisOptions());

    static long Read(EventLogReaderOptions options)
    {
        var sink = new CountingSink();
        EventLogReader.Read(LogFile.Default, sink, options);
        return sink.Count;
    }

    sealed class CountingSink : IEventSink
    {
        public long Count { get; private set; }
        public void OnTaskStart(in TaskStartEvent e) => Count++;
        public void OnTaskEnd(in TaskEndEvent e, ReadOnlySpan<AccumulatorUpdate> updates) => Count += updates.Length;
        public void OnEvent(SparkEvent e) => Count++;
    }
}
