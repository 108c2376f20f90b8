using Rightsizer.Analyzer.Answers.Diagnosis;
using Rightsizer.Analyzer.Model;
using Rightsizer.Analyzer.Tests.Tables;
using Rightsizer.EventLogParser.Events;
using Rightsizer.TestSupport;

namespace Rightsizer.Analyzer.Tests.Streams;

public class StreamReportTests
{
    const string Log = "eventlog_v2_app-20261128224945-0003";

    /// <summary>Counted over the progress events with a script of a few lines, which shares no code with this program.</summary>
    [Fact]
    public void RealStream_HasTheBatchesRowsAndStateOfItsProgress()
    {
        Assert.SkipWhen(SharedFolder.Path is null, SharedFolder.SkipReason);
        var report = StreamReport.Build(TableCommandTests.Load(Log), null)!;

        Assert.Equal(["windows", "all there is"], report.Queries.Select(q => q.Name));
        Assert.Equal([(9, 19_500L, 2_927L), (3, 2_000L, 1_317L)],
            report.Queries.Select(q => (q.Batches, q.InputRows!.Value, q.MedianBatchMs)));
        Assert.Equal([(12L, 30L), (2_000L, 2_000L)], report.Queries.Select(q => (q.StateRows!.Value, q.MaxStateRows!.Value)));
        Assert.True(report.Queries[0].HasNoPause);
        Assert.Null(report.UsdPerHour);
    }

    [Fact]
    public void WithoutProgress_TheSameBatchesAreFoundByTheirDescriptions()
    {
        Assert.SkipWhen(SharedFolder.Path is null, SharedFolder.SkipReason);
        var report = StreamReport.Build(TableCommandTests.Load(Log) with { StreamingProgress = [] }, null)!;

        Assert.Equal(["windows", "all there is"], report.Queries.Select(q => q.Name));
        Assert.All(report.Queries, q => Assert.Null(q.InputRows));
    }

    [Fact]
    public void Progress_GivesIntervalPauseAndRates()
    {
        // three batches of 2 s, one every 10 s: 6 s of 22 s are busy
        var run = WithProgress([Progress(0, 0, 2_000, 100), Progress(1, 10_000, 2_000, 200), Progress(2, 20_000, 2_000, 140)]);
        var query = Assert.Single(StreamReport.Build(run, null)!.Queries);

        Assert.Equal((3, 2_000L, 10_000L), (query.Batches, query.MedianBatchMs, query.MedianIntervalMs));
        Assert.Equal(6 / 22.0, query.BusyRatio, 6);
        Assert.Equal(440 / 22.0, query.InputRowsPerSecond!.Value, 6);
        Assert.Equal(440 / 6.0, query.ProcessedRowsPerSecond!.Value, 6);
        Assert.False(query.HasNoPause);
    }

    [Fact]
    public void TriggersWithoutABatch_AreLeftOut() =>
        Assert.Null(StreamReport.Build(WithProgress([Progress(0, 0, 5, 0) with { HasBatch = false }]), null));

    [Fact]
    public void DStreams_HaveTheirIntervalAndDelayFromTheAddress()
    {
        // due every 5 s; two jobs in the first batch; they begin 1 s and 3 s late
        var run = new RunSketch(60_000).Executor("1").Job(0, 1_000, 2_000).Job(1, 2_000, 4_000).Job(2, 8_000, 9_000).Build();
        run = run with { Jobs = [Due(run.Jobs[0], 0), Due(run.Jobs[1], 0), Due(run.Jobs[2], 5_000)] };
        var query = Assert.Single(StreamReport.Build(run, null)!.Queries);

        Assert.Equal((2, 5_000L, 2_000L), (query.Batches, query.MedianIntervalMs, query.MedianDelayMs));
        Assert.Equal(4 / 8.0, query.BusyRatio, 6);
    }

    [Fact]
    public void NoStream_HasNoReport() => Assert.Null(StreamReport.Build(new RunSketch(1_000).Executor("1").Job(0, 0, 500).Build(), null));

    static Job Due(Job job, long atMs) => job with
    {
        Description = $"Streaming job from <a href=\"/streaming/batch/?id={RunSketch.Epoch + atMs}\">"
            + "[output operation 0, batch time 10:00:00]</a>",
    };

    static ApplicationRun WithProgress(IReadOnlyList<StreamingProgressEvent> progress) =>
        new RunSketch(60_000).Executor("1").Build() with { StreamingProgress = progress };

    static StreamingProgressEvent Progress(long batch, long atMs, long durationMs, long rows) =>
        new("run", "q", batch, RunSketch.Epoch + atMs, durationMs, true, rows, null, null);
}
