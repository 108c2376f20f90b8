using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Rightsizer.TestSupport;

namespace Rightsizer.Spark.Tests.Fleet;

/// <summary>deploy/spark/rightsizer_fleet.py on a real cluster, against `rightsizer summarize` on one machine.</summary>
public sealed class FleetOnSparkTests(SparkCluster cluster, ITestOutputHelper output) : IClassFixture<SparkCluster>, IDisposable
{
    const int Copies = 2;

    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("rightsizer-fleet");

    string State => Path.Combine(folder.FullName, "state");

    [Fact]
    public void Report_OfAllLogsBySpark_IsThatOfOneMachineByteForByte()
    {
        Assert.SkipUnless(SparkCluster.Skip is null, SparkCluster.Skip ?? "");
        string[] report = [
            "report", Path.Combine(SharedFolder.Path!, "logs"), Path.Combine(SharedFolder.Path!, "spark-logs"), "--format", "json"];
        var alone = Path.Combine(folder.FullName, "alone");

        var said = ShippedProgram.Run(RealSpark.Home,
            [.. report, "--state", State, "--engine", "spark", .. cluster.Options, "--output",
            Path.Combine(folder.FullName, "first.json")]);
        ShippedProgram.Run([.. report, "--state", alone, "--output", Path.Combine(folder.FullName, "first-alone.json")]);
        var records = RecordsIn(State);
        output.WriteLine($"{records.Count} records; {LastLine(said)}");

        Assert.True(records.Count > 90);
        Assert.Equal(RecordsIn(alone), records);
        // made of the state alone: what was read just now is part of a report
        Assert.Equal(ShippedProgram.Run([.. report, "--state", alone]), ShippedProgram.Run([.. report, "--state", State]));
    }

    [Fact]
    public void WorkerKilled_InTheMiddle_LosesNothing()
    {
        Assert.SkipUnless(SparkCluster.Skip is null, SparkCluster.Skip ?? "");
        var source = ManyLogs();
        using var job = cluster.Submit("--state", State, "--wave", "60", source);
        WaitForPart(job);
        cluster.KillWorker();
        Assert.False(job.HasEnded, "the worker was killed too late");
        cluster.AddWorker();
        var said = job.Succeed();

        output.WriteLine(LastLine(said));
        Assert.Equal(OneMachine([source]), Records());
    }

    [Fact]
    public void DriverKilled_AndRunAgain_ReadsOnlyTheRestAndNothingTwice()
    {
        Assert.SkipUnless(SparkCluster.Skip is null, SparkCluster.Skip ?? "");
        var source = ManyLogs();
        using (var killed = cluster.Submit("--state", State, "--wave", "60", source))
        {
            WaitForPart(killed);
            killed.Kill();
        }
        var kept = Records().Count;
        using var job = cluster.Submit("--state", State, source);
        var said = job.Succeed();

        var expected = OneMachine([source]);
        output.WriteLine($"{kept} of {expected.Count} were kept; {LastLine(said)}");
        Assert.InRange(kept, 1, expected.Count - 1);
        Assert.Contains($"{expected.Count} logs, {kept} of them in the state already", said, StringComparison.Ordinal);
        Assert.Equal(expected, Records());
    }

    [Fact]
    public void PoisonedLogs_AreRowsAndTheJobEndsWell()
    {
        Assert.SkipUnless(SparkCluster.Skip is null, SparkCluster.Skip ?? "");
        var source = Directory.CreateDirectory(Path.Combine(folder.FullName, "poisoned")).FullName;
        PoisonedLogs.Write(source);
        File.Copy(SampleLogs.All.First(File.Exists), Path.Combine(source, "app-good.zstd"));
        using var job = cluster.Submit("--state", State, "--timeout", "20", source);
        var said = job.Succeed();

        output.WriteLine(LastLine(said));
        var rows = Records().Select(r => JsonDocument.Parse(r).RootElement).ToDictionary(
            r => Path.GetFileName(r.GetProperty("key").GetProperty("uri").GetString()!),
                r => (r.GetProperty("outcome").GetString(), r.TryGetProperty("reason", out var why) ? why.GetString() : null));
        foreach (var row in rows) output.WriteLine($"{row.Key}: {row.Value}");
        Assert.Equal(PoisonedLogs.Names.Append("app-good.zstd").Order(StringComparer.Ordinal), rows.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("succeeded", rows["app-good.zstd"].Item1);
        Assert.Equal("unreadable", rows["app-not-a-log"].Item1);
        Assert.All(PoisonedLogs.Names, n => Assert.NotEqual("succeeded", rows[n].Item1));
        Assert.All(PoisonedLogs.Names, n => Assert.False(string.IsNullOrEmpty(rows[n].Item2), n));
    }

    /// <summary>
    /// One process is killed as the kernel does where memory runs out, one log needs more than its process may take, and names hold what
    /// names may hold.
    /// </summary>
    [Fact]
    public void KilledReader_LogTooLarge_AndOddNames_AreRecords_AndNothingIsLeftForTheNextRun()
    {
        Assert.SkipUnless(SparkCluster.Skip is null, SparkCluster.Skip ?? "");
        var source = folder.CreateSubdirectory("-odd logs").FullName;
        string[] names = ["app a b", "-app-x", "app\nline", "app-gr\u00fc\u00dfe-\u2028", "app,{a}[b]*?\"'\\"];
        foreach (var name in names)
            File.Copy(SampleLogs.All.First(l => File.Exists(l) && !Path.HasExtension(l)), Path.Combine(source, name));
        var expected = OneMachine([source]);
        PoisonedLogs.WriteLarge(Path.Combine(source, "app-large"));
        string[] args = ["--state", "file://" + State, "--wave", "4", "--memory-mb", "64", source];

        using var job = cluster.SubmitWith(KilledOnce(), args);
        var said = job.Succeed();
        using var again = cluster.Submit(args);
        var saidAgain = again.Succeed();

        output.WriteLine(said);
        Assert.Equal(names.Length, expected.Count);
        // one or two logs: the process that is killed may hold the log that is too large for any process
        Assert.True(Directory.Exists(Path.Combine(folder.FullName, "killed")), "no process was killed");
        Assert.Contains(" logs ended their reader", said, StringComparison.Ordinal);
        var records = Records();
        Assert.Equal(expected, records.Where(r => !r.Contains("/app-large\"", StringComparison.Ordinal)));
        var large = Assert.Single(records, r => r.Contains("/app-large\"", StringComparison.Ordinal));
        Assert.Contains(
            "\"reason\":\"the 64 MiB that this process may take were not enough for it (--memory-mb", large, StringComparison.Ordinal);
        Assert.Contains("6 logs, 6 of them in the state already", saidAgain, StringComparison.Ordinal);
        Assert.Equal(records, Records());
    }

    /// <summary>The program, but for the first process that reads: it is ended by kill -9 before it answers.</summary>
    string KilledOnce()
    {
        var path = Path.Combine(folder.CreateSubdirectory("program").FullName, "rightsizer");
        File.WriteAllText(path,
            $"#!/bin/sh\n[ \"$1\" = summarize ] && mkdir '{folder.FullName}/killed' 2> /dev/null && kill -9 $$\nexec "
            + $"'{ShippedProgram.Path}' \"$@\"\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }

    /// <summary>All records of the state in the order of their text; the parts must be named by the hash of their content.</summary>
    List<string> Records() => RecordsIn(State);

    /// <summary>Summaries and advice; the details of runs, for sites and exports, are kept only where one machine read the logs.</summary>
    static List<string> RecordsIn(string state)
    {
        var records = new List<string>();
        foreach (var part in Directory.GetDirectories(state)
            .Where(f => !Path.GetFileName(f).StartsWith("detail=", StringComparison.Ordinal))
            .SelectMany(f => Directory.GetFiles(f, "*", SearchOption.AllDirectories)).Where(p => !Path.GetFileName(p).StartsWith('.')))
        {
            var content = File.ReadAllBytes(part);
            Assert.Equal($"part-{Convert.ToHexStringLower(SHA256.HashData(content))[..32]}.jsonl", Path.GetFileName(part));
            records.AddRange(Encoding.UTF8.GetString(content).Split('\n', StringSplitOptions.RemoveEmptyEntries));
        }
        return [.. records.Order(StringComparer.Ordinal)];
    }

    static List<string> OneMachine(string[] sources) =>
        [.. ShippedProgram.Run(["summarize", .. sources]).Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal)];

    /// <summary>Enough work to be in the middle of: the logs that Spark 3.5.9 wrote, a few times.</summary>
    string ManyLogs()
    {
        var many = folder.CreateSubdirectory("many").FullName;
        for (var i = 0; i < Copies; i++)
        {
            using var copy = Process.Start("cp", ["-r", Path.Combine(SharedFolder.Path!, "spark-logs"), Path.Combine(many, $"logs-{i}")]);
            copy.WaitForExit();
        }
        return many;
    }

    void WaitForPart(FleetJob job)
    {
        while (!job.HasEnded && (!Directory.Exists(State) || Directory.GetFiles(State, "part-*", SearchOption.AllDirectories).Length == 0))
            Thread.Sleep(20);
    }

    static string LastLine(string said) => said.Split('\n').Last(l => l.StartsWith("rightsizer: ", StringComparison.Ordinal)).Trim();

    public void Dispose() => folder.Delete(recursive: true);
}
