using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Model;
using Rightsizer.EventLogParser;

namespace Rightsizer.Analyzer.Detectors.Files;

/// <summary>Files are listed before they are read: in jobs of their own, or on the driver while a query is planned.</summary>
sealed class FileListingDetector : IDetector
{
    const double MinListingMs = 1_000;

    public DetectorDescriptor Descriptor { get; } = new(
        DetectorIds.FileListing, "fileListing", "Files are listed before they are read", DetectorCategory.Files,
        [
            new("minListingMs", MinListingMs, "ms", "listing of a few folders takes less") { IsSettable = true },
            new("minShare", DetectorContext.MinShare, "ratio", "no simulation is exact to less of the run") { IsSettable = true },
        ],
        new("List fewer files", Degree.Medium, Degree.Low, "a table of another format, or other partitions"));

    public Verdict Detect(ApplicationRun run, DetectorContext context)
    {
        var facts = context.Facts;
        var jobs = run.Jobs.Where(j => IsListing(j) && j.SubmissionTimeMs is > 0 && j.CompletionTimeMs >= j.SubmissionTimeMs)
            .Select(j => (Job: j, Ms: (double)(j.CompletionTimeMs!.Value - j.SubmissionTimeMs!.Value))).OrderByDescending(j => j.Ms)
            .ToList();
        var planned = run.SqlExecutions.Select(s => (Sql: s, Ms: DriverGaps.ListingMs(s))).Where(s => s.Ms > 0).OrderByDescending(s => s.Ms)
            .ToList();
        if (jobs.Count == 0 && planned.Count == 0) return Verdict.NotApplicable("the log shows no listing of files");
        var (inJobs, inPlans) = (jobs.Sum(j => j.Ms), facts.Gaps.Sum(g => g.ListingMs));
        var total = inJobs + inPlans;
        var min = context.Limit(Descriptor, "minListingMs");
        if (total < min) return Verdict.Clean("listing files took little time");
        var ids = jobs.Select(j => j.Job.JobId).ToHashSet();
        return new CauseFound
        {
            Where =
            [
                .. jobs.Take(20).Select(j =>
                new FindingPlace { JobId = j.Job.JobId, SqlExecutionId = j.Job.SqlExecutionId,
                Label = facts.Tables.NameOf(j.Job),
                Share = j.Ms / Math.Max(1, inJobs + planned.Sum(p => p.Ms)) }),
                .. planned.Take(20).Select(p =>
                new FindingPlace { SqlExecutionId = p.Sql.Id,
                Label = p.Sql.Scans.Select(s => s.Location).FirstOrDefault(l => l is not null),
                Share = p.Ms / Math.Max(1, inJobs + planned.Sum(x => x.Ms)) }),
            ],
            Evidence = [new("listingMs", total, "ms", min), new("listingJobs", jobs.Count, "count"),
                new("listingJobMs", inJobs, "ms"), new("plannedListingMs", inPlans, "ms")],
            Cause = (jobs.Count > 0
                ? $"{Quantity.Plural(jobs.Count, "job", "jobs")} ({Quantity.Duration(inJobs)}) did nothing but list files. " : "")
                + (inPlans > 0 ? $"Planning waited {Quantity.Duration(inPlans)} for listings of files." : ""),
            Advice =
            [
                new("name the paths of the folders that are needed, with the option basePath where their partition columns are read", null,
                    null, "A read of a path lists every folder below it before any filter applies."),
                new("keep the data as a table of a catalog, or in Iceberg or Delta", null, null,
                    "Their metadata names the files or, in a catalog, the folders that a filter on partition columns leaves.",
                    "The data has to be registered or written again."),
            ],
            Confidence = Confidence.High,
            EstimatedMs = total,
            MostMs = total,
            Without = plan =>
            {
                for (var s = 0; s < plan.Stages.Count; s++)
                {
                    if (ids.Contains(plan.Jobs[plan.Stages[s].Job].JobId)) plan = plan.WithoutStage(s);
                }
                var cut = facts.Gaps.Where(g => g.After is not null && g.ListingMs > 0).ToDictionary(g => g.After!.JobId, g => g.ListingMs);
                return plan.WithJobGaps(j => j.GapMs - cut.GetValueOrDefault(j.JobId));
            },
        };
    }

    /// <summary>The job that HadoopFSUtils and InMemoryFileIndex start for many paths.</summary>
    internal static bool IsListing(Job job) =>
        job.Description?.StartsWith(JobTexts.Listing, StringComparison.Ordinal) == true
        || job.Name?.StartsWith(JobTexts.Listing, StringComparison.Ordinal) == true;
}
