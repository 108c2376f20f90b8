using Rightsizer.Analyzer.Model;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Analyzer.Facts;

/// <summary>The part of a plan between two exchanges: what runs in one stage.</summary>
sealed class PlanSegment
{
    PlanSegment(SparkPlanInfo? writes) => Writes = writes;

    /// <summary>The exchange that takes the stage's output; null at the top of the plan.</summary>
    public SparkPlanInfo? Writes { get; }

    /// <summary>Parents before children, without the exchanges.</summary>
    public List<SparkPlanInfo> Nodes { get; } = [];

    /// <summary>Shuffles that the stage reads.</summary>
    public List<SparkPlanInfo> Reads { get; } = [];

    /// <summary>The segment that most of the stage's metrics belong to; null where the plan and the stage share none.</summary>
    public static PlanSegment? Find(StageAttempt stage, SqlExecution sql) =>
        sql.Plan is { } plan ? PlanCut.Cut(plan).SegmentOf(stage) : null;

    /// <summary>The segments of a plan, from its top.</summary>
    internal static List<PlanSegment> Cut(SparkPlanInfo plan)
    {
        var all = new List<PlanSegment>();
        var left = new Stack<(SparkPlanInfo Node, PlanSegment Segment)>();
        left.Push((plan, Begin(null)));
        while (left.TryPop(out var at))
        {
            var (node, segment) = at;
            var isShuffle = IsShuffle(node);
            if (isShuffle) segment.Reads.Add(node);
            else if (!IsBroadcast(node)) segment.Nodes.Add(node);
            for (var c = node.Children.Count - 1; c >= 0; c--)
                left.Push((node.Children[c], isShuffle || IsBroadcast(node) || node.NodeName.Contains("Subquery", StringComparison.Ordinal)
                    ? Begin(isShuffle ? node : null) : segment));
        }
        return all;

        PlanSegment Begin(SparkPlanInfo? writes)
        {
            all.Add(new(writes));
            return all[^1];
        }
    }

    /// <summary>
    /// How many of the metrics that a stage of this segment reports are among some: of an exchange, those of the side that the segment
    /// is on.
    /// </summary>
    internal int Count(HashSet<long> reported)
    {
        var count = 0;
        foreach (var node in Nodes) count += Count(node, reported, null);
        foreach (var node in Reads) count += Count(node, reported, true);
        return Writes is null ? count : count + Count(Writes, reported, false);
    }

    static int Count(SparkPlanInfo node, HashSet<long> reported, bool? ofReader)
    {
        var count = 0;
        for (var i = 0; i < node.Metrics.Count; i++)
        {
            var metric = node.Metrics[i];
            if (reported.Contains(metric.AccumulatorId) && (ofReader is null || IsOfReader(metric.Name ?? "") == ofReader)) count++;
        }
        return count;
    }

    /// <summary>"local bytes read", "fetch wait time", "records read": the reading side of an exchange.</summary>
    internal static bool IsOfReader(string metric) =>
        metric.Contains("read", StringComparison.Ordinal) || metric.Contains("fetch", StringComparison.Ordinal);

    internal static bool IsBroadcast(SparkPlanInfo node) => node.NodeName.Contains("BroadcastExchange", StringComparison.Ordinal);

    /// <summary>Exchange, ReusedExchange and the exchanges of native engines.</summary>
    internal static bool IsShuffle(SparkPlanInfo node) => node.NodeName.Contains("Exchange", StringComparison.Ordinal)
        && !IsBroadcast(node);
}
