using Rightsizer.Analyzer.Answers.Study;

namespace Rightsizer.Analyzer.Tests.Sizing;

public class StandingSimulationTests
{
    const long Second = 1000;

    [Fact]
    public void FixedCluster_SecondRunWaitsUntilTheFirstMakesRoom()
    {
        // 4 nodes: 3 in use for 100 s; 2 more do not fit, so the second, asked for at 10 s, starts at 100 s
        var o = StandingSimulation.Run([new(0, 100 * Second, 3), new(10 * Second, 50 * Second, 2)], 4, 4, 0, 0, 0);

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
            [new(0, 100 * Second, 3), new(1 * Second, 10 * Second, 4), new(2 * Second, 10 * Second, 1)], 4, 4, 0, 0, 0);

        Assert.Equal([0, 99 * Second, 108 * Second], o.WaitMs);
    }

    [Fact]
    public void RunLargerThanTheCluster_TakesAsMuchLongerAsItLacks()
    {
        var o = StandingSimulation.Run([new(0, 100 * Second, 8)], 4, 4, 0, 0, 0);

        Assert.Equal(200 * Second, o.EndMs);
    }

    [Fact]
    public void ManagedCluster_GrowsAfterTheLagAndShrinksAfterIdling()
    {
        // 2 nodes stand; 6 asked for at 100 s come at 310 s; the run ends at 410 s; at 710 s the cluster is back at 2 until 1,000 s
        var o = StandingSimulation.Run([new(100 * Second, 100 * Second, 6)], 2, 10, 210 * Second, 300 * Second, 1000 * Second);

        Assert.Equal([210 * Second], o.WaitMs);
        Assert.Equal(6, o.PeakNodes);
        Assert.Equal((2 * 310 + 6 * 100 + 6 * 300 + 2 * 290) * Second, o.NodeMs);
    }
}
