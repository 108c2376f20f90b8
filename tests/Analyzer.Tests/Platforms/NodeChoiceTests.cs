using Rightsizer.Analyzer.Answers.Diagnosis;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Facts.Clusters;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer.Ledgers.Prices;
using Rightsizer.Analyzer.Platforms.EmrOnEc2;
using Rightsizer.Analyzer.Timing;
using Rightsizer.TestSupport;

namespace Rightsizer.Analyzer.Tests.Platforms;

/// <summary>The nodes that are chosen are the cheapest of all that hold the executors, which the test finds by asking each type.</summary>
public class NodeChoiceTests
{
    const long MasterMib = 896;

    static Alternatives Moved(int executors, int cores, string region)
    {
        var sketch = new RunSketch(600_000);
        for (var i = 1; i <= executors; i++) sketch.Executor($"{i}", cores, host: $"h{i}");
        var run = sketch.Build();
        return new Alternatives(run, RunShape.Read(run, out _)!, region, new PriceContext(), []);
    }

    public static TheoryData<int, int, string, string, bool> Runs()
    {
        var data = new TheoryData<int, int, string, string, bool>();
        foreach (var executors in new[] { 1, 3, 20 })
        {
            foreach (var cores in new[] { 1, 4, 15 })
            {
                foreach (var region in new[] { "us-east-1", "eu-south-2" })
                {
                    foreach (var arch in new[] { "x86_64", "arm64" }) data.Add(executors, cores, region, arch, executors == 3);
                }
            }
        }
        return data;
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public void ForYarn_IsTheCheapestOfAllThatFit(int executors, int cores, string region, string arch, bool onSpot)
    {
        const long containerMib = 5_000;
        var run = Moved(executors, cores, region);

        (decimal Usd, int Nodes, string Type)? best = null;
        foreach (var node in OfferedNode.All(run.Book, region, arch))
        {
            if (node.YarnMib is not { } mib || !node.Type.RunsOnEmr(run.Release) || onSpot && !node.HasSpot) continue;
            var perNode = (int)Math.Min(mib / containerMib, node.Type.Vcpu / cores);
            if (perNode < 1 || node.UsdPerHour(emr: true) is not { } usd) continue;
            var nodes = NodeChoice.NodesWithMaster(executors, perNode, mib, containerMib, MasterMib);
            if (nodes < 1) continue;
            var busy = Math.Min(1, (double)Math.Min(perNode, executors) * cores / node.Type.Vcpu);
            var total = nodes * usd * (decimal)run.TimeRatio(Machine.On(node.Type, busy));
            if (best is null || (total, nodes).CompareTo((best.Value.Usd, best.Value.Nodes)) < 0) best = (total, nodes, node.Type.Name);
        }

        var chosen = NodeChoice.ForYarn(run, arch, containerMib, MasterMib, onSpot ? Purchase.Spot : Purchase.OnDemand);
        Assert.Equal((best?.Nodes, best?.Type), (chosen?.Nodes, chosen?.Type.Name));
    }
}
