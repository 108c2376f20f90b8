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

    static IReadOnlyList<YarnApplication> Parse(params string[] files) =>
        YarnReader.Parse(files.Select(f => ("apps.json", Encoding.UTF8.GetBytes(f))));

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

        var app = Assert.Single(apps);
        Assert.Equal((A, 34_560_000L, 10_800L, 1_762_000_100_000L, 1_762_003_700_000L, 0),
            (app.Id, app.MemoryMibSeconds, app.VcoreSeconds!.Value, app.StartedMs!.Value, app.FinishedMs!.Value, app.Containers.Count));
        var one = Assert.Single(Parse($$"""{"app":{"id":"{{A}}","finishedTime":1762003700000,"memorySeconds":34560000} }"""));
        Assert.Equal((34_560_000L, null, null), (one.MemoryMibSeconds, one.VcoreSeconds, one.StartedMs));
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

    const string Summary = "appId=" + A + @",name=etl\,memorySeconds=1,user=hadoop,queue=default,state=FINISHED,trackingUrl=http://rm,"
        + "appMasterHost=h,submitTime=1762000099000,startTime=1762000100000,launchTime=1762000101000,finishTime=1762003700000,"
        + "finalStatus=SUCCEEDED,memorySeconds=34560000,vcoreSeconds=10800,preemptedMemorySeconds=7,preemptedVcoreSeconds=7,"
        + "preemptedAMContainers=0,applicationType=SPARK";

    /// <summary>As RMAppManager writes it; a name cannot make a figure, because its commas are escaped.</summary>
    [Fact]
    public void LogOfTheResourceManager_SumsApplicationsUp()
    {
        var app = Assert.Single(Parse($"""
            2026-11-02 07:00:00,123 INFO  resourcemanager.RMAppManager (RMAppManager.java:logApplicationSummary(210)) - other
            2026-11-02 07:00:00,123 INFO  resourcemanager.RMAppManager$ApplicationSummary: {Summary}
            """));
        Assert.Equal((A, 34_560_000L, 10_800L, 1_762_000_100_000L, 1_762_003_700_000L),
            (app.Id, app.MemoryMibSeconds, app.VcoreSeconds!.Value, app.StartedMs!.Value, app.FinishedMs!.Value));
    }

    /// <summary>The master from 05:58 to 07:01, two executors of 5,120 MiB from 05:59 to 07:00.</summary>
    static string Containers(string app, int vcores = 1) => $$"""
        {"container":[{{string.Join(',', new[] { (1, -2, 61, 2048), (2, -1, 60, 5120), (3, -1, 60, 5120) }.Select(c => $$"""
          {"containerId":"{{app.Replace("application", "container_e17", StringComparison.Ordinal)}}_01_{{c.Item1:000000}}",
           "allocatedMB":"{{c.Item4}}","allocatedVCores":{{vcores}},"startedTime":{{At(0, 6) + c.Item2 * 60_000}},
           "finishedTime":{{At(0, 6) + c.Item3 * 60_000}},"containerState":"COMPLETE"}
          """))}}]}
        """;

    [Fact]
    public void Containers_SayWhatTheLogCannot()
    {
        var yarn = Report(Parse(Containers(A)), On(A, "a")).Yarn!;

        // 2 x 61 min x 4 cores; the log has 2 x 60 min x 4. Memory: 61 x 60 x 2 x 5,120 and 63 x 60 x 2,048
        Assert.Equal((1, 3, 29_280_000L, 28_800_000L, 7_741_440L, 45_219_840L), (yarn.ContainerRuns, yarn.Containers, yarn.ContainerCoreMs,
            yarn.RegisteredCoreMs, yarn.MasterMibSeconds, yarn.MemoryMibSeconds));
        Assert.Empty(yarn.TimeDoubts);
    }

    [Theory]
    // counted by cores: 2 x 61 min x 4 and the master's 63 min
    [InlineData(29_280 + 3_780, 29_280_000L)]
    // counted by containers: 2 x 61 min and 63 min
    [InlineData(7_320 + 3_780, 29_280_000L)]
    // neither: half of the cores
    [InlineData(14_400 + 3_780, null)]
    public void VcoreSeconds_CountWhereItIsClearWhatTheyCount(long vcoreSeconds, long? coreMs)
    {
        var app = new YarnApplication(A, ExecutorMibSeconds)
        {
            VcoreSeconds = vcoreSeconds,
            StartedMs = At(0, 6) - 120_000,
            FinishedMs = At(0, 7) + 60_000,
        };
        var yarn = Report([app], On(A, "a")).Yarn!;
        Assert.Equal((coreMs is null ? 0 : 1, coreMs ?? 0), (yarn.CoreRuns, yarn.ContainerCoreMs));
    }

    [Fact]
    public void SharesOfACluster_AreByTheContainersThemselves()
    {
        // a alone from 05:58 to 06:00 and from 07:00 to 07:01, with b from 06:00 on, whose log holds 8 cores and 8,192 MiB for an hour.
        // Of 17 cores a holds 9/17 and b 8/17; of 20,480 MiB a 12,288, 0.6, b 0.4: the larger ones are 0.6 and 8/17, which is over 1
        var report = Report(Parse(Containers(A)), On(A, "a"), On(B, "b"));

        // minutes: 05:58 1 core and 2,048 MiB, a tenth; 05:59 0.6; 60 shared; 07:00 a tenth. $10 an hour for 63 minutes are $10.50
        var shared = 60 * 0.6m / (0.6m + 8m / 17);
        var a = (0.1m + 0.6m + shared + 0.1m) / 63 * 10.5m;
        Assert.Equal(10.5m, report.Total.Usd);
        Assert.InRange(report.Runs.Single(r => r.Name == "a").Usd!.Value, a - 0.000001m, a + 0.000001m);
        Assert.InRange(report.Runs.Single(r => r.Name == "b").Usd!.Value, (60 - shared) / 6 - 0.000001m, (60 - shared) / 6 + 0.000001m);
    }

    [Fact]
    public void TimesThatDoNotFit_AreInDoubt()
    {
        YarnApplication From(long beforeMs) => new(A, ExecutorMibSeconds) { StartedMs = At(0, 6) - beforeMs, FinishedMs = At(0, 7) };
        Assert.Empty(Report([From(-60_000)], On(A, "a")).Yarn!.TimeDoubts);
        Assert.Equal([new FleetYarnTime("/logs/" + A, "a", At(0, 6) + 60_001, At(0, 7), At(0, 6), At(0, 7))],
            Report([From(-60_001)], On(A, "a")).Yarn!.TimeDoubts);
    }

    [Fact]
    public void DriverAndStorage_AreParts_ThatSumToTheTotal()
    {
        // $9, of it 10 % EBS: $8.10. Driver 1 core and 1,408 MiB, executors 8 and 8,192: a ninth and 0.1467; 8/9 and 0.8533
        var run = On(A, "a") is var r ? r with { Cost = r.Cost! with { Services = [new("ec2", 8.1m), new("ebs", 0.9m)] } } : r;
        var driver = 1408m / 9600 / (1408m / 9600 + 8m / 9);
        var parts = FleetAnalyzer.Analyze([run], new FleetOptions()).CostParts;
        Assert.Equal([("executors", 8.1m - Math.Round(8.1m * driver, 6)), ("driver", Math.Round(8.1m * driver, 6)), ("storage", 0.9m)],
            parts.Select(p => (p.Kind, p.Usd)));

        // by containers: 63 min x 1 core of 551, 63 x 2,048 of 753,664 MiB-min: 0.1143 and 0.1712; executors 488/551
        var byYarn = FleetAnalyzer.Analyze([run], new FleetOptions { Yarn = Parse(Containers(A)) }).CostParts
            .Single(p => p.Kind == "driver");
        var master = 129_024m / 753_664 / (129_024m / 753_664 + 488m / 551);
        Assert.Equal((Math.Round(8.1m * master, 6), 1), (byYarn.Usd, byYarn.YarnRuns));
    }

    [Fact]
    public void SeveralAttempts_AreInNone_AndOtherApplicationsAreCounted()
    {
        var second = On(A, "a") with { StartMs = At(0, 8), Key = new RunKey { Uri = "/logs/again", Pricing = "p" } };
        var yarn = Report([new(A, ExecutorMibSeconds), new(B, 1)], On(A, "a"), second).Yarn!;

        Assert.Equal((2, 0, 0L), (yarn.Applications, yarn.Runs, yarn.MemoryMibSeconds));
        Assert.Null(FleetAnalyzer.Analyze([On(A, "a")], new FleetOptions()).Yarn);
    }
}
