using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Model;
using Rightsizer.Analyzer.Numerics;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Analyzer.Replay;

/// <summary>
/// How many groups an aggregation found in all, and how many one task before the shuffle found in its part of the input: the tasks are
/// samples of one size, so the two show how fast groups came while the input grew from one part to all of it.
/// </summary>
/// <remarks>
/// New groups come ever more slowly as a sample grows, so what is worked out here are upper ends: where each task saw every group, more
/// rows add none. Where each task saw groups of its own the input may be sorted by them, and nothing is known.
/// </remarks>
sealed class GroupCounts
{
    /// <summary>Fewer tasks are no sample.</summary>
    const int LeastTasks = 8;

    readonly StageAttempt[] attempts;

    /// <summary>By place of the stage that writes the shuffle.</summary>
    readonly Dictionary<int, double> groups = [];

    public GroupCounts(ReplayPlan plan, StageAttempt[] attempts)
    {
        this.attempts = attempts;
        foreach (var sql in plan.Run.SqlExecutions)
        {
            var found = sql.PlanNodes.Where(n => n.NodeName.Contains("Aggregate", StringComparison.Ordinal))
                .Select(n => (Node: n, Exchange: Below(n))).Where(x => x.Exchange is not null).ToList();
            if (found.Count == 0) continue;
            var writerOf = WritersOf(plan, sql);
            foreach (var (node, exchange) in found)
            {
                if (StagePlan.Sum(sql, node, "number of output rows") is not (> 0 and var rows)) continue;
                foreach (var m in exchange!.Metrics.Where(IsWritten))
                {
                    if (writerOf.TryGetValue(m.AccumulatorId, out var place)) groups[place] = rows;
                }
            }
        }
    }

    /// <summary>Groups that came of what a stage wrote; 0 where the log does not count them.</summary>
    public double Of(int writer) => groups.GetValueOrDefault(writer);

    /// <summary>Groups in all over those that one task of the writer found, at least 1; null where the log does not tell.</summary>
    public double? OfOneTask(int writer) => Sample(writer)?.Ratio;

    /// <summary>
    /// Growth of the groups in all at twice the input, 0 to 1 at most: as fast as they came from one task's part to the whole.
    /// </summary>
    public double? GrowthAtMost(int writer) =>
        Sample(writer) is var (ratio, tasks) ? Math.Clamp(Math.Pow(2, Math.Log(ratio) / Math.Log(tasks)) - 1, 0, 1) : null;

    (double Ratio, int Tasks)? Sample(int writer)
    {
        if (!groups.TryGetValue(writer, out var all)) return null;
        var table = attempts[writer].Tasks;
        var written = new List<double>();
        for (var row = 0; row < table.Count; row++)
        {
            var rows = table.Metric(row, TaskMetric.ShuffleWriteRecords);
            if (rows > 0 && table.Status(row) is Model.TaskStatus.Success) written.Add(rows);
        }
        return written.Count < LeastTasks ? null : (Math.Max(1, all / Statistics.Median(written)), written.Count);
    }

    /// <summary>The exchange whose rows an aggregation puts together: nothing between the two makes or drops a row.</summary>
    static SparkPlanInfo? Below(SparkPlanInfo aggregate)
    {
        var node = aggregate;
        while (node.Children.Count == 1)
        {
            node = node.Children[0];
            var name = node.NodeName;
            if (name.StartsWith("Exchange", StringComparison.Ordinal)) return node;
            if (!name.StartsWith("WholeStageCodegen", StringComparison.Ordinal)
                && name is not ("InputAdapter" or "Sort" or "ShuffleQueryStage" or "AQEShuffleRead" or "CustomShuffleReader")) return null;
        }
        return null;
    }

    /// <summary>Places of a query's stages by the accumulators that they changed.</summary>
    Dictionary<long, int> WritersOf(ReplayPlan plan, SqlExecution sql)
    {
        var stages = sql.StageIds.ToHashSet();
        var places = new Dictionary<long, int>();
        for (var s = 0; s < plan.Stages.Count; s++)
        {
            if (!stages.Contains(plan.Stages[s].StageId)) continue;
            foreach (var a in attempts[s].Info.Accumulables) places[a.Id] = s;
        }
        return places;
    }

    /// <summary>Metrics of an exchange that its writer sets; its reader sets others.</summary>
    static bool IsWritten(SqlPlanMetric metric) =>
        metric.Name is "shuffle records written" or "shuffle bytes written"
            || metric.Name?.StartsWith("data size", StringComparison.Ordinal) == true;
}
