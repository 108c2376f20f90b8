using Rightsizer.Analyzer.Model;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Analyzer.Facts.Tables;

/// <summary>One read of an Iceberg table, as its metrics on the plan's node tell it.</summary>
/// <param name="Sql">The query.</param>
/// <param name="Node">BatchScan.</param>
/// <param name="Table">As the plan names it.</param>
sealed record TableScan(SqlExecution Sql, SparkPlanInfo Node, string Table)
{
    /// <value>"number of result data files".</value>
    public long DataFiles { get; private init; }

    /// <value>Bytes; "total data file size (bytes)".</value>
    public long DataBytes { get; private init; }

    /// <value>"number of skipped data files".</value>
    public long SkippedDataFiles { get; private init; }

    /// <value>"number of scanned data manifests" and "number of scanned delete manifests".</value>
    public long ScannedManifests { get; private init; }

    /// <value>"number of skipped data manifests" and "number of skipped delete manifest".</value>
    public long SkippedManifests { get; private init; }

    /// <value>"number of result delete files".</value>
    public long DeleteFiles { get; private init; }

    /// <value>"number of equality delete files", among <see cref="DeleteFiles"/>.</value>
    public long EqualityDeleteFiles { get; private init; }

    /// <value>Bytes; "total delete file size (bytes)".</value>
    public long DeleteBytes { get; private init; }

    /// <value>"number of row deletes applied".</value>
    public long RowDeletes { get; private init; }

    /// <value>Milliseconds on the driver; "total planning duration (ms)".</value>
    public long PlanningMs { get; private init; }

    /// <summary>The reads of Iceberg tables in a query's latest plan; metadata tables are left out.</summary>
    public static IEnumerable<TableScan> Read(SqlExecution sql)
    {
        foreach (var node in sql.PlanNodes.Where(n => n.NodeName.StartsWith("BatchScan", StringComparison.Ordinal)))
        {
            if (Sum("total planning duration (ms)") is not { } planning) continue;
            yield return new(sql, node, node.NodeName["BatchScan".Length..].Trim())
            {
                DataFiles = Sum("number of result data files") ?? 0,
                DataBytes = Sum("total data file size (bytes)") ?? 0,
                SkippedDataFiles = Sum("number of skipped data files") ?? 0,
                ScannedManifests = (Sum("number of scanned data manifests") ?? 0) + (Sum("number of scanned delete manifests") ?? 0),
                SkippedManifests = (Sum("number of skipped data manifests") ?? 0) + (Sum("number of skipped delete manifest") ?? 0),
                DeleteFiles = Sum("number of result delete files") ?? 0,
                EqualityDeleteFiles = Sum("number of equality delete files") ?? 0,
                DeleteBytes = Sum("total delete file size (bytes)") ?? 0,
                RowDeletes = Sum("number of row deletes applied") ?? 0,
                PlanningMs = planning,
            };

            long? Sum(string name) => StagePlan.Sum(sql, node, name);
        }
    }

    /// <summary>The format of the table that a scan reads: Iceberg by its metrics, Delta by its index of files.</summary>
    public static TableFormat? FormatOf(SparkPlanInfo scan) =>
        scan.Metrics.Any(m => m.MetricType?.Contains("org.apache.iceberg.", StringComparison.Ordinal) == true) ? TableFormat.Iceberg
            : scan.SimpleString.Contains("Location: Tahoe", StringComparison.Ordinal)
                || scan.SimpleString.Contains("Location: PreparedDeltaFileIndex", StringComparison.Ordinal) ? TableFormat.Delta : null;
}
