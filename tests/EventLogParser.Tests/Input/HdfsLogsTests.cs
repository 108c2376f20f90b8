using System.Text;
using Rightsizer.EventLogParser.Input;
using Rightsizer.EventLogParser.Input.Hdfs;

namespace Rightsizer.EventLogParser.Tests.Input;

/// <summary>Logs in HDFS, against a stand-in; tests/Spark.Tests has a real NameNode.</summary>
public class HdfsLogsTests
{
    const string Start = """{"Event":"SparkListenerApplicationStart","App Name":"tiny","App ID":"app-1","Timestamp":1,"User":"u"}""";
    static readonly byte[] Log = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(Start + "\n", 5000)));

    [Fact]
    public void File_IsReadWhole_FromTheDataNode()
    {
        using var server = new WebHdfsStandIn();
        server.Add("/logs/app 1", Log);
        var log = Assert.Single(new HdfsLogs(default).Find($"webhdfs://127.0.0.1:{server.Port}/logs/app 1"));

        Assert.Equal(EventLogKind.Single, log.Kind);
        Assert.Equal($"webhdfs://127.0.0.1:{server.Port}/logs/app 1", log.Location);
        Assert.Equal(Log.Length, log.Parts[0].Length);
        Assert.Equal(1_700_000_000_000, log.Parts[0].ModifiedMs);
        Assert.Equal(Log, ReadAll(log.Parts[0]));
        Assert.Contains(server.Requests, r => r.StartsWith("127.0.0.1 /webhdfs/v1/logs/app%201?op=GETFILESTATUS&user.name=",
            StringComparison.Ordinal));
        Assert.Contains(server.Requests, r => r.StartsWith("localhost ", StringComparison.Ordinal) && r.Contains("op=OPEN",
            StringComparison.Ordinal));
    }

    [Fact]
    public void BrokenConnection_IsTakenUpWhereItBroke()
    {
        using var server = new WebHdfsStandIn { };
        server.Add("/app-1", Log);
        var part = new HdfsLogs(default).Find($"hdfs://127.0.0.1:{server.Port}/app-1")[0].Parts[0];
        server.BreakAfter = 100_000;

        Assert.Equal(Log, ReadAll(part));
        Assert.Contains(server.Requests, r => r.Contains("offset=100000", StringComparison.Ordinal));
    }

    /// <summary>A server that sends a few bytes a connection would be asked for hours.</summary>
    [Fact]
    public void ConnectionsThatBreakAfterAFewBytes_AreGivenUp()
    {
        using var server = new WebHdfsStandIn { BreakAfter = 10, BreaksAgain = true };
        server.Add("/app-1", Log);

        var error = Assert.Throws<RightsizerException>(() => new HdfsLogs(default).Find($"hdfs://127.0.0.1:{server.Port}/app-1"));

        Assert.Equal(ExitCode.InputUnreadable, error.ExitCode);
        Assert.Equal(4, server.Requests.Count(r => r.Contains("datanode=1", StringComparison.Ordinal)));
    }

    /// <summary>A server may send more for ever, each time enough to count as progress.</summary>
    [Fact]
    public void AFileThatTakesTooLong_IsGivenUp()
    {
        using var server = new WebHdfsStandIn();
        server.Add("/app-1", Log);
        var file = HdfsAddress.Parse($"hdfs://127.0.0.1:{server.Port}/app-1");
        using var stream = new HdfsReadStream(new HdfsClient(default), file, 1L << 60) { Timeout = TimeSpan.FromMilliseconds(-1) };

        var error = Assert.Throws<RightsizerException>(() => stream.ReadByte());

        Assert.Equal(ExitCode.InputUnreadable, error.ExitCode);
        Assert.Contains($"HDFS sent 0 of {1L << 60} bytes", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Seek_AsksForTheRest()
    {
        using var server = new WebHdfsStandIn();
        server.Add("/app-1", Log);
        using var stream = new HdfsLogs(default).Find($"hdfs://127.0.0.1:{server.Port}/app-1")[0].Parts[0].OpenRead();
        stream.Seek(-7, SeekOrigin.End);
        var rest = new byte[20];

        Assert.Equal(7, stream.ReadAtLeast(rest, 20, throwOnEndOfStream: false));
        Assert.Equal(Log[^7..], rest[..7]);
    }

    [Fact]
    public void Folder_GivesItsLogs_RollingOnesToo()
    {
        using var server = new WebHdfsStandIn();
        server.Add("/logs/eventlog_v2_app-2/appstatus_app-2", []);
        server.Add("/logs/eventlog_v2_app-2/events_1_app-2", Log);
        server.Add("/logs/eventlog_v2_app-2/events_2_app-2", Log);
        server.Add("/logs/app-1", Log);
        server.Add("/logs/.hidden/app-3", Log);
        server.Add("/logs/readme.txt", "no log"u8.ToArray());
        var place = $"webhdfs://127.0.0.1:{server.Port}/logs";

        Assert.Equal([$"{place}/app-1", $"{place}/eventlog_v2_app-2"], new HdfsLogs(default).FindAll(place).Select(l => l.Location));
        var rolling = Assert.Single(new HdfsLogs(default).Find(place + "/eventlog_v2_app-2/"));
        Assert.Equal(EventLogKind.Rolling, rolling.Kind);
        Assert.Equal(2, rolling.Parts.Count);
    }

    [Theory]
    [InlineData("webhdfs://127.0.0.1:{0}/nope", "webhdfs://127.0.0.1:{0}/nope: no such file or folder in HDFS; check the path")]
    [InlineData("hdfs:///logs", "hdfs:///logs: names no NameNode; use webhdfs://")]
    [InlineData("webhdfs://127.0.0.1:{0}/a/../b", "has . or .. in it")]
    [InlineData("webhdfs://user:secret@127.0.0.1:{0}/a", "is not an address of HDFS")]
    [InlineData("webhdfs://127.0.0.1:1/a", "http://127.0.0.1:1 cannot be reached: ")]
    public void WhatIsNotThere_IsOneLine(string place, string message)
    {
        using var server = new WebHdfsStandIn();
        server.Add("/x", Log);
        Assert.Contains(message.Replace("{0}", $"{server.Port}", StringComparison.Ordinal), Fails(place, server).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Redirects_AreBounded()
    {
        using var server = new WebHdfsStandIn();
        server.Always = (307, "", ("Location", $"http://127.0.0.1:{server.Port}/webhdfs/v1/x?op=GETFILESTATUS"));
        Assert.Contains("redirects more than 4 times", Fails("webhdfs://127.0.0.1:{0}/x", server).Message, StringComparison.Ordinal);
        server.Always = (307, "", ("Location", "file:///etc/passwd"));
        Assert.Contains("not an http or https address", Fails("webhdfs://127.0.0.1:{0}/x", server).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(401, "", "wants a login by Kerberos and there is no ticket that it takes: run kinit, or put a delegation token into "
        + "RIGHTSIZER_HDFS_TOKEN")]
    [InlineData(403, """{"RemoteException":{"exception":"StandbyException","message":"x"}}""", "is a standby NameNode; give the active "
        + "one")]
    [InlineData(403, """{"RemoteException":{"exception":"AccessControlException","message":"Permission denied: user=u"}}""",
        "Permission denied: user=u")]
    [InlineData(200, "<html>", "does not answer as WebHDFS does (GETFILESTATUS)")]
    [InlineData(200, """{"FileStatus":{"pathSuffix":"../x","type":"FILE","length":1,"modificationTime":1}}""", "does not answer as "
        + "WebHDFS does")]
    public void WhatAServerRefuses_IsOneLine(int code, string body, string message)
    {
        using var server = new WebHdfsStandIn();
        server.Always = (code, body, code == 401 ? ("WWW-Authenticate", "Negotiate") : null);
        Assert.Contains(message, Fails("webhdfs://127.0.0.1:{0}/x", server).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hdfs://nn/logs/a", "http://nn:9870/webhdfs/v1/logs/a?op=X")]
    [InlineData("hdfs://nn:8020/logs/a/", "http://nn:9870/webhdfs/v1/logs/a?op=X")]
    [InlineData("hdfs://nn:14000/logs", "http://nn:14000/webhdfs/v1/logs?op=X")]
    [InlineData("swebhdfs://nn/", "https://nn:9871/webhdfs/v1/?op=X")]
    [InlineData("swebhdfs://nn:8443/a%b", "https://nn:8443/webhdfs/v1/a%25b?op=X")]
    [InlineData("WEBHDFS://nn:80/a", "http://nn/webhdfs/v1/a?op=X")]
    public void Addresses_LeadToTheNameNodesHttpPort(string location, string request) =>
        Assert.Equal(request, HdfsAddress.Parse(location).Request("X").AbsoluteUri);

    static RightsizerException Fails(string place, WebHdfsStandIn server) => Assert.Throws<RightsizerException>(
        () => new HdfsLogs(default).Find(place.Replace("{0}", $"{server.Port}", StringComparison.Ordinal)));

    static byte[] ReadAll(LogPart part)
    {
        using var stream = part.OpenRead();
        using var all = new MemoryStream();
        stream.CopyTo(all);
        return all.ToArray();
    }
}
