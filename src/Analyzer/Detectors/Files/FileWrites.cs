using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Facts.Tables;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Analyzer.Detectors.Files;

/// <summary>One write of files and the stage that did it.</summary>
/// <param name="Tasks">The writing stage.</param>
/// <param name="Files">Files written.</param>
/// <param name="Bytes">Bytes in them.</param>
/// <param name="Partitions">Dynamic partitions; 0 when there are none.</param>
/// <param name="IsCounted">True when Spark counted the files, false when a file a task is taken.</param>
/// <param name="Path">Where to; null when the plan does not say.</param>
/// <param name="PartitionColumns">Of the write command.</param>
sealed record FileWrite(
    StageTasks Tasks, long Files, long Bytes, long Partitions, bool IsCounted, string? Path, IReadOnlyList<string> PartitionColumns)
{
    /// <summary>Of the table that is written to; null for plain files.</summary>
    public TableFormat? Format { get; init; }

    public long FilesNeeded { get; } = FileCost.FilesNeeded(Bytes, Partitions);
}

/// <summary>Finds writes: SQL executions by the driver's counts, other stages by their output.</summary>
static class FileWrites
{
    public static IEnumerable<FileWrite> Find(RunFacts facts)
    {
        var writers = facts.ExecutedStages.Where(s => s.Count > 0 && s.Sum(TaskMetric.OutputBytes) > 0).ToList();
        foreach (var sql in facts.Run.SqlExecutions)
        {
            if (sql.FilesWritten is not > 0 || sql.BytesWritten is not >= 0) continue;
            var tasks = writers.Where(s => facts.SqlOf(s.Stage)?.Id == sql.Id).MaxBy(s => s.Sum(TaskMetric.OutputBytes));
            if (tasks is null) continue;
            var command = sql.Writes.Count > 0 ? sql.Writes[^1] : null;
            yield return new(tasks, sql.FilesWritten.Value, sql.BytesWritten.Value, sql.DynamicPartitions ?? 0, true,
                command?.Path ?? command?.Table, command?.PartitionColumns ?? [])
            {
                Format = facts.Tables.Of(sql)?.Format,
            };
        }
        foreach (var rewrite in facts.Run.SqlExecutions.Select(TableRewrite.Read).OfType<TableRewrite>().Where(r => r.FilesAdded > 0))
        {
            // the command's own query has no jobs: those of the queries that it started write
            var tasks = writers.Where(s => facts.SqlOf(s.Stage) is { } of && of.RootExecutionId == rewrite.Sql.Id)
                .MaxBy(s => s.Sum(TaskMetric.OutputBytes));
            if (tasks is null) continue;
            yield return new(tasks, rewrite.FilesAdded, rewrite.BytesAdded, 0, true, facts.Tables.Of(rewrite.Sql)?.Table, [])
            {
                Format = TableFormat.Delta,
            };
        }
        // saveAsTextFile and its kin: a task writes a file, and nothing counts them
        foreach (var s in writers.Where(s => facts.SqlOf(s.Stage) is null))
            yield return new(
                s, s.Rows.Count(r => s.Metric(r, TaskMetric.OutputBytes) > 0), (long)s.Sum(TaskMetric.OutputBytes), 0, false, null, []);
    }
}
