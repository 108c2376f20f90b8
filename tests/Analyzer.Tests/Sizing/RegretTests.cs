using Rightsizer.Analyzer.Answers.Sizing;
using Rightsizer.Analyzer.Answers.Sizing.Search;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Platforms;
using Rightsizer.Analyzer.Tests.Replay;
using Rightsizer.Analyzer.Timing;
using Rightsizer.TestSupport;

namespace Rightsizer.Analyzer.Tests.Sizing;

public class RegretTests(ITestOutputHelper output)
{
    /// <summary>The pick of the budgeted search against every count of nodes, each simulated, over the same model.</summary>
    [Fact]
    public void Curves_PickCostsWhatTheBestOfAllCosts()
    {
        Assert.SkipWhen(SharedFolder.Path is null, SharedFolder.SkipReason);
        var regrets = new List<double>();
        foreach (var curve in Thoroughness.Choose(Curves.All, 4))
        {
            var (found, best) = (Cheapest(curve, everything: false), Cheapest(curve, everything: true));
            regrets.Add((double)(found / best - 1));
            output.WriteLine($"{curve.Log,-28} {found:0.000000} against {best:0.000000}: {regrets[^1]:P2}");
        }
        regrets.Sort();
        output.WriteLine($"median {regrets[regrets.Count / 2]:P2}, worst {regrets[^1]:P2} over {regrets.Count}");
        Assert.InRange(regrets[regrets.Count / 2], -1e-9, 0.02);
    }

    /// <summary>Fewer executors than any that was simulated take longer: what is known of more says nothing of them.</summary>
    [Fact]
    public void BelowTheSimulatedCounts_NoTimeIsKnown()
    {
        var model = Preparation.Prepare([SizedJobs.Run(executors: 8, stages: 1, waves: 2)], new SizingRequest(), default).Job!.Model;
        static ExecutorCount Of(int executors) => new(executors, 4);
        var faster = SpeedClass.Observed with { Cpu = 0.5 };
        model.Simulate([(SpeedClass.Observed, Of(4)), (SpeedClass.Observed, Of(8)), (faster, Of(4))]);

        Assert.Null(model.At(SpeedClass.Observed, Of(2)));
        Assert.InRange(model.At(SpeedClass.Observed, Of(6))!.EndMs,
            model.At(SpeedClass.Observed, Of(8))!.EndMs, model.At(SpeedClass.Observed, Of(4))!.EndMs);
        Assert.Equal(model.At(SpeedClass.Observed, Of(8)), model.At(SpeedClass.Observed, Of(16)));
        Assert.Null(model.At(faster, Of(16)));
    }

    /// <summary>As many as the budget leaves a log of 100,000 tasks.</summary>
    const int SimulationsOfALongLog = 80;

    static decimal Cheapest(CurveRun curve, bool everything)
    {
        var request = new SizingRequest
        {
            MaxNodes = 24,
            Platforms = [SizingPlatform.EmrOnEc2, SizingPlatform.Glue, SizingPlatform.EmrOnEks]
        };
        var job = Preparation.Prepare([curve.Plan.Run], request, default,
            taskBudget: everything ? long.MaxValue / 2
            : SimulationsOfALongLog * curve.Plan.TaskCount).Job! with
        { EveryCount = everything };
        var options = ClusterSizer.OptionsOf(job);
        var search = new OptionSearch(job, options, new Estimator(job), (_, _) => { });
        search.SimulateGrid();
        var best = everything ? search.Estimates().Aggregate((a, b) => OptionSearch.Compare(b, a, job.DeadlineMs) < 0 ? b : a)
            : search.BestOfKinds().Values.Aggregate((a, b) => OptionSearch.Compare(b, a, job.DeadlineMs) < 0 ? b : a);
        if (everything) Assert.True(best.Exact);
        // what the budgeted search believes may not be so: its pick is simulated before it is compared
        job.Model.Simulate([(best.Option.Speed, best.Option.Count)]);
        best = new Estimator(job).Of(best.Option)!;
        return best.Usd;
    }
}
