using Rightsizer.Analyzer.Model;

namespace Rightsizer.Analyzer.Facts.Tables;

/// <summary>What UPDATE, DELETE or MERGE did to the files of a Delta table, by the metrics of its command.</summary>
/// <param name="Sql">The query of the command.</param>
/// <param name="FilesAdded">"number of files added", to the target of a merge.</param>
/// <param name="BytesAdded">Bytes in them.</param>
/// <param name="FilesRemoved">"number of files removed".</param>
/// <param name="BytesRemoved">Bytes in them.</param>
/// <param name="RowsChanged">Rows updated, deleted and inserted.</param>
/// <param name="RowsCopied">Rows that were written again unchanged, because they were in the same file.</param>
/// <param name="ScanMs">"time taken to scan the files for matches".</param>
/// <param name="RewriteMs">"time taken to rewrite the matched files".</param>
sealed record TableRewrite(
    SqlExecution Sql, long FilesAdded, long BytesAdded, long FilesRemoved, long BytesRemoved, long RowsChanged, long RowsCopied,
    long ScanMs, long RewriteMs)
{
    /// <summary>Null where the query is no such command, or its metrics are not in the log.</summary>
    public static TableRewrite? Read(SqlExecution sql)
    {
        if (sql.Plan is not { } top || !top.NodeName.StartsWith("Execute ", StringComparison.Ordinal)) return null;
        if (First("number of files added.", "number of files added", "number of files added to target") is not { } added) return null;
        return new(sql, added, First("number of bytes added", "number of target bytes added") ?? 0,
            First("number of files removed.", "number of files removed", "number of files removed to target") ?? 0,
            First("number of bytes removed", "number of target bytes removed") ?? 0,
            Sum("number of rows updated.", "number of rows updated", "number of rows deleted.", "number of rows deleted",
                "number of updated rows", "number of deleted rows", "number of inserted rows"),
            Sum("number of rows copied.", "number of rows copied", "number of target rows rewritten unmodified"),
            First("time taken to scan the files for matches") ?? 0, First("time taken to rewrite the matched files") ?? 0);

        long? First(params string[] names) => names.Select(Value).FirstOrDefault(v => v is not null);

        long Sum(params string[] names) => names.Sum(n => Value(n) ?? 0);

        // Delta counts rows in tasks and sends the same count from the driver in the end: Spark's own page shows the sum of both
        long? Value(string name) => top.Metrics.FirstOrDefault(m => m.Name == name) is not { Name: not null } metric ? null
            : Sent(metric.AccumulatorId) ?? StagePlan.Sum(sql, top, name);

        long? Sent(long id) => sql.DriverAccumUpdates.Where(u => u.AccumulatorId == id).Select(u => (long?)u.Value).LastOrDefault();
    }
}
