using System.IO.Compression;
using System.Net;
using System.Text;
using Rightsizer.EventLogParser.Codecs;
using Rightsizer.EventLogParser.Input;
using Rightsizer.EventLogParser.Input.History;
using Rightsizer.TestSupport;

namespace Rightsizer.EventLogParser.Tests.Input;

/// <summary>Finding and reading logs on a stand-in for a History Server; tests/Spark.Tests asks a real one.</summary>
public sealed class HistoryServerLogsTests : IDisposable
{
    readonly HttpListener listener;
    readonly string root;
    readonly Dictionary<string, byte[]> answers = new(StringComparer.Ordinal);
    readonly List<string> asked = [];
    int cutAfter = int.MaxValue;
    string? redirect;

    public HistoryServerLogsTests()
    {
        listener = LoopbackListener.Start("/proxy", out root);
        _ = ServeAsync();
    }

    public void Dispose() => listener.Close();

    [Fact]
    public void SingleFileLog_UnzippedAsItComes()
    {
        Answer("applications/app-1", """{"id":"app-1","attempts":[{"completed":false}]}""");
        answers["applications/app-1/logs"] = Zip(("app-1.zstd.inprogress", Fixture.Bytes("small.zstd")));
        var log = Assert.Single(Find(root + "/history/app-1/jobs/"));
        Assert.Equal(EventLogKind.Zip, log.Kind);
        Assert.Equal(root + "/history/app-1", log.Location);
        Assert.True(log.InProgress);
        Assert.Equal("app-1.zstd.inprogress", Assert.Single(log.Parts).Name);
        var (bytes, error) = Read(log);
        Assert.Equal(Fixture.Text, bytes);
        Assert.Null(error);
    }

    [Theory]
    [InlineData("""[{"id":null,"attempts":[{"completed":true}]}]""")]
    [InlineData("""[{"id":5,"attempts":{}}]""")]
    [InlineData("""[{"id":"","attempts":[{"completed":true}]}]""")]
    [InlineData("""[{"id":"..","attempts":[{"completed":true}]}]""")]
    [InlineData("""[{"id":"a/b","attempts":[{"completed":true}]}]""")]
    [InlineData("""[{"id":"a\nb","attempts":[{"completed":true}]}]""")]
    [InlineData("""[{"id":"a","attempts":[{"attemptId":7,"completed":true}]}]""")]
    [InlineData("""[{"id":"a","attempts":[{"completed":"yes"}]}]""")]
    [InlineData("""[{"id":"a"}]""")]
    [InlineData("[[[[")]
    public void OddAnswer_IsOneLineWithTheAddress(string answer)
    {
        Answer("applications", answer);
        var e = Assert.Throws<RightsizerException>(() => Find(root));
        Assert.Equal(ExitCode.InputUnreadable, e.ExitCode);
        Assert.Equal(root + ": its answer makes no sense; is it a Spark History Server?", e.Message);
    }

    [Theory]
    [InlineData("file:///etc/passwd", "the server redirects to something that is not an http or https address")]
    [InlineData("http://[", "the server redirects to something that is not an http or https address")]
    [InlineData("http://169.254.169.254/latest/meta-data",
        "the server redirects to another host, 169.254.169.254; give that address if you trust it")]
    [InlineData("applications", "the server redirects more than 5 times")]
    public void Redirect_IsFollowedOnTheSameHostAFewTimes(string target, string why)
    {
        redirect = target;
        var e = Assert.Throws<RightsizerException>(() => Find(root));
        Assert.Equal((ExitCode.InputUnreadable, $"{root}: {why}"), (e.ExitCode, e.Message));
        Assert.InRange(asked.Count, 1, 6);
    }

    [Fact]
    public void EndlessAnswer_IsGivenUp()
    {
        answers["applications"] = new byte[(64 << 20) + 100];
        answers["applications"].AsSpan().Fill((byte)' ');
        var e = Assert.Throws<RightsizerException>(() => Find(root));
        Assert.Equal(root + ": its answer is longer than 64 MB; is it a Spark History Server?", e.Message);
    }

    /// <summary>Found by changed inputs: `diagnose` took the last of no logs.</summary>
    [Fact]
    public void ApplicationWithoutAttempts_IsOneLine()
    {
        Answer("applications/app-1", """{"id":"app-1","attempts":[]}""");

        var error = Assert.Throws<RightsizerException>(() => Find(root + "/history/app-1"));

        Assert.Contains("lists the application without an attempt", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RollingLog_PartsInTheirOwnOrder()
    {
        Answer("applications/app-1", """{"id":"app-1","attempts":[{"completed":true}]}""");
        answers["applications/app-1/logs"] = Zip(("eventlog_v2_app-1/", []), ("eventlog_v2_app-1/events_10_app-1", "ten\n"u8.ToArray()),
            ("eventlog_v2_app-1/appstatus_app-1", []), ("eventlog_v2_app-1/events_9_app-1", "nine\n"u8.ToArray()));
        var log = Assert.Single(Find(root + "/history/app-1"));
        Assert.Equal(["events_9_app-1", "events_10_app-1"], log.Parts.Select(p => p.Name));
        Assert.Equal("nine\nten\n", Encoding.UTF8.GetString(Read(log).Bytes));
        Assert.False(log.InProgress);
    }

    [Fact]
    public void AttemptsOfAnApplication_NewestLast_OneCanBeNamed()
    {
        Answer("applications/application_1_0001", """{"id":"application_1_0001","attempts":[{"attemptId":"2","completed":true},{"attemptId":"1","completed":true}]}""");
        foreach (var n in new[] { 1, 2 })
            answers[$"applications/application_1_0001/{n}/logs"] = Zip(($"application_1_0001_{n}", Fixture.Text));
        Assert.Equal([root + "/history/application_1_0001/1", root + "/history/application_1_0001/2"],
            Find(root + "/history/application_1_0001").Select(l => l.Location));
        Assert.Equal([1, 2], Find(root + "/history/application_1_0001").Select(l => l.Attempt));
        Assert.Equal("application_1_0001_1", Assert.Single(Find(root + "/history/application_1_0001/1")).Parts[0].Name);
        var e = Assert.Throws<RightsizerException>(() => Find(root + "/history/application_1_0001/3"));
        Assert.Equal($"{root}/history/application_1_0001/3: no such attempt; there is 2, 1", e.Message);
    }

    [Fact]
    public void ServerAlone_TakesItsOnlyApplication()
    {
        Answer("applications", """[{"id":"app-1","attempts":[{"completed":true}]}]""");
        answers["applications/app-1/logs"] = Zip(("app-1", Fixture.Text));
        Assert.Equal(root + "/history/app-1", Assert.Single(Find(root + "/")).Location);
        Assert.Contains("applications?limit=100000", asked);
    }

    [Fact]
    public void ServerOfSeveralApplications_NamesSomeAndHowToAskForOne()
    {
        Answer("applications", "[" + string.Join(",", Enumerable.Range(1, 5).Select(i => $$"""{"id":"app-{{i}}","attempts":[{"completed":true}]}""")) + "]");
        var e = Assert.Throws<RightsizerException>(() => Find(root));
        Assert.Equal(ExitCode.BadArguments, e.ExitCode);
        Assert.Equal($"{root}: holds 5 applications (app-1, app-2, app-3, ...); name one, such as {root}/history/app-1", e.Message);
    }

    [Fact]
    public void AllOfAServer_OneThatFailsIsTold()
    {
        Answer("applications", """[{"id":"b","attempts":[{"completed":true}]},{"id":"a","attempts":[{"completed":true}]}]""");
        answers["applications/b/logs"] = Zip(("b", Fixture.Text));
        var logs = new HistoryServerLogs(CancellationToken.None).FindAll(root).ToList();
        Assert.Equal([root + "/history/a", root + "/history/b"], logs.Select(l => l.Location));
        Assert.Equal($"{root}/history/a: the server gives no log of it (NotFound)",
            Assert.Throws<RightsizerException>(() => logs[0].Parts[0].OpenRead()).Message);
        Assert.Equal(Fixture.Text, Read(logs[1]).Bytes);
    }

    [Fact]
    public void NoApplication_SaysWhereToLook()
    {
        Answer("applications", "[]");
        var e = Assert.Throws<RightsizerException>(() => Find(root));
        Assert.Equal(ExitCode.NotAnEventLog, e.ExitCode);
    }

    [Theory]
    [InlineData("/history/gone", "no such application on this History Server (NotFound); its list is at ")]
    [InlineData("/history/page", "its answer makes no sense; is it a Spark History Server?")]
    [InlineData("/history/other", "its answer makes no sense; is it a Spark History Server?")]
    [InlineData("/history/text", "the server's answer cannot be unzipped: corrupt: it is no zip with a log")]
    public void OtherAnswers_OneClearLine(string path, string told)
    {
        Answer("applications/page", "<html>");
        Answer("applications/other", """{"id":7}""");
        Answer("applications/text", """{"id":"text","attempts":[{"completed":true}]}""");
        Answer("applications/text/logs", "this is no zip, it is a page of text that goes on for a while");
        var e = Assert.Throws<RightsizerException>(() => Find(root + path));
        Assert.Equal(ExitCode.InputUnreadable, e.ExitCode);
        Assert.StartsWith($"{root}{path}: {told}", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void NobodyListens_OneClearLine()
    {
        listener.Close();
        var e = Assert.Throws<RightsizerException>(() => Find(root));
        Assert.Equal(ExitCode.InputUnreadable, e.ExitCode);
        Assert.Matches($"^{root}: the server cannot be reached: .*refused.*; check the address$", e.Message);
    }

    [Fact]
    public void ConnectionLostMidZip_Told()
    {
        Answer("applications/app-1", """{"id":"app-1","attempts":[{"completed":true}]}""");
        var noise = new byte[2_000_000];
        new Random(5).NextBytes(noise);
        answers["applications/app-1/logs"] = Zip(("app-1", noise));
        var log = Assert.Single(Find(root + "/history/app-1"));
        cutAfter = 1_000_000;
        var e = Assert.Throws<RightsizerException>(() => Read(log));
        Assert.Equal(ExitCode.InputUnreadable, e.ExitCode);
        Assert.Matches($@"^{root}/history/app-1: the connection broke after \d+ bytes; try again$", e.Message);
    }

    [Fact]
    public void DamagedZip_GivesWhatIsWholeAndSaysSo()
    {
        Answer("applications/app-1", """{"id":"app-1","attempts":[{"completed":true}]}""");
        var zip = Zip(("app-1", Fixture.Text));
        // the checksum stands behind the data, after its signature
        zip[zip.AsSpan().IndexOf((byte[])[0x50, 0x4B, 0x07, 0x08]) + 4] ^= 1;
        answers["applications/app-1/logs"] = zip;
        var (bytes, error) = Read(Assert.Single(Find(root + "/history/app-1")));
        Assert.Equal(Fixture.Text, bytes);
        Assert.Equal("corrupt: zip entry checksum differs", error);
    }

    [Fact]
    public void RollingLogOverTheLimit_LimitNamed()
    {
        var e = Assert.Throws<RightsizerException>(
            () => new ZipInMemory(new MemoryStream(new byte[(3 << 20) + 1]), "http://h/history/a", 3 << 20));
        Assert.StartsWith("http://h/history/a: a rolling log of more than 3 MB as the server zips it", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://h:18080", "http://h:18080", null, null)]
    [InlineData("http://h:18080/?showIncomplete=false", "http://h:18080", null, null)]
    [InlineData("https://h/shs/history/application_1_2/1/jobs/", "https://h/shs", "application_1_2", "1")]
    [InlineData("http://h/history/app-1/SQL/execution/?id=1", "http://h", "app-1", null)]
    [InlineData("http://h/api/v1/applications/app%201/2/logs", "http://h", "app 1", "2")]
    public void Address_AsABrowserShowsIt(string text, string server, string? application, string? attempt) =>
        Assert.Equal(new HistoryServerAddress(server, application, attempt), HistoryServerAddress.Parse(text));

    static IReadOnlyList<EventLog> Find(string address) => new HistoryServerLogs(CancellationToken.None).Find(address);

    static (byte[] Bytes, string? Error) Read(EventLog log)
    {
        var all = new MemoryStream();
        string? error = null;
        foreach (var part in log.Parts)
        {
            using var stream = DecodedStream.Open(part);
            stream.CopyTo(all);
            error ??= stream.StreamError;
        }
        return (all.ToArray(), error);
    }

    void Answer(string path, string text) => answers[path] = Encoding.UTF8.GetBytes(text);

    /// <summary>As Java writes it to a socket: sizes and checksums behind the data.</summary>
    static byte[] Zip(params (string Name, byte[] Bytes)[] files)
    {
        var bytes = new MemoryStream();
        using (var archive = new ZipArchive(new Socketlike(bytes), ZipArchiveMode.Create))
        {
            foreach (var (name, content) in files)
            {
                using var entry = archive.CreateEntry(name).Open();
                entry.Write(content);
            }
        }
        return bytes.ToArray();
    }

    async Task ServeAsync()
    {
        try
        {
            while (true) await AnswerAsync(await listener.GetContextAsync());
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // closed
        }
    }

    async Task AnswerAsync(HttpListenerContext context)
    {
        var path = context.Request.RawUrl!["/proxy/api/v1/".Length..];
        asked.Add(path);
        try
        {
            if (redirect is { } target)
            {
                context.Response.StatusCode = 302;
                context.Response.Headers["Location"] = target;
            }
            else if (!answers.TryGetValue(path.Split('?')[0], out var bytes)) context.Response.StatusCode = 404;
            else
            {
                context.Response.ContentLength64 = bytes.Length;
                await context.Response.OutputStream.WriteAsync(bytes.AsMemory(0, Math.Min(cutAfter, bytes.Length)));
                await context.Response.OutputStream.FlushAsync();
                if (cutAfter < bytes.Length) context.Response.Abort();
            }
            context.Response.Close();
        }
        catch (Exception e) when (e is HttpListenerException or IOException or ObjectDisposedException)
        {
            context.Response.Abort(); // the client has seen enough
        }
    }

    /// <summary>A stream that only goes forward, so that the archive cannot go back to fill in sizes.</summary>
    sealed class Socketlike(MemoryStream inner) : Stream
    {
        public override bool CanRead => false;
        public override bool CanSeek => false;
        public override bool CanWrite => true;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => inner.Position; set => throw new NotSupportedException(); }
        public override void Flush() { }
        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => inner.Write(buffer, offset, count);
    }
}
