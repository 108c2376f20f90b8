using Rightsizer.Analyzer.Answers.Fleet.Report;
using Rightsizer.Analyzer.Answers.Fleet.Rules;
using Rightsizer.Analyzer.Answers.Fleet.Summaries;
using static Rightsizer.Analyzer.Tests.Fleet.Summaries;

namespace Rightsizer.Analyzer.Tests.Fleet;

public class StreamDaysTests
{
    /// <summary>From 18:00 of the first day for 54 hours: 6, 24 and 24 hours of $9.</summary>
    static RunSummary Stream(Workload workload = Workload.Streaming) => Run("clicks", 0, hour: 18, hours: 54, usd: 9, workload: workload);

    static FleetReport Report(int since, int until, params RunSummary[] runs) => FleetAnalyzer.Analyze(runs,
        new FleetOptions { Since = Monday.AddDays(since), UntilExcl = Monday.AddDays(until) });

    [Fact]
    public void StreamOfThreeDays_CostsOnEachWhatItRan()
    {
        var report = Report(0, 3, Stream());

        Assert.Equal([1m, 4m, 4m], report.ByDay.Select(d => d.Total.Usd!.Value));
        Assert.Equal([1, 1, 1], report.ByDay.Select(d => d.Total.Runs));
        Assert.Equal(9m, report.Total.Usd);
        Assert.Equal(54L * 3_600_000 * 8, report.Total.PaidCoreMs);
    }

    [Fact]
    public void OneDayOfIt_HasThatDaysCostAlone()
    {
        var report = Report(1, 2, Stream());

        Assert.Equal(4m, report.Total.Usd);
        Assert.Equal(24L * 3_600_000, report.Total.WallMs);
        Assert.DoesNotContain(report.Notes, n => n.Contains("began", StringComparison.Ordinal));
    }

    [Fact]
    public void BatchOfThreeDays_StillCountsWhereItBegan() =>
        Assert.Equal([9m, null, null], Report(0, 3, Stream(Workload.Batch)).ByDay.Select(d => d.Total.Usd));

    [Fact]
    public void CostFollowsTheCoresThatWerePaid()
    {
        // two slices of 24 hours from midnight: all cores in the second
        var run = Run("clicks", 0, hour: 0, hours: 48, usd: 10, workload: Workload.Streaming);
        run = run with { Cores = run.Cores! with { PaidBySlice = [0, run.Cores.PaidCoreMs] } };

        Assert.Equal([0m, 10m], Report(0, 2, run).ByDay.Select(d => d.Total.Usd!.Value));
    }

    /// <summary>54 hours at $27 elsewhere: a day of 24 hours is $12 of it, and not the whole again.</summary>
    [Fact]
    public void DayOfAStream_CostsElsewhereWhatItsHoursWould()
    {
        var run = Run("clicks", 0, hour: 18, hours: 54, usd: 9, workload: Workload.Streaming,
            alternatives: [("EMR Serverless arm64", 27m), ("Glue", 5.4m)]);

        decimal Elsewhere(int since, int until, string name) => Report(since, until, run).Scenarios.Single(s => s.Name == name).Usd;

        Assert.Equal((12m, 2.4m), (Elsewhere(1, 2, "EMR Serverless arm64"), Elsewhere(1, 2, "Glue")));
        Assert.Equal((27m, 5.4m), (Elsewhere(0, 3, "EMR Serverless arm64"), Elsewhere(0, 3, "Glue")));
    }

    [Fact]
    public void DaysOfAnIncompleteStream_AreOneLog()
    {
        var run = Run("clicks", 0, hour: 18, hours: 54, usd: 9, workload: Workload.Streaming);
        run = run with { Log = new RunLog("single", Model.QualityGrade.Partial, ["x"], 1, 1, 1, 0) };

        Assert.Contains(Report(0, 3, run).Notes, n => n.StartsWith("1 log with missing parts", StringComparison.Ordinal));
    }

    [Fact]
    public void OtherRuns_AreNotTouched()
    {
        var run = CostedRun.From(Run("etl", 0, hour: 6), FleetRules.None);

        Assert.Same(run, Assert.Single(StreamDays.Split([run])));
    }
}
