using System.Security.Cryptography;
using System.Text.Json;
using Amazon.Runtime;
using Amazon.S3;
using Rightsizer.Aws.S3;
using Rightsizer.EventLogParser;
using Rightsizer.EventLogParser.Codecs;
using Rightsizer.EventLogParser.Events;
using Rightsizer.EventLogParser.Input;
using Rightsizer.TestSupport;

namespace Rightsizer.Aws.Tests.Rados;

/// <summary>The reader against a real S3 implementation and its real failures.</summary>
public sealed class RadosTests(RadosCluster cluster) : IClassFixture<RadosCluster>
{
    /// <summary>Small ranges, so that an object of a few megabytes is many requests.</summary>
    static readonly S3Tuning ManyRequests = new() { FirstRangeBytes = 64 * 1024, RangeBytes = 256 * 1024 };

    [Fact]
    public async Task SharedLogs_ReadAsFromDisk()
    {
        Require();
        Assert.SkipWhen(SharedFolder.Path is null, SharedFolder.SkipReason);
        var logs = new[] { "logs/rapids/eventlog_v2_local-1623876083964",
            "logs/kubeflow/eventlog_v2_spark-110be3a8424d4a2789cb88134418217b", "spark-logs/codecs/logs/smoke.zstd",
            "spark-logs/codecs/logs/smoke.lz4" };
        var store = Store();
        foreach (var name in logs)
        {
            var path = Path.Combine(SharedFolder.Path!, name);
            var isFolder = Directory.Exists(path);
            foreach (var file in isFolder ? Directory.GetFiles(path) : [path])
            {
                await cluster.PutAsync(
                    $"shared/{name}{(isFolder ? "/" + Path.GetFileName(file) : "")}", await File.ReadAllBytesAsync(file));
            }
            var here = Assert.Single(EventLogLocator.Find(path));
            var there = Assert.Single(store.Find($"s3://{RadosCluster.Bucket}/shared/{name}"));
            Assert.Equal(here.Kind, there.Kind);
            Assert.Equal(here.InProgress, there.InProgress);
            Assert.Equal(here.Parts.Select(p => (p.Name, p.Length)), there.Parts.Select(p => (p.Name, p.Length)));
            Assert.Equal(PlainHashes(here), PlainHashes(there));
            Assert.Equal(Summary(here), Summary(there));
        }
        Assert.Equal(logs.Length, store.FindAll($"s3://{RadosCluster.Bucket}/shared/").Count());
    }

    [Theory]
    [InlineData("odd/a b")]
    [InlineData("odd/a+b=c&d")]
    [InlineData("odd/ünï☃")]
    [InlineData("odd//twice")]
    [InlineData("odd/100%/%20")]
    [InlineData("odd/q?a#b")]
    [InlineData("odd/(x)'y'!*~$,;:@[z]")]
    public async Task OddKey_FoundAloneAndUnderItsPrefix(string key)
    {
        Require();
        var bytes = """{"Event":"SparkListenerLogStart","Spark Version":"3.5.1"}"""u8.ToArray();
        await cluster.PutAsync(key, bytes);
        var alone = Store().Find($"s3://{RadosCluster.Bucket}/{key}")[0].Parts[0];
        Assert.Equal($"s3://{RadosCluster.Bucket}/{key}", alone.Location);
        Assert.Equal(bytes, ToEnd(alone));
        var listed = Store().FindAll($"s3://{RadosCluster.Bucket}/odd/").Select(l => l.Parts[0]).Single(p => p.Location == alone.Location);
        Assert.Equal(bytes, ToEnd(listed));
    }

    [Fact]
    public void MissingKeyAndBucket_Told()
    {
        Require();
        Assert.Equal("s3://logs/nothing: no such object, and none under that prefix (NoSuchKey); check the key",
            Refused(Store(), "s3://logs/nothing"));
        Assert.StartsWith(
            "s3://other-logs/x: there is no bucket other-logs", Refused(Store(), "s3://other-logs/x"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WrongCredentials_Told()
    {
        Require();
        await cluster.PutAsync("private", [1]);
        Assert.StartsWith("s3://logs/private: access denied (AccessDenied)",
            Refused(Store(key: RadosCluster.StrangerKey, secret: RadosCluster.StrangerSecret), "s3://logs/private"),
            StringComparison.Ordinal);
        Assert.StartsWith("s3://logs: access denied (AccessDenied)",
            Refused(Store(key: RadosCluster.StrangerKey, secret: RadosCluster.StrangerSecret), "s3://logs"), StringComparison.Ordinal);
        Assert.StartsWith(
            "s3://logs/private: the secret key is wrong", Refused(Store(secret: "other"), "s3://logs/private"), StringComparison.Ordinal);
        Assert.StartsWith("s3://logs/private: the access key is not known", Refused(Store(key: "AKNOBODY"), "s3://logs/private"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task SlowDown_EveryReaderStillGetsEveryByte()
    {
        Require();
        var bytes = Noise(2_000_000);
        await cluster.PutAsync("busy", bytes);
        var narrow = await cluster.StartGatewayAsync("--rgw-max-concurrent-requests", "3");
        var refused = 0;
        var store = Store(narrow, tuning: ManyRequests, onError: e =>
        {
            if (e is AmazonServiceException { StatusCode: System.Net.HttpStatusCode.ServiceUnavailable })
                Interlocked.Increment(ref refused);
        });
        var readers = Enumerable.Range(0, 6)
            .Select(_ => Task.Factory.StartNew(() => ToEnd(store.Find("s3://logs/busy")[0].Parts[0]), TaskCreationOptions.LongRunning));
        Assert.All(await Task.WhenAll(readers), read => Assert.Equal(bytes, read));
        Assert.NotEqual(0, refused);
        narrow.Kill();
    }

    [Fact]
    public async Task GatewayKilledAndRestartedMidRead_EveryByteStillRead()
    {
        Require();
        var bytes = Noise(4_000_000);
        await cluster.PutAsync("survives", bytes);
        var mortal = await cluster.StartGatewayAsync();
        var failures = 0;
        using var stream = Store(mortal, tuning: ManyRequests, onError: _ => Interlocked.Increment(ref failures))
            .Find("s3://logs/survives")[0].Parts[0].OpenRead();
        var read = new byte[bytes.Length];
        stream.ReadExactly(read.AsSpan(0, 300_000));
        mortal.Kill();
        var restart = Task.Run(async () =>
        {
            await Task.Delay(500);
            await mortal.StartAsync();
        });
        stream.ReadExactly(read.AsSpan(300_000));
        await restart;
        Assert.Equal(bytes, read);
        Assert.NotEqual(0, failures);
        mortal.Kill();
    }

    [Fact]
    public async Task ObjectReplacedMidRead_Told()
    {
        Require();
        await cluster.PutAsync("replaced", Noise(4_000_000));
        using var stream = Store(tuning: ManyRequests).Find("s3://logs/replaced")[0].Parts[0].OpenRead();
        stream.ReadExactly(new byte[300_000]);
        await cluster.PutAsync("replaced", Noise(3_999_999));
        var e = Assert.Throws<RightsizerException>(() => stream.CopyTo(Stream.Null));
        Assert.Equal(ExitCode.InputUnreadable, e.ExitCode);
        Assert.Equal("s3://logs/replaced: the object changed while it was read; run again, or wait until its application has ended",
            e.Message);
    }

    static void Require()
    {
        Assert.SkipUnless(Thoroughness.Full, Thoroughness.SkipReason);
        Assert.SkipWhen(RadosCluster.SkipReason is not null, RadosCluster.SkipReason ?? "");
    }

    S3LogStore Store(RadosGateway? at = null, string key = RadosCluster.OwnerKey, string secret = RadosCluster.OwnerSecret,
        S3Tuning? tuning = null, Action<Exception>? onError = null)
    {
        var place = new S3Place((at ?? cluster.Gateway).Endpoint, null, "us-east-1");
        return new S3LogStore(new S3Connection(new S3Options(), tuning ?? new S3Tuning(), place, p =>
        {
            var client = (AmazonS3Client)S3Clients.Create(p, new BasicAWSCredentials(key, secret));
            client.ExceptionEvent += (_, e) => onError?.Invoke(((WebServiceExceptionEventArgs)e).Exception);
            return client;
        }));
    }

    static string Refused(S3LogStore store, string uri)
    {
        var e = Assert.Throws<RightsizerException>(() => store.Find(uri));
        Assert.Equal(ExitCode.InputUnreadable, e.ExitCode);
        return e.Message;
    }

    static string Summary(EventLog log) => JsonSerializer.Serialize(EventLogReader.Read(log, new NoSink(), EventLogReaderOptions.Default));

    static List<string> PlainHashes(EventLog log) => [.. log.Parts.Select(p =>
    {
        using var stream = DecodedStream.Open(p);
        return Convert.ToHexString(SHA256.HashData(stream));
    })];

    static byte[] ToEnd(LogPart part)
    {
        using var stream = part.OpenRead();
        var all = new MemoryStream();
        stream.CopyTo(all);
        return all.ToArray();
    }

    static byte[] Noise(int length)
    {
        var noise = new byte[length];
        new Random(length).NextBytes(noise);
        return noise;
    }

    sealed class NoSink : IEventSink
    {
        public void OnTaskStart(in TaskStartEvent e) { }

        public void OnTaskEnd(in TaskEndEvent e, ReadOnlySpan<AccumulatorUpdate> updates) { }

        public void OnEvent(SparkEvent e) { }
    }
}
