using Rightsizer.Aws.S3;
using Rightsizer.EventLogParser;
using Rightsizer.TestSupport;

namespace Rightsizer.Aws.Tests.S3;

/// <summary>Reading an object through every kind of trouble that a network makes.</summary>
public sealed class S3ReadTests : IDisposable
{
    readonly FakeStore store = new();
    readonly byte[] bytes = Noise(50_000);

    public S3ReadTests() => store.Put("app", bytes);

    public void Dispose() => store.Dispose();

    [Fact]
    public void Object_ReadInRangesAhead_GivesItsBytesByPinnedETag()
    {
        Assert.Equal(bytes, Read());
        Assert.Equal("bytes=0-99", store.Requests[0].Range);
        Assert.Null(store.Requests[0].IfMatch);
        Assert.All(store.Requests.Skip(1), r => Assert.Equal("\"one\"", r.IfMatch));
        // head 100, then 1000, 2000, and 4000 each: no byte is asked for twice
        Assert.Equal(1 + 2 + 12, store.Requests.Count);
    }

    [Fact]
    public void SlowAnswers_ReadAhead_NeverMoreThanAllowedAtATime()
    {
        store.Latency = TimeSpan.FromMilliseconds(20);
        Assert.Equal(bytes, Read());
        Assert.InRange(store.MostUnderWay, 2, FakeStore.Quick.RangesAhead);
    }

    [Fact]
    public void OnlyTheHeadRead_OneRequest()
    {
        using var stream = Open();
        stream.ReadExactly(new byte[100]);
        Assert.Single(store.Requests);
    }

    [Fact]
    public void SlowDown_IsWaitedOut()
    {
        store.FaultFor = r => r.Number is 1 or 3 or 4 or 5 or 9 ? new FakeStore.Fault(503, "SlowDown") : null;
        Assert.Equal(bytes, Read());
    }

    [Fact]
    public void ConnectionCut_ResumedAtTheByteReached()
    {
        store.FaultFor = r => r.Range == "bytes=3100-7099" ? new FakeStore.Fault(CutAfter: 1234) : null;
        Assert.Equal(bytes, Read());
        Assert.Contains(store.Requests, r => r.Range == "bytes=4334-7099");
    }

    [Fact]
    public void EveryAnswerCutAfterAFewBytes_StillReadWhole()
    {
        store.FaultFor = r => r.Number > 1 && r.Number % 2 == 0 ? new FakeStore.Fault(CutAfter: 300) : null;
        Assert.Equal(bytes, Read());
    }

    [Fact]
    public void BodyStandsStill_GivenUpAndResumed()
    {
        store.FaultFor = r => r.Range == "bytes=100-1099" ? new FakeStore.Fault(StallAfter: 500) : null;
        Assert.Equal(bytes, Read(FakeStore.Quick with { StallTimeout = TimeSpan.FromSeconds(1) }));
        Assert.Contains(store.Requests, r => r.Range == "bytes=600-1099");
    }

    [Fact]
    public void StoreStaysDown_OneClearLineAfterAllTries()
    {
        store.FaultFor = r => r.Number > 3 ? new FakeStore.Fault(503, "SlowDown", "Reduce your request rate.") : null;
        var e = Assert.Throws<RightsizerException>(() => Read());
        Assert.Equal(ExitCode.InputUnreadable, e.ExitCode);
        Assert.Equal("s3://logs/app: the store asked to slow down and did not recover (SlowDown); try again later", e.Message);
        Assert.InRange(store.Requests.Count, FakeStore.Quick.MaxFailures, 3 + FakeStore.Quick.MaxFailures * FakeStore.Quick.RangesAhead);
    }

    [Fact]
    public void ObjectReplacedMidRead_Told()
    {
        store.BeforeBody = r =>
        {
            if (r.Range == "bytes=3100-7099") store.Put("app", Noise(60_000), "two");
        };
        var e = Assert.Throws<RightsizerException>(() => Read());
        Assert.Equal(ExitCode.InputUnreadable, e.ExitCode);
        Assert.StartsWith("s3://logs/app: the object changed while it was read", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ObjectDeletedMidRead_Told()
    {
        store.BeforeBody = r =>
        {
            if (r.Range == "bytes=3100-7099") store.Delete("app");
        };
        var e = Assert.Throws<RightsizerException>(() => Read());
        Assert.StartsWith("s3://logs/app: the object was deleted while it was read", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void NobodyListens_OneClearLine()
    {
        var connection = new S3Connection(
            new S3Options(), FakeStore.Quick, new S3Place($"http://127.0.0.1:{LoopbackListener.FreePort()}", null, "us-east-1"),
            at => S3Clients.Create(at, new Amazon.Runtime.BasicAWSCredentials("key", "secret")));
        var e = Assert.Throws<RightsizerException>(() => new S3LogStore(connection).Find("s3://logs/app"));
        Assert.Equal(ExitCode.InputUnreadable, e.ExitCode);
        Assert.Matches(
            @"^s3://logs/app: cannot be read from http://127\.0\.0\.1:\d+: .*refused.*; check the network and --endpoint-url$", e.Message);
    }

    [Theory]
    [InlineData(403, "AccessDenied", "access denied (AccessDenied); reading needs s3:GetObject")]
    [InlineData(404, "NoSuchBucket", "there is no bucket logs at http://127.0.0.1")]
    [InlineData(403, "InvalidAccessKeyId", "the access key is not known")]
    [InlineData(403, "SignatureDoesNotMatch", "the secret key is wrong")]
    [InlineData(400, "ExpiredToken", "the credentials have expired (ExpiredToken); log in again")]
    [InlineData(403, "InvalidObjectState", "the object is archived (InvalidObjectState); restore it")]
    [InlineData(403, "RequestTimeTooSkewed", "this machine's clock is too far off")]
    [InlineData(405, "MethodNotAllowed", "of another kind (MethodNotAllowed, HTTP 405)")]
    public void Refusal_OneClearLineAtOnce(int status, string code, string told)
    {
        store.FaultFor = _ => new FakeStore.Fault(status, code, "of another kind");
        var e = Assert.Throws<RightsizerException>(() => Read());
        Assert.Equal(ExitCode.InputUnreadable, e.ExitCode);
        Assert.StartsWith("s3://logs/app: " + told, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
        Assert.Single(store.Requests);
    }

    [Theory]
    [InlineData(301, "PermanentRedirect", "eu-west-1", "")]
    [InlineData(400, "AuthorizationHeaderMalformed", null,
        "The authorization header is malformed; the region 'us-east-1' is wrong; expecting 'eu-west-1'")]
    public void BucketInAnotherRegion_AskedThere(int status, string code, string? header, string message)
    {
        store.FaultFor = r => r.Region == "eu-west-1" ? null : new FakeStore.Fault(status, code, message, BucketRegion: header);
        Assert.Equal(bytes, Read());
        Assert.Equal("us-east-1", store.Requests[0].Region);
        Assert.All(store.Requests.Skip(1), r => Assert.Equal("eu-west-1", r.Region));
    }

    [Fact]
    public void BucketInYetAnotherRegion_RegionNamed()
    {
        store.FaultFor = r =>
            new FakeStore.Fault(301, "PermanentRedirect", BucketRegion: r.Region == "eu-west-1" ? "eu-west-2" : "eu-west-1");
        var e = Assert.Throws<RightsizerException>(() => Read());
        Assert.Equal("s3://logs/app: the bucket is in eu-west-2, not in eu-west-1 (PermanentRedirect); use --region eu-west-2", e.Message);
    }

    [Fact]
    public void BucketInARegionThatIsNotSaid_RegionAskedFor()
    {
        store.FaultFor = _ => new FakeStore.Fault(301, "PermanentRedirect");
        var e = Assert.Throws<RightsizerException>(() => Read());
        Assert.Equal("s3://logs/app: the bucket is not in us-east-1 (PermanentRedirect); give its region with --region", e.Message);
    }

    [Fact]
    public async Task Cancelled_WaitEnds()
    {
        store.FaultFor = r => r.Number > 1 ? new FakeStore.Fault(StallAfter: 0) : null;
        using var cancel = new CancellationTokenSource();
        store.BeforeBody = r =>
        {
            if (r.Number > 1) cancel.Cancel();
        };
        var connection = store.Connect(options: new S3Options { Cancellation = cancel.Token });
        using var stream = new S3ReadStream(connection, (await S3Object.OpenAsync(connection, new S3Uri(FakeStore.Bucket, "app")))!);
        Assert.ThrowsAny<OperationCanceledException>(() => ToEnd(stream));
    }

    [Fact]
    public void Seek_ReadsFromThere()
    {
        using var stream = Open();
        stream.ReadExactly(new byte[5000]);
        foreach (var at in new[] { 49_000, 20, 12_345 })
        {
            stream.Position = at;
            var part = new byte[900];
            stream.ReadExactly(part);
            Assert.Equal(bytes[at..(at + 900)], part);
        }
        stream.Seek(-10, SeekOrigin.End);
        Assert.Equal(bytes[^10..], ToEnd(stream));
    }

    [Fact]
    public async Task RequesterPays_SaidInEveryRequest()
    {
        store.Put("folder/x", bytes);
        var connection = store.Connect(options: new S3Options { RequesterPays = true });
        using var stream = new S3ReadStream(connection, (await S3Object.OpenAsync(connection, new S3Uri(FakeStore.Bucket, "app")))!);
        Assert.Equal(bytes, ToEnd(stream));
        Assert.Throws<RightsizerException>(() => new S3LogStore(connection).Find("s3://logs/folder/")); // noise is no log
        Assert.All(store.Requests, r => Assert.Equal("requester", r.Payer));
    }

    S3ReadStream Open(S3Tuning? tuning = null)
    {
        var connection = store.Connect(tuning);
        return new S3ReadStream(connection, S3Object.OpenAsync(connection, new S3Uri(FakeStore.Bucket, "app")).Result!);
    }

    byte[] Read(S3Tuning? tuning = null)
    {
        try
        {
            using var stream = Open(tuning);
            return ToEnd(stream);
        }
        catch (AggregateException e)
        {
            throw e.InnerException!;
        }
    }

    static byte[] ToEnd(Stream stream)
    {
        var all = new MemoryStream();
        stream.CopyTo(all, 777);
        return all.ToArray();
    }

    static byte[] Noise(int length)
    {
        var noise = new byte[length];
        new Random(7).NextBytes(noise);
        return noise;
    }
}
