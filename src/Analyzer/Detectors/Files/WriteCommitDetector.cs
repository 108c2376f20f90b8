using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Model;
using Rightsizer.Analyzer.Platforms;

namespace Rightsizer.Analyzer.Detectors.Files;

/// <summary>After the last job of a write the driver commits: it renames, copies or lists files while the executors wait.</summary>
sealed class WriteCommitDetector : IDetector
{
    const double NeededCommitMs = 2_000;

    public DetectorDescriptor Descriptor { get; } = new(
        DetectorIds.WriteCommit, "writeCommit", "The commit of a write takes long", DetectorCategory.Files,
        [
            new("neededCommitMs", NeededCommitMs, "ms",
                "from a write's last job to its end that any committer and catalog takes; what is over it is counted")
                { IsSettable = true },
            new("minShare", DetectorContext.MinShare, "ratio", "no simulation is exact to less of the run") { IsSettable = true },
        ],
        new("Use a committer that does not rename", Degree.Medium, Degree.Low, "other settings for the store that is written to"));

    public Verdict Detect(ApplicationRun run, DetectorContext context)
    {
        var facts = context.Facts;
        var needed = context.Limit(Descriptor, "neededCommitMs");
        if (!run.SqlExecutions.Any(s => s.FilesWritten > 0 || s.Writes.Count > 0))
            return Verdict.NotApplicable("no SQL execution writes files");
        var commits = DriverGaps.Commits(run).Where(c => c.UntilMs - c.FromMs > needed).OrderByDescending(c => c.UntilMs - c.FromMs)
            .ToList();
        var idle = facts.Gaps.Sum(g => g.CommitMs);
        if (commits.Count == 0 || idle <= needed) return Verdict.Clean("writes end soon after their last job");
        var total = commits.Sum(c => (double)(c.UntilMs - c.FromMs));
        var (top, from, until) = commits[0];
        var command = top.Writes.Count > 0 ? top.Writes[^1] : null;
        List<Advice> advice = [.. AdviceFor(command, facts.Tables.Of(top)?.Format is not null, facts)];
        return new CauseFound
        {
            Where = [.. commits.Take(20).Select(c =>
                new FindingPlace { SqlExecutionId = c.Sql.Id,
                Label = c.Sql.Writes.Count > 0 ? c.Sql.Writes[^1].Path ?? c.Sql.Writes[^1].Table : null,
                Share = (c.UntilMs - c.FromMs) / total })],
            Evidence =
            [
                new("commitMs", total, "ms"),
                new("longestCommitMs", until - from, "ms", needed),
                new("writes", commits.Count, "count"),
                .. top.FilesWritten is { } files ? [new Evidence("files", files, "count")] : Array.Empty<Evidence>(),
            ],
            Cause = $"SQL {top.Id} ended {Quantity.Duration(until - from)} after its last job"
                + (command?.Path is { } path ? $", which wrote to {path}" : "")
                + (top.FilesWritten is { } n ? $" ({Quantity.Plural(n, "file", "files")})" : "")
                + ". In that time the driver commits the output, file by file, and the executors wait.",
            Advice = advice,
            Confidence = Confidence.Medium,
            EstimatedMs = idle - needed,
            // another committer takes time of its own, which no log of this one tells
            Effects = Unknown.Effects([.. advice.Select(a => a.Setting)]),
            Without = plan =>
            {
                var cut = facts.Gaps.Where(g => g.After is not null && g.CommitMs > needed)
                    .ToDictionary(g => g.After!.JobId, g => g.CommitMs - needed);
                var tail = facts.Gaps.Where(g => g.After is null && g.CommitMs > needed).Sum(g => g.CommitMs - needed);
                return plan.WithJobGaps(j => j.GapMs - cut.GetValueOrDefault(j.JobId)).WithTail(plan.ApplicationTailMs - tail);
            },
        };
    }

    static IEnumerable<Advice> AdviceFor(WriteCommand? command, bool isOfFormat, RunFacts facts)
    {
        var path = command?.Path ?? "";
        var isTable = isOfFormat || command is { Command: var c }
            && (c.Contains("AppendData", StringComparison.Ordinal) || c.Contains("Overwrite", StringComparison.Ordinal)
            || c.Contains("Delta", StringComparison.Ordinal) || c.Contains("ReplaceData", StringComparison.Ordinal));
        var platform = facts.Platform();
        // a table's format commits by its own metadata: no committer of files is asked
        if (isTable)
        {
            yield return new("write fewer files per commit, and compact the table's metadata", null, null,
                "The commit lists and records each file of the write.");
            yield break;
        }
        if (path.StartsWith("s3a:", StringComparison.Ordinal)
            || path.StartsWith("s3:", StringComparison.Ordinal)
            && platform is RunPlatform.Kubernetes or RunPlatform.Standalone or RunPlatform.Yarn)
        {
            const string why = "The magic committer of S3A ends a write without copying files.";
            if (facts.Settings.Version >= MagicByDefault && facts.Settings["spark.hadoop.fs.s3a.committer.name"] is null
                && facts.Settings.Flag("spark.hadoop.fs.s3a.committer.magic.enabled", true))
            {
                // it sets the committer by itself where the classes are there, and the log would show it
                yield return new("put spark-hadoop-cloud on the class path of driver and executors", null, null,
                    $"{why} Spark 4.1 and later use it by default for S3 where they find that library.");
            }
            // without the classes every write fails
            else if (HasCloudClasses(facts))
            {
                foreach (var setting in Magic(facts, why)) yield return setting;
            }
            else
            {
                yield return new("write with the magic committer of S3A (fs.s3a.committer.name=magic)", null, null,
                    $"{why} Its classes for Spark are in spark-hadoop-cloud, which the log does not show on the class path: add it first.",
                    "Needs hadoop-aws 3.3 or newer.");
            }
        }
        else if (path.StartsWith("s3:", StringComparison.Ordinal)
            && platform is RunPlatform.EmrOnEc2 or RunPlatform.EmrServerless or RunPlatform.EmrOnEks)
        {
            yield return new("spark.sql.parquet.fs.optimized.committer.optimization-enabled",
                facts.Settings["spark.sql.parquet.fs.optimized.committer.optimization-enabled"], "true",
                "EMR's S3-optimised committer ends a write without renaming files.", "None; the default of EMR since 5.20.");
            yield return new("write with spark.write, without a custom partition location or a user-defined committer", null, null,
                "Otherwise EMR falls back to a committer that renames each file.");
        }
        else if (path.StartsWith("hdfs:", StringComparison.Ordinal) || path.StartsWith("gs:", StringComparison.Ordinal)
            || path.StartsWith("abfs", StringComparison.Ordinal))
        {
            const string version = "spark.hadoop.mapreduce.fileoutputcommitter.algorithm.version";
            yield return new(version, facts.Settings[version], "2",
                "Tasks then rename their own files, in parallel, and the driver has nothing left to rename.",
                "Readers may see part of the output of a job that fails.");
        }
        yield return new("write fewer, larger files, and fewer partitions at once", null, null,
            "The commit takes its time for each file and each partition.");
    }

    static bool HasCloudClasses(RunFacts facts) =>
        facts.Run.Environment.ClasspathEntries.Keys.Any(k => k.Contains("spark-hadoop-cloud", StringComparison.Ordinal));

    /// <summary>SPARK-47618.</summary>
    static readonly Version MagicByDefault = new(4, 1);

    static IEnumerable<Advice> Magic(RunFacts facts, string why)
    {
        const string name = "spark.hadoop.fs.s3a.committer.name", protocol = "spark.sql.sources.commitProtocolClass",
            parquet = "spark.sql.parquet.output.committer.class", cloud = "org.apache.spark.internal.io.cloud.";
        yield return new(name, facts.Settings[name], "magic", why, "Needs hadoop-aws 3.3 or newer and spark-hadoop-cloud.");
        yield return new(protocol, facts.Settings[protocol], cloud + "PathOutputCommitProtocol", "Lets Spark use that committer.")
        {
            With = name,
        };
        yield return new(parquet, facts.Settings[parquet], cloud + "BindingParquetOutputCommitter", "Lets Parquet use it as well.")
        {
            With = name,
        };
    }
}
