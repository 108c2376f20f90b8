using Rightsizer.Analyzer.Facts.Tables;
using Rightsizer.Analyzer.Model;

namespace Rightsizer.Analyzer.Facts;

/// <summary>A time in which no job ran. Times are epoch milliseconds.</summary>
/// <param name="After">The job that ended it; null at the application's end.</param>
/// <param name="FromMs">End of the jobs before.</param>
/// <param name="UntilMs">Submission of the job.</param>
/// <param name="CommitMs">Part of it in which an SQL execution committed what it had written.</param>
/// <param name="ListingMs">Part of it in which files were listed for the execution of the job.</param>
/// <param name="PlanningMs">Part of it in which Iceberg planned the scans of the execution.</param>
readonly record struct DriverGap(Job? After, long FromMs, long UntilMs, double CommitMs, double ListingMs, double PlanningMs = 0)
{
    public double Ms => UntilMs - FromMs;

    /// <summary>What nothing else explains.</summary>
    public double OwnMs => Math.Max(0, Ms - CommitMs - ListingMs - PlanningMs);
}

/// <summary>The times between jobs, and what of them the log explains.</summary>
static class DriverGaps
{
    /// <summary>Gaps between jobs by time, the one after the last job included where the log has the application's end.</summary>
    public static IReadOnlyList<DriverGap> Find(ApplicationRun run)
    {
        var gaps = new List<DriverGap>();
        var jobs = run.Jobs.Where(j => j.SubmissionTimeMs is > 0).OrderBy(j => j.SubmissionTimeMs).ToList();
        if (jobs.Count == 0) return gaps;
        var firstJobs = new Dictionary<int, SqlExecution>();
        foreach (var sql in run.SqlExecutions.Where(s => s.JobIds.Count > 0)) firstJobs.TryAdd(sql.JobIds[0], sql);
        var end = jobs[0].CompletionTimeMs ?? long.MaxValue;
        foreach (var job in jobs.Skip(1))
        {
            if (job.SubmissionTimeMs!.Value > end)
            {
                var sql = firstJobs.GetValueOrDefault(job.JobId);
                gaps.Add(new(job, end, job.SubmissionTimeMs.Value, 0, sql is null ? 0 : ListingMs(sql), sql is null ? 0 : PlanningMs(sql)));
            }
            end = Math.Max(end, job.CompletionTimeMs ?? long.MaxValue);
        }
        if (run.App.EndTimeMs is { } ended && ended > end) gaps.Add(new(null, end, ended, 0, 0));
        foreach (var commit in Commits(run)) AddCommit(gaps, commit.FromMs, commit.UntilMs);
        for (var i = 0; i < gaps.Count; i++)
        {
            var gap = gaps[i];
            var commit = Math.Min(gap.CommitMs, gap.Ms);
            var listing = Math.Min(gap.ListingMs, gap.Ms - commit);
            gaps[i] = gap with
            {
                CommitMs = commit,
                ListingMs = listing,
                PlanningMs = Math.Min(gap.PlanningMs, gap.Ms - commit - listing),
            };
        }
        return gaps;
    }

    /// <summary>Puts the commit into the gaps that it overlaps; gaps are apart and in the order of time.</summary>
    static void AddCommit(List<DriverGap> gaps, long from, long until)
    {
        int low = 0, high = gaps.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (gaps[middle].UntilMs <= from) low = middle + 1;
            else high = middle;
        }
        for (; low < gaps.Count && gaps[low].FromMs < until; low++)
            gaps[low] = gaps[low] with
            {
                CommitMs = gaps[low].CommitMs
                + Math.Min(until, gaps[low].UntilMs) - Math.Max(from, gaps[low].FromMs)
            };
    }

    /// <summary>
    /// For each SQL execution that wrote files, the time from its last job's end to its own: what its output committer took.
    /// </summary>
    public static IReadOnlyList<(SqlExecution Sql, long FromMs, long UntilMs)> Commits(ApplicationRun run)
    {
        var ended = new Dictionary<int, long?>();
        foreach (var job in run.Jobs) ended.TryAdd(job.JobId, job.CompletionTimeMs);
        return [.. from sql in run.SqlExecutions
                   where sql.EndTimeMs is not null && sql.JobIds.Count > 0 && (sql.FilesWritten > 0 || sql.Writes.Count > 0)
                       && sql.JobIds.All(id => ended.GetValueOrDefault(id) is not null)
                   let last = sql.JobIds.Max(id => ended[id]!.Value)
                   where sql.EndTimeMs > last
                   select (sql, last, sql.EndTimeMs!.Value)];
    }

    /// <summary>"total planning duration (ms)" of the Iceberg scans of an execution: reading of manifests on the driver.</summary>
    public static double PlanningMs(SqlExecution sql) => TableScan.Read(sql).Sum(s => (double)Math.Max(0, s.PlanningMs));

    /// <summary>"metadata time" of the scans of an execution: listing of files while the query is planned.</summary>
    public static double ListingMs(SqlExecution sql) =>
        sql.PlanNodes.Where(n => n.NodeName.Contains("Scan", StringComparison.Ordinal))
            .Sum(n => (double)Math.Max(0, StagePlan.Sum(sql, n, "metadata time") ?? 0));
}
