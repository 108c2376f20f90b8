using Rightsizer.Analyzer.Detectors.Skew;
using Rightsizer.Analyzer.Detectors.Tables;
using Rightsizer.Analyzer.Detectors.Partitions;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Model;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Analyzer.Detectors.Files;

/// <summary>A write leaves many files far smaller than a reader wants, and pays for each of them.</summary>
sealed class TinyFilesDetector : IDetector
{
    public DetectorDescriptor Descriptor { get; } = new(
        DetectorIds.TinyFiles, "tinyFiles", "Many tiny files are written", DetectorCategory.Files,
        [
            new("targetBytes", FileCost.TargetBytes, "bytes", "file size to aim at; 128 MiB to 1 GiB are common"),
            new("smallRatio", FileCost.SmallRatio, "ratio", "mean size under this part of the target is small") { IsSettable = true },
            new("minFiles", FileCost.MinFiles, "count", "fewer files trouble no reader") { IsSettable = true },
            new("minReduction", FileCost.MinReduction, "ratio",
                "files over those needed; under it the files are what the partitioning asks for") { IsSettable = true },
            new("maxFileMs", FileCost.MaxFileMs, "ms", "ceiling of what one file costs: above it a task's time is its work"),
            new("bytesPerMs", FileCost.BytesPerMs, "bytes",
                "what a slot reads and writes in a millisecond, for the part of the time that bytes explain"),
        ],
        new("Write fewer, larger files", Degree.Medium, Degree.Low, "one more shuffle before the write"));

    public Verdict Detect(ApplicationRun run, DetectorContext context)
    {
        var facts = context.Facts;
        var writes = FileWrites.Find(facts).ToList();
        var (minFiles, small) = (context.Limit(Descriptor, "minFiles"), context.Limit(Descriptor, "smallRatio"));
        if (writes.Count == 0) return Verdict.NotApplicable("the run writes no files that the log counts");
        var tiny = writes.Where(w => IsTiny(w, context)).Select(w => (Write: w, SavesMs: SavesMs(w))).OrderByDescending(w => w.SavesMs)
            .ThenByDescending(w => w.Write.Files).ToList();
        if (tiny.Count == 0) return Verdict.Clean("no write leaves many small files that could be fewer");
        var (top, _) = tiny[0];
        var total = tiny.Sum(w => w.SavesMs);
        var files = tiny.Sum(w => w.Write.Files);
        var mean = top.Bytes / (double)top.Files;
        return new CauseFound
        {
            Where = [.. tiny.Select(w => Place(w.Write, total > 0 ? w.SavesMs / total : w.Write.Files / (double)files, facts))],
            Evidence =
            [
                new("files", files, "count", minFiles),
                new("bytes", tiny.Sum(w => w.Write.Bytes), "bytes"),
                new("meanFileBytes", Math.Round(mean), "bytes", small * FileCost.TargetBytes),
                new("filesNeeded", tiny.Sum(w => w.Write.FilesNeeded), "count"),
                new("dynamicPartitions", top.Partitions, "count"),
                new("tasks", top.Tasks.Count, "count"),
            ],
            Cause = $"{Quantity.Count(top.Files)} files of {Quantity.Bytes(mean)} on average"
                + (top.Path is { } p ? $" were written to {p}" : " were written")
                + $" by {Quantity.Plural(top.Tasks.Count, "task", "tasks")}"
                + (top.Partitions > 0 ? $" into {Quantity.Plural(top.Partitions, "partition", "partitions")}" : "")
                + $"; {Quantity.Plural(top.FilesNeeded, "file")} of {Quantity.Bytes(top.Bytes / (double)top.FilesNeeded)} "
                + $"{(top.FilesNeeded == 1 ? "holds" : "hold")} the same.",
            Advice = [.. AdviceFor(top, facts)],
            Confidence = top.IsCounted ? Confidence.High : Confidence.Low,
            EstimatedMs = total,
            IsFact = true,
            Without = plan => tiny.Aggregate(plan, (p, w) => p.WithDurations(w.Write.Tasks, WithFewer(w.Write))),
        };
    }

    /// <summary>Files that the write of this stage needs in place of its tiny ones; null where the stage writes none.</summary>
    public long? FilesNeeded(StageTasks stage, DetectorContext context) => FileWrites.Find(context.Facts)
        .Where(w => w.Tasks == stage && IsTiny(w, context)).Select(w => (long?)w.FilesNeeded).FirstOrDefault();

    bool IsTiny(FileWrite w, DetectorContext context) => w.Files >= context.Limit(Descriptor, "minFiles")
        && w.Bytes < context.Limit(Descriptor, "smallRatio") * FileCost.TargetBytes * w.Files
        && w.Files >= context.Limit(Descriptor, "minReduction") * w.FilesNeeded;

    static double SavesMs(FileWrite w) => Math.Max(0, GreedySchedule.MakespanMs(w.Tasks.DurationMs, w.Tasks.Slots)
        - GreedySchedule.MakespanMs([.. WithFewer(w).OfType<double>()], w.Tasks.Slots));

    /// <summary>As many files as are needed, but no fewer than the slots that write them.</summary>
    static double?[] WithFewer(FileWrite w) =>
        FileCost.WithFewerFiles(w.Tasks, w.Files, Math.Min(w.Files, Math.Max(w.FilesNeeded, w.Tasks.Slots)),
        [.. w.Tasks.Rows.Select((r, i) => w.Tasks.Bytes[i] + w.Tasks.Metric(r, TaskMetric.OutputBytes))]);

    static FindingPlace Place(FileWrite w, double share, RunFacts facts) => w.Tasks.Place(share, facts, w.Path);

    static IEnumerable<Advice> AdviceFor(FileWrite w, RunFacts facts)
    {
        var needed = SettingText.Whole(w.FilesNeeded);
        var slots = w.Tasks.Slots;
        if (w.Format is { } format)
        {
            foreach (var advice in TableAdvice.Compact(format, w.Path, $"{w.Tasks.Count} tasks write {Quantity.Count(w.Files)} files of "
                + $"{Quantity.Bytes(w.Bytes / (double)w.Files)}; {needed} would hold the same."))
                yield return advice;
            yield break;
        }
        if (w.Partitions > 0 && w.Files > 1.5 * w.Partitions)
        {
            var columns = w.PartitionColumns.Count > 0 ? string.Join(", ", w.PartitionColumns) : "the partition columns";
            var salt = (long)Math.Ceiling(w.Bytes / (double)w.Partitions / FileCost.TargetBytes);
            yield return new($"repartition by {columns} before the write" + (salt > 1 ? $" and a salt of {salt}" : ""), null, null,
                $"Each of {w.Tasks.Count} tasks writes a file in nearly every one of {w.Partitions} partitions; with one task a "
                    + $"partition there are {needed} files.",
                "A shuffle of the rows written; uneven partitions make uneven tasks.");
        }
        else
        {
            var inCode = PartitionAdvice.InCode(w.Tasks, (int)Math.Min(int.MaxValue, w.FilesNeeded), facts);
            yield return new(inCode ?? $"repartition({needed}) before the write", null, null,
                $"{w.Tasks.Count} tasks write {Quantity.Count(w.Files)} files of {Quantity.Bytes(w.Bytes / (double)w.Files)}; "
                    + $"{Quantity.Plural(w.FilesNeeded, "file has", "files have")} {Quantity.Bytes(w.Bytes / (double)w.FilesNeeded)}.",
                string.Join(", and ", new[]
                {
                    inCode is null ? "one more shuffle of the rows" : null,
                    w.FilesNeeded < slots ? $"fewer writing tasks than the {slots} slots" : null,
                }.OfType<string>()) is { Length: > 0 } cost ? char.ToUpperInvariant(cost[0]) + cost[1..] + "." : null);
        }
        if (facts.SqlOf(w.Tasks.Stage) is not null && facts.Settings.AdaptiveEnabled)
            yield return new(
                $"use the hint REBALANCE before the write, with spark.sql.adaptive.advisoryPartitionSizeInBytes at "
                + $"{SettingText.Size(FileCost.TargetBytes)} for that query", null, null,
                "AQE then sizes the writing tasks by bytes in place of a fixed number.", "One more shuffle of the rows.");
    }
}
