using Rightsizer.Analyzer.Timing.Spot;
using Rightsizer.Analyzer.Model;
using Rightsizer.Analyzer.Replay;
using Rightsizer.TestSupport;
using Xunit;

namespace Rightsizer.Analyzer.Tests.Sizing;

/// <summary>Simulated interruptions against what pencil and paper give to first order.</summary>
public class SpotSimulationTests
{
    const long RunMs = 3_600_000;

    /// <summary>One executor of 4 slots, always full: 60 waves of 4 tasks of a minute, no shuffle.</summary>
    static SpotTimeline FullHour()
    {
        var sketch = new RunSketch(RunMs).Executor("1", 4);
        var tasks = Enumerable.Range(0, 240).Select(i => new SketchTask(i, i / 4 * 60_000L, 60_000, "1")).ToArray();
        sketch.Stage(0, 0, 0, RunMs, [], tasks).Job(0, 0, RunMs, 0);
        var plan = RunReplay.Prepare(sketch.Build()).Plan!;
        return SpotTimeline.Build(plan, Simulator.Run(plan, new FixedShape(1, 4)));
    }

    static SpotCase Case(double interruptionsPerHour, double refillMs) => new()
    {
        Timeline = FullHour(),
        Pools = [new SpotPool("m5.xlarge", 4, interruptionsPerHour)],
        Nodes = 4,
        TimeSpread = 0.03,
        PriceSpread = 0,
        FixedUsdPerHour = 0.5m,
        SpotUsdPerHour = 0.08m,
        SpotExtrasUsdPerHour = 0.05m,
        StartUpMs = 0,
        GivenRefillMs = refillMs,
        FreeWithinMs = 0,
    };

    [Theory]
    [InlineData(0.01)]
    [InlineData(0.03)]
    [InlineData(0.1)]
    public void OnePool_ReplacedAtOnce_ExtraTimeIsThatOfTheClosedForm(double lambdaT)
    {
        var simulation = SpotSimulation.Simulate(Case(lambdaT, refillMs: 0));

        // docs/science.md 6: E[extra] = lambda T x killed share x slots x d/2 / slots. An event comes at lambda / 0.9 and takes 0.9 of the
        // nodes; a task of 60 s is half done.
        Assert.Equal(lambdaT * 30_000, simulation.MeanExtraMs, 0.02 * lambdaT * 30_000);
    }

    [Theory]
    [InlineData(0.01)]
    [InlineData(0.1)]
    public void OnePool_ReplacedLater_TheMissingNodesDelayTheRest(double lambdaT)
    {
        const double refill = 240_000, spread = 0.5;
        var simulation = SpotSimulation.Simulate(Case(lambdaT, refill));

        // mean of a lognormal: median x exp(spread² / 2); 0.9 of all nodes are gone so long, unless the run ends before (240 s of an hour)
        var meanRefill = refill * Math.Exp(spread * spread / 2);
        var closed = lambdaT * (30_000 + meanRefill);
        Assert.Equal(closed, simulation.MeanExtraMs, 0.02 * closed);
    }

    [Theory]
    [InlineData(0.01)]
    [InlineData(0.1)]
    public void OnePool_ExtraCostIsTheExtraTimeOfTheWholeCluster(double lambdaT)
    {
        var simulation = SpotSimulation.Simulate(Case(lambdaT, refillMs: 0));

        // 0.50 + 4 x (0.08 + 0.05) = 1.02 USD an hour for lambda T x 30 s
        var closed = lambdaT * 30 / 3600 * 1.02;
        Assert.Equal(closed, (double)simulation.MeanExtraUsd, 0.02 * closed);
    }

    [Fact]
    public void InterruptedInTheFirstHour_EveryInstanceHourUpToThereIsFree()
    {
        const double lambdaT = 0.05;
        var charged = SpotSimulation.Simulate(Case(lambdaT, 0));
        var free = SpotSimulation.Simulate(Case(lambdaT, 0) with { FreeWithinMs = 3_600_000 });

        // 0.9 x 4 nodes that lived half an hour on average, at 0.08 an hour, at lambda / 0.9 events an hour
        var closed = lambdaT * 4 * 0.5 * 0.08;
        Assert.Equal(closed, (double)(charged.MeanUsd - free.MeanUsd), 0.02 * closed);
    }

    [Fact]
    public void Weights_AreThoseOfPoisson()
    {
        var simulation = SpotSimulation.Simulate(Case(0.09, 0));

        Assert.Equal(1, simulation.Runs.Sum(r => r.Weight), 9);
        // events at 0.09 / 0.9 = 0.1 an hour: exp(-0.1) of the runs meet none
        Assert.Equal(1 - 0.904837418, simulation.InterruptedProbability, 6);
        Assert.Equal(0.904837418, simulation.Runs.Where(r => r.ExtraMs == 0).Sum(r => r.Weight), 6);
    }

    [Fact]
    public void NoInterruptions_CostsNothingMore()
    {
        var simulation = SpotSimulation.Simulate(Case(0, 240_000));

        Assert.Equal(0, simulation.MeanExtraMs);
        Assert.Equal(0, simulation.MeanExtraUsd);
    }

    [Fact]
    public void Band_IsTurnedIntoARate()
    {
        // -ln(1 - 0.175) over the middle of 10 and 730 hours: 0.192371893 / 85.440037
        Assert.Equal(0.002251543, SpotPool.RateOf(new("15-20%", null, null)), 8);
        // eight in ten between an instance that lived 10 hours and one that lived the month
        Assert.Equal(0.192371893 / 10, 0.002251543 * Math.Exp(1.2815515655 * SpotPool.BandSpread), 5);
    }

    /// <summary>An hour's run after an hour of start-up is exposed for two: exp(-0.2) of the runs meet none.</summary>
    [Fact]
    public void StartUp_IsExposedAsWell_AndLosesNoWork()
    {
        var c = Case(0.09, 0) with { StartUpMs = 3_600_000 };
        var simulation = SpotSimulation.Simulate(c);

        Assert.Equal(1 - Math.Exp(-0.1 * (c.RunMs + c.StartUpMs) / 3_600_000), simulation.InterruptedProbability, 6);
        // with nodes back at once, whoever is hit before the start loses nothing
        Assert.True(simulation.Runs.Where(r => r.ExtraMs == 0).Sum(r => r.Weight) > 1 - simulation.InterruptedProbability + 0.02);
    }

    /// <summary>Twice as many pay for it at ten times the rate: a sensitivity that does not move says nothing.</summary>
    [Fact]
    public void UnsureRate_SpreadsTheCounts_AndTenfoldMoves()
    {
        var sure = SpotSimulation.Simulate(Case(0.09, 240_000));
        var unsure = SpotSimulation.Simulate(Case(0.09, 240_000) with { RateSpread = SpotPool.BandSpread });

        Assert.Equal(1, unsure.Runs.Sum(r => r.Weight), 9);
        // the same median rate, but a tenth of the jobs has 8.5 times as many: more meet two or more
        Assert.True(unsure.InterruptedProbability > sure.InterruptedProbability);
        var tenfold = SpotSimulation.Simulate((Case(0.09, 240_000) with { RateSpread = SpotPool.BandSpread }).WithRate(10));
        Assert.True(tenfold.InterruptedProbability > 2 * unsure.InterruptedProbability);
        Assert.True(tenfold.MeanExtraMs > 2 * unsure.MeanExtraMs);
    }
}
