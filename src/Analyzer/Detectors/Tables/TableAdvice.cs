using Rightsizer.Analyzer.Facts.Tables;
using Rightsizer.Analyzer.Formatting;

namespace Rightsizer.Analyzer.Detectors.Tables;

/// <summary>
/// Advice in the words of a table's own format: commands and table properties, not settings of Spark that do nothing there.
/// </summary>
static class TableAdvice
{
    /// <summary>Larger files for a table that is read.</summary>
    /// <param name="format">Of the table.</param>
    /// <param name="table">As the plan names it; null where it does not.</param>
    /// <param name="why">With the job's numbers.</param>
    public static IEnumerable<Advice> Compact(TableFormat format, string? table, string why)
    {
        const string cost = "One rewrite of the small files; readers see it as a new version of the table.";
        var size = SettingText.Size(Files.FileCost.TargetBytes);
        switch (format)
        {
            case TableFormat.Iceberg:
                yield return new($"run CALL CATALOG.system.rewrite_data_files(table => '{table ?? "TABLE"}')", null, null, why, cost);
                yield return new($"set the table property write.target-file-size-bytes to {size} or more, and write.distribution-mode to "
                    + "hash", null, null, "Writers then make files of that size, one writer for each partition.",
                    "A shuffle of the rows that are written.");
                break;
            case TableFormat.Delta:
                yield return new($"run OPTIMIZE {Named(table)}", null, null, why, cost);
                yield return new("set the table properties delta.autoOptimize.optimizeWrite and delta.autoOptimize.autoCompact to true",
                    null, null, "Writers then make fewer, larger files, and small ones are merged after a write (Delta 3.1 and later).",
                    "Writes take longer: a shuffle before them, or a compaction after them.");
                break;
            case TableFormat.Hudi:
                yield return new("set hoodie.parquet.small.file.limit and hoodie.clustering.inline for the table", null, null, why, cost);
                break;
        }
    }

    /// <summary>A path becomes delta.`path`.</summary>
    static string Named(string? table) => table is null ? "TABLE" : table.Contains('/') ? $"delta.`{table}`" : table;
}
