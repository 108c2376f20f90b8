using Rightsizer.Analyzer.Model;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Analyzer.Facts;

/// <summary>One operator of a query's last plan with what Spark measured of it.</summary>
public sealed record PlanOperator
{
    /// <summary>0 for the operator at the top, which gives the result.</summary>
    public required int Depth { get; init; }

    /// <summary>Spark's name of it: SortMergeJoin, Exchange, Scan parquet.</summary>
    public required string Name { get; init; }

    /// <summary>Spark's own line of it: keys, conditions, paths.</summary>
    public required string Text { get; init; }

    /// <summary>Stages that ran it, ascending; of an exchange those that write to it.</summary>
    public required IReadOnlyList<int> StageIds { get; init; }

    /// <summary>Of an exchange the stages that read from it, ascending; else empty.</summary>
    public IReadOnlyList<int> ReaderIds { get; init; } = [];

    /// <summary>
    /// Those of its stages whose topmost operator it is, the place to show what belongs to a stage as a whole. An exchange, which ends a
    /// stage, stands for it only where nothing else of it is shown. No stage has two.
    /// </summary>
    public IReadOnlyList<int> TopOf { get; init; } = [];

    /// <summary>Parts its stages from the next: what it did, it did at their end.</summary>
    public bool IsExchange { get; init; }

    /// <summary>Rows that it gave out; null where Spark does not count them.</summary>
    public long? Rows { get; init; }

    /// <summary>Bytes that it read from files, wrote to them, or sent to the next stage; null where it did none of these.</summary>
    public long? Bytes { get; init; }

    /// <summary>Null where it cannot spill.</summary>
    public long? SpilledBytes { get; init; }

    /// <summary>The longest of the times that Spark takes of the operator itself, summed over its tasks; null where it takes
    /// none.</summary>
    public long? OwnMs { get; init; }

    /// <summary>What <see cref="OwnMs"/> is: "sort time".</summary>
    public string? OwnMsName { get; init; }

    /// <summary>The operators of the latest plan, parents before children; wrappers that do no work of their own are left out.</summary>
    public static IReadOnlyList<PlanOperator> List(SqlExecution sql, IEnumerable<StageAttempt> stages)
    {
        if (sql.Plan is not { } plan) return [];
        var stagesOf = new Dictionary<long, SortedSet<int>>();
        foreach (var stage in stages)
        {
            foreach (var a in stage.Info.Accumulables)
            {
                if (!stagesOf.TryGetValue(a.Id, out var ids)) stagesOf[a.Id] = ids = [];
                ids.Add(stage.StageId);
            }
        }
        var all = new List<PlanOperator>();
        var topped = new HashSet<int>();
        var left = new Stack<(SparkPlanInfo Node, int Depth, IReadOnlyList<int> Above)>([(plan, 0, [])]);
        while (left.TryPop(out var at))
        {
            var (node, depth, above) = at;
            var isExchange = PlanSegment.IsShuffle(node);
            var own = Stages(node, m => !isExchange || IsOfWriter(m.Name ?? ""));
            // an operator without metrics runs where its parent does, unless an exchange parts them
            var ran = own.Count > 0 || isExchange ? own : above;
            var shown = !IsWrapper(node.NodeName);
            if (shown) all.Add(Operator(node, sql, depth, ran, isExchange));
            for (var c = node.Children.Count - 1; c >= 0; c--)
                left.Push((node.Children[c], depth + (shown ? 1 : 0), isExchange || PlanSegment.IsBroadcast(node) ? [] : ran));
        }
        foreach (var wanted in new[] { false, true })
        {
            for (var i = 0; i < all.Count; i++)
            {
                if (all[i].IsExchange == wanted) all[i] = all[i] with { TopOf = [.. all[i].StageIds.Where(topped.Add)] };
            }
        }
        return all;

        IReadOnlyList<int> Stages(SparkPlanInfo node, Func<SqlPlanMetric, bool> counts)
        {
            var ids = new SortedSet<int>();
            foreach (var m in node.Metrics.Where(counts))
            {
                if (stagesOf.TryGetValue(m.AccumulatorId, out var of)) ids.UnionWith(of);
            }
            return [.. ids];
        }

        PlanOperator Operator(SparkPlanInfo node, SqlExecution sql, int depth, IReadOnlyList<int> ran, bool isExchange)
        {
            var time = node.Metrics.Where(m => m.MetricType is "timing" or "nsTiming"
                && m.Name is not ("duration" or "remote reqs duration"))
                .Select(m => (m.Name, Ms: sql.Sums.TryGetValue(m.AccumulatorId, out var v) ? m.MetricType == "nsTiming" ? v / 1_000_000
                    : v : 0))
                .OrderByDescending(t => t.Ms).FirstOrDefault();
            return new()
            {
                Depth = depth,
                Name = ShortName(node.NodeName),
                Text = node.SimpleString,
                StageIds = ran,
                ReaderIds = isExchange ? Stages(node, m => !IsOfWriter(m.Name ?? "")) : [],
                IsExchange = isExchange || PlanSegment.IsBroadcast(node),
                Rows = First(node, "number of output rows", "shuffle records written", "records read"),
                Bytes = First(node, "shuffle bytes written", "size of files read", "written output", "data size"),
                SpilledBytes = First(node, "spill size"),
                OwnMs = time.Ms > 0 ? time.Ms : null,
                OwnMsName = time.Ms > 0 ? time.Name : null,
            };
        }

        long? First(SparkPlanInfo node, params string[] names) =>
            names.Select(n => StagePlan.Sum(sql, node, n)).FirstOrDefault(v => v is >= 0);
    }

    /// <summary>"shuffle records written", "shuffle write time", "data size": the writing side of an exchange.</summary>
    static bool IsOfWriter(string metric) => metric.Contains("writ", StringComparison.Ordinal)
        || metric is "data size" or "number of partitions";

    /// <summary>A node that only holds others: it has no rows and no time of its own.</summary>
    internal static bool IsWrapper(string name) => name.StartsWith("WholeStageCodegen", StringComparison.Ordinal)
        || name.EndsWith("QueryStage", StringComparison.Ordinal) || name is "InputAdapter" or "AdaptiveSparkPlan" or "AQEShuffleRead"
            or "CustomShuffleReader" or "ColumnarToRow" or "RowToColumnar" or "Project";

    /// <summary>"Scan parquet spark_catalog.default.orders" without the catalogue; "Execute InsertIntoHadoopFsRelationCommand" as a
    /// write.</summary>
    internal static string ShortName(string name)
    {
        var trimmed = name.Trim();
        if (trimmed.StartsWith("Execute InsertInto", StringComparison.Ordinal)) return "Write files";
        return trimmed.StartsWith("Scan ", StringComparison.Ordinal)
            ? trimmed.Replace("spark_catalog.", "", StringComparison.Ordinal).Replace("default.", "", StringComparison.Ordinal) : trimmed;
    }
}
