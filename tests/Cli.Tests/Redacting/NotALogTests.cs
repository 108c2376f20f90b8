using System.IO.Compression;
using System.Text;
using Rightsizer.TestSupport;

namespace Rightsizer.Cli.Tests.Redacting;

/// <summary>What is no event log gives no copy; what is left of a log does.</summary>
public class NotALogTests
{
    static string Sample(string name) => Path.Combine(SharedFolder.RepositoryRoot, "sample-logs", name);

    public static TheoryData<string> Foreign => ["root:x:0:0:root:/root:/bin/bash\n", "{\"name\":1}\n", "\n\n", "[\"Event\"]\n",
        "no braces: \"Event\"\n", "\0\u0001\u0002"];

    [Theory]
    [MemberData(nameof(Foreign))]
    public void Foreign_IsExit4_AndNothingIsWritten(string text)
    {
        using var folder = new TinyLog();
        File.WriteAllText(folder.Log, text);
        foreach (var copy in (string[])["copy", "copy.gz"])
        {
            var run = CliRun.Of("redact", folder.Log, "-o", folder.In(copy));
            Assert.Equal((4, $"error: {folder.Log}: no Spark event in it, so no copy was written; give a file or folder from "
                + "spark.eventLog.dir" + Environment.NewLine), (run.ExitCode, run.Error));
        }
        var piped = CliRun.Of(new MemoryStream(Encoding.UTF8.GetBytes(text)), default, "redact", "-", "-o", folder.In("copy"));
        Assert.Equal(4, piped.ExitCode);
        Assert.Equal(folder.Log, Assert.Single(Directory.GetFileSystemEntries(folder.Folder)));
    }

    [Fact]
    public void NothingOnStandardInput_LeavesTheEarlierCopy()
    {
        using var folder = new TinyLog();
        File.WriteAllText(folder.In("copy"), "earlier");

        Assert.Equal(4, CliRun.Of("redact", "-", "-o", folder.In("copy")).ExitCode);
        Assert.Equal("earlier", File.ReadAllText(folder.In("copy")));
    }

    [Fact]
    public void RollingLogWithoutAnEvent_IsExit4()
    {
        using var folder = new TinyLog();
        Directory.CreateDirectory(folder.In("eventlog_v2_app-2"));
        foreach (var n in (int[])[1, 2]) File.WriteAllText(folder.In($"eventlog_v2_app-2/events_{n}_app-2"), "{}\n");

        Assert.Equal(4, CliRun.Of("redact", folder.In("eventlog_v2_app-2"), "-o", folder.In("copy.zip")).ExitCode);
        Assert.False(File.Exists(folder.In("copy.zip")));
        // one file with an event is enough
        File.WriteAllText(folder.In("eventlog_v2_app-2/events_2_app-2"), TinyLog.End + "\n");
        Assert.Equal(0, CliRun.Of("redact", folder.In("eventlog_v2_app-2"), "-o", folder.In("copy.zip")).ExitCode);
    }

    [Theory]
    [InlineData("{\"Event\":\"SparkListenerApplicationStart\",\"App Na")]
    [InlineData("\u0001damaged\n{\"Timestamp\":1,\"Event\":\"SparkListenerApplicationEnd\"}")]
    [InlineData("\uFEFF{\"Event\":\"SparkListenerLogStart\",\"Spark Version\":\"3.5.1\"}\n")]
    public void WhatIsLeftOfALog_IsCopied(string text)
    {
        using var folder = new TinyLog();
        var log = folder.In("app-1.inprogress");
        File.WriteAllText(log, text);

        Assert.Equal(0, CliRun.Of("redact", log, "-o", folder.In("copy")).ExitCode);
        Assert.True(File.Exists(folder.In("copy")));
    }

    [Theory]
    [InlineData("app-20261121124741-0000.zstd")]
    [InlineData("app-20261121124818-0001.lz4")]
    public void CutLog_IsCopied(string name)
    {
        using var folder = new TinyLog();
        var bytes = File.ReadAllBytes(Sample(name));
        File.WriteAllBytes(folder.In(name), bytes[..(bytes.Length / 2)]);
        File.WriteAllText(folder.In("plain.gz"), "");
        using (var gzip = new GZipStream(File.Create(folder.In("plain.gz")), CompressionLevel.Fastest))
            gzip.Write(Encoding.UTF8.GetBytes(TinyLog.Start));

        Assert.Equal(0, CliRun.Of("redact", folder.In(name), "-o", folder.In("copy")).ExitCode);
        Assert.Equal(0, CliRun.Of("redact", folder.In("plain.gz"), "-o", folder.In("copy")).ExitCode);
    }
}
