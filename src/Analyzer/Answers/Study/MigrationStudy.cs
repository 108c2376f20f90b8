using System.Globalization;
using Rightsizer.Analyzer.Answers.Sizing;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Model;
using Rightsizer.Analyzer.Platforms;
using Rightsizer.Analyzer.Platforms.EmrOnEc2;

namespace Rightsizer.Analyzer.Answers.Study;

/// <summary>
/// Sizes every job of a portfolio and holds the ways of running them all against each other. docs/sizing.md holds every rule.
/// </summary>
public static class MigrationStudy
{
    /// <summary>How many jobs the runs are of: one job to a recurring name, one to each run of a shell.</summary>
    public static int CountJobs(IReadOnlyList<ApplicationRun> runs) =>
        runs.Select(StudyRows.JobOf).Distinct(StringComparer.Ordinal).Count();

    /// <param name="runs">Of any number of jobs; runs of one application name are one job.</param>
    /// <param name="request">As for one job; a deadline holds for each, a cluster file and an hourly price for all.</param>
    /// <param name="standing">The standing cluster to hold the others against.</param>
    /// <param name="progress">Told what is being done and how far it is.</param>
    /// <param name="cancellation">Checked between simulations.</param>
    public static StudyResult Run(
        IReadOnlyList<ApplicationRun> runs, SizingRequest request, StandingClusterRequest? standing = null,
            IProgress<SizingProgress>? progress = null, CancellationToken cancellation = default)
    {
        var book = request.Pricing.Book;
        var groups = runs.GroupBy(StudyRows.JobOf).OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => (Name: g.Key, Runs: (IReadOnlyList<ApplicationRun>)[.. g])).ToList();
        var line = StudyLine.Arrange([.. groups.SelectMany((g, i) => g.Runs.Select(r => (i, r)))]);
        var (region, ground) = runs.Count > 0 ? request.Pricing.For(runs[0]).RegionOf(runs[0])
            : (request.Pricing.Region ?? RunRegion.Default, Ground.Assumed);
        // one region for all: prices of two would not add up
        var here = request with { Pricing = request.Pricing with { Region = region } };
        var jobs = new List<StudyJob>();
        var leftOut = new List<LeftOut>();
        foreach (var (name, ofJob) in groups)
        {
            cancellation.ThrowIfCancellationRequested();
            progress?.Report(new SizingProgress($"sizing {name}", (double)jobs.Count / groups.Count));
            var counted = line.Runs.Count(r => r.Job == jobs.Count);
            var perWeek = request.RunsPerWeek
                ?? (counted > 0 && (counted > 1 || line.Folded) && line.TellsAPace ? Math.Round(counted / line.Weeks, 3) : null);
            var sizing = ClusterSizer.Size(ofJob, here with { RunsPerWeek = perWeek }, null, cancellation);
            foreach (var l in sizing.LeftOut)
            {
                if (!leftOut.Contains(l)) leftOut.Add(l);
            }
            jobs.Add(StudyRows.Build(name, ofJob, sizing, perWeek, here));
        }
        progress?.Report(new SizingProgress("comparing the configurations", null));
        var compared = new StudyWays(jobs, line, here, standing ?? new StandingClusterRequest(), book, region);
        var ways = compared.All();
        return new StudyResult
        {
            PriceBook = book.Name,
            PriceDate = book.DateOf(region),
            Region = region,
            RegionGround = ground,
            Jobs = jobs,
            SpanMs = line.Runs.Count == 0 ? null : line.SpanMs,
            RunsCounted = line.Runs.Count,
            Ways = ways,
            WithoutPrice = compared.Without,
            JobsInWays = compared.Jobs,
            Pilots = StudyPilots.Choose(jobs),
            Advice = StudyAdvice.Advice(jobs, ways, line),
            Obstacles = [.. groups
                .SelectMany(g => Needs.Find(g.Runs[0]).Select(n => new StudyObstacle(g.Name, n.What, n.Platforms, $"{g.Name} {n.Words}")))],
            Assumptions = Assumptions(runs, jobs, line, region, ground),
            LeftOut = leftOut,
        };
    }

    static List<string> Assumptions(
        IReadOnlyList<ApplicationRun> runs, IReadOnlyList<StudyJob> jobs, StudyLine line, string region, Ground ground)
    {
        var list = new List<string>();
        if (ground == Ground.Assumed) list.Add($"Region {region} is assumed: the logs do not name one (--region)");
        var regions = runs.Select(r => RunRegion.Detect(r)).Where(r => r.Ground == Ground.Measured && r.Region != region)
            .Select(r => r.Region).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        if (regions.Count > 0) list.Add($"Logs from {string.Join(", ", regions)} are priced in {region} too");
        if (line.Folded)
            list.Add("The logs are from different times: each run is placed once in the same week, at its own weekday and time of day");
        if (line.Runs.Count < runs.Count)
            list.Add(string.Create(CultureInfo.InvariantCulture,
                $"{runs.Count - line.Runs.Count} of {runs.Count} logs lack a start, an end or executors; they are not in the totals"));
        var refused = jobs.Count(j => j.Sizing.Advice == SizingAdvice.Refused);
        if (refused > 0)
            list.Add(FormattableString.Invariant(
                $"{refused} of {jobs.Count} jobs cannot be predicted: their prices assume today's executors and today's time"));
        list.Add("Times are simulated from each log. Not counted: EMR's faster Spark runtime, storage, data transfer, support and people");
        list.Add($"A cluster for one run is billed {EmrOnEc2Platform.StartUp.Whole} s of start-up and a primary node. A permanent "
            + $"cluster is "
            + "billed from the first run to the last; its runs keep today's executors");
        return list;
    }
}

/// <summary>A cluster that stands for all jobs.</summary>
public sealed record StandingClusterRequest
{
    /// <summary>Null takes the type of m5, r5 and c5 on which the cluster is cheapest.</summary>
    public string? InstanceType { get; init; }

    /// <summary>
    /// Nodes of the fixed cluster, and the most under managed scaling; null takes the fewest at which no run waits longer than ten
    /// minutes, or 256.
    /// </summary>
    public int? MaxNodes { get; init; }

    /// <summary>Least nodes under managed scaling.</summary>
    public int MinNodes { get; init; } = 2;
}
