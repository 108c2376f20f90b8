using System.Diagnostics;
using System.Text.Json.Nodes;
using Amazon.Runtime;
using Rightsizer.Aws.ByIds;
using Rightsizer.Aws.Calls;
using Rightsizer.Aws.S3;
using Rightsizer.Aws.Tests.S3;
using Rightsizer.EventLogParser;

namespace Rightsizer.Aws.Tests.ByIds;

public sealed class JobLogsTests : IDisposable
{
    readonly FakeServices aws = new();
    readonly FakeStore store = new() { Modified = At(JobShapes.Gone) };
    readonly JobLogs jobs;

    public JobLogsTests()
    {
        var options = new S3Options { Region = "us-east-1" };
        jobs = new JobLogs(new JobServices(options, new CallTuning
        {
            MaxFailures = 3,
            FirstWait = TimeSpan.FromMilliseconds(1),
            LongestWait = TimeSpan.FromMilliseconds(2),
            PollEvery = TimeSpan.FromMilliseconds(1),
        }, () => new BasicAWSCredentials("key", "secret"), name => name == "AWS_ENDPOINT_URL" ? aws.Endpoint : null),
            new S3LogStore(store.Connect()), JobShapes.Gone + 5 * Day);
    }

    const long Day = 86_400_000;

    static DateTime At(long ms) => DateTimeOffset.FromUnixTimeMilliseconds(ms).UtcDateTime;

    public void Dispose()
    {
        jobs.Dispose();
        aws.Dispose();
        store.Dispose();
    }

    void Put(string key, byte[]? log = null) => store.Put(key, log ?? JobShapes.EmrLog(key[(key.LastIndexOf('/') + 1)..]));

    RightsizerException Fails(string location) => Assert.Throws<RightsizerException>(() => jobs.Find(location));

    [Theory]
    [InlineData("emr://cluster")]
    [InlineData("emr://j-123")]
    [InlineData("emr://j-2AXXXXXXGAPLF/app-1")]
    [InlineData("emr://j-2AXXXXXXGAPLF/application_1800000100000_0001/2")]
    [InlineData("emr-serverless://00f1abc2def34567")]
    [InlineData("emr-serverless://00f1abc2def34567/../x")]
    [InlineData("emr-serverless://00F1ABC2DEF34567/00f1abc2def34567")]
    [InlineData("emr-containers://0000000abc2def34567")]
    [InlineData("emr-containers://0000000abc2def34567/0000000ABC")]
    [InlineData("glue://job")]
    [InlineData("glue://job/123")]
    [InlineData("glue:///jr_1234567890")]
    public void IdsOfAnotherForm_AreToldBeforeAnythingIsAsked(string location)
    {
        var e = Fails(location);
        Assert.Equal(ExitCode.BadArguments, e.ExitCode);
        Assert.StartsWith(location + ": not the ids of a job; write ", e.Message, StringComparison.Ordinal);
        Assert.Empty(aws.Calls);
    }

    [Fact]
    public void Cluster_ItsOneApplicationAmongThoseOfOthers()
    {
        aws.Clusters[JobShapes.Cluster] = JobShapes.EmrCluster(JobShapes.Epoch);
        Put("spark/" + JobShapes.Application());
        // just before the creation and just after the cluster was ready
        Put("spark/" + JobShapes.Application(1, JobShapes.Created - 1));
        Put("spark/" + JobShapes.Application(1, JobShapes.Ready + 1));
        Put("sparks/" + JobShapes.Application(2));

        var found = jobs.Find("emr://" + JobShapes.Cluster);

        Assert.Equal(["s3://logs/spark/" + JobShapes.Application()], found.Logs.Select(l => l.Location));
        var file = found.Cluster!;
        Assert.Equal(("us-east-1", "us-east-1a", "emr-7.1.0", true, JobShapes.Cluster),
            (file.Region, file.Zone, file.ReleaseLabel, file.AutoTerminate, file.Id));
        Assert.Equal((JobShapes.Created, JobShapes.Ready, JobShapes.Gone), (file.CreatedMs, file.ReadyMs, file.EndedMs));
        // the stand-in gives one instance a page
        Assert.Equal([("m5.xlarge", JobShapes.Gone), ("m5.2xlarge", JobShapes.Gone), ("m5.2xlarge", JobShapes.Gone - 100_000)],
            file.Instances.Select(i => (i.InstanceType, i.EndedMs!.Value)));
        Assert.Equal([("primary", 1), ("core", 2)], file.Groups.Select(g => (g.Role, g.Count)));
        Assert.All(aws.Calls, c => Assert.Contains("/us-east-1/elasticmapreduce/aws4_request", c.Authorization, StringComparison.Ordinal));
    }

    [Fact]
    public void RollingLogInItsOwnFolder_IsFoundByTheApplication()
    {
        aws.Clusters[JobShapes.Cluster] = JobShapes.EmrCluster(JobShapes.Epoch, logDir: "s3a://logs/spark/");
        var name = JobShapes.Application() + "_1";
        Put($"spark/eventlog_v2_{name}/events_1_{name}", JobShapes.EmrLog(JobShapes.Application()));
        Put($"spark/eventlog_v2_{name}/appstatus_{name}", []);
        var log = Assert.Single(jobs.Find($"emr://{JobShapes.Cluster}/{JobShapes.Application()}").Logs);
        Assert.Equal((1, false, 1), (log.Attempt, log.InProgress, log.Parts.Count));
        var all = Assert.Single(Assert.Single(jobs.FindAll("emr://" + JobShapes.Cluster)).Logs);
        Assert.Equal(log.Location, all.Location);
    }

    [Fact]
    public void ApplicationBesideOthers_IsNotChargedTheWholeLifeOfTheCluster()
    {
        aws.Clusters[JobShapes.Cluster] = JobShapes.EmrCluster(JobShapes.Epoch);
        Put("spark/" + JobShapes.Application());
        Put("spark/" + JobShapes.Application(2));
        var found = jobs.Find($"emr://{JobShapes.Cluster}/{JobShapes.Application(2)}");
        Assert.Equal("s3://logs/spark/" + JobShapes.Application(2), Assert.Single(found.Logs).Location);
        Assert.False(found.Cluster!.AutoTerminate);

        var e = Fails("emr://" + JobShapes.Cluster);
        Assert.Equal((ExitCode.BadArguments, $"emr://{JobShapes.Cluster}: holds 2 applications ({JobShapes.Application()}, "
            + $"{JobShapes.Application(2)}); name one, such as emr://{JobShapes.Cluster}/{JobShapes.Application()}"),
            (e.ExitCode, e.Message));
    }

    [Fact]
    public void ApplicationOfAnotherTime_IsNotOfTheCluster()
    {
        aws.Clusters[JobShapes.Cluster] = JobShapes.EmrCluster(JobShapes.Epoch);
        var other = JobShapes.Application(1, JobShapes.Gone + 1);
        Put("spark/" + other);
        var e = Fails($"emr://{JobShapes.Cluster}/{other}");
        Assert.Equal((ExitCode.BadArguments, $"emr://{JobShapes.Cluster}/{other}: the application's YARN started at 2027-01-15 08:16:40Z, "
            + "when the cluster did not run; check the ids"), (e.ExitCode, e.Message));
    }

    [Fact]
    public void NoLog_SaysWhatThereIs()
    {
        aws.Clusters[JobShapes.Cluster] = JobShapes.EmrCluster(JobShapes.Epoch);
        Put("spark/" + JobShapes.Application());
        var asked = $"emr://{JobShapes.Cluster}/{JobShapes.Application(7)}";
        Assert.Equal($"{asked}: no log of this application in s3://logs/spark; of the cluster there is {JobShapes.Application()}",
            Fails(asked).Message);

        store.Delete("spark/" + JobShapes.Application());
        Assert.EndsWith("check the id; Spark writes logs only with spark.eventLog.enabled=true", Fails(asked).Message,
            StringComparison.Ordinal);
        Assert.Contains($"name the application: emr://{JobShapes.Cluster}/application_TIME_NUMBER",
            Fails("emr://" + JobShapes.Cluster).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "not set in its configurations")]
    [InlineData("hdfs:///var/log/spark/apps", "hdfs:///var/log/spark/apps")]
    public void ClusterWithoutLogsOnS3_IsAskedForInTheManagedStore(string? dir, string told)
    {
        aws.Clusters[JobShapes.Cluster] = JobShapes.EmrCluster(JobShapes.Epoch, logDir: dir);
        var e = Fails("emr://" + JobShapes.Cluster);
        Assert.Equal(ExitCode.NotAnEventLog, e.ExitCode);
        Assert.StartsWith($"emr://{JobShapes.Cluster}: EMR's own Spark History Server lists no application of the cluster "
            + $"(spark.eventLog.dir is {told}); set spark.eventLog.dir to an s3:// folder", e.Message, StringComparison.Ordinal);

        aws.NotReady = 1;
        aws.History[JobShapes.Application()] = JobShapes.Zip(JobShapes.Application() + "_1", JobShapes.EmrLog(JobShapes.Application()));
        var found = jobs.Find("emr://" + JobShapes.Cluster);
        var log = Assert.Single(found.Logs);
        Assert.Equal($"{aws.Endpoint}/shs/history/{JobShapes.Application()}/1", log.Location);
        using (var reader = new StreamReader(log.Parts[0].OpenRead()))
            Assert.Contains("SparkListenerLogStart", reader.ReadLine(), StringComparison.Ordinal);
        Assert.True(found.Cluster!.AutoTerminate);
        Assert.Equal($"arn:aws:elasticmapreduce:us-east-1:123456789012:cluster/{JobShapes.Cluster}",
            (string)aws.Calls.Last(c => c.Operation == "CreatePersistentAppUI").Request["TargetResourceArn"]!);

        aws.History[JobShapes.Application(2)] = aws.History[JobShapes.Application()];
        Assert.False(jobs.Find($"emr://{JobShapes.Cluster}/{JobShapes.Application()}").Cluster!.AutoTerminate);
        Assert.Contains("holds 2 applications", Fails("emr://" + JobShapes.Cluster).Message, StringComparison.Ordinal);
        Assert.EndsWith($"does not list this application; there are {JobShapes.Application()}, {JobShapes.Application(2)}",
            Fails($"emr://{JobShapes.Cluster}/{JobShapes.Application(3)}").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ServerlessJobRunWithoutALocation_IsAskedForInTheManagedStore()
    {
        const string app = "00f1abc2def34567", run = "00f9876543210abc";
        aws.Applications[app] = JsonNode.Parse("""{"architecture":"X86_64"}""")!.AsObject();
        aws.JobRuns[$"{app}/{run}"] = JsonNode.Parse("""{"state":"SUCCESS"}""")!.AsObject();
        aws.History[run] = JobShapes.Zip(run, JobShapes.Log(run, "nightly", 0));
        Assert.Equal($"{aws.Endpoint}/shs/history/{run}/1", Assert.Single(jobs.Find($"emr-serverless://{app}/{run}").Logs).Location);

        aws.FaultFor = operation => operation == "GetDashboardForJobRun"
            ? new FakeServices.Fault(400, "ValidationException", "The job has not started.") : null;
        var e = Fails($"emr-serverless://{app}/{run}");
        Assert.Equal($"emr-serverless://{app}/{run}: neither the job run nor its application has a log location on S3 "
            + "(s3MonitoringConfiguration.logUri), and GetDashboardForJobRun in us-east-1: The job has not started (ValidationException, "
            + "HTTP 400)", e.Message);
    }

    [Fact]
    public void UnknownIds_AreOneLine()
    {
        foreach (var (location, what, code) in new[]
        {
            ("emr://j-2AXXXXXXGAPLF", "cluster", "InvalidRequestException"),
            ("emr-serverless://00f1abc2def34567/00f1abc2def34568", "job run", "ResourceNotFoundException"),
            ("emr-containers://0000000abc2def34567/0000000abc2def34568", "job run", "ResourceNotFoundException"),
            ("glue://nightly load/jr_0123456789abcdef", "job run", "EntityNotFoundException"),
        })
        {
            var e = Fails(location);
            Assert.Equal(ExitCode.InputUnreadable, e.ExitCode);
            Assert.StartsWith($"{location}: no such {what} in us-east-1 ({code}: ", e.Message, StringComparison.Ordinal);
            Assert.EndsWith("); check the ids, --region and --profile", e.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void DeniedCall_NamesThePermissions()
    {
        aws.Clusters[JobShapes.Cluster] = JobShapes.EmrCluster(JobShapes.Epoch);
        aws.FaultFor = operation => operation == "ListInstances" ? new FakeServices.Fault(400, "AccessDeniedException", "no") : null;
        Assert.Equal($"emr://{JobShapes.Cluster}: ListInstances in us-east-1: access denied (AccessDeniedException); emr:// needs "
            + "elasticmapreduce:DescribeCluster, ListInstances, ListInstanceGroups and ListInstanceFleets, without an id ListClusters, "
            + "without logs on S3 CreatePersistentAppUI and GetPersistentAppUIPresignedURL",
            Fails("emr://" + JobShapes.Cluster).Message);
    }

    [Fact]
    public void ServiceThatIsBusy_IsAskedAgain()
    {
        aws.Clusters[JobShapes.Cluster] = JobShapes.EmrCluster(JobShapes.Epoch);
        Put("spark/" + JobShapes.Application());
        var failures = 2;
        aws.FaultFor = operation => operation == "DescribeCluster" && failures-- > 0
            ? new FakeServices.Fault(400, "ThrottlingException", "Rate exceeded") : null;
        Assert.Single(jobs.Find("emr://" + JobShapes.Cluster).Logs);

        aws.FaultFor = _ => new FakeServices.Fault(500, "InternalServerException", "oops");
        Assert.Contains("(3 tries)", Fails("emr://" + JobShapes.Cluster).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AnswerOfMoreThan64Mb_IsNotRead()
    {
        aws.ClaimedBytes = (64L << 20) + 1;
        Assert.StartsWith("DescribeCluster in us-east-1: the answer is longer than 64 MB", Fails("emr://" + JobShapes.Cluster).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void LogOfMoreThan30Days_IsNotPricedByNodesThatEmrNoLongerLists()
    {
        aws.Clusters[JobShapes.Cluster] = JobShapes.EmrCluster(JobShapes.Epoch);
        Put("spark/" + JobShapes.Application());
        store.Modified = At(JobShapes.Gone - 26 * Day);
        var found = jobs.Find("emr://" + JobShapes.Cluster);
        Assert.Null(found.Cluster);
        Assert.Contains("its cost is not taken from it", found.Note, StringComparison.Ordinal);
    }

    [Fact]
    public void FleetsAreAskedWhereTheClusterHasThem()
    {
        var cluster = JobShapes.EmrCluster(JobShapes.Epoch, logDir: null);
        cluster["InstanceCollectionType"] = "INSTANCE_FLEET";
        cluster.Remove("InstanceGroups");
        cluster["InstanceFleets"] = JsonNode.Parse("""
            [{"Id":"ig-1","InstanceFleetType":"MASTER"},{"Id":"ig-2","InstanceFleetType":"CORE","InstanceTypeSpecifications":[{"InstanceType":"m5.2xlarge",
              "Configurations":[{"Classification":"spark-defaults","Properties":{"spark.eventLog.dir":"s3://logs/spark"}}],
              "EbsBlockDevices":[{"VolumeSpecification":{"VolumeType":"gp3","SizeInGB":64}}]}]}]
            """);
        aws.Clusters[JobShapes.Cluster] = cluster;
        Put("spark/" + JobShapes.Application());
        var before = aws.Calls.Count;
        var file = jobs.Find("emr://" + JobShapes.Cluster).Cluster!;
        Assert.Equal(("core", 64m), (file.Groups[1].Role, file.Groups[1].Volumes["m5.2xlarge"].Single().SizeGib));
        Assert.DoesNotContain(aws.Calls.Skip(before), c => c.Operation == "ListInstanceGroups");
    }

    [Fact]
    public void AllClusters_ThoseThatLivedInThePeriod()
    {
        // ids j-...0 to j-...4 were created on the days 0 to 4, each for 1,000 s
        for (var i = 0; i < 5; i++)
        {
            var id = $"j-{i}AXXXXXXGAPLF";
            aws.Clusters[id] = JobShapes.EmrCluster(JobShapes.Epoch, id, i == 2 ? null : "s3://logs/spark", i * Day);
            Put("spark/" + JobShapes.Application(1, JobShapes.YarnStarted + i * Day));
        }
        var first = DateOnly.FromDateTime(At(JobShapes.Created));

        var found = jobs.FindAll("emr://", new JobPeriod(first.AddDays(1), first.AddDays(4))).ToList();

        Assert.Equal([JobShapes.Application(1, JobShapes.YarnStarted + Day), JobShapes.Application(1, JobShapes.YarnStarted + 3 * Day)],
            found.SelectMany(f => f.Logs).Select(l => l.Parts[0].Name));
        Assert.Equal(["j-1AXXXXXXGAPLF", "j-2AXXXXXXGAPLF", "j-3AXXXXXXGAPLF"], found.Select(f => f.Cluster?.Id).OfType<string>());
        Assert.Equal("emr://: 1 of 3 clusters have no event logs on S3: j-2AXXXXXXGAPLF", found[^1].Note);
        // one listing of the shared folder, and no log is opened to find out that it is one
        Assert.Single(store.Requests);
        store.Delete("spark/" + JobShapes.Application(1, JobShapes.YarnStarted + 4 * Day));
        var none = Assert.Throws<RightsizerException>(
            () => jobs.FindAll("emr://", new JobPeriod(first.AddDays(4), first.AddDays(5))).ToList());
        Assert.Equal("emr://: none of the clusters in us-east-1 has event logs whose ids begin with the time at which it was started; "
            + "looked in s3://logs/spark; name one application: emr://j-CLUSTER/application_TIME_NUMBER", none.Message);
    }

    [Fact]
    public void ServerlessJobRun_LogUnderTheLocationOfTheRunElseOfTheApplication()
    {
        const string app = "00f1abc2def34567", run = "00f9876543210abc";
        aws.Applications[app] = JsonNode.Parse($$$"""
            {"applicationId":"{{{app}}}","arn":"arn:aws:emr-serverless:eu-west-1:123456789012:/applications/{{{app}}}","releaseLabel":"emr-7.1.0","type":"Spark",
             "state":"STOPPED","architecture":"ARM64","monitoringConfiguration":{"s3MonitoringConfiguration":{"logUri":"s3://logs/of-app/"} } }
            """)!.AsObject();
        aws.JobRuns[$"{app}/{run}"] = JsonNode.Parse($$"""
            {"applicationId":"{{app}}","jobRunId":"{{run}}","arn":"arn:aws:emr-serverless:eu-west-1:123456789012:/applications/{{app}}/jobruns/{{run}}",
             "releaseLabel":"emr-7.1.0","state":"SUCCESS","billedResourceUtilization":{"vCPUHour":1.5,"memoryGBHour":6.25,"storageGBHour":0} }
            """)!.AsObject();
        var key = $"applications/{app}/jobs/{run}/sparklogs/eventlog_v2_{run}/events_1_{run}";
        Put("of-app/" + key, JobShapes.Log(run, "nightly", 0));
        Put($"of-app/applications/{app}/jobs/{run}/SPARK_DRIVER/stderr.gz", [1]);

        var found = jobs.Find($"emr-serverless://{app}/{run}");
        Assert.Equal($"s3://logs/of-app/applications/{app}/jobs/{run}/sparklogs/eventlog_v2_{run}", Assert.Single(found.Logs).Location);
        var file = found.Cluster!;
        Assert.Equal(("eu-west-1", "arm64", run, 1.5m, 6.25m),
            (file.Region, file.Architecture, file.JobRunId, file.ServerlessBill!.VcpuHours, file.ServerlessBill.MemoryGbHours));

        aws.JobRuns[$"{app}/{run}"]["configurationOverrides"] =
            JsonNode.Parse("""{"monitoringConfiguration":{"s3MonitoringConfiguration":{"logUri":"s3://logs/of-run"}}}""");
        var e = Fails($"emr-serverless://{app}/{run}");
        var folder = $"s3://logs/of-run/applications/{app}/jobs/{run}/sparklogs/";
        Assert.StartsWith($"emr-serverless://{app}/{run}: no event log under {folder}; the job run is SUCCESS", e.Message,
            StringComparison.Ordinal);
        Put("of-run/" + key, JobShapes.Log(run, "nightly", 0));
        Assert.StartsWith("s3://logs/of-run/", jobs.Find($"emr-serverless://{app}/{run}").Logs[0].Location, StringComparison.Ordinal);
    }

    [Fact]
    public void GlueJobRun_LogByItsNameElseByWhatItSays()
    {
        const string run = "jr_0123456789abcdef0123456789abcdef", other = "jr_fedcba9876543210";
        aws.GlueRuns["nightly load/" + run] = JsonNode.Parse($$$"""
            {"Id":"{{{run}}}","JobName":"nightly load","JobRunState":"SUCCEEDED","StartedOn":{{{JobShapes.Epoch(JobShapes.Started)}}},
             "CompletedOn":{{{JobShapes.Epoch(JobShapes.Ended)}}},"ExecutionTime":600,"WorkerType":"G.1X","NumberOfWorkers":10,"GlueVersion":"4.0","Arguments":{}}
            """)!.AsObject();
        aws.GlueJobs["nightly load"] = JsonNode.Parse("""
            {"Name":"nightly load","DefaultArguments":{"--enable-spark-ui":"true","--spark-event-logs-path":"s3://logs/sparkHistoryLogs/"}}
            """)!.AsObject();
        store.Modified = At(JobShapes.Ended);
        Put("sparkHistoryLogs/spark-application-1", JobShapes.Log("spark-application-1", "n", 0, ("spark.glue.JOB_RUN_ID", other)));
        var e = Fails("glue://nightly load/" + run);
        Assert.StartsWith($"glue://nightly load/{run}: no log of this job run in s3://logs/sparkHistoryLogs; its job run is SUCCEEDED",
            e.Message, StringComparison.Ordinal);

        Put("sparkHistoryLogs/spark-application-2", JobShapes.Log("spark-application-2", "nativespark-nightly load-" + run, 0));
        Assert.EndsWith("/spark-application-2", jobs.Find("glue://nightly load/" + run).Logs.Single().Location, StringComparison.Ordinal);
        Put("sparkHistoryLogs/spark-application-2", JobShapes.Log("spark-application-2", "n", 0, ("spark.glue.JOB_RUN_ID", run)));
        var found = jobs.Find("glue://nightly load/" + run);
        Assert.Equal("s3://logs/sparkHistoryLogs/spark-application-2", Assert.Single(found.Logs).Location);
        var file = found.Cluster!;
        var glue = Assert.Single(file.GlueRuns);
        Assert.Equal(("us-east-1", run, "G.1X", 10, 600m), (file.Region, file.JobRunId, glue.WorkerType, glue.Workers, glue.Seconds));

        Put("sparkHistoryLogs/nightly-" + run, JobShapes.Log("spark-application-3", "n", 0));
        Assert.Equal("s3://logs/sparkHistoryLogs/nightly-" + run, jobs.Find("glue://nightly load/" + run).Logs.Single().Location);

        aws.GlueJobs["nightly load"]["DefaultArguments"] = new JsonObject();
        Assert.Contains("set the job arguments --enable-spark-ui true and --spark-event-logs-path",
            Fails("glue://nightly load/" + run).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ContainersJobRun_LogWhereItsSettingsSayElseInTheManagedStore()
    {
        const string cluster = "0000000abc2def34567", run = "00000003a1b2c3d4e5f", other = "00000003a1b2c3d4e5e";
        var address = $"emr-containers://{cluster}/{run}";
        JsonObject Run(string parameters, string overrides) => JsonNode.Parse($$"""
            {"id":"{{run}}","virtualClusterId":"{{cluster}}","state":"COMPLETED","releaseLabel":"emr-7.1.0-latest",
             "arn":"arn:aws:emr-containers:us-east-1:123456789012:/virtualclusters/{{cluster}}/jobruns/{{run}}",
             "createdAt":{{JobShapes.Iso(JobShapes.Created)}},"finishedAt":{{JobShapes.Iso(JobShapes.Gone)}},
             "jobDriver":{"sparkSubmitJobDriver":{"entryPoint":"s3://code/job.py","sparkSubmitParameters":"{{parameters}}"} },
             "configurationOverrides":{{overrides}} }
            """)!.AsObject();
        const string defaults = """
            {"applicationConfiguration":[{"classification":"spark-defaults","properties":{"spark.eventLog.dir":"s3://logs/of-defaults/"} }],
             "monitoringConfiguration":{"s3MonitoringConfiguration":{"logUri":"s3://logs/containers"} } }
            """;
        static (string, string) Of(string id) => ("spark.kubernetes.driver.label.emr-containers.amazonaws.com/job.id", id);
        store.Modified = At(JobShapes.Gone);

        // a --conf goes before spark-defaults; the log says whose it is
        const string submit = "--conf spark.executor.cores=2 --conf spark.eventLog.dir=s3://logs/of-submit";
        aws.ContainersRuns[$"{cluster}/{run}"] = Run(submit, defaults);
        Put("of-defaults/spark-1", JobShapes.Log("spark-1", "n", 0, Of(run)));
        Put("of-submit/spark-2", JobShapes.Log("spark-2", "n", 0, Of(other)));
        Assert.StartsWith($"{address}: no log of this job run in s3://logs/of-submit; the job run is COMPLETED", Fails(address).Message,
            StringComparison.Ordinal);
        Put("of-submit/spark-3", JobShapes.Log("spark-3", "n", 0, Of(run)));
        Assert.Equal("s3://logs/of-submit/spark-3", Assert.Single(jobs.Find(address).Logs).Location);

        aws.ContainersRuns[$"{cluster}/{run}"] = Run("", defaults);
        Assert.Equal("s3://logs/of-defaults/spark-1", Assert.Single(jobs.Find(address).Logs).Location);
        Put($"of-defaults/spark-{run}", JobShapes.Log("spark-" + run, "n", 0));
        Assert.Equal($"s3://logs/of-defaults/spark-{run}", Assert.Single(jobs.Find(address).Logs).Location);

        // nothing on S3: EMR's own store, asked for by the virtual cluster and the job run
        aws.ContainersRuns[$"{cluster}/{run}"] = Run("", "{}");
        aws.History["spark-" + run] = JobShapes.Zip("spark-" + run, JobShapes.Log("spark-" + run, "n", 0));
        Assert.Equal($"{aws.Endpoint}/shs/history/spark-{run}/1", Assert.Single(jobs.Find(address).Logs).Location);
        var asked = aws.Calls.Last(c => c.Operation == "CreatePersistentAppUI").Request;
        Assert.Equal($"arn:aws:emr-containers:us-east-1:123456789012:/virtualclusters/{cluster}", (string)asked["TargetResourceArn"]!);
        Assert.Equal(run, (string)asked["EMRContainersConfig"]!["JobRunId"]!);

        aws.ContainersRuns[$"{cluster}/{run}"] = Run("", """{"monitoringConfiguration":{"persistentAppUI":"DISABLED"} }""");
        Assert.Contains("persistentAppUI is DISABLED; set spark.eventLog.dir", Fails(address).Message, StringComparison.Ordinal);
    }

    /// <summary>Every request and answer of the stand-in that a whole run brings, by the models that botocore has.</summary>
    [Fact]
    public void RequestsAndAnswers_AreThoseOfBotocoresModels()
    {
        Cluster_ItsOneApplicationAmongThoseOfOthers();
        FleetsAreAskedWhereTheClusterHasThem();
        AllClusters_OfOneMore();
        ServerlessJobRun_LogUnderTheLocationOfTheRunElseOfTheApplication();
        GlueJobRun_LogByItsNameElseByWhatItSays();
        ClusterWithoutLogsOnS3_IsAskedForInTheManagedStore(null, "not set in its configurations");
        ServerlessJobRunWithoutALocation_IsAskedForInTheManagedStore();
        ContainersJobRun_LogWhereItsSettingsSayElseInTheManagedStore();
        string[] operations = ["CreatePersistentAppUI", "DescribeCluster", "DescribeJobRun", "GetApplication", "GetDashboardForJobRun",
            "GetJob", "GetJobRun", "GetPersistentAppUIPresignedURL", "ListClusters", "ListInstanceFleets", "ListInstanceGroups",
            "ListInstances"];
        Assert.Equal(operations, aws.Calls.Select(c => c.Operation).Distinct().Order(StringComparer.Ordinal));

        var lines = string.Join('\n', aws.Calls.Select(c => new JsonObject
        {
            ["service"] = c.Service,
            ["operation"] = c.Operation,
            ["request"] = c.Request.DeepClone(),
            ["response"] = c.Response?.DeepClone(),
        }.ToJsonString()));
        Assert.Equal("", Botocore(lines));
        // and the check is one: a member that no model has
        Assert.Equal("emr DescribeCluster request.Cluster: unknown\nemr DescribeCluster request.ClusterId: missing\n",
            Botocore("""{"service":"emr","operation":"DescribeCluster","request":{"Cluster":"j-1"},"response":null}"""));
    }

    void AllClusters_OfOneMore()
    {
        aws.Clusters[JobShapes.Cluster] = JobShapes.EmrCluster(JobShapes.Epoch);
        Assert.NotEmpty(jobs.FindAll("emr://", new JobPeriod(null, new DateOnly(2030, 1, 1))));
    }

    static string Botocore(string lines)
    {
        const string check = """
            import json, sys
            try:
                import botocore.loaders, botocore.model
            except ImportError:
                sys.exit(3)
            loader = botocore.loaders.Loader()
            def walk(value, shape, at):
                if shape.type_name == 'structure':
                    for name in value:
                        if name not in shape.members: print(f'{at}.{name}: unknown')
                        else: walk(value[name], shape.members[name], f'{at}.{name}')
                    for name in shape.required_members:
                        if at.endswith('request') and name not in value: print(f'{at}.{name}: missing')
                elif shape.type_name == 'list':
                    for item in value: walk(item, shape.member, at)
                elif shape.serialization.get('timestampFormat') == 'iso8601' and isinstance(value, str): pass
                elif shape.type_name in ('string', 'map', 'boolean') or isinstance(value, (int, float)): pass
                else: print(f'{at}: not a {shape.type_name}')
            for line in sys.stdin:
                call = json.loads(line)
                service = botocore.model.ServiceModel(loader.load_service_model(call['service'], 'service-2'))
                operation = service.operation_model(call['operation'])
                at = f"{call['service']} {call['operation']}"
                walk(call['request'], operation.input_shape, at + ' request')
                if call['response'] is not None: walk(call['response'], operation.output_shape, at + ' response')
            """;
        var start = new ProcessStartInfo("python3", ["-c", check])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        Process python;
        try
        {
            python = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("no python3 here");
            throw;
        }
        using (python)
        {
            var error = python.StandardError.ReadToEndAsync();
            var output = python.StandardOutput.ReadToEndAsync();
            python.StandardInput.Write(lines + "\n");
            python.StandardInput.Close();
            python.WaitForExit();
            Assert.SkipWhen(python.ExitCode == 3, "python3 has no botocore here");
            Assert.True(python.ExitCode == 0, error.Result);
            return output.Result.ReplaceLineEndings("\n");
        }
    }
}
