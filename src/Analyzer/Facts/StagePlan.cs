using System.Buffers;
using Rightsizer.Analyzer.Model;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Analyzer.Facts;

/// <summary>The plan nodes that ran in one stage: those with a metric among the stage's accumulables.</summary>
static class StagePlan
{
    /// <param name="stage">The stage attempt.</param>
    /// <param name="sql">Its query.</param>
    /// <param name="wanted">Nodes that are asked for; null for all.</param>
    public static IReadOnlyList<SparkPlanInfo> NodesOf(StageAttempt stage, SqlExecution? sql, Func<SparkPlanInfo, bool>? wanted = null)
    {
        if (sql is null) return [];
        // most plans have none of the nodes that are asked for
        var nodes = wanted is null ? sql.PlanNodes : [.. sql.PlanNodes.Where(wanted)];
        if (nodes.Count == 0) return [];
        var seen = MetricsOf(stage);
        return [.. nodes.Where(n => n.Metrics.Any(m => seen.Contains(m.AccumulatorId)))];
    }

    /// <summary>
    /// The same with the operators above them up to the next exchange: a window that never spilled has no metric to be seen by.
    /// </summary>
    public static IReadOnlyList<SparkPlanInfo> OperatorsOf(StageAttempt stage, SqlExecution? sql)
    {
        var seen = NodesOf(stage, sql).ToHashSet(ReferenceEqualityComparer.Instance);
        if (sql?.Plan is not { } root || seen.Count == 0) return [];
        var found = new List<SparkPlanInfo>();
        Walk(root);
        return found;

        bool Walk(SparkPlanInfo node)
        {
            var below = false;
            foreach (var child in node.Children) below |= Walk(child);
            var isExchange = node.NodeName.Contains("Exchange", StringComparison.Ordinal);
            var ran = seen.Contains(node) || below && !isExchange;
            if (ran) found.Add(node);
            // an exchange is written by the stage below it and read by the one above
            return ran && !isExchange;
        }
    }

    /// <summary>Ids of the metrics that the stage reports.</summary>
    public static HashSet<long> MetricsOf(StageAttempt stage)
    {
        var ids = new HashSet<long>(stage.Info.Accumulables.Count);
        foreach (var a in stage.Info.Accumulables) ids.Add(a.Id);
        return ids;
    }

    public static bool IsWindow(SparkPlanInfo node) => node.NodeName.StartsWith("Window", StringComparison.Ordinal);

    public static bool IsJoin(SparkPlanInfo node) => node.NodeName.Contains("Join", StringComparison.Ordinal);

    /// <summary>A join that compares every row of one side with every row of the other.</summary>
    public static bool IsCrossJoin(SparkPlanInfo node) => node.NodeName is "CartesianProduct" or "BroadcastNestedLoopJoin";

    public static bool IsAggregate(SparkPlanInfo node) =>
        node.NodeName.Contains("Aggregate", StringComparison.Ordinal) || node.NodeName.Contains("Window", StringComparison.Ordinal);

    /// <summary>
    /// An operator, RDD or scope whose name says that its rows pass through a Python worker: ArrowEvalPython, PythonRDD, MapInPandas,
    /// MapInArrow (Spark's execution.python package).
    /// </summary>
    public static bool NamesPython(string? name) => name.AsSpan().ContainsAny(pythonWords);

    static readonly SearchValues<string> pythonWords = SearchValues.Create(["Python", "Pandas", "InArrow"], StringComparison.Ordinal);

    public static bool IsPython(SparkPlanInfo node) => NamesPython(node.NodeName);

    /// <summary>Sum of a metric of a node; null when it got no value.</summary>
    public static long? Sum(SqlExecution sql, SparkPlanInfo node, string name)
    {
        for (var i = 0; i < node.Metrics.Count; i++)
        {
            if (node.Metrics[i].Name == name) return sql.Sums.TryGetValue(node.Metrics[i].AccumulatorId, out var sum) ? sum : null;
        }
        return null;
    }
}
