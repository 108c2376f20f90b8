using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Facts.Tables;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Model;
using Rightsizer.EventLogParser;

namespace Rightsizer.Analyzer.Detectors.Tables;

/// <summary>A table's metadata is read before its data: Iceberg's manifests on the driver, Delta's log in jobs of its own.</summary>
sealed class TablePlanningDetector : IDetector
{
    const double MinPlanningMs = 1_000, SmallPartitionBytes = 1 << 20, MinTasksPerSlot = 2;

    public DetectorDescriptor Descriptor { get; } = new(
        DetectorIds.TablePlanning, "tablePlanning", "Reading the metadata of a table takes long", DetectorCategory.Files,
        [
            new("minPlanningMs", MinPlanningMs, "ms", "the metadata of a small table takes less") { IsSettable = true },
            new("smallPartitionBytes", SmallPartitionBytes, "bytes",
                "a task that rebuilds less of a table's state is mostly its own start"),
            new("minTasksPerSlot", MinTasksPerSlot, "count", "tasks for each slot from which fewer are proposed for such a state"),
            new("minShare", DetectorContext.MinShare, "ratio", "no simulation is exact to less of the run"),
        ],
        new("Keep the metadata of the table small", Degree.Medium, Degree.Low, "maintenance of the table is a job of its own"));

    public Verdict Detect(ApplicationRun run, DetectorContext context)
    {
        var facts = context.Facts;
        var minPlanningMs = context.Limit(Descriptor, "minPlanningMs");
        var jobs = run.Jobs.Where(j => IsOfLog(j) && j.SubmissionTimeMs is > 0 && j.CompletionTimeMs >= j.SubmissionTimeMs)
            .Select(j => (Job: j, Ms: (double)(j.CompletionTimeMs!.Value - j.SubmissionTimeMs!.Value))).OrderByDescending(j => j.Ms)
            .ToList();
        var scans = run.SqlExecutions.SelectMany(TableScan.Read).OrderByDescending(s => s.PlanningMs).ToList();
        if (jobs.Count == 0 && scans.Count == 0) return Verdict.NotApplicable("no query reads the metadata of an Iceberg or Delta table");
        var (inJobs, inGaps) = (jobs.Sum(j => j.Ms), facts.Gaps.Sum(g => g.PlanningMs));
        if (inJobs + inGaps < minPlanningMs) return Verdict.Clean("reading the metadata of tables took little time");
        var ids = jobs.Select(j => j.Job.JobId).ToHashSet();
        double planned = scans.Sum(s => s.PlanningMs);
        return new CauseFound
        {
            Where =
            [
                .. jobs.Take(20).Select(j => new FindingPlace
                {
                    JobId = j.Job.JobId, SqlExecutionId = j.Job.SqlExecutionId, Label = facts.Tables.NameOf(j.Job),
                    Share = j.Ms / (inJobs + planned),
                }),
                .. scans.Where(s => s.PlanningMs > 0).Take(20).Select(s => new FindingPlace
                {
                    SqlExecutionId = s.Sql.Id, Label = facts.Tables.Of(s.Sql)?.Words ?? $"scan {TableCommand.Short(s.Table)}",
                    Share = s.PlanningMs / (inJobs + planned),
                }),
            ],
            Evidence =
            [
                new("planningMs", inJobs + inGaps, "ms", minPlanningMs),
                new("logJobs", jobs.Count, "count"),
                new("logJobMs", inJobs, "ms"),
                new("driverPlanningMs", inGaps, "ms"),
                new("scannedManifests", scans.Sum(s => s.ScannedManifests), "count"),
                new("skippedManifests", scans.Sum(s => s.SkippedManifests), "count"),
            ],
            Cause = string.Join(' ', new[]
            {
                jobs.Count > 0 ? $"{Quantity.Plural(jobs.Count, "job", "jobs")} ({Quantity.Duration(inJobs)}) did nothing but read the log "
                    + "of a Delta table, to know its files." : null,
                inGaps > 0 ? $"The driver read the manifests of Iceberg tables for {Quantity.Duration(inGaps)} while no job ran." : null,
            }.OfType<string>()),
            Advice = [.. AdviceFor(jobs.Count > 0, inGaps > 0, SmallerSnapshot(ids, facts))],
            Confidence = Confidence.High,
            EstimatedMs = inJobs + inGaps,
            // a smaller table has metadata as well: how much less it takes, no replay can tell
            Effects = Unknown.Effects(SnapshotPartitions),
            Without = plan =>
            {
                for (var s = 0; s < plan.Stages.Count; s++)
                {
                    if (ids.Contains(plan.Jobs[plan.Stages[s].Job].JobId)) plan = plan.WithoutStage(s);
                }
                var cut = facts.Gaps.Where(g => g.After is not null && g.PlanningMs > 0)
                    .ToDictionary(g => g.After!.JobId, g => g.PlanningMs);
                return plan.WithJobGaps(j => j.GapMs - cut.GetValueOrDefault(j.JobId));
            },
        };
    }

    const string SnapshotPartitions = "spark.databricks.delta.snapshotPartitions";

    /// <summary>Tasks that would do for the log of the tables, where the run spreads a small log over many; null elsewhere.</summary>
    static int? SmallerSnapshot(HashSet<int> jobs, RunFacts facts)
    {
        var now = facts.Settings.Number(SnapshotPartitions, 50);
        var spread = facts.ExecutedStages.Where(s => s.Stage.JobIds.Any(jobs.Contains) && s.Stage.Info.NumTasks == now && s.Count > 0
            && s.Bytes.Sum() / s.Count < SmallPartitionBytes).ToList();
        return spread.Count > 0 && spread.Max(s => s.Slots) is var slots && now >= MinTasksPerSlot * slots ? slots : null;
    }

    static IEnumerable<Advice> AdviceFor(bool isDelta, bool isIceberg, int? snapshotTasks)
    {
        if (isDelta)
        {
            yield return new("change the table in fewer, larger commits, and run several statements that read it from one snapshot", null,
                null, "Every commit makes the next query read the log again.");
            if (snapshotTasks is { } tasks)
                yield return new(SnapshotPartitions, null, SettingText.Whole(tasks),
                    "The log of the table is small, and one task for each core is enough to rebuild its state.",
                    "Too few for tables of millions of files.");
        }
        if (isIceberg)
        {
            yield return new("run CALL CATALOG.system.rewrite_manifests and expire_snapshots for the table", null, null,
                "Fewer, larger manifests are read faster, and a filter on partition columns skips more of them.");
            yield return new("filter on the partition columns of the table", null, null,
                "Manifests whose partitions a filter excludes are not read.");
        }
    }

    /// <summary>The descriptions under which Delta rebuilds the state of a table and picks files from it.</summary>
    static bool IsOfLog(Job job) => job.Description is { } d && d.StartsWith(JobTexts.Delta, StringComparison.Ordinal)
        && JobTexts.DeltaLogSteps.Any(s => d.Contains(s, StringComparison.Ordinal));
}
