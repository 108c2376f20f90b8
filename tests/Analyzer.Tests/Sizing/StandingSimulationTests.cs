using Rightsizer.Analyzer.Answers.Study;

namespace Rightsizer.Analyzer.Tests.Sizing;

public class StandingSimulationTests
{
    const long Second = 1000;

    [Fact]
    public void FixedCluster_SecondRunWaitsUntilTheFirstMakesRoom()
    {
        // 4 nodes: 3 in use for 100 s; 2 more do not fit, so the second, asked for at 10 s, starts at 100 s
        var o = StandingSimulation.Run([new(0, 100 * Second, 3), new(10 * Second, 50 * Second, 2)], StandingRule.Fixed(4));

        Assert.Equal([0, 90 * Second], o.WaitMs);
        Assert.Equal(150 * Second, o.EndMs);
        Assert.Equal(4 * 150 * Second, o.NodeMs);
        Assert.Equal((3 * 100 + 2 * 50) * Second, o.UsedNodeMs);
    }

    [Fact]
    public void FixedCluster_SmallRunBehindALargeOneWaitsItsTurn()
    {
        // first come, first served: the third would fit beside the first but stands behind the second
        var o = StandingSimulation.Run(
            [new(0, 100 * Second, 3), new(1 * Second, 10 * Second, 4), new(2 * Second, 10 * Second, 1)], StandingRule.Fixed(4));

        Assert.Equal([0, 99 * Second, 108 * Second], o.WaitMs);
    }

    [Fact]
    public void RunLargerThanTheCluster_TakesAsMuchLongerAsItLacks()
    {
        var o = StandingSimulation.Run([new(0, 100 * Second, 8)], StandingRule.Fixed(4));

        Assert.Equal(200 * Second, o.EndMs);
    }

    [Fact]
    public void ScalingCluster_GrowsAfterTheLagAndShrinksAfterIdling()
    {
        // 2 nodes stand; 4 more asked for at 100 s are paid from then, come at 310 s, idle from 410 s and go at 710 s; 2 stand to 1,000 s
        var o = StandingSimulation.Run(
            [new(100 * Second, 100 * Second, 6)], new StandingRule(2, 10, 210 * Second, 300 * Second), 1000 * Second);

        Assert.Equal([210 * Second], o.WaitMs);
        Assert.Equal(6, o.PeakNodes);
        Assert.Equal((2 * 1000 + 4 * (210 + 100 + 300)) * Second, o.NodeMs);
    }

    [Fact]
    public void ScalingCluster_LetsEachNodeGoAfterItsOwnIdling()
    {
        // 3 nodes come at 210 s for an hour; 1 for a run every 250 s keeps itself busy, and does not keep the others
        var small = Enumerable.Range(0, 10).Select(i => new StandingDemand((4000 + 250 * i) * Second, 100 * Second, 1));
        var o = StandingSimulation.Run(
            [new(0, 3600 * Second, 3), .. small], new StandingRule(0, 10, 210 * Second, 300 * Second));

        // the large run ends at 3,810 s; two nodes go at 4,110 s, the one in use from 4,000 s goes 300 s after the last small run
        Assert.Equal((2 * 4110 + 4000 + 250 * 9 + 100 + 300) * Second, o.NodeMs);
        Assert.Equal(0, o.WaitMs[^1]);
    }

    [Fact]
    public void ScalingCluster_FractionsOfNodesIdleAsWholeNodes()
    {
        // three runs of a third of a node each end at 310, 410 and 510 s: the node is idle from 510 s and goes at 810 s
        var o = StandingSimulation.Run([new(0, 100 * Second, 1 / 3.0), new(0, 200 * Second, 1 / 3.0), new(0, 300 * Second, 1 / 3.0)],
            new StandingRule(0, 10, 210 * Second, 300 * Second));

        Assert.Equal(1, o.PeakNodes);
        Assert.Equal(810 * Second, o.NodeMs, 0.001);
    }

    [Fact]
    public void Fewest_IsTheSmallestOnWhichNobodyWaitsTenMinutes()
    {
        // three runs of 2 nodes for 20 min, 5 min apart: on 4 nodes the third waits 10 min, on 3 nodes the second waits 15
        StandingDemand[] demands = [new(0, 1200 * Second, 2), new(300 * Second, 1200 * Second, 2), new(600 * Second, 1200 * Second, 2)];

        Assert.Equal(4, StandingSimulation.Fewest(demands, 1, 100));
        Assert.Equal(600 * Second, StandingSimulation.Run(demands, StandingRule.Fixed(4)).WaitMs.Max());
    }

    [Fact]
    public void ManyRuns_CostWhatNodesByNodeAccountingSays()
    {
        // the former account of the fleet report: nodes start beside the run, idle ones are kept 300 s and the latest is used first;
        // with nodes that start at once both are the same
        var random = new Random(7);
        var demands = Enumerable.Range(0, 300).Select(_ => new StandingDemand(
            random.Next(0, 200_000) * Second, random.Next(1, 3000) * Second, random.Next(1, 9))).OrderBy(d => d.StartMs).ToList();

        var o = StandingSimulation.Run(demands, new StandingRule(0, int.MaxValue, 0, 300 * Second));

        Assert.All(o.WaitMs, w => Assert.Equal(0, w));
        Assert.Equal(ByNodes(demands, 300 * Second), o.NodeMs);
    }

    /// <summary>Each node by itself: the one that became free last is taken; who is free for longer than the time kept is gone.</summary>
    static double ByNodes(List<StandingDemand> demands, long keepMs)
    {
        var nodes = new List<(long StartMs, long FreeMs)>();
        double total = 0;
        foreach (var d in demands)
        {
            for (var n = 0; n < (int)d.Nodes; n++)
            {
                var at = -1;
                for (var i = 0; i < nodes.Count; i++)
                {
                    var free = nodes[i].FreeMs;
                    if (free <= d.StartMs && d.StartMs <= free + keepMs && (at < 0 || free > nodes[at].FreeMs)) at = i;
                }
                if (at < 0) nodes.Add((d.StartMs, d.StartMs + d.Ms));
                else nodes[at] = (nodes[at].StartMs, d.StartMs + d.Ms);
            }
        }
        foreach (var (start, free) in nodes) total += free + keepMs - start;
        return total;
    }
}
