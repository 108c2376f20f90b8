using Rightsizer.Analyzer.Answers.Fleet.Report;
using Rightsizer.Analyzer.Answers.Fleet.Summaries;
using Rightsizer.Analyzer.Detectors;
using static Rightsizer.Analyzer.Tests.Fleet.Summaries;

namespace Rightsizer.Analyzer.Tests.Fleet;

/// <summary>
/// What of a change <c>diagnose</c> knows. By hand: a run of an hour on 2 executors of 4 cores pays 8 core-hours, half of which tasks
/// held, and costs $1 a core-hour.
/// </summary>
public class CauseOfChangeTests
{
    const long Hour = 3_600_000;

    static WastePart Part(string kind, double coreHours, decimal? usd = null) => new(kind, (long)(coreHours * Hour), usd);

    static RunFinding Finding(string kind, double? coreHours) => new()
    {
        Id = "RSZ000",
        Kind = kind,
        Severity = Severity.Warning,
        Confidence = Confidence.High,
        SavesCoreMs = coreHours is { } h ? (long)(h * Hour) : null,
    };

    static readonly WastePart Start = Part("beforeFirstJob", 0.1);

    static FleetChange Change(params RunSummary[] runs) =>
        FleetAnalyzer.Analyze(runs, new FleetOptions { Since = Monday.AddDays(7), UntilExcl = Monday.AddDays(14) }).Change!;

    static Dictionary<string, decimal> Usd(FleetChange change) =>
        change.Causes.Where(c => c.Usd != 0).ToDictionary(c => c.Cause, c => c.Usd!.Value);

    static Dictionary<string, long> CoreHours(FleetChange change) =>
        change.Causes.Where(c => c.CoreMs != 0).ToDictionary(c => c.Cause, c => c.CoreMs / Hour);

    [Fact]
    public void CoresThatWaitedForStragglers_AreSkew_InDollarsAndInCoreTime()
    {
        var change = Change(Run("etl", 0, usd: 8, waste: [Start, Part("skew", 0.5), Part("driver", 1)]),
            Run("etl", 7, hours: 1.25, usd: 10, waste: [Start, Part("skew", 2.5), Part("driver", 1)]));

        Assert.Equal(new Dictionary<string, decimal> { ["skew"] = 2 }, Usd(change));
        Assert.Equal(new Dictionary<string, long> { ["skew"] = 2 }, CoreHours(change));
        Assert.Empty(Assert.Single(change.Jobs).NotKnown);
    }

    [Fact]
    public void DriverTimeOnTwiceTheCores_IsTheDriversAtTheOldCores_AndTheRestTheClusters()
    {
        // the driver alone: an eighth of an hour on 8 cores, then a quarter on 16: at 8 cores that is 1 core-hour more
        var change = Change(Run("etl", 0, usd: 8, waste: [Start, Part("driver", 1)]),
            Run("etl", 7, hours: 0.75, usd: 12, executors: 4, waste: [Start, Part("driver", 4), Part("overProvisioned", 3)]));

        Assert.Equal(new Dictionary<string, decimal> { ["driver"] = 1, ["cluster"] = 3 }, Usd(change));
    }

    [Fact]
    public void SpillThatGrewMoreThanTheData_IsSpill_AndTheRestVolume()
    {
        var change = Change(Run("etl", 0, usd: 8, waste: [Start, Part("spill", 1)]),
            Run("etl", 7, hours: 1.625, usd: 13, inputBytes: 2000, waste: [Start, Part("spill", 3)]));

        Assert.Equal(new Dictionary<string, decimal> { ["volume"] = 4, ["spill"] = 1 }, Usd(change));
    }

    [Fact]
    public void TheSameRowsInMoreBytes_AreNoVolume()
    {
        static RunSummary Rows(RunSummary run) => run with { Work = run.Work! with { InputRecords = 50 } };
        var change = Change(Rows(Run("etl", 0, usd: 8, waste: [Start])),
            Rows(Run("etl", 7, hours: 1.5, usd: 12, inputBytes: 3000, waste: [Start], findings: [Finding("smallFilesRead", 4)])));

        Assert.Equal(new Dictionary<string, decimal> { ["files"] = 4 }, Usd(change));
    }

    [Fact]
    public void OfFindingsThatOverlap_TheLargestOfARunCounts()
    {
        var change = Change(
            Run("etl", 0, usd: 8, waste: [Start], findings: [Finding("tinyFiles", 4), Finding("tooManyPartitions", 3)]),
            Run("etl", 7, hours: 0.5, usd: 4, waste: [Start]));

        Assert.Equal(new Dictionary<string, decimal> { ["files"] = -4 }, Usd(change));
    }

    [Fact]
    public void AFixThatSavesMoreThanTheDataGrew_ShowsBoth()
    {
        // 2 core-hours of skew less, and the data half as much again: 4 x 0.5 core-hours more
        var change = Change(Run("etl", 0, usd: 8, waste: [Start, Part("skew", 3)]),
            Run("etl", 7, usd: 8, inputBytes: 1500, waste: [Start, Part("skew", 1)]));

        Assert.Equal(new Dictionary<string, decimal> { ["volume"] = 2, ["skew"] = -2 }, Usd(change));
    }

    [Fact]
    public void AFailedRunThatTookLongerThanTheOthers_IsFailures()
    {
        var change = Change(Run("etl", 0, usd: 8, waste: [Start]), Run("etl", 1, usd: 8, waste: [Start]),
            Run("etl", 7, usd: 8, waste: [Start]),
            Run("etl", 8, hours: 1.5, usd: 12, outcome: RunOutcome.Failed, waste: [Part("failedRun", 12, 12)]));

        Assert.Equal(new Dictionary<string, decimal> { ["failures"] = 4 }, Usd(change));
    }

    [Fact]
    public void ALongerStartOfTheCluster_IsStartUp()
    {
        // $8 for 8 core-hours, and what the cluster cost before
        var change = Change(Run("etl", 0, usd: 9, waste: [Start, Part("clusterStart", 0, 1)]),
            Run("etl", 7, usd: 11, waste: [Start, Part("clusterStart", 0, 3)]));

        Assert.Equal(new Dictionary<string, decimal> { ["startUp"] = 2 }, Usd(change));
        Assert.All(change.Causes, c => Assert.Equal(0, c.CoreMs));
    }

    [Fact]
    public void RunsThatDoNotSayWhereTheirTimeWent_GiveNoCause_AndSaySo()
    {
        var change = Change(Run("etl", 0, usd: 8), Run("etl", 7, hours: 1.25, usd: 10, waste: [Start, Part("skew", 2)]));

        Assert.Equal(new Dictionary<string, decimal> { ["unexplained"] = 2 }, Usd(change));
        Assert.Equal(["startUp", "driver", "idle", "skew", "spill", "gc", "files", "partitions", "failures"],
            Assert.Single(change.Jobs).NotKnown);
        Assert.Equal(1, change.JobsNotKnown);
    }

    [Fact]
    public void AFindingWhoseCostIsNotKnown_LeavesItsCauseOut()
    {
        var change = Change(Run("etl", 0, usd: 8, waste: [Start], findings: [Finding("tinyFiles", null)]),
            Run("etl", 7, hours: 1.25, usd: 10, waste: [Start, Part("skew", 1)], findings: [Finding("tinyFiles", 1)]));

        Assert.Equal(new Dictionary<string, decimal> { ["skew"] = 1, ["unexplained"] = 1 }, Usd(change));
        Assert.Equal(["files"], Assert.Single(change.Jobs).NotKnown);
    }

    [Fact]
    public void LessThanAFiftieth_IsNotNamed() =>
        Assert.Equal(new Dictionary<string, decimal> { ["unexplained"] = 0.16m }, Usd(Change(
            Run("etl", 0, usd: 8, waste: [Start]), Run("etl", 7, hours: 1.02, usd: 8.16m, waste: [Start, Part("skew", 0.16)]))));
}
