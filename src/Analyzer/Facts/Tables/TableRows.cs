using Rightsizer.Analyzer.Model;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Analyzer.Facts.Tables;

/// <summary>Rows of a MERGE by what became of them: metrics of Spark's node MergeRows, since Spark 4.1 (SPARK-52578).</summary>
/// <param name="Inserted">"number of target rows inserted".</param>
/// <param name="Updated">"number of target rows updated".</param>
/// <param name="Deleted">"number of target rows deleted".</param>
/// <param name="Copied">"number of target rows copied unmodified because they did not match any action".</param>
public sealed record TableRows(long Inserted, long Updated, long Deleted, long Copied)
{
    /// <summary>Null where the plan has no such node, or its metrics are not in the log.</summary>
    /// <param name="sql">The query.</param>
    public static TableRows? Read(SqlExecution sql)
    {
        if (sql.PlanNodes.FirstOrDefault(n => n.NodeName == "MergeRows") is not { Metrics.Count: > 0 } node) return null;
        long?[] rows =
        [
            Sum(sql, node, "number of target rows inserted"), Sum(sql, node, "number of target rows updated"),
            Sum(sql, node, "number of target rows deleted"),
            Sum(sql, node, "number of target rows copied unmodified because they did not match any action"),
        ];
        return rows.All(r => r is null) ? null : new(rows[0] ?? 0, rows[1] ?? 0, rows[2] ?? 0, rows[3] ?? 0);
    }

    static long? Sum(SqlExecution sql, SparkPlanInfo node, string name) => StagePlan.Sum(sql, node, name);
}
