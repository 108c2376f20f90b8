using Rightsizer.Analyzer.Answers.Fleet.Report;
using Rightsizer.Analyzer.Answers.Fleet.Summaries;
using Rightsizer.Analyzer.Facts.Clusters;
using Rightsizer.EventLogParser;
using static Rightsizer.Analyzer.Tests.Fleet.Summaries;

namespace Rightsizer.Analyzer.Tests.Fleet;

/// <summary>
/// Clusters of cluster files. By hand, us-east-1, release 6.15: an m5.xlarge is 0.192 + 0.048 an hour and (15 + 64) GiB of gp3, 79 x
/// 0.08 / 730 = 0.008658.
/// </summary>
public class GivenClusterTests
{
    const decimal NodeHour = 0.192m + 0.048m + 0.008658m;

    /// <summary>Two nodes, created at <paramref name="from"/>, ready six minutes later.</summary>
    static (string, string) Cluster(string id, double from, double until) => (id + ".json", $$"""
        {"Cluster": {"Id": "{{id}}", "ReleaseLabel": "emr-6.15.0", "AutoTerminate": true,
         "ClusterArn": "arn:aws:elasticmapreduce:us-east-1:1:cluster/{{id}}", "InstanceGroups": [
          {"Id": "ig-m{{id}}", "InstanceGroupType": "MASTER", "InstanceType": "m5.xlarge", "RequestedInstanceCount": 1},
          {"Id": "ig-c{{id}}", "InstanceGroupType": "CORE", "InstanceType": "m5.xlarge", "RequestedInstanceCount": 1}],
         "Status": {"Timeline": {"CreationDateTime": {{At(0, from) / 1000}}, "ReadyDateTime": {{At(0, from + 0.1) / 1000}},
                                 "EndDateTime": {{At(0, until) / 1000}} } } } }
        """);

    static (string, string) Nodes(string id, double from, double until) => (id + "-instances.json", $$"""
        {"Instances": [{{string.Join(',', new[] { "m", "c" }.Select(g => $$"""
          {"Ec2InstanceId": "i-{{g}}{{id}}", "InstanceGroupId": "ig-{{g}}{{id}}", "InstanceType": "m5.xlarge", "Market": "ON_DEMAND",
           "Status": {"Timeline": {"CreationDateTime": {{At(0, from) / 1000}}, "EndDateTime": {{At(0, until) / 1000}} } } }
          """))}}] }
        """);

    static FleetReport Report(IEnumerable<(string, string)> files, params RunSummary[] runs)
    {
        var report = FleetAnalyzer.Analyze(runs, new FleetOptions { ClusterFiles = ClusterFilesReader.Parse(files) });
        Assert.Equal(report.ClusterCosts!.TotalUsd, report.ClusterCosts.Parts.Sum(p => p.Usd));
        Assert.All(report.ClusterCosts.Clusters, c => Assert.Equal(c.BilledUsd, c.Runs == 0 ? c.BilledUsd : c.RunsUsd + c.IdleUsd));
        return report;
    }

    static void Near(decimal expected, decimal? actual) => Assert.InRange(actual!.Value, expected - 0.00001m, expected + 0.00001m);

    [Fact]
    public void TwoClustersOfTheSameHour_AreToldApartByTheStartOfTheirResourceManagers()
    {
        var first = Run("a", 0, hour: 6.2, hours: 1, usd: 9, cluster: $"yarn {At(0, 6.05)}");
        var second = Run("b", 0, hour: 6.5, hours: 1, usd: 9, cluster: $"yarn {At(0, 6.25)}");

        var report = Report([Cluster("j-1ABCDEFGHIJKL", 6, 7.3), Nodes("j-1ABCDEFGHIJKL", 6, 7.3), Cluster("j-2ABCDEFGHIJKL", 6.2, 7.7),
            Nodes("j-2ABCDEFGHIJKL", 6.2, 7.7)], first, second);

        Near(2 * 1.3m * NodeHour, report.Runs.Single(r => r.Name == "a").Usd);
        Near(2 * 1.5m * NodeHour, report.Runs.Single(r => r.Name == "b").Usd);
        Assert.All(report.Runs, r => Assert.Equal(Ground.Measured, r.Ground));
    }

    [Fact]
    public void StartIdleAndTail_AreALineOfTheirOwn_AndAllSumsToTheClustersBill()
    {
        // 06:00 to 10:00; one run holds all it has from 07:00 to 08:00, two share it from 08:00 to 09:00
        var yarn = $"yarn {At(0, 6.05)}";
        var report = Report([Cluster("j-1ABCDEFGHIJKL", 6, 10)],
            Run("a", 0, hour: 7, hours: 2, usd: 9, executors: 1, cluster: yarn),
            Run("b", 0, hour: 8, hours: 1, usd: 9, executors: 1, cluster: yarn));

        Near(8 * NodeHour, report.ClusterCosts!.TotalUsd);
        // at the peak both hold half of it: a holds half for two hours, b for one, and the other 2.5 hours are idle
        Near(2 * NodeHour, report.Runs.Single(r => r.Name == "a").Usd);
        Near(1 * NodeHour, report.Runs.Single(r => r.Name == "b").Usd);
        Near(5 * NodeHour, report.Waste.Single(w => w.Kind == "sharedIdle").Usd);
        Near(8 * NodeHour, report.Total.Usd);
    }

    [Fact]
    public void ClusterWithoutARun_IsNamed_AndInNoTotal()
    {
        var report = Report([Cluster("j-1ABCDEFGHIJKL", 6, 7)], Run("a", 0, hour: 20, usd: 1));

        Near(2 * NodeHour, report.ClusterCosts!.Parts.Single(p => p.Kind == "unmatched").Usd);
        Assert.Contains("j-1ABCDEFGHIJKL", Assert.Single(report.ClusterCosts.Notes), StringComparison.Ordinal);
        Assert.Equal(1m, report.Total.Usd);
    }

    [Fact]
    public void JobRuns_ArePricedByWhatTheyWereBilled()
    {
        // by hand: 10 x 0.052624 + 40 x 0.0057785 = 0.757380
        const string json = """
            {"jobRun": {"applicationId": "00fapplication1", "jobRunId": "00gjobrun000001",
             "arn": "arn:aws:emr-serverless:us-east-1:1:/applications/00fapplication1/jobruns/00gjobrun000001",
             "billedResourceUtilization": {"vCPUHour": 10, "memoryGBHour": 40, "storageGBHour": 0}}}
            """;

        var report = Report([("runs.json", json)], Run("etl", 0, usd: 9, platform: "emr-serverless", id: "00gjobrun000001"));

        Assert.Equal((0.75738m, Ground.Billed), (report.Runs[0].Usd, report.Runs[0].Ground));
    }

    [Theory]
    [InlineData("{}", "no cluster and no job run")]
    [InlineData("{\"Cluster\": ", "not JSON")]
    public void WrongFile_IsRefused(string json, string words) => Assert.Contains(words,
        Assert.Throws<RightsizerException>(() => ClusterFilesReader.Parse([("c.json", json)])).Message, StringComparison.Ordinal);
}
