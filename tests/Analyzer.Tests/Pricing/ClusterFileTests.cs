using Rightsizer.Analyzer.Answers.Diagnosis;
using Rightsizer.Analyzer.Facts.Clusters;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer.Ledgers.Prices;
using Rightsizer.EventLogParser;

namespace Rightsizer.Analyzer.Tests.Pricing;

public class ClusterFileTests
{
    // the run of PricedRun starts at 2023-11-14T22:13:20Z
    const string Cluster = """
        { "Cluster": { "Id": "j-1", "ReleaseLabel": "emr-6.15.0", "AutoTerminate": AUTO, "ClusterArn": "arn:aws:elasticmapreduce:us-west-2:1:cluster/j-1",
          "Status": { "Timeline": { "CreationDateTime": "2023-11-14T22:00:00+00:00", "EndDateTime": "2023-11-14T23:00:00+00:00" } },
          "InstanceGroups": [ { "Id": "ig-m", "InstanceGroupType": "MASTER", "InstanceType": "m5.xlarge", "Market": "ON_DEMAND", "RequestedInstanceCount": 1 },
            { "Id": "ig-t", "InstanceGroupType": "TASK", "InstanceType": "r5.xlarge", "Market": "SPOT", "RequestedInstanceCount": 2,
              "EbsBlockDevices": [ { "Device": "/dev/sdb", "VolumeSpecification": { "VolumeType": "gp3", "SizeInGB": 100 } } ] } ] } }
        """;

    const string Instances = """
        { "Instances": [
          { "InstanceGroupId": "ig-m", "InstanceType": "m5.xlarge", "Market": "ON_DEMAND", "Status": { "Timeline": { "CreationDateTime": 1699999200.0, "EndDateTime": 1700002800.0 } } },
          { "InstanceGroupId": "ig-t", "InstanceType": "r5.xlarge", "Market": "SPOT", "Status": { "StateChangeReason": { "Code": "INTERNAL_ERROR", "Message": "Spot instance was interrupted" },
            "Timeline": { "CreationDateTime": "2023-11-14T22:05:00Z", "EndDateTime": "2023-11-14T22:35:00Z" } } },
          { "InstanceGroupId": "ig-t", "InstanceType": "r5.xlarge", "Market": "SPOT", "Status": { "StateChangeReason": { "Code": "CLUSTER_TERMINATED", "Message": "Cluster was terminated" },
            "Timeline": { "CreationDateTime": "2023-11-14T22:05:00Z", "EndDateTime": "2023-11-14T23:00:00Z" } } } ] }
        """;

    /// <summary>A run of 600 s, or of 45 minutes of the hour for which the cluster lived.</summary>
    static CostReport Price(string file, long seconds = 600, string master = "yarn", string key = "spark.emr.x") => CostModel.Price(
        PricedRun.Of(seconds, [("h1", 4, 0, null)], ("spark.master", master), (key, "1")),
            new PriceContext { Cluster = ClusterFileReader.Parse("c.json", file) });

    const long OfTheCluster = 2_700;

    static CostReport PriceOnGlue(string file) => Price(file, master: "jes", key: "spark.glue.x");

    static CostReport PriceOnServerless(string file) => Price(file, master: "custom:emr-serverless", key: "spark.emr-serverless.x");

    static decimal? Quantity(Ledger ledger, string name) => ledger.Lines.Single(l => l.Name.ToString() == name).Quantity;

    [Theory]
    [InlineData("\"InstanceGroups\": [", "\"InstanceGroups\": [ \"odd\", ")]
    [InlineData("\"InstanceGroups\": [", "\"InstanceGroups\": [ 7, ")]
    [InlineData("\"Timeline\": {", "\"Timeline\": 7, \"x\": {")]
    [InlineData("\"RequestedInstanceCount\": 2", "\"RequestedInstanceCount\": 1e99")]
    [InlineData("\"SizeInGB\": 100", "\"SizeInGB\": \"large\"")]
    [InlineData("\"InstanceType\": \"r5.xlarge\"", "\"InstanceType\": {}")]
    [InlineData("\"InstanceType\": \"r5.xlarge\"", "\"InstanceType\": \"\\ud800\"")]
    public void ValueOfAnotherKind_IsReadOrIsOneLine(string from, string to)
    {
        var odd = Cluster.Replace("AUTO", "true", StringComparison.Ordinal).Replace(from, to, StringComparison.Ordinal);
        Assert.Contains(to, odd, StringComparison.Ordinal);
        var failed = Record.Exception(() => Price(odd));

        Assert.True(failed is null or RightsizerException { ExitCode: ExitCode.BadArguments }, $"{failed}");
    }

    /// <summary>The ARN names account 1. What describe-availability-zones says beside the cluster counts, before and after it.</summary>
    [Theory]
    [InlineData("", "1", 0.08)]
    [InlineData("", "2", null)]
    [InlineData("""{ "AvailabilityZones": [ { "ZoneName": "us-west-2a", "ZoneId": "usw2-az2" } ] }""", "2", 0.09)]
    [InlineData("""{ "AvailabilityZones": [ { "ZoneName": "us-west-2a", "ZoneId": "usw2-az2" } ] }""", "1", 0.09)]
    [InlineData("""{ "AvailabilityZones": [ 7, { "ZoneName": "us-west-2b", "ZoneId": 7 } ] }""", "2", null)]
    public void SpotNodes_CostWhatTheirZoneDoes(string zones, string listAccount, double? usd)
    {
        var cluster = Cluster.Replace("AUTO", "true", StringComparison.Ordinal).Replace("\"AutoTerminate\"",
            "\"Ec2InstanceAttributes\": { \"Ec2AvailabilityZone\": \"us-west-2a\" }, \"AutoTerminate\"", StringComparison.Ordinal);
        var book = PriceBook.FromTables("mine", new Dictionary<string, string>
        {
            [PriceTables.Spot] = "region,az_name,az_id,account,instance_type,spot_usd\n"
                + $"us-west-2,us-west-2a,usw2-az1,{listAccount},r5.xlarge,0.08\n"
                + $"us-west-2,us-west-2b,usw2-az2,{listAccount},r5.xlarge,0.09\n",
        });
        foreach (var file in new[] { cluster + zones, zones + cluster })
        {
            var line = CostModel.Price(PricedRun.Of(600, [("h1", 4, 0, null)], ("spark.master", "yarn"), ("spark.emr.x", "1")),
                new PriceContext { Cluster = ClusterFileReader.Parse("c.json", file), Book = book })
                .Actual!.Lines.Single(l => l.Name.ToString() == "EC2 Spot, task (r5.xlarge)");
            Assert.Equal((decimal?)usd ?? 0.085m, line.UnitPriceUsd);
            Assert.Equal(usd is null, line.Source.Contains("mean of 2 zones", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void TransientCluster_BillsWholeLivesAndLeavesTheInterruptedFirstHourOut()
    {
        var report = Price(Cluster.Replace("AUTO", "true", StringComparison.Ordinal) + Instances, OfTheCluster);
        var ledger = report.Actual!;

        Assert.Equal("us-west-2", report.Region);
        Assert.Equal(1m, Quantity(ledger, "EC2 On-Demand, primary (m5.xlarge)"));
        Assert.Equal(0.916666666667m, Quantity(ledger, "EC2 Spot, task (r5.xlarge)")); // 55 minutes
        Assert.Equal(0m, Quantity(ledger, "EC2 Spot, task (r5.xlarge), interrupted by EC2 within the first hour: not charged"));
        Assert.Equal(1.416666666667m, Quantity(ledger, "EMR fee, task (r5.xlarge)")); // 55 + 30 minutes
        Assert.Contains(ledger.Lines, l => l.Name.ToString() == "EBS gp3 storage, task (r5.xlarge), 115 GiB a node");
        Assert.Contains(ledger.Lines, l => l.Name.ToString() == "EBS gp3 storage, primary (m5.xlarge), 79 GiB a node");
        Assert.DoesNotContain(ledger.Lines, l => l.Name.ToString().Contains("start-up", StringComparison.Ordinal));
        Assert.Contains(ledger.Notes, n => n.ToString().Contains("9 %", StringComparison.Ordinal));
    }

    [Fact]
    public void RootVolumeOfTheCluster_TakesThePlaceOfTheReleases()
    {
        var file = Cluster.Replace("AUTO",
            "true, \"EbsRootVolumeSize\": 100, \"EbsRootVolumeIops\": 4000, \"EbsRootVolumeThroughput\": 125", StringComparison.Ordinal)
            + Instances;

        // 100 and the default 64 of an m5.xlarge; 1,000 IOPS above the 3,000 that are free
        var ledger = Price(file).Actual!;
        Assert.Contains(ledger.Lines, l => l.Name.ToString() == "EBS gp3 storage, primary (m5.xlarge), 164 GiB a node");
        Assert.Contains(ledger.Lines, l => l.Name.ToString().Contains("IOPS", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{ "JobRun": { "MaxCapacity": 10.0, "ExecutionTime": 360, "GlueVersion": "1.0" } }""", 1.666666666667)] // ten minutes at least: 10 x 600 / 3600
    [InlineData("""{ "JobRun": { "AllocatedCapacity": 10, "ExecutionTime": 360, "GlueVersion": "3.0" } }""", 1)]
    [InlineData("""{ "JobRun": { "WorkerType": "G.025X", "NumberOfWorkers": 4, "ExecutionTime": 3600, "GlueVersion": "4.0" } }""", 1)]
    [InlineData("""{ "JobRuns": [ { "WorkerType": "R.1X", "NumberOfWorkers": 2, "ExecutionTime": 1800, "GlueVersion": "4.0" } ] }""", 1)]
    public void GlueJobRun_IsReadInEveryForm(string file, double dpuHours) =>
        Assert.Equal((decimal)dpuHours, PriceOnGlue(file).Actual!.Lines[0].Quantity);

    const string JobRuns = """
        { "JobRuns": [
          { "Id": "jr_1", "StartedOn": "2023-11-14T22:10:00Z", "CompletedOn": "2023-11-14T22:30:00Z",
            "WorkerType": "G.1X", "NumberOfWorkers": 10, "ExecutionTime": 3600, "GlueVersion": "4.0" },
          { "Id": "jr_2", "StartedOn": OTHER, "CompletedOn": "2023-11-14T23:30:00Z",
            "WorkerType": "R.2X", "NumberOfWorkers": 5, "ExecutionTime": 1800, "GlueVersion": "4.0" } ] }
        """;

    const string Earlier = "1700000000.0", Later = "\"2023-11-14T22:40:00Z\""; // seconds as version 1 of the CLI prints them: 22:13:20

    [Theory]
    // 10 x 1 DPU for an hour at 0.44; 5 x 2 M-DPU for half an hour at 0.52
    [InlineData("jr_1", Later, 4.4)]
    [InlineData("jr_2", Later, 2.6)]
    [InlineData("", Later, 4.4)] // the only one that ran when the log began
    public void OneOfSeveralGlueJobRuns_IsFoundByItsIdOrByTheTime(string id, string other, double usd)
    {
        var actual = PriceGlue(JobRuns.Replace("OTHER", other, StringComparison.Ordinal), id).Actual!;

        Assert.Equal(((decimal)usd, LedgerKind.Billed), (actual.TotalUsd, actual.Kind));
    }

    [Fact]
    public void GlueJobRunThatIsNotSure_HasNoPrice()
    {
        var report = PriceGlue(JobRuns.Replace("OTHER", Earlier, StringComparison.Ordinal), "");

        Assert.Null(report.Actual);
        Assert.StartsWith("2 Glue job runs of the cluster file ran when the log began", report.ActualMissing, StringComparison.Ordinal);
    }

    static CostReport PriceGlue(string file, string id, string memory = "10g") => CostModel.Price(
        PricedRun.Of(600, [("h1", 4, 0, null)], [("spark.glue.GLUE_VERSION", "4.0"), ("spark.executor.memory", memory),
            .. id.Length > 0 ? [("spark.glue.JOB_RUN_ID", id)] : Array.Empty<(string, string)>()]),
        file.Length == 0 ? new PriceContext() : new PriceContext { Cluster = ClusterFileReader.Parse("g.json", file) });

    [Theory]
    [InlineData("10g", "2 x G.1X", 0.1467)] // driver and executor for ten minutes: 2 x 1 x 600 / 3600 x 0.44
    [InlineData("20g", "2 x R.1X", 0.1733)] // 22 GiB with its overhead do not fit 16: M-DPU at 0.52
    [InlineData("40g", "2 x R.2X", 0.3467)] // 44 GiB: of those with fewer than 16 vCPUs only R.2X has as much
    public void GlueWorkerOfALog_HoldsTheExecutorsMemory(string memory, string worker, double usd)
    {
        var actual = PriceGlue("", "", memory).Actual!;

        Assert.Equal(worker, actual.Shape.ToString());
        Assert.Equal(usd, (double)actual.TotalUsd!.Value, 0.0001);
    }

    [Fact]
    public void InitialCapacity_HoldsItsWorkersUntilTheApplicationStops()
    {
        // a driver and two executors kept, of which the run takes the driver and one; 600 s and 15 minutes
        const string file = """
            { "application": { "architecture": "X86_64", "autoStopConfiguration": { "enabled": true, "idleTimeoutMinutes": 15 },
              "initialCapacity": {
                "Driver": { "workerCount": 1, "workerConfiguration": { "cpu": "4 vCPU", "memory": "16 GB", "disk": "20 GB" } },
                "Executor": { "workerCount": 2, "workerConfiguration": { "cpu": "4 vCPU", "memory": "16 GB" } } } } }
            """;
        var run = PricedRun.Of(600, [("h1", 4, 0, null)], ("spark.master", "custom:emr-serverless"), ("spark.executor.memory", "14g"),
            ("spark.driver.memory", "14g"), ("spark.driver.cores", "4"));
        Ledger Actual(string text) => CostModel.Price(
            run, new PriceContext { Cluster = ClusterFileReader.Parse("a.json", text) }).Actual!;

        // 3 workers for 1,500 s: 5 vCPU-hours at 0.052624 and 20 GB-hours at 0.0057785
        var actual = Actual(file);
        Assert.Equal(0.37869, (double)actual.TotalUsd!.Value, 0.00001);
        Assert.Equal((Ground.Assumed, CostBasis.Assumed), (actual.Ground, actual.Basis));
        // what the run used is 2 x 600 of the 4,500 s
        Assert.Equal(0.37869 * 1200 / 4500,
            (double)actual.Lines.Where(l => l.Purpose == LinePurpose.Run).Sum(l => l.AmountUsd!.Value), 0.00001);
        Assert.Contains(actual.Notes, n => n.ToString().Contains("15 idle minutes", StringComparison.Ordinal));

        // workers of 2 vCPUs hold none of the run's, and an application that never stops idles on nobody's account
        var small = Actual(file.Replace("4 vCPU", "2 vCPU", StringComparison.Ordinal)
            .Replace("\"enabled\": true", "\"enabled\": false", StringComparison.Ordinal));
        // 3 x 600 s of 2 vCPU and 16 GB idle, 2 x 600 s of 4 and 16 used
        Assert.Equal((1800 * 2 + 1200 * 4) / 3600.0 * 0.052624 + 3000 * 16 / 3600.0 * 0.0057785, (double)small.TotalUsd!.Value, 0.00001);
    }

    [Fact]
    public void NodeGroup_GivesThePodsOfAnEksRunATotal()
    {
        var run = PricedRun.Of(3600, [("h1", 4, 0, null)], ("spark.master", "k8s://x"),
            ("spark.kubernetes.container.image", "1.dkr.ecr.us-east-1.amazonaws.com/emr-containers/spark:7"),
            ("spark.executor.memory", "4096m"), ("spark.driver.memory", "4096m"), ("spark.driver.cores", "4"));
        var file = ClusterFileReader.Parse("n.json", """{ "nodegroup": { "nodegroupArn": "arn:aws:eks:us-east-1:1:nodegroup/c/n/1", "instanceTypes": ["m5.2xlarge"], "capacityType": "ON_DEMAND", "diskSize": 20 } }""");
        var actual = CostModel.Price(run, new PriceContext { Cluster = file }).Actual!;

        // two pods of 4 of 8 vCPUs for an hour: half a node each, 0.384 an hour
        Assert.NotNull(actual.TotalUsd);
        Assert.Equal(0.384m, actual.Lines.Where(l => l.Service == CostService.Ec2).Sum(l => l.AmountUsd));
    }

    [Fact]
    public void ClusterThatOutlivesTheRun_BillsItsNodesWhileTheApplicationRan()
    {
        var ledger = Price(Cluster.Replace("AUTO", "false", StringComparison.Ordinal) + Instances).Actual!;
        Assert.Equal(0.166666666667m, Quantity(ledger, "EC2 On-Demand, primary (m5.xlarge)")); // 600 s
        Assert.Equal(0.166666666667m, Quantity(ledger, "EC2 Spot, task (r5.xlarge)")); // the other was taken back within its first hour
        Assert.Equal(0.333333333333m, Quantity(ledger, "EMR fee, task (r5.xlarge)"));
    }

    [Fact]
    public void ClusterWithoutInstances_TakesTheGroupsAndTheClustersLife()
    {
        var ledger = Price(Cluster.Replace("AUTO", "true", StringComparison.Ordinal), OfTheCluster).Actual!;
        Assert.Equal(2m, Quantity(ledger, "EC2 Spot, task (r5.xlarge)"));
        Assert.Equal(1m, Quantity(ledger, "EMR fee, primary (m5.xlarge)"));
    }

    [Fact]
    public void ServerlessJobRun_IsTheBillAndTheEstimateStandsBesideIt()
    {
        var report = PriceOnServerless("""{ "jobRun": { "applicationId": "a", "arn": "arn:aws:emr-serverless:eu-west-1:1:/applications/a/jobruns/j", "billedResourceUtilization": { "vCPUHour": 1.751, "memoryGBHour": 7.613, "storageGBHour": 0.0 } } } { "application": { "architecture": "ARM64" } }""");
        Assert.Equal(("emr-serverless", "eu-west-1"), (report.Platform, report.Region));
        // 1.751 x 0.0420992 + 7.613 x 0.0046228
        Assert.Equal(0.073716m + 0.035193m, report.Actual!.TotalUsd);
        Assert.Equal(Ground.Derived, report.Actual.Ground); // the bill itself, at a derived arm64 price
        Assert.EndsWith("from the log", report.Alternatives[0].Name.ToString(), StringComparison.Ordinal);
        Assert.Contains(report.Notes, n => n.Contains("off the bill", StringComparison.Ordinal));
    }

    [Fact]
    public void ServerlessJobRunAtPublishedPrice_IsBilled()
    {
        var report = PriceOnServerless("""[{ "jobRun": { "billedResourceUtilization": { "vCPUHour": 2, "memoryGBHour": 8, "storageGBHour": 1 } } }, { "application": { "architecture": "X86_64" } }]""");
        Assert.Equal(Ground.Billed, report.Actual!.Ground);
        Assert.Equal(0.105248m + 0.046228m + 0.000111m, report.Actual.TotalUsd);
    }

    [Fact]
    public void GlueJobRun_IsPricedByItsDpuSeconds()
    {
        var report = PriceOnGlue("""{ "JobRun": { "WorkerType": "G.2X", "NumberOfWorkers": 10, "ExecutionTime": 300, "DPUSeconds": 3600.0, "GlueVersion": "4.0", "ExecutionClass": "STANDARD" } }""");
        Assert.Equal("glue", report.Platform);
        Assert.Equal(0.44m, report.Actual!.TotalUsd);
    }

    [Theory]
    [InlineData("{ \"Clusters\": [] }", "give what")]
    [InlineData("{ \"Cluster\": ", "not JSON in line 1")]
    [InlineData("", "give what")]
    public void FileOfSomethingElse_SaysWhatIsWanted(string text, string message)
    {
        var e = Assert.Throws<RightsizerException>(() => ClusterFileReader.Parse("c.json", text));
        Assert.Equal(ExitCode.BadArguments, e.ExitCode);
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FleetsWithoutInstances_AskForListInstances() => Assert.Contains(
        "list-instances", Price("""{ "Cluster": { "InstanceFleets": [ { "Id": "if-1", "InstanceFleetType": "CORE", "TargetSpotCapacity": 8 } ] } }""").ActualMissing, StringComparison.Ordinal);

    const string Policy = """
        { "ManagedScalingPolicy": { "ComputeLimits": { "UnitType": "Instances", "MinimumCapacityUnits": 1, "MaximumCapacityUnits": 10,
            "MaximumOnDemandCapacityUnits": 2, "MaximumCoreCapacityUnits": 2 },
            "ScalingStrategy": "ADVANCED", "UtilizationPerformanceIndex": 25 } }
        """;

    [Theory]
    [InlineData(Policy, 25)]
    [InlineData("""
        { "ManagedScalingPolicy": { "ComputeLimits": { "UnitType": "VCPU", "MinimumCapacityUnits": 1, "MaximumCapacityUnits": 9 } } }
        """, null)]
    [InlineData("""
        { "ManagedScalingPolicy": { "ComputeLimits": { "UnitType": "VCPU", "MinimumCapacityUnits": 1, "MaximumCapacityUnits": 9 },
          "ScalingStrategy": "DEFAULT", "UtilizationPerformanceIndex": 50 } }
        """, null)]
    public void ManagedScalingPolicy_IsReadWithItsStrategy(string policy, int? index)
    {
        var scaling = ClusterFileReader.Parse("c.json", Cluster.Replace("AUTO", "true", StringComparison.Ordinal) + policy).Scaling!;

        Assert.Equal(index, scaling.Index);
        Assert.True(scaling.Moves);
    }

    [Fact]
    public void ManagedScalingPolicy_AloneNamesNoCluster() =>
        Assert.Equal(ExitCode.BadArguments, Assert.Throws<RightsizerException>(() => ClusterFileReader.Parse("c.json", Policy)).ExitCode);

    [Fact]
    public void PolicyInAFileOfOneCluster_IsThatClusters()
    {
        var files = ClusterFilesReader.Parse([("a", Cluster.Replace("AUTO", "true", StringComparison.Ordinal) + Policy),
            ("b", Cluster.Replace("AUTO", "true", StringComparison.Ordinal).Replace("j-1", "j-2", StringComparison.Ordinal))]);

        Assert.Equal(["j-1", "j-2"], files.Select(f => f.Id));
        Assert.Equal([25, null], files.Select(f => f.Scaling?.Index));
    }

    /// <summary>Of a cluster that scales, describe-cluster gives one number of nodes, not that of its life.</summary>
    [Fact]
    public void ManagedScaling_MakesCountsWithoutInstancesAssumed()
    {
        const string Task = "EBS gp3 storage, task (r5.xlarge), 115 GiB a node";
        var described = Cluster.Replace("AUTO", "true", StringComparison.Ordinal);
        static Ground Of(Ledger ledger, string name) => ledger.Lines.Single(l => l.Name.ToString() == name).Ground;

        Assert.Equal(Ground.Measured, Of(Price(described).Actual!, Task));
        var scaled = Price(described + Policy).Actual!;
        Assert.Equal(Ground.Assumed, Of(scaled, Task));
        Assert.Equal(Ground.Measured, Of(scaled, "EBS gp3 storage, primary (m5.xlarge), 79 GiB a node"));
        Assert.Contains(scaled.Notes, n => n.ToString().StartsWith(
            "managed scaling, from 1 to 10 instances, ADVANCED with index 25, changed the number of nodes", StringComparison.Ordinal));
        Assert.Equal(Ground.Measured, Of(Price(described + Instances + Policy).Actual!, Task));
    }
}
