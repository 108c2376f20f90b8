using Rightsizer.Analyzer.Facts.Tables;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Model;

namespace Rightsizer.Analyzer.Detectors.Tables;

/// <summary>A scan of an Iceberg table reads delete files as well as data files, and drops their rows again in every query.</summary>
sealed class DeleteFilesDetector : IDetector
{
    const int MinDeleteFiles = 10;
    const double MinDeleteRatio = 0.1;

    public DetectorDescriptor Descriptor { get; } = new(
        DetectorIds.DeleteFiles, "deleteFiles", "Delete files are read with a table", DetectorCategory.Files,
        [
            new("minDeleteFiles", MinDeleteFiles, "count", "a scan that opens fewer loses little: one opening each")
            { IsSettable = true },
            new("minDeleteRatio", MinDeleteRatio, "ratio", "delete files over data files of the scan; under it few tasks meet one"),
        ],
        new("Merge delete files into the data", Degree.Low, Degree.Low, "the data files with deletes are written again"));

    public Verdict Detect(ApplicationRun run, DetectorContext context)
    {
        var facts = context.Facts;
        var minFiles = context.Limit(Descriptor, "minDeleteFiles");
        var scans = run.SqlExecutions.Where(s => facts.Tables.Of(s)?.IsMaintenance != true).SelectMany(TableScan.Read).ToList();
        if (scans.Count == 0) return Verdict.NotApplicable("no scan reports the delete files of an Iceberg table");
        var many = scans.Where(s => s.DeleteFiles >= minFiles && s.DeleteFiles >= MinDeleteRatio * Math.Max(1, s.DataFiles))
            .OrderByDescending(s => s.DeleteFiles).ThenBy(s => s.Sql.Id).ToList();
        if (many.Count == 0) return Verdict.Clean("no scan reads many delete files");
        var top = many[0];
        double files = many.Sum(s => s.DeleteFiles);
        return new CauseFound
        {
            Where = [.. many.Take(20).Select(s => new FindingPlace
            {
                SqlExecutionId = s.Sql.Id, Label = facts.Tables.Of(s.Sql)?.Words ?? $"scan {TableCommand.Short(s.Table)}",
                Share = s.DeleteFiles / files,
            })],
            Evidence =
            [
                new("deleteFiles", top.DeleteFiles, "count", minFiles),
                new("equalityDeleteFiles", top.EqualityDeleteFiles, "count"),
                new("deleteBytes", top.DeleteBytes, "bytes"),
                new("dataFiles", top.DataFiles, "count"),
                new("rowDeletes", top.RowDeletes, "count"),
                new("scans", many.Count, "count"),
            ],
            Cause = $"A scan of {TableCommand.Short(top.Table)} (SQL {top.Sql.Id}) read "
                + $"{Quantity.Plural(top.DeleteFiles, "delete file", "delete files")} of {Quantity.Bytes(top.DeleteBytes)} in all for "
                + $"{Quantity.Plural(top.DataFiles, "data file", "data files")}"
                + (top.RowDeletes > 0 ? $", to leave out {Quantity.Plural(top.RowDeletes, "row", "rows")}." : "."),
            Advice =
            [
                new($"run CALL CATALOG.system.rewrite_data_files(table => '{top.Table}', options => map('delete-file-threshold', '1'))",
                    null, null, "Data files with deletes are written again without the deleted rows, and no reader meets the "
                        + "deletes again.",
                    "One rewrite of those data files."),
                .. top.EqualityDeleteFiles < top.DeleteFiles
                    ? [new Advice($"run CALL CATALOG.system.rewrite_position_delete_files(table => '{top.Table}')", null, null,
                        "Merges small position delete files and drops those that match no row any more.",
                        "A smaller gain: deleted rows are still filtered in every scan.")]
                    : Array.Empty<Advice>(),
            ],
            Confidence = Confidence.Medium,
            IsFact = true,
            // no metric tells how long the deletes took
            AtMost = Severity.Info,
        };
    }
}
