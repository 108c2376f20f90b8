using Rightsizer.Analyzer.Answers.Fleet.State;
using Rightsizer.Analyzer.Answers.Fleet.Summaries;
using Rightsizer.Aws.State;

namespace Rightsizer.Aws.Tests.S3;

public class S3StateStoreTests
{
    static RunSummary Bad(int i) =>
        RunSummarizer.Unreadable(
        new RunKey { Uri = $"s3://logs/{i}", ETag = "e", SizeBytes = 1, Pricing = "p" }, ReadFailure.NotALog, new string('x', 300));

    [Fact]
    public void Parts_ArePutOnce_ListedReadAndRemoved()
    {
        using var s3 = new FakeStore();
        var store = new S3StateStore("s3://logs/state", s3.Connect());
        const string Name = "date=2026-11-21/part-0123.jsonl";
        store.Write(Name, [1, 2, 3]);
        store.Write(Name, [4]); // there already: nothing happens

        Assert.Equal(["state/" + Name], s3.Keys);
        Assert.Equal([Name], store.List());
        Assert.Equal([1, 2, 3], store.Read(Name)!);
        store.Delete(Name);
        store.Delete(Name);
        Assert.Null(store.Read(Name));
        Assert.Empty(store.List());
    }

    [Theory]
    [InlineData(9_000)]
    [InlineData(200_000)]
    public void LargePart_ComesBackAsItWentIn(int size)
    {
        using var s3 = new FakeStore();
        var store = new S3StateStore("s3://logs/state", s3.Connect());
        var content = new byte[size];
        new Random(1).NextBytes(content);
        store.Write("date=unknown/part-1.jsonl", content);

        Assert.Equal(content, store.Read("date=unknown/part-1.jsonl")!);
    }

    [Fact]
    public void StoreThatFailsNowAndThen_LosesNothing()
    {
        using var s3 = new FakeStore { FaultFor = r => r.Number % 3 == 0 ? new FakeStore.Fault(503, "SlowDown") : null };
        for (var i = 0; i < 12; i++)
        {
            var state = FleetState.Load(new S3StateStore("s3://logs/state/", s3.Connect()));
            state.Add(Bad(i));
            state.Complete();
        }

        Assert.Equal(12, FleetState.Load(new S3StateStore("s3://logs/state/", s3.Connect())).Newest("p").Count);
        Assert.InRange(s3.Keys.Count, 1, 4);
    }

    [Fact]
    public void AccessDenied_IsOneLine()
    {
        using var s3 = new FakeStore { FaultFor = _ => new FakeStore.Fault(403, "AccessDenied") };
        var e = Assert.Throws<EventLogParser.RightsizerException>(() => FleetState.Load(new S3StateStore("s3://logs/state", s3.Connect())));

        Assert.Contains("access denied", e.Message, StringComparison.Ordinal);
    }
}
