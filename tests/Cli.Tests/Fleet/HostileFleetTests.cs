using System.Globalization;
using System.Text.Json;

namespace Rightsizer.Cli.Tests.Fleet;

/// <summary>A fleet of good logs and of logs that claim what cannot be true: docs/limits.md.</summary>
public class HostileFleetTests
{
    const int GoodLogs = 40, ExecutorCores = 2;
    const long StartMs = 1_795_265_259_701, ExecutorMs = StartMs + 1000, EndMs = StartMs + 6800;

    const string Added = "{\"Event\":\"SparkListenerExecutorAdded\",\"Timestamp\":1795265260701,\"Executor ID\":\"1\",";

    /// <summary>One executor of two cores, one job with one stage of four tasks.</summary>
    static string[] Log(string id) =>
    [
        """{"Event":"SparkListenerLogStart","Spark Version":"3.5.9"}""",
        """{"Event":"SparkListenerApplicationStart","App Name":"nightly","App ID":"@","Timestamp":1795265259701,"User":"u"}"""
            .Replace("@", id, StringComparison.Ordinal),
        """{"Event":"SparkListenerEnvironmentUpdate","Spark Properties":{"spark.executor.cores":"2","spark.master":"spark://h:7077"}}""",
        Added + "\"Executor Info\":{\"Host\":\"h\",\"Total Cores\":2}}",
        """{"Event":"SparkListenerJobStart","Job ID":0,"Submission Time":1795265261701,"Stage Infos":[@],"Properties":{}}"""
            .Replace("@", Stage(""), StringComparison.Ordinal),
        """{"Event":"SparkListenerStageSubmitted","Stage Info":@}"""
            .Replace("@", Stage(",\"Submission Time\":1795265262201"), StringComparison.Ordinal),
        .. Enumerable.Range(0, 4).Select(i => "{\"Event\":\"SparkListenerTaskStart\",\"Stage ID\":0,\"Stage Attempt ID\":0," + Task(i, 0)),
        .. Enumerable.Range(0, 4).Select(i => "{\"Event\":\"SparkListenerTaskEnd\",\"Stage ID\":0,\"Stage Attempt ID\":0,"
            + "\"Task Type\":\"ResultTask\",\"Task End Reason\":{\"Reason\":\"Success\"}," + Task(i, 1_795_265_264_701)),
        """{"Event":"SparkListenerStageCompleted","Stage Info":@}""".Replace("@",
            Stage(",\"Submission Time\":1795265262201,\"Completion Time\":1795265265701"), StringComparison.Ordinal),
        """{"Event":"SparkListenerJobEnd","Job ID":0,"Completion Time":1795265265801,"Job Result":{"Result":"JobSucceeded"}}""",
        """{"Event":"SparkListenerApplicationEnd","Timestamp":1795265266501}""",
    ];

    static string Stage(string times) =>
        "{\"Stage ID\":0,\"Stage Attempt ID\":0,\"Stage Name\":\"st\",\"Number of Tasks\":4" + times + "}";

    static string Task(int id, long finishMs) => string.Create(CultureInfo.InvariantCulture,
        $"\"Task Info\":{{\"Task ID\":{id},\"Index\":{id},\"Attempt\":0,\"Launch Time\":1795265262701,\"Executor ID\":\"1\",\"Host\":\"h\"")
        + string.Create(CultureInfo.InvariantCulture, $",\"Locality\":\"ANY\",\"Speculative\":false,\"Finish Time\":{finishMs}}}}}");

    /// <summary>File, and what takes the place of what in a good log.</summary>
    static readonly (string File, string From, string To)[] Changes =
    [
        ("end-0", "\"Timestamp\":1795265266501", "\"Timestamp\":0"),
        ("end-before-start", "\"Timestamp\":1795265266501", "\"Timestamp\":1795265254701"),
        ("end-2pow63", "\"Timestamp\":1795265266501", "\"Timestamp\":9223372036854775807"),
        ("cores-100000000", "\"Total Cores\":2", "\"Total Cores\":100000000"),
        ("cores-negative", "\"Total Cores\":2", "\"Total Cores\":-2"),
        ("tasks-2pow31", "\"Number of Tasks\":4", "\"Number of Tasks\":2147483647"),
        ("surrogate-key", "\"Task ID\":3,\"Index\":3,", "\"Task ID\":3,\"Index\":3,\"\\udc00\":1,"),
        ("junk-lines", "{\"Event\":\"SparkListenerLogStart\",\"Spark Version\":\"3.5.9\"}", "{\"Event\":\n{\n{\n{\n{"),
    ];

    /// <summary>A snappy stream of one block that says it has 101 bytes and holds only zeros.</summary>
    static readonly byte[] EmptyBlock =
        [0x82, .. "SNAPPY"u8, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 101, .. new byte[101]];

    [Fact]
    public void TotalsAreThoseOfTheGoodOnes_AndEachHostileLogSaysWhy()
    {
        using var folder = new TinyLog();
        File.Delete(folder.Log);
        for (var i = 0; i < GoodLogs; i++)
        {
            var name = "good-" + i.ToString(CultureInfo.InvariantCulture);
            File.WriteAllLines(folder.In(name), Log(name));
        }
        foreach (var (file, from, to) in Changes)
        {
            var good = string.Join('\n', Log("app-" + file)) + "\n";
            Assert.Contains(from, good, StringComparison.Ordinal);
            File.WriteAllText(folder.In(file), good.Replace(from, to, StringComparison.Ordinal));
        }
        File.WriteAllBytes(folder.In("empty-block.snappy"), EmptyBlock);
        File.WriteAllText(folder.In("app-20261121124741-0000"), "");
        File.WriteAllText(folder.In("application_1788000000000_0001.zstd"), "no log\n");
        File.WriteAllText(folder.In("notes.txt"), "no log, and not named as one\n");

        var run = CliRun.Of("report", folder.Folder, "--format", "json");
        var report = JsonDocument.Parse(run.Output).RootElement.GetProperty("report");

        var total = report.GetProperty("total");
        Assert.Equal(GoodLogs, total.GetProperty("runs").GetInt32());
        Assert.Equal(GoodLogs * ExecutorCores * (EndMs - ExecutorMs), total.GetProperty("paidCoreMs").GetInt64());
        var apart = report.GetProperty("unreadable").EnumerateArray().ToDictionary(
            u => Path.GetFileName(u.GetProperty("uri").GetString()!), u => (Failure: u.GetProperty("failure").GetString()!,
                Reason: u.GetProperty("reason").GetString()!), StringComparer.Ordinal);
        Assert.Equal(Changes.Length + 3, apart.Count);
        foreach (var (file, _, _) in Changes) Assert.Equal("inDoubt", apart[file].Failure);
        Assert.Contains("\"Timestamp\" is not credible", apart["end-0"].Reason, StringComparison.Ordinal);
        Assert.Contains("\"Total Cores\" is not credible", apart["cores-negative"].Reason, StringComparison.Ordinal);
        Assert.Contains("\"Number of Tasks\" is not credible", apart["tasks-2pow31"].Reason, StringComparison.Ordinal);
        Assert.Contains("lines are not events", apart["surrogate-key"].Reason, StringComparison.Ordinal);
        Assert.Contains("lines are not events", apart["junk-lines"].Reason, StringComparison.Ordinal);
        Assert.Contains("corrupt: snappy block", apart["empty-block.snappy"].Reason, StringComparison.Ordinal);
        Assert.Contains("the file is empty", apart["app-20261121124741-0000"].Reason, StringComparison.Ordinal);
        Assert.Contains("no Spark event", apart["application_1788000000000_0001.zstd"].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void OneLostLineOfManyHundred_LeavesTheRunInTheTotals()
    {
        using var folder = new TinyLog();
        var good = Log("app-1");
        var others = Enumerable.Repeat("{\"Event\":\"SparkListenerUnpersistRDD\",\"RDD ID\":1}", 200);
        File.WriteAllLines(folder.Log, [.. good[..^1], .. others, "{\"Event\":\"SparkListenerUnpersistRDD\",\"\\udc00\":1}", good[^1]]);

        var run = CliRun.Of("report", folder.Folder, "--format", "json");
        var report = JsonDocument.Parse(run.Output).RootElement.GetProperty("report");

        Assert.Equal(1, report.GetProperty("total").GetProperty("runs").GetInt32());
        Assert.Contains("1 log with missing parts: the figures are at least what is shown.", report.GetProperty("notes").GetRawText(),
            StringComparison.Ordinal);
    }

    [Fact]
    public void FolderWithOneLog_IsReadThoughAnEmptyAndADamagedFileAreBesideIt()
    {
        using var folder = new TinyLog(TinyLog.Start, TinyLog.End);
        File.WriteAllText(folder.In("app-20261121124741-0000"), "");
        File.WriteAllBytes(folder.In("empty-block.snappy"), EmptyBlock);

        Assert.Equal(0, CliRun.Of("diagnose", folder.Folder).ExitCode);
    }
}
