using System.Text;
using Rightsizer.Analyzer.Answers.Fleet.Report;
using Rightsizer.Analyzer.Answers.Fleet.Summaries;
using Rightsizer.Analyzer.Facts.Clusters;
using Rightsizer.EventLogParser;
using static Rightsizer.Analyzer.Tests.Fleet.Summaries;

namespace Rightsizer.Analyzer.Tests.Fleet;

/// <summary>
/// YARN's account of runs. Each has two executors of 4 cores and 4,096 MiB for an hour, 8,192 x 3,600 = 29,491,200 MiB-s, and a driver
/// of 1,408 MiB, 5,068,800 MiB-s.
/// </summary>
public class YarnAccountTests
{
    const long ExecutorMibSeconds = 29_491_200, DriverMibSeconds = 5_068_800;
    const string A = "application_1762000000000_0001", B = "application_1762000000000_0002";

    static IReadOnlyList<YarnApplication> Parse(string json) => YarnApplication.Parse("apps.json", Encoding.UTF8.GetBytes(json));

    static RunSummary On(string id, string name, int day = 0) =>
        Run(name, day, usd: 9, id: id, cluster: "yarn 1762000000000", platform: "yarn");

    static FleetReport Report(IReadOnlyList<YarnApplication> account, params RunSummary[] runs) =>
        FleetAnalyzer.Analyze(runs, new FleetOptions { UsdPerHour = 10, Yarn = account });

    [Fact]
    public void Answer_IsReadAsYarnWritesIt_AndWhatRunsIsLeftOut()
    {
        var apps = Parse($$"""
            {"apps":{"app":[
             {"id":"{{A}}","user":"hadoop","name":"etl","queue":"default","state":"FINISHED","finalStatus":"SUCCEEDED",
              "applicationType":"SPARK","startedTime":1762000100000,"finishedTime":1762003700000,"elapsedTime":3600000,
              "allocatedMB":-1,"allocatedVCores":-1,"memorySeconds":34560000,"vcoreSeconds":10800},
             {"id":"{{B}}","state":"RUNNING","finishedTime":0,"memorySeconds":5,"vcoreSeconds":1},
             {"id":7,"finishedTime":1,"memorySeconds":1}, null] } }
            """);

        Assert.Equal([new YarnApplication(A, 34_560_000)], apps);
        Assert.Equal(apps, Parse($$"""{"app":{"id":"{{A}}","finishedTime":1762003700000,"memorySeconds":34560000} }"""));
        Assert.Empty(Parse("""{"apps":null}"""));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"Cluster\":{}}")]
    [InlineData("{\"apps\":7}")]
    [InlineData("{\"apps\":{\"app\":{}}}")]
    public void OtherAnswers_AreErrors(string json) =>
        Assert.Equal(ExitCode.BadArguments, Assert.Throws<RightsizerException>(() => Parse(json)).ExitCode);

    [Fact]
    public void SharesOfACluster_AreByTheMemoryThatYarnBooked()
    {
        var without = Report([], On(A, "a"), On(B, "b"));
        Assert.Equal([5m, 5m], without.Runs.Select(r => r.Usd!.Value));

        // a holds twice the memory of its log: 16,384 of 24,576 MiB, two thirds; b half of the cores: scaled to the whole, 4/7 and 3/7
        var report = Report([new(A, 2 * ExecutorMibSeconds), new(B, ExecutorMibSeconds)], On(A, "a"), On(B, "b"));

        Assert.Equal([5.714286m, 4.285714m], report.Runs.OrderBy(r => r.Name).Select(r => r.Usd!.Value));
        Assert.Equal(10m, report.Total.Usd);
        Assert.Equal((2, 3 * ExecutorMibSeconds, 2 * ExecutorMibSeconds),
            (report.Yarn!.Runs, report.Yarn.MemoryMibSeconds, report.Yarn.ExecutorMibSeconds));
        Assert.Equal([new FleetYarnDoubt("/logs/" + A, "a", 2 * ExecutorMibSeconds, ExecutorMibSeconds, ExecutorMibSeconds
            + DriverMibSeconds)], report.Yarn.Doubts);
    }

    [Theory]
    // 5 % less than the executors: 28,016,640
    [InlineData(28_016_639, true)]
    [InlineData(28_016_641, false)]
    // 15 % more than executors and driver: 39,744,000
    [InlineData(39_743_999, false)]
    [InlineData(39_744_001, true)]
    public void FiguresThatDoNotFit_AreInDoubt(long booked, bool inDoubt) =>
        Assert.Equal(inDoubt, Report([new(A, booked)], On(A, "a")).Yarn!.Doubts.Count == 1);

    [Fact]
    public void SeveralAttempts_AreInNone_AndOtherApplicationsAreCounted()
    {
        var second = On(A, "a") with { StartMs = At(0, 8), Key = new RunKey { Uri = "/logs/again", Pricing = "p" } };
        var yarn = Report([new(A, ExecutorMibSeconds), new(B, 1)], On(A, "a"), second).Yarn!;

        Assert.Equal((2, 0, 0L), (yarn.Applications, yarn.Runs, yarn.MemoryMibSeconds));
        Assert.Null(FleetAnalyzer.Analyze([On(A, "a")], new FleetOptions()).Yarn);
    }
}
