using Rightsizer.Analyzer.Detectors.Partitions;
using Rightsizer.Analyzer.Detectors.Skew;
using Rightsizer.Analyzer.Detectors.Tables;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Facts.Tables;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Model;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Analyzer.Detectors.Files;

/// <summary>A scan opens many files far smaller than a split, and pays for each of them.</summary>
sealed class SmallFilesReadDetector : IDetector
{
    const double MaxPartitionBytes = 128 << 20, ScanIsMost = 0.5, MinSlotBytes = 4 << 20;

    public DetectorDescriptor Descriptor { get; } = new(
        DetectorIds.SmallFilesRead, "smallFilesRead", "Many small files are read", DetectorCategory.Files,
        [
            new("targetBytes", FileCost.TargetBytes, "bytes", "file size to aim at; 128 MiB to 1 GiB are common"),
            new("smallRatio", FileCost.SmallRatio, "ratio", "mean size under this part of the target is small") { IsSettable = true },
            new("minFiles", FileCost.MinFiles, "count", "fewer files trouble no reader") { IsSettable = true },
            new("maxFileMs", FileCost.MaxFileMs, "ms", "ceiling of what one file costs: above it a task's time is its work"),
            new("scanIsMost", ScanIsMost, "ratio", "scan time over run time from which the stage's fixed work is all the files'"),
            new("bytesPerMs", FileCost.BytesPerMs, "bytes",
                "what a slot reads in a millisecond, for the part of the time that bytes explain"),
        ],
        new("Compact the files that are read", Degree.Medium, Degree.Low, "compaction is a job of its own"));

    /// <param name="Tasks">The scanning stage.</param>
    /// <param name="Sql">Its execution.</param>
    /// <param name="Files">"number of files read".</param>
    /// <param name="Bytes">"size of files read".</param>
    /// <param name="Location">Where they lie; null when the plan does not say.</param>
    /// <param name="ScanRatio">1 where the scan is most of the stage's work, else its part of it.</param>
    /// <param name="Format">Of the table; null for plain files.</param>
    sealed record Scan(
        StageTasks Tasks, SqlExecution Sql, long Files, long Bytes, string? Location, double ScanRatio, TableFormat? Format)
    {
        /// <summary>Partitions of a table of a format; its files never span two.</summary>
        public long Partitions { get; init; } = 1;

        public long FilesNeeded => FileCost.FilesNeeded(Bytes, Partitions);
    }

    public Verdict Detect(ApplicationRun run, DetectorContext context)
    {
        var facts = context.Facts;
        var scans = Scans(facts).ToList();
        if (scans.Count == 0) return Verdict.NotApplicable("no scan reports how many files it read");
        var (minFiles, smallRatio) = (context.Limit(Descriptor, "minFiles"), context.Limit(Descriptor, "smallRatio"));
        var small = scans.Where(s => IsSmall(s, context))
            .Select(s => (Scan: s, SavesMs: SavesMs(s))).OrderByDescending(s => s.SavesMs).ToList();
        if (small.Count == 0) return Verdict.Clean("no scan reads many small files");
        var (top, _) = small[0];
        var total = small.Sum(s => s.SavesMs);
        var mean = top.Bytes / (double)top.Files;
        return new CauseFound
        {
            Where = [.. small.Select(s => s.Scan.Tasks.Place(total > 0 ? s.SavesMs / total : 1.0 / small.Count, facts, s.Scan.Location))],
            Evidence =
            [
                new("files", small.Sum(s => s.Scan.Files), "count", minFiles),
                new("bytes", small.Sum(s => s.Scan.Bytes), "bytes"),
                new("meanFileBytes", Math.Round(mean), "bytes", smallRatio * FileCost.TargetBytes),
                new("filesNeeded", small.Sum(s => s.Scan.FilesNeeded), "count"),
                new("tasks", top.Tasks.Count, "count"),
                new("msPerFile", Math.Round(MsPerFile(top), 1), "ms"),
            ],
            Cause = $"Stage {top.Tasks.Stage.StageId} read {Quantity.Count(top.Files)} files of {Quantity.Bytes(mean)} on average"
                + (top.Location is { } l ? $" from {l}" : "")
                + $" in {Quantity.Plural(top.Tasks.Count, "task", "tasks")}; {Quantity.Plural(top.FilesNeeded, "file")} would hold the same"
                + (top.Format == TableFormat.Iceberg ? ", or one for each partition." : "."),
            Advice = top.Format is { } format ? [.. TableAdvice.Compact(format, top.Location, Why(top))] :
            [
                new($"compact the input to {Quantity.Plural(top.FilesNeeded, "file", "files")}, or have its writer repartition", null, null,
                    Why(top), "One rewrite of the data." + Fewer(top)),
            ],
            Confidence = Confidence.Medium,
            EstimatedMs = total,
            IsFact = true,
            Without = plan => small.Aggregate(plan, (p, s) => p.WithDurations(s.Scan.Tasks, Merged(s.Scan))),
        };
    }

    /// <summary>Files that would hold what this stage reads from small ones; null where it reads none.</summary>
    public long? FilesNeeded(StageTasks stage, DetectorContext context) => Scans(context.Facts)
        .Where(s => s.Tasks == stage && IsSmall(s, context)).Select(s => (long?)s.FilesNeeded).FirstOrDefault();

    bool IsSmall(Scan s, DetectorContext context) => s.Files >= context.Limit(Descriptor, "minFiles")
        && s.Bytes < context.Limit(Descriptor, "smallRatio") * FileCost.TargetBytes * s.Files;

    /// <summary>Where each slot had enough to read: files that are not split leave some of them without work.</summary>
    static string Fewer(Scan s) => s.FilesNeeded < s.Tasks.Slots && s.Bytes > MinSlotBytes * s.Tasks.Slots
        ? $" Fewer files than the {s.Tasks.Slots} slots: a file is read by as many tasks as it has row groups or splits." : "";

    static string Why(Scan top) =>
        $"Opening a file cost about {Quantity.Duration(MsPerFile(top))}, {Quantity.Count(top.Files)} times, and every reader "
            + "pays it again.";

    static IEnumerable<Scan> Scans(RunFacts facts)
    {
        foreach (var tasks in facts.ExecutedStages.Where(t => t.Count > 0 && t.Sum(TaskMetric.InputBytes) > 0))
        {
            // a compaction reads small files so that nobody else has to
            if (facts.SqlOf(tasks.Stage) is not { } sql || facts.Tables.Of(sql)?.IsMaintenance == true) continue;
            foreach (var node in StagePlan.NodesOf(tasks.Stage, sql, n => n.NodeName.Contains("Scan", StringComparison.Ordinal)))
            {
                if (StagePlan.Sum(sql, node, "number of files read") is > 0 and var files
                    && StagePlan.Sum(sql, node, "size of files read") is { } bytes)
                {
                    var part = StagePlan.Sum(sql, node, "scan time") is > 0 and var scanMs ? scanMs / Math.Max(1, tasks.RunMs.Sum()) : 1;
                    var location = node.Metadata.GetValueOrDefault("Location");
                    var format = TableScan.FormatOf(node);
                    yield return new(tasks, sql, files, bytes, format == TableFormat.Delta ? Folder(location) : location,
                        part >= ScanIsMost ? 1 : part, format)
                    {
                        Partitions = format is null ? 1 : StagePlan.Sum(sql, node, "number of partitions read") ?? 1,
                    };
                }
            }
            foreach (var scan in TableScan.Read(sql)
                .Where(s => s.DataFiles > 0 && StagePlan.NodesOf(tasks.Stage, sql, n => ReferenceEquals(n, s.Node)).Count > 0))
                yield return new(tasks, sql, scan.DataFiles, scan.DataBytes, scan.Table, 1, TableFormat.Iceberg);
        }
    }

    /// <summary>"TahoeBatchFileIndex(1 paths)[file:/data/t]" without what Delta calls its list of files.</summary>
    static string? Folder(string? location) => location is not null && location.IndexOf('[') is >= 0 and var at && location.EndsWith(']')
        ? location[(at + 1)..^1] : location;

    static double MsPerFile(Scan s) => FileCost.MsPerFile(s.Tasks, s.Files, s.Bytes);

    static double SavesMs(Scan s) => Math.Max(0, GreedySchedule.MakespanMs(s.Tasks.DurationMs, s.Tasks.Slots)
        - GreedySchedule.MakespanMs([.. Merged(s).OfType<double>()], s.Tasks.Slots));

    /// <summary>The scan over files of the target size: as many tasks as slots, or as the bytes make splits.</summary>
    static double?[] Merged(Scan s)
    {
        var splits = (int)Math.Clamp(Math.Ceiling(s.Bytes / MaxPartitionBytes), s.Tasks.Slots, Math.Max(s.Tasks.Slots, s.Tasks.Count));
        var fixedMs = FileCost.FixedMs(s.Tasks, s.Files, MsPerFile(s), s.Tasks.Bytes);
        return FewerTasks.Merge(s.Tasks, splits, i => fixedMs(i) * s.ScanRatio);
    }
}
