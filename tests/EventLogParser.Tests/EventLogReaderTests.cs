using System.Text;
using Rightsizer.EventLogParser.Events;
using Rightsizer.TestSupport;

namespace Rightsizer.EventLogParser.Tests;

public class EventLogReaderTests
{
    const string Start = """{"Event":"SparkListenerApplicationStart","App Name":"a","App ID":"app-1","Timestamp":5,"User":"u"}""";

    [Fact]
    public void MalformedLines_AreCountedByKindWithTheFirstOnesPlace()
    {
        var (read, sink) = Read(Start, "not json", "{\"a\":1}", "[1]", "", "  ", Start[..40], """{"Event":3}""", Start);

        Assert.Equal(2, sink.Events.Count);
        Assert.Equal(9, read.Lines);
        Assert.Equal(5, read.MalformedLines);
        Assert.Equal(new Dictionary<string, long> { ["noEvent"] = 3, ["notJson"] = 2 }, read.MalformedByKind);
        Assert.Equal($"test.log:2 (byte {Start.Length + 1}): not a JSON object", read.FirstMalformed);
    }

    [Theory]
    [InlineData("""{"Event":"SparkListenerExecutorAdded","Timestamp":5,"Executor Info":{"Host":"h","Total Cores":2}}""")]
    [InlineData("""{"Event":"SparkListenerExecutorRemoved","Timestamp":5,"Executor ID":""}""")]
    [InlineData("""{"Event":"SparkListenerBlockManagerAdded","Block Manager ID":{"Host":"h","Port":1},"Maximum Memory":5}""")]
    [InlineData("""{"Event":"SparkListenerJobStart","Submission Time":5,"Stage Infos":[]}""")]
    [InlineData("""{"Event":"SparkListenerJobEnd","Completion Time":5,"Job Result":{"Result":"JobSucceeded"}}""")]
    [InlineData("""{"Event":"SparkListenerStageSubmitted","Stage Info":{"Stage Name":"s"}}""")]
    [InlineData("""{"Event":"SparkListenerStageCompleted"}""")]
    [InlineData("""{"Event":"SparkListenerTaskStart","Task Info":{"Task ID":0,"Index":0,"Launch Time":5}}""")]
    [InlineData("""{"Event":"SparkListenerTaskEnd","Stage ID":0}""")]
    [InlineData("""{"Event":"org.apache.spark.sql.execution.ui.SparkListenerSQLExecutionStart","time":5}""")]
    public void EventWithoutTheIdOfWhatItIsAbout_IsMalformed(string line)
    {
        var (read, sink) = Read(Start, line);

        Assert.Single(sink.Events);
        Assert.Equal(new Dictionary<string, long> { ["noField"] = 1 }, read.MalformedByKind);
        Assert.StartsWith($"test.log:2 (byte {Start.Length + 1}): ", read.FirstMalformed);
    }

    [Fact]
    public void CutLastLine_IsTruncationAndNotAMalformedLine()
    {
        var sink = new Recorder();
        var read = EventLogReader.Read(TextLog.Of(Encoding.UTF8.GetBytes(Start + "\n" + Start[..30])), sink, EventLogReaderOptions.Default);

        Assert.Single(sink.Events);
        Assert.True(read.Truncated);
        Assert.Equal(0, read.MalformedLines);
        Assert.Equal(2, read.Lines);
    }

    [Fact]
    public void WholeLastLineWithoutNewline_IsKeptAndNotTruncated()
    {
        var sink = new Recorder();
        var read = EventLogReader.Read(TextLog.Of(Encoding.UTF8.GetBytes(Start)), sink, EventLogReaderOptions.Default);

        Assert.Single(sink.Events);
        Assert.False(read.Truncated);
    }

    [Fact]
    public void LineOverTheLimit_IsSteppedOverAndCounted()
    {
        var sink = new Recorder();
        var longLine = """{"Event":"X","pad":" """ + new string('x', 5000) + "\"}";
        var read = EventLogReader.Read(
            TextLog.Of(Start, longLine, Start), sink, new EventLogReaderOptions { MaxLineBytes = 1000, BufferBytes = 64 });

        Assert.Equal(2, sink.Events.Count);
        Assert.Equal(1, read.MalformedByKind["tooLong"]);
        Assert.Equal(3, read.Lines);
    }

    [Theory]
    [InlineData(EventLogReaderOptions.FastLane)]
    [InlineData(EventLogReaderOptions.FullLane)]
    public void LineOverTheLimitWithoutAnEnd_IsTooLongAndNotCut(string lane)
    {
        var bytes = Encoding.UTF8.GetBytes(Start + "\n" + new string('\0', 5000));
        var read = EventLogReader.Read(
            TextLog.Of(bytes), new Recorder(), new EventLogReaderOptions { MaxLineBytes = 1000, BufferBytes = 64, Lane = lane });

        Assert.Equal(1, read.MalformedByKind["tooLong"]);
        Assert.False(read.Truncated);
        Assert.Contains("RIGHTSIZER_MAX_LINE_MB", read.FirstMalformed);
    }

    [Fact]
    public void BadUtf8AndControlCharacters_AreNotTaken()
    {
        var bytes = Encoding.UTF8.GetBytes(Start + "\n" + Start + "\n" + Start + "\n");
        bytes[Start.Length + 1 + Start.Length - 1] = 0xFF;
        bytes[2 * (Start.Length + 1) + 50] = 0x01;
        var sink = new Recorder();
        var read = EventLogReader.Read(TextLog.Of(bytes), sink, EventLogReaderOptions.Default);

        Assert.Single(sink.Events);
        Assert.Equal(new Dictionary<string, long> { ["badUtf8"] = 1, ["notJson"] = 1 }, read.MalformedByKind);
    }

    /// <summary>Spark 2 on a JVM whose default encoding is Latin-1 writes an e with an acute accent as the byte E9.</summary>
    [Theory]
    [InlineData(EventLogReaderOptions.FastLane)]
    [InlineData(EventLogReaderOptions.FullLane)]
    public void Latin1Byte_IsAReplacementCharacterInItsString(string lane)
    {
        const string Environment = """{"Event":"SparkListenerEnvironmentUpdate","Spark Properties":{"spark.app.name":"caf#","spark.executor.cores":"2"}}""";
        var bytes = Encoding.Latin1.GetBytes(Environment.Replace('#', (char)0xE9) + "\n");
        var sink = new Recorder();

        var read = EventLogReader.Read(TextLog.Of(bytes), sink, new EventLogReaderOptions { Lane = lane });

        var settings = Assert.IsType<EnvironmentUpdateEvent>(Assert.Single(sink.Events)).SparkProperties;
        Assert.Equal(("caf\uFFFD", "2"), (settings["spark.app.name"], settings["spark.executor.cores"]));
        Assert.Equal((1, 0), (read.Lines, read.MalformedLines));
    }

    [Fact]
    public void DeepNesting_IsReadToAThousandLevelsAndCountedBeyond()
    {
        string Nested(int depth) => """{"Event":"X","p":""" + new string('[', depth) + new string(']', depth) + "}";
        var (read, sink) = Read(Nested(900), Nested(100_000));

        Assert.Single(sink.Events);
        Assert.Equal(1, read.MalformedByKind["tooDeep"]);
    }

    [Fact]
    public void EventNameNotFirst_IsFound()
    {
        var (_, sink) = Read("""{"Timestamp":7,"Event":"SparkListenerApplicationEnd"}""");

        Assert.Equal(new ApplicationEndEvent(7, null), Assert.Single(sink.Events));
    }

    [Fact]
    public void HalfASurrogatePair_LosesTheHalfAndKeepsTheEvent()
    {
        var (_, sink) = Read("""{"Event":"SparkListenerApplicationStart","App Name":"x\ud83dy","App ID":"a","Timestamp":5,"User":"u"}""");

        Assert.Equal("x\uFFFDy", Assert.IsType<ApplicationStartEvent>(Assert.Single(sink.Events)).AppName);
    }

    [Fact]
    public void UnknownEventsAndFields_AreKeptByName()
    {
        var (read, sink) = Read("""{"Event":"org.example.NewThing","a":{"b":[1,{"c":null}]}}""");

        Assert.Equal(new OtherEvent("NewThing"), Assert.Single(sink.Events));
        Assert.Equal(1, read.EventCounts["org.example.NewThing"]);
    }

    [Theory]
    [InlineData("\"batchDuration\":7,\"durationMs\":{\"addBatch\":4,\"triggerExecution\":6}", 7, true)]
    [InlineData("\"durationMs\":{\"latestOffset\":4,\"triggerExecution\":6}", 6, false)]
    [InlineData("\"durationMs\":[1],\"stateOperators\":{},\"sources\":[1,null,[]]", 0, false)]
    public void StreamingProgress_IsReadAsFarAsItIsWhole(string fields, long durationMs, bool hasBatch)
    {
        var (_, sink) = Read("{\"Event\":\"org.apache.spark.sql.streaming.StreamingQueryListener$QueryProgressEvent\",\"progress\":{"
            + "\"runId\":\"r\",\"name\":null,\"timestamp\":\"1970-01-01T00:00:01.500Z\",\"batchId\":3," + fields
            + (hasBatch ? ",\"stateOperators\":[{\"numRowsTotal\":5},{\"numRowsTotal\":6,\"memoryUsedBytes\":9}],"
                + "\"sources\":[{\"numInputRows\":2},{\"numInputRows\":-1},{\"numInputRows\":8}]" : "") + "}}");

        Assert.Equal(new StreamingProgressEvent("r", null, 3, 1_500, durationMs, hasBatch, hasBatch ? 10 : 0, hasBatch ? 11 : null,
            hasBatch ? 9 : null), Assert.Single(sink.Events));
    }

    [Fact]
    public void TaskEnd_ReadsInfoReasonMetricsAndWholeUpdates()
    {
        var (_, sink) = Read("""
            {"Event":"SparkListenerTaskEnd","Stage ID":3,"Stage Attempt ID":1,"Task Type":"ResultTask","Task End Reason":{"Reason":"TaskKilled","Kill Reason":"another attempt succeeded"},"Task Info":{"Task ID":9,"Index":4,"Attempt":2,"Launch Time":100,"Executor ID":"7","Host":"h","Locality":"ANY","Speculative":true,"Getting Result Time":0,"Finish Time":350,"Failed":false,"Killed":true,"Accumulables":[{"ID":1,"Name":"rows","Update":"12","Value":"40"},{"ID":2,"Update":5,"Value":5},{"ID":3,"Value":5},{"ID":4,"Update":"1.5"}]},"Task Executor Metrics":{"JVMHeapMemory":77},"Task Metrics":{"Executor Run Time":240,"Executor CPU Time":230000000,"Shuffle Read Metrics":{"Remote Bytes Read":11,"Local Bytes Read":22},"Shuffle Write Metrics":{"Shuffle Write Time":33}}}
            """.Trim());

        var (e, updates) = Assert.Single(sink.TaskEnds);
        Assert.Equal((3, 1, 9L, 4, 2, -1), (e.StageId, e.StageAttemptId, e.Task.TaskId, e.Task.Index, e.Task.Attempt, e.Task.PartitionId));
        Assert.Equal(250, e.Task.DurationMs);
        Assert.True(e.Task.Speculative && e.Task.Killed && !e.Task.Failed);
        Assert.Equal((TaskOutcome.Killed, "another attempt succeeded"), (e.Reason.Outcome, e.Reason.ErrorText));
        Assert.Equal(230_000_000, e.Metrics[TaskMetric.ExecutorCpuTime]);
        Assert.Equal(22, e.Metrics[TaskMetric.ShuffleLocalBytesRead]);
        Assert.Equal(33, e.Metrics[TaskMetric.ShuffleWriteTime]);
        Assert.Equal((77L, -1L), (e.ExecutorMetrics[ExecutorMetric.JVMHeapMemory], e.ExecutorMetrics[ExecutorMetric.TotalGCTime]));
        Assert.Equal([new AccumulatorUpdate(1, 12), new AccumulatorUpdate(2, 5)], updates);
    }

    [Fact]
    public void AnyBufferSize_GivesTheSameEvents()
    {
        var lines = Enumerable.Range(0, 50).Select(i => Start.Replace("app-1", "app-" + new string('x', i * 7))).ToArray();
        var expected = Read(lines).Sink.Events;
        foreach (var bytes in new[] { 1, 17, 64, 1000, 1 << 20 })
        {
            var sink = new Recorder();
            EventLogReader.Read(TextLog.Of(lines), sink, new EventLogReaderOptions { BufferBytes = bytes });

            Assert.Equal(expected, sink.Events);
        }
    }

    static (ReadSummary Read, Recorder Sink) Read(params string[] lines)
    {
        var sink = new Recorder();
        return (EventLogReader.Read(TextLog.Of(lines), sink, EventLogReaderOptions.Default), sink);
    }

    sealed class Recorder : IEventSink
    {
        public List<SparkEvent> Events { get; } = [];
        public List<(TaskEndEvent Event, AccumulatorUpdate[] Updates)> TaskEnds { get; } = [];

        public void OnTaskStart(in TaskStartEvent e) { }

        public void OnTaskEnd(in TaskEndEvent e, ReadOnlySpan<AccumulatorUpdate> updates) => TaskEnds.Add((e, updates.ToArray()));

        public void OnEvent(SparkEvent e) => Events.Add(e);
    }
}
