using Rightsizer.EventLogParser.Events;
using Rightsizer.EventLogParser.Internals;
using Rightsizer.EventLogParser.Internals.Fast;
using Rightsizer.EventLogParser.Internals.Full;

namespace Rightsizer.EventLogParser.Tests.Fast;

public class LineScannerTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void TaskEndOfSpark35_IsReadByTemplate_EveryFieldInItsPlace(bool readAccumulables)
    {
        var lines = ScannedLines.Scan(readAccumulables, TaskLine.End());

        Assert.Equal(0, lines.ReadInFull);
        var e = Assert.Single(lines.Ends);
        Assert.Equal((39, 1, 12081L, 11, 2, 13),
            (e.StageId, e.StageAttemptId, e.Task.TaskId, e.Task.Index, e.Task.Attempt, e.Task.PartitionId));
        Assert.Equal((1751493958723, 1751493959875, 1751493959000), (e.Task.LaunchTimeMs, e.Task.FinishTimeMs, e.Task.GettingResultTimeMs));
        Assert.Equal(("6", "h-1.internal", "PROCESS_LOCAL"), (e.Task.ExecutorId, e.Task.Host, e.Task.Locality));
        Assert.Equal((true, false, false), (e.Task.Speculative, e.Task.Failed, e.Task.Killed));
        Assert.Same(TaskEndReason.Success, e.Reason);
        Assert.True(e.HasMetrics);
        Assert.Equal(
            [41, 42, 43, 417995339444, 46, 47, 48, 49, 50, 45, 54, 55, 56, 57, 71, 72, 73, 74, 75, 76, 77, 0, 0, 0, 0, 0, 0, 0, 0, 78, 0,
                51, 52, 53],
            e.Metrics.AsSpan().ToArray());
        for (var i = 0; i <= 20; i++) Assert.Equal(100 + i, e.ExecutorMetrics[i]);
        Assert.Equal(-1, e.ExecutorMetrics[ExecutorMetric.ConcurrentGCCount]);
        Assert.Equal(readAccumulables ? [new(1, 22), new(2, 3396)] : [], lines.Updates);
    }

    [Fact]
    public void TaskStart_IsReadByTemplate()
    {
        var lines = ScannedLines.Scan(true, TaskLine.Start(), TaskLine.Start(partition: ""));

        Assert.Equal(0, lines.ReadInFull);
        Assert.Equal([13, -1], lines.Starts.Select(s => s.Task.PartitionId));
        var e = lines.Starts[1];
        Assert.Equal((39, 1, 12081L, 11, 2, 1751493958723, 0L),
            (e.StageId, e.StageAttemptId, e.Task.TaskId, e.Task.Index, e.Task.Attempt, e.Task.LaunchTimeMs, e.Task.FinishTimeMs));
        Assert.Equal(("6", "h-1.internal", "ANY"), (e.Task.ExecutorId, e.Task.Host, e.Task.Locality));
    }

    public static TheoryData<string, string, string> Layouts => new()
    {
        { "2.4", TaskLine.End(partition: "", executorMetrics: "", peakMemory: "", push: TaskLine.NoPush), "-1 -1 0 75" },
        { "2.2, no bytes to disk", TaskLine.End(partition: "", executorMetrics: "", peakMemory: "", toDisk: "", push: TaskLine.NoPush),
            "-1 -1 0 0" },
        { "2.0, no deserialize CPU time", TaskLine.End(
            partition: "", executorMetrics: "", peakMemory: "", toDisk: "", push: TaskLine.NoPush, deserializeCpu: ""), "-1 -1 0 0" },
        { "3.0", TaskLine.End(partition: "", executorMetrics: TaskLine.ExecutorMetricsOf30, push: TaskLine.NoPush), "-1 100 45 75" },
        { "3.3, no push-based shuffle", TaskLine.End(push: TaskLine.NoPush), "13 100 45 75" },
        { "4.0", TaskLine.End(executorMetrics: TaskLine.ExecutorMetricsOf40,
            peakMemory: ",\"Peak Execution Memory\":45,\"Peak On Heap Execution Memory\":7,\"Peak Off Heap Execution Memory\":8"),
            "13 100 45 75" },
        { "cached blocks", TaskLine.End(updatedBlocks: """{"Block ID":"rdd_0_289","Status":{"Storage Level":{"Use Disk":true,"Use Memory":true,"Use Off Heap":false,"Deserialized":true,"Replication":1},"Memory Size":67108864,"Disk Size":0}},{"Block ID":"rdd_0_290","Status":{"Storage Level":{"Use Disk":true,"Use Memory":true,"Deserialized":true,"Replication":1},"Memory Size":6,"Disk Size":0}}"""), "13 100 45 75" },
        { "no accumulables", TaskLine.End(accumulables: ""), "13 100 45 75" },
        { "awkward names", TaskLine.End(accumulables: """{"ID":5,"Name":"a \"quoted\" ]},\"Task Metrics\":{ [name]","Update":"-3","Value":"0","Internal":false,"Count Failed Values":false},{"ID":6,"Name":"Größe {","Update":7,"Value":8,"Internal":false,"Count Failed Values":false}"""), "13 100 45 75" },
        { "a host of 60 letters", TaskLine.End(host: new string('h', 60)), "13 100 45 75" },
    };

    [Theory]
    [MemberData(nameof(Layouts))]
    public void TaskEndOfAnyLayout_IsReadByTemplate(string layout, string line, string expected)
    {
        foreach (var readAccumulables in new[] { true, false })
        {
            var lines = ScannedLines.Scan(readAccumulables, line);
            Assert.True(lines.ReadInFull == 0, layout);
            var e = Assert.Single(lines.Ends);
            Assert.Equal(expected,
                $"{e.Task.PartitionId} {e.ExecutorMetrics[ExecutorMetric.JVMHeapMemory]} {e.Metrics[TaskMetric.PeakExecutionMemory]} "
                + $"{e.Metrics[TaskMetric.ShuffleRemoteBytesReadToDisk]}");
            Assert.Equal(57, e.Metrics[TaskMetric.OutputRecords]);
        }
    }

    [Fact]
    public void FailedTask_IsReadByTemplate_WithItsReasonInFull()
    {
        var lines = ScannedLines.Scan(false, TaskLine.End(reason: """{"Reason":"TaskKilled","Kill Reason":"another },\"Task Info\" succeeded"}"""));
        Assert.Equal(0, lines.ReadInFull);
        var e = Assert.Single(lines.Ends);
        Assert.Equal(("TaskKilled", "another },\"Task Info\" succeeded", 12081L), (e.Reason.Reason, e.Reason.ErrorText, e.Task.TaskId));
    }

    public static TheoryData<string, string> Surprises => new()
    {
        { "a reason that is no JSON", TaskLine.End(reason: """{"Reason":"TaskKilled","Kill Reason":"another }""") },
        { "a reason that is no object", TaskLine.End(reason: "7") },
        { "a reason and something behind it", TaskLine.End(reason: """{"Reason":"TaskKilled"}{}""") },
        { "stage id past 32 bits", TaskLine.End(stage: "2147483648") },
        { "leading zero", TaskLine.End(stage: "039") },
        { "negative", TaskLine.End(stage: "-1") },
        { "sixteen digits", TaskLine.End(stage: "1234567890123456") },
        { "no digits", TaskLine.End(stage: "") },
        { "umlaut in the host", TaskLine.End(host: "größe") },
        { "escape in the host", TaskLine.End(host: "a\\u0062") },
        { "tab in the host", TaskLine.End(host: "a\tb") },
        { "two fields swapped", TaskLine.End().Replace("\"Records Read\":55},\"Output", "\"Records Read\" :55},\"Output") },
        { "something behind the event", TaskLine.End() + " " },
        { "a second event in the accumulables", TaskLine.End(accumulables: """{"ID":1},{"Event":"SparkListenerTaskEnd","ID":2}""") },
        { "an open bracket in the accumulables", TaskLine.End(accumulables: """{"ID":1,"Update":[}""") },
        { "an open quote in the accumulables", TaskLine.End(accumulables: """{"ID":1,"Name":"x,"Update":"3"}""") },
        { "a control character in the accumulables", TaskLine.End(accumulables: "{\"ID\":1,\"Name\":\"x\ty\"}") },
        { "cut", TaskLine.End()[..^2] },
    };

    [Theory]
    [MemberData(nameof(Surprises))]
    public void Surprise_IsLeftToTheFullReader_WhoseNeighboursAreNot(string what, string line)
    {
        foreach (var readAccumulables in new[] { true, false })
        {
            var lines = ScannedLines.Scan(readAccumulables, TaskLine.End(), line, TaskLine.Start());
            Assert.True(lines.ReadInFull == 1, what);
            Assert.Single(lines.Starts);
            Assert.Equal(39, lines.Ends[0].StageId);
        }
    }

    [Fact]
    public void DamageThatLeavesTheAccumulablesWholeOutside_IsSeenOnlyByThoseWhoReadThem()
    {
        var line = TaskLine.End(accumulables: string.Join(',', Enumerable.Repeat(TaskLine.Accumulables, 40)).Replace("true", "trux"));
        Assert.Equal((0, 1), (ScannedLines.Scan(false, line).ReadInFull, ScannedLines.Scan(false, line).Ends.Count));
        Assert.Equal((1, 0), (ScannedLines.Scan(true, line).ReadInFull, ScannedLines.Scan(true, line).Ends.Count));
    }

    [Theory]
    [InlineData("0", 0L)]
    [InlineData("7", 7L)]
    [InlineData("1234567", 1234567L)]
    [InlineData("12345678", 12345678L)]
    [InlineData("123456789", 123456789L)]
    [InlineData("999999999999999", 999999999999999L)]
    [InlineData("100000000", 100000000L)]
    [InlineData("1234567890123456", null)]
    [InlineData("00", null)]
    [InlineData("01234567890", null)]
    [InlineData("x", null)]
    [InlineData(":1", null)]
    public unsafe void Digits_ReadWholeNumbersOfUpToFifteenDigits(string text, long? expected)
    {
        foreach (var behind in ",}/:\n\"\u007f")
        {
            using var buffer = new NativeBuffer(64);
            for (var i = 0; i < text.Length; i++) buffer.Start[i] = (byte)text[i];
            buffer.Start[text.Length] = (byte)behind;
            buffer.Start[text.Length + 1] = (byte)'9';
            var end = Digits.Read(buffer.Start, out var value);
            Assert.Equal(expected, end is null ? null : value);
            if (end is not null) Assert.Equal(text.Length, end - buffer.Start);
        }
    }

    [Fact]
    public unsafe void TaskLines_ReadAgainAndAgain_AllocateNothing()
    {
        var text = System.Text.Encoding.UTF8.GetBytes(
            string.Concat(Enumerable.Repeat(TaskLine.Start() + "\n" + TaskLine.End() + "\n", 50)));
        using var buffer = new NativeBuffer(text.Length);
        text.CopyTo(new Span<byte>(buffer.Start, text.Length));
        var batch = new EventBatch();
        var tally = new ReadTally();
        var sink = new Nobody();
        var scanner = new LineScanner(EventLogReaderOptions.Default, new StringPool());
        long allocated = 0;
        for (var i = 0; i < 3; i++)
        {
            allocated = GC.GetAllocatedBytesForCurrentThread();
            batch.Clear();
            scanner.Scan(buffer.Start, buffer.Start + text.Length, buffer.Start, batch);
            batch.Apply(sink, tally, 0, 0, terminated: true);
            allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        }
        Assert.Equal(0, allocated);
        Assert.Equal(3 * 50 * 2, sink.Events);
    }

    sealed class Nobody : IEventSink
    {
        public int Events { get; private set; }
        public void OnTaskStart(in TaskStartEvent e) => Events++;
        public void OnTaskEnd(in TaskEndEvent e, ReadOnlySpan<AccumulatorUpdate> updates) => Events += updates.Length == 2 ? 1 : 1000;
        public void OnEvent(SparkEvent e) => Events += 1000;
    }
}
