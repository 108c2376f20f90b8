using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Rightsizer.Aws.Tests.S3;

namespace Rightsizer.Aws.Tests.ByIds;

/// <summary>The program as a process of its own, with ids in place of a log.</summary>
public sealed class JobCommandTests : IDisposable
{
    /// <summary>Times are near to now: EMR forgets nodes and clusters.</summary>
    static readonly long Later =
        new DateTimeOffset(DateTime.UtcNow.Date.AddDays(-2).AddHours(1)).ToUnixTimeMilliseconds() - JobShapes.Created;

    readonly FakeServices aws = new();
    readonly FakeStore store = new() { Modified = DateTime.UtcNow };
    readonly string home = Directory.CreateTempSubdirectory("rightsizer-home").FullName;

    public void Dispose()
    {
        aws.Dispose();
        store.Dispose();
        Directory.Delete(home, recursive: true);
    }

    string InHome(string name, string text)
    {
        var path = Path.Combine(home, name);
        File.WriteAllText(path, text);
        return path;
    }

    static string Application(int number = 1) => JobShapes.Application(number, JobShapes.YarnStarted + Later);

    [Fact]
    public void Diagnose_AnswersAsWithTheFilesOfTheAwsCli()
    {
        aws.Clusters[JobShapes.Cluster] = JobShapes.EmrCluster(JobShapes.Epoch, laterMs: Later);
        var key = "spark/" + Application();
        store.Put(key, JobShapes.EmrLog(Application(), Later));
        var file = InHome("cluster.json", JobShapes.CliFile(JobShapes.EmrCluster(JobShapes.Iso, laterMs: Later)));

        var byHand = Run("diagnose", "s3://logs/" + key, "--cluster", file, "--format", "json");
        var byId = Run("diagnose", $"emr://{JobShapes.Cluster}/{Application()}", "--format", "json");

        Assert.Equal((0, 0), (byHand.ExitCode, byId.ExitCode));
        Assert.Equal(byHand.Output, byId.Output);
        // an m5.xlarge ($0.192, EMR $0.048) and an m5.2xlarge ($0.384, $0.096) for 1,000 s, one more for 900 s
        var actual = JsonNode.Parse(byId.Output)!["cost"]!["actual"]!;
        Assert.Equal((decimal)Math.Round((0.24 * 1000 + 0.48 * 1900) / 3600, 6), Math.Round(actual["lines"]!.AsArray()
            .Where(l => (string)l!["service"]! is "ec2" or "emr-fee").Sum(l => (decimal)l!["amountUsd"]!), 6));
    }

    [Fact]
    public void Report_TakesAllClustersOfThePeriodAndTheirCost()
    {
        aws.Clusters[JobShapes.Cluster] = JobShapes.EmrCluster(JobShapes.Epoch, laterMs: Later);
        store.Put("spark/" + Application(), JobShapes.EmrLog(Application(), Later));
        store.Put("spark/" + Application(2), JobShapes.EmrLog(Application(2), Later));
        var clusters = Directory.CreateDirectory(Path.Combine(home, "clusters")).FullName;
        InHome("clusters/one.json", JobShapes.CliFile(JobShapes.EmrCluster(JobShapes.Iso, laterMs: Later)));

        var byHand = Run("report", "s3://logs/spark/", "--cluster", clusters, "--format", "json", "--since", Day(-3), "--until", Day(1));
        var byId = Run("report", "emr://", "--format", "json", "--since", Day(-3), "--until", Day(1));

        Assert.Equal((0, 0), (byHand.ExitCode, byId.ExitCode));
        Assert.Contains(JobShapes.Cluster, byId.Output, StringComparison.Ordinal);
        Assert.Equal(byHand.Output, byId.Output);
    }

    static string Day(int days) => DateTime.UtcNow.AddDays(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    [Fact]
    public void JobRuns_ArePricedByWhatWasBilled()
    {
        const string app = "00f1abc2def34567", run = "00f9876543210abc", glueRun = "jr_0123456789abcdef0123456789abcdef";
        aws.Applications[app] = JsonNode.Parse("""{"architecture":"ARM64"}""")!.AsObject();
        aws.JobRuns[$"{app}/{run}"] = JsonNode.Parse($$"""
            {"jobRunId":"{{run}}","arn":"arn:aws:emr-serverless:us-east-1:123456789012:/applications/{{app}}/jobruns/{{run}}","state":"SUCCESS",
             "billedResourceUtilization":{"vCPUHour":1.5,"memoryGBHour":6.25,"storageGBHour":0},
             "configurationOverrides":{"monitoringConfiguration":{"s3MonitoringConfiguration":{"logUri":"s3://logs/mine/"} } } }
            """)!.AsObject();
        store.Put($"mine/applications/{app}/jobs/{run}/sparklogs/eventlog_v2_{run}/events_1_{run}",
            JobShapes.Log(run, "nightly", 0, ("spark.emr-serverless.driver.disk", "20g")));
        aws.GlueRuns["nightly load/" + glueRun] = JsonNode.Parse($$"""
            {"Id":"{{glueRun}}","JobRunState":"SUCCEEDED","ExecutionTime":600,"WorkerType":"G.1X","NumberOfWorkers":10,"GlueVersion":"4.0",
             "Arguments":{"--spark-event-logs-path":"s3://logs/glue/"} }
            """)!.AsObject();
        store.Put("glue/" + glueRun, JobShapes.Log("spark-application-1", "nightly", 0, ("spark.glue.JOB_RUN_ID", glueRun)));

        // $0.042094 a vCPU-hour and $0.004628 a GB-hour on arm64 in us-east-1; 10 workers of one DPU for 600 s at $0.44 a DPU-hour
        Assert.Equal(Math.Round(1.5m * 0.042094m + 6.25m * 0.004628m, 4), Cost($"emr-serverless://{app}/{run}"));
        Assert.Equal(Math.Round(10 * 600 / 3600m * 0.44m, 4), Cost("glue://nightly load/" + glueRun));
        var size = JsonNode.Parse(Run("size", "glue://nightly load/" + glueRun, "--format", "json").Output)!;
        Assert.Equal(Cost("glue://nightly load/" + glueRun), Usd(size["sizing"]!["today"]!["usd"]!["p50"]!));
    }

    decimal Cost(string location)
    {
        var (code, output, error) = Run("diagnose", location, "--format", "json");
        Assert.True(code == 0, error);
        return Usd(JsonNode.Parse(output)!["cost"]!["actual"]!["totalUsd"]!);
    }

    static decimal Usd(JsonNode value) => Math.Round((decimal)value, 4);

    [Fact]
    public void ListAndErrors_AreAsForOtherPlaces()
    {
        aws.Clusters[JobShapes.Cluster] = JobShapes.EmrCluster(JobShapes.Epoch, laterMs: Later);
        store.Put("spark/" + Application(), JobShapes.EmrLog(Application(), Later));
        var list = Run("list", "emr://" + JobShapes.Cluster);
        Assert.Equal((0, "s3://logs/spark/" + Application()), (list.ExitCode, (string)JsonNode.Parse(list.Output)!["key"]!["uri"]!));

        var form = Run("diagnose", "emr://nightly");
        Assert.Equal((2, "error: emr://nightly: not the ids of a job; write emr://j-CLUSTER or emr://j-CLUSTER/application_TIME_NUMBER"),
            (form.ExitCode, form.Error.TrimEnd()));
        var unknown = Run("diagnose", "emr://j-0000000000000");
        Assert.Equal((3, 1), (unknown.ExitCode, unknown.Error.TrimEnd().Split('\n').Length));
        var engine = Run("report", "emr://", "--engine", "spark", "--state", home);
        Assert.Equal(2, engine.ExitCode);
        Assert.Contains("what ran a job is asked of AWS once, here, and the executors read places alone", engine.Error,
            StringComparison.Ordinal);
        Assert.Equal(2, Run("diagnose", "emr://").ExitCode);
    }

    /// <summary>Lines of the protocol as a client writes them, without a library of its own.</summary>
    [Fact]
    public void Mcp_TakesIdsBelowAnAddressGivenAtStart_AndPricesThemByTheCluster()
    {
        aws.Clusters[JobShapes.Cluster] = JobShapes.EmrCluster(JobShapes.Epoch, laterMs: Later);
        store.Put("spark/" + Application(), JobShapes.EmrLog(Application(), Later));
        var address = $"emr://{JobShapes.Cluster}/{Application()}";
        // numbers are those of the JSON
        var usd = JsonNode.Parse(Run("diagnose", address, "--format", "json").Output)!["cost"]!["actual"]!["totalUsd"]!.ToJsonString();

        var answers = Ask(["mcp", "emr://" + JobShapes.Cluster], address, "emr://j-0000000000000", "s3://logs/spark/" + Application());
        Assert.Contains(usd, answers[0], StringComparison.Ordinal);
        Assert.All(answers[1..], a => Assert.Contains("outside of what this server may read", a, StringComparison.Ordinal));
        Assert.Contains("outside of what", Ask(["mcp", home], address)[0], StringComparison.Ordinal);
        Assert.Contains(usd, Ask(["mcp", "emr://"], address)[0], StringComparison.Ordinal);
    }

    List<string> Ask(string[] arguments, params string[] logs)
    {
        var lines = new List<string>
        {
            """
            {"jsonrpc":"2.0","id":0,"method":"initialize",
             "params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"t","version":"1"}}}
            """.ReplaceLineEndings(""),
            """{"jsonrpc":"2.0","method":"notifications/initialized"}""",
        };
        for (var i = 0; i < logs.Length; i++)
            lines.Add(new JsonObject
            {
                ["jsonrpc"] = "2.0",
                ["id"] = i + 1,
                ["method"] = "tools/call",
                ["params"] = new JsonObject { ["name"] = "diagnose", ["arguments"] = new JsonObject { ["log"] = logs[i] } },
            }.ToJsonString());
        using var process = Process.Start(StartOf(arguments))!;
        _ = process.StandardError.ReadToEndAsync();
        foreach (var line in lines) process.StandardInput.WriteLine(line.Trim());
        process.StandardInput.Flush();
        var found = new SortedDictionary<int, string>();
        while (found.Count <= logs.Length && process.StandardOutput.ReadLine() is { } answer)
        {
            if (JsonNode.Parse(answer)!["id"] is { } id) found[(int)id] = answer;
        }
        process.StandardInput.Close();
        process.WaitForExit();
        return [.. found.Values.Skip(1)];
    }

    (int ExitCode, string Output, string Error) Run(params string[] arguments)
    {
        using var process = Process.Start(StartOf(arguments))!;
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }

    ProcessStartInfo StartOf(string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "rightsizer.dll"), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("AWS_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        start.Environment["HOME"] = home;
        start.Environment["AWS_EC2_METADATA_DISABLED"] = "true";
        start.Environment["AWS_ACCESS_KEY_ID"] = "key";
        start.Environment["AWS_SECRET_ACCESS_KEY"] = "secret";
        start.Environment["AWS_ENDPOINT_URL_S3"] = store.Endpoint;
        start.Environment["AWS_ENDPOINT_URL_EMR"] = aws.Endpoint;
        start.Environment["AWS_ENDPOINT_URL_EMR_SERVERLESS"] = aws.Endpoint;
        start.Environment["AWS_ENDPOINT_URL_GLUE"] = aws.Endpoint;
        start.Environment["AWS_ENDPOINT_URL_EMR_CONTAINERS"] = aws.Endpoint;
        return start;
    }
}
