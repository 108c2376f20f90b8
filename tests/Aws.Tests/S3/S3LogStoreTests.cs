using System.Text;
using Rightsizer.Aws.S3;
using Rightsizer.EventLogParser;
using Rightsizer.EventLogParser.Input;

namespace Rightsizer.Aws.Tests.S3;

/// <summary>What a URI means.</summary>
public sealed class S3LogStoreTests : IDisposable
{
    const string Line = """{"Event":"SparkListenerLogStart","Spark Version":"3.5.1"}""";

    readonly FakeStore store = new();

    public void Dispose() => store.Dispose();

    [Fact]
    public void Key_IsThatLog()
    {
        Put("a b/local-1+2=ü.inprogress");
        var log = Assert.Single(Find("s3://logs/a b/local-1+2=ü.inprogress"));
        Assert.Equal(EventLogKind.Single, log.Kind);
        Assert.Equal("s3://logs/a b/local-1+2=ü.inprogress", log.Location);
        Assert.True(log.InProgress);
        Assert.Equal("local-1+2=ü.inprogress", log.Parts[0].Name);
        Assert.Equal(Line.Length, log.Parts[0].Length);
        Assert.Single(store.Requests);
    }

    [Fact]
    public void KeyThatBeginsWithASlash_AskedForAsItIs()
    {
        Put("/app-1");
        Assert.Equal("s3://logs//app-1", Assert.Single(Find("s3://logs//app-1")).Location);
        Assert.Equal("/app-1", Assert.Single(store.Requests).Key);
    }

    [Fact]
    public void RollingFolderUnderAPrefix_WithAndWithoutSlash_PartsInOrder()
    {
        foreach (var index in new[] { 10, 1, 2 }) Put($"day/eventlog_v2_app-1/events_{index}_app-1");
        Put("day/eventlog_v2_app-1/appstatus_app-1", "");
        Put("day/", "");
        foreach (var uri in new[] { "s3://logs/day", "s3://logs/day/", "s3a://logs/day/eventlog_v2_app-1" })
        {
            var log = Assert.Single(Find(uri));
            Assert.Equal(EventLogKind.Rolling, log.Kind);
            Assert.Equal("s3://logs/day/eventlog_v2_app-1", log.Location);
            Assert.Equal(["events_1_app-1", "events_2_app-1", "events_10_app-1"], log.Parts.Select(p => p.Name));
            Assert.Equal("s3://logs/day/eventlog_v2_app-1/events_2_app-1", log.Parts[1].Location);
            Assert.Equal([3, 4, 5, 6, 7, 8, 9], log.MissingIndices);
            Assert.False(log.InProgress);
        }
    }

    [Fact]
    public void PrefixOfSeveralApplications_OneIsAskedFor_AllAreListed()
    {
        Put("day/app-1");
        Put("day/app-2");
        Put("day/readme.txt", "nothing");
        var e = Assert.Throws<RightsizerException>(() => Find("s3://logs/day/"));
        Assert.Equal(ExitCode.BadArguments, e.ExitCode);
        Assert.StartsWith("s3://logs/day: holds the logs of several applications (app-1, app-2)", e.Message, StringComparison.Ordinal);
        Assert.Equal(["s3://logs/day/app-1", "s3://logs/day/app-2"], Store().FindAll("s3://logs").Select(l => l.Location));
    }

    [Fact]
    public void ObjectLookedAtTwice_FetchedOnce()
    {
        Put("day/app-1");
        using var stream = Find("s3://logs/day/")[0].Parts[0].OpenRead();
        Assert.Equal(Line, new StreamReader(stream).ReadToEnd());
        Assert.InRange(store.Requests.Count(r => r.Key == "day/app-1"), 1, 2); // a collection between may cost a second
    }

    [Fact]
    public void NothingThere_NoSuchKey()
    {
        foreach (var uri in new[] { "s3://logs/nothing", "s3://logs/nothing/" })
        {
            var e = Assert.Throws<RightsizerException>(() => Find(uri));
            Assert.Equal(ExitCode.InputUnreadable, e.ExitCode);
            Assert.Equal($"{uri}: no such object, and none under that prefix (NoSuchKey); check the key", e.Message);
        }
    }

    [Fact]
    public void EmptyObject_NotALog()
    {
        Put("empty", "");
        var e = Assert.Throws<RightsizerException>(() => Find("s3://logs/empty"));
        Assert.Equal(ExitCode.NotAnEventLog, e.ExitCode);
        Assert.StartsWith("s3://logs/empty: the file is empty", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ObjectThatCannotBeRead_ToldAmongTheOthers()
    {
        Put("day/app-1");
        Put("day/app-2");
        store.FaultFor = r => r.Key == "day/app-1" ? new FakeStore.Fault(403, "AccessDenied") : null;
        var logs = Store().FindAll("s3://logs/day").ToList();
        Assert.Equal(["s3://logs/day/app-1", "s3://logs/day/app-2"], logs.Select(l => l.Location));
        var e = Assert.Throws<RightsizerException>(() => logs[0].Parts[0].OpenRead());
        Assert.StartsWith("s3://logs/day/app-1: access denied", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("s3://b", "b", "")]
    [InlineData("s3://b/", "b", "")]
    [InlineData("S3A://b/k", "b", "k")]
    [InlineData("s3n://b//x/%20 ?#", "b", "/x/%20 ?#")]
    [InlineData("s3://arn:aws:s3:eu-west-1:123456789012:accesspoint/logs/app-1", "arn:aws:s3:eu-west-1:123456789012:accesspoint/logs",
        "app-1")]
    public void Uri_TakenAsItStands(string text, string bucket, string key) => Assert.Equal(new S3Uri(bucket, key), S3Uri.Parse(text));

    [Fact]
    public void UriWithoutBucket_Refused() =>
        Assert.Equal(ExitCode.BadArguments, Assert.Throws<RightsizerException>(() => S3Uri.Parse("s3:///key")).ExitCode);

    void Put(string key, string text = Line) => store.Put(key, Encoding.UTF8.GetBytes(text));

    S3LogStore Store() => new(store.Connect());

    IReadOnlyList<EventLog> Find(string uri) => Store().Find(uri);
}
