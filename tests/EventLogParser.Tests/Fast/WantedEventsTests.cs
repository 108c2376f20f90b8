using System.Text;
using Rightsizer.EventLogParser.Events;
using Rightsizer.EventLogParser.Input;
using Rightsizer.EventLogParser.Internals.Fast;
using Rightsizer.EventLogParser.Internals.Full;
using Rightsizer.TestSupport;

namespace Rightsizer.EventLogParser.Tests.Fast;

public class WantedEventsTests
{
    [Theory]
    [InlineData(/*lang=json,strict*/ """{"Event":"SparkListenerJobEnd","Job ID":1,"Completion Time":5,"Job Result":{"Result":"JobSucceeded"}}""", true)]
    [InlineData(/*lang=json,strict*/ """{"Event":"a.b.SQLStart","description":"[x] {y} and so on, long enough for the second vector of it"}""", true)]
    [InlineData(/*lang=json,strict*/ """{"Event":"SparkListenerExecutorAdded","Executor ID":"1"}""", false)]
    [InlineData(/*lang=json,strict*/ """{"Event":"SparkListenerExecutorAddedTwice","Executor ID":"1"}""", true)]
    [InlineData(/*lang=json,strict*/ """{"Event":"SparkListenerTaskGettingResult"}""", false)]
    [InlineData(/*lang=json,strict*/ """{"x":1,"Event":"SparkListenerJobEnd"}""", false)]
    [InlineData("""{"Event":"SparkListenerJobEnd","Job ID":1""", false)]
    [InlineData("""{"Event":"SparkListenerJobEnd","Job ID":[1}}""", true)] // kinds of brackets are not told apart
    [InlineData("""{"Event":"SparkListenerJobEnd","Job ID":[[1}""", false)]
    [InlineData("""{"Event":"SparkListenerJobEnd","Job ID:1}""", false)]
    [InlineData("{\"Event\":\"SparkListenerJobEnd\",\"Job\tID\":1}", false)]
    [InlineData(/*lang=json,strict*/ """{"Event":"SparkListenerJobEnd","name":"größe"}""", false)]
    public void Line_CanBeSkipped_OnlyWhenItsEventIsNotWantedAndItLooksWhole(string line, bool canSkip)
    {
        var bytes = new byte[Encoding.UTF8.GetByteCount(line) + Bytes.Overread];
        var count = Encoding.UTF8.GetBytes(line, bytes);
        bytes.AsSpan(count).Fill((byte)'\n');
        Assert.Equal(canSkip, new WantedEvents(["SparkListenerExecutorAdded"]).CanSkip(bytes.AsSpan(0, count)));
    }

    [Fact]
    public void LineOfAnyLength_CanBeSkippedAsItsBytesSay()
    {
        var wanted = new WantedEvents(["SparkListenerExecutorAdded"]);
        var random = new Random(1);
        var skipped = 0;
        for (var round = 0; round < 3000; round++)
        {
            // runs of one bracket, longer than what a lane of a vector counts to, and what balances them
            var text = new StringBuilder("{\"Event\":\"x\"");
            foreach (var bracket in random.GetItems("{["u8, random.Next(3)))
            {
                var count = random.Next(1 << random.Next(14));
                text.Append((char)bracket, count).Append('a', random.Next(100))
                    .Append((char)(bracket + 2), random.Next(20) == 0 ? count + 1 : count);
            }
            text.Append('"', random.Next(8) == 0 ? 1 : 2 * random.Next(40)).Append('}');
            if (random.Next(8) == 0) text[random.Next(12, text.Length - 1)] = (char)random.Next(0x80);
            var line = Encoding.ASCII.GetBytes(text.ToString());
            var depth = line.Count(b => b is (byte)'{' or (byte)'[') - line.Count(b => b is (byte)'}' or (byte)']');
            var sound = depth == 0 && line.Count(b => b == '"') % 2 == 0 && line.All(b => b >= 0x20);
            skipped += sound ? 1 : 0;
            byte[] memory = [.. line, .. Enumerable.Repeat((byte)'"', Bytes.Overread)];
            Assert.True(sound == wanted.CanSkip(memory.AsSpan(0, line.Length)), text.ToString());
        }
        Assert.InRange(skipped, 1000, 2900);
    }

    [Fact]
    public void Log_ReadForOneEvent_GivesTasksAndThatEventInOrder()
    {
        var text = string.Concat(Enumerable.Range(0, 50).Select(i =>
            TaskLine.Start() + "\n" + """{"Event":"SparkListenerJobEnd","Job ID":1,"Completion Time":5,"Job Result":{"Result":"JobSucceeded"}}""" + "\n"
            + TaskLine.End() + "\n" + $$"""{"Event":"SparkListenerUnpersistRDD","RDD ID":{{i}}}""" + "\n"));
        var log = new EventLog { Kind = EventLogKind.Single, Location = "x", Parts = [new MemoryPart("x", Encoding.UTF8.GetBytes(text))] };
        var sink = new NamesSink();
        EventLogReader.Read(
            log, sink, new EventLogReaderOptions { OnlyEvents = ["SparkListenerUnpersistRDD"], Threads = 2, BufferBytes = 5000 });
        Assert.Equal(Enumerable.Range(0, 50).SelectMany(i => (string[])["start", "end", "unpersist " + i]), sink.Names);
    }

    [Theory]
    [InlineData(EventLogReaderOptions.FullLane)]
    [InlineData(EventLogReaderOptions.FastLane)]
    public void Reason_WithoutItsText_KeepsSparksWord(string lane)
    {
        const string Reason = """{"Reason":"ExceptionFailure","Class Name":"java.lang.Error","Description":"d","Stack Trace":[{"a":1}],"Full Stack Trace":"long\n text"}""";
        var log = new EventLog
        {
            Kind = EventLogKind.Single,
            Location = "x",
            Parts = [new MemoryPart("x", Encoding.UTF8.GetBytes(TaskLine.End(reason: Reason) + "\n"))]
        };
        var sink = new NamesSink();
        EventLogReader.Read(log, sink, new EventLogReaderOptions { Lane = lane, ReadErrorTexts = false });
        Assert.Equal(new TaskEndReason { Reason = "ExceptionFailure" }, sink.LastReason);
    }

    [Theory]
    [InlineData(EventLogReaderOptions.FastLane)]
    [InlineData(EventLogReaderOptions.FullLane)]
    public void Executor_WithoutItsDetails_KeepsAllElse(string lane)
    {
        const string Line = """{"Event":"SparkListenerExecutorAdded","Timestamp":5,"Executor ID":"1","Executor Info":{"Host":"h","Total Cores":8,"Log Urls":{"stdout":"u"},"Attributes":{"USER":"s"},"Resources":{},"Resource Profile Id":0}}""";
        var log = new EventLog
        {
            Kind = EventLogKind.Single,
            Location = "x",
            Parts = [new MemoryPart("x", Encoding.UTF8.GetBytes(Line + "\n"))]
        };
        ExecutorAddedEvent Read(bool details)
        {
            var sink = new NamesSink();
            EventLogReader.Read(log, sink, new EventLogReaderOptions { Lane = lane, ReadExecutorDetails = details });
            return Assert.IsType<ExecutorAddedEvent>(sink.LastEvent);
        }
        var (whole, bare) = (Read(details: true), Read(details: false));
        Assert.Equal("s", Assert.Single(whole.Attributes).Value);
        Assert.Equal("u", Assert.Single(whole.LogUrls).Value);
        Assert.Equal(whole, bare with { LogUrls = whole.LogUrls, Attributes = whole.Attributes });
        Assert.Empty(bare.LogUrls);
        Assert.Empty(bare.Attributes);
    }

    [Fact]
    public unsafe void Strings_OfFourHundredHosts_AreFoundWithoutAllocating()
    {
        var strings = new ByteStrings(new StringPool());
        var hosts = Enumerable.Range(0, 400).Select(i => Encoding.ASCII.GetBytes($"ip-10-0-{i / 16}-{i % 16}.us-west-2.compute.internal"))
            .ToArray();
        long allocated = 0;
        for (var round = 0; round < 3; round++)
        {
            allocated = GC.GetAllocatedBytesForCurrentThread();
            foreach (var host in hosts)
            {
                fixed (byte* p = host)
                {
                    var text = strings.Get(p, host.Length);
                    if (round == 0) Assert.Equal(Encoding.ASCII.GetString(host), text);
                }
            }
            allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        }
        Assert.Equal(0, allocated);
    }

    sealed class NamesSink : IEventSink
    {
        public List<string> Names { get; } = [];
        public TaskEndReason? LastReason { get; private set; }
        public SparkEvent? LastEvent { get; private set; }
        public void OnTaskStart(in TaskStartEvent e) => Names.Add("start");

        public void OnTaskEnd(in TaskEndEvent e, ReadOnlySpan<AccumulatorUpdate> updates)
        {
            Names.Add("end");
            LastReason = e.Reason;
        }

        public void OnEvent(SparkEvent e)
        {
            Names.Add(e is UnpersistRddEvent rdd ? "unpersist " + rdd.RddId : e.GetType().Name);
            LastEvent = e;
        }
    }
}
