using Rightsizer.Analyzer.Answers.Fleet.Report;
using Rightsizer.Analyzer.Answers.Fleet.State;
using Rightsizer.Analyzer.Answers.Fleet.Summaries;
using Rightsizer.EventLogParser;

namespace Rightsizer.Analyzer.Answers.Fleet.Site;

/// <summary>From summaries to the site. The order in which they come does not matter.</summary>
public static class SiteBuilder
{
    /// <summary>Jobs are ranked by what they were in these days before the last run.</summary>
    const int RankDays = 28;

    /// <param name="summaries">All runs that are known; the site has no period.</param>
    /// <param name="options">Rules, advice and moves.</param>
    public static FleetSite Build(IReadOnlyList<RunSummary> summaries, FleetOptions options)
    {
        var all = FleetRuns.Choose(summaries, options.Rules);
        var until = all.Count > 0 ? all[^1].Day.AddDays(1) : DateOnly.MinValue;
        var ranking = Ranking.Choose(all);
        var advice = (AdviceTracker.Track(options.Advice, all, until)?.Items ?? []).ToLookup(i => (i.Job, i.Owner));
        var moves = MoveTracker.Track(options.Moves, all, until).ToLookup(m => m.Job, StringComparer.Ordinal);
        var recent = until.DayNumber > RankDays ? until.AddDays(-RankDays) : DateOnly.MinValue;
        var jobs = all.GroupBy(r => (r.Job, r.Owner)).Select(g => (Rank: ranking.Key(g.Where(r => r.Day >= recent).Sum(r => r.Usd ?? 0),
                g.Where(r => r.Day >= recent).Sum(r => r.PaidCoreMs)), Job: JobOf([.. g], advice[g.Key], moves[MoveName(g.First())])))
            .OrderByDescending(j => j.Rank).ThenBy(j => j.Job.Name, StringComparer.Ordinal).ThenBy(j => j.Job.Owner, StringComparer.Ordinal)
            .Select(j => j.Job).ToList();
        return new FleetSite
        {
            RanksByUsd = ranking.ByUsd,
            Jobs = jobs,
            Weeks = Weeks(all, ranking),
            Workflows = WorkflowsOf(all, ranking, jobs),
        };
    }

    static IReadOnlyList<SiteWorkflow> WorkflowsOf(List<CostedRun> all, Ranking ranking, List<SiteJob> jobs)
    {
        var members = all.Where(r => r.Run!.Workflow is not null).ToLookup(r => (r.Run!.Workflow!.System, r.Run.Workflow.Name));
        return [.. Report.Workflows.Build(all, ranking).Select(w =>
        {
            var own = members[(w.System, w.Name)].Select(r => JobId(r.Job, r.Owner)).ToHashSet(StringComparer.Ordinal);
            var pages = members[(w.System, w.Name)].Where(r => r.Run!.Findings.Count > 0).Select(r => r.Run!.Key.Uri)
                .ToHashSet(StringComparer.Ordinal);
            return new SiteWorkflow
            {
                Id = Fingerprint.Compute([w.System, w.Name]),
                Workflow = w,
                Jobs = [.. jobs.Where(j => own.Contains(j.Id)).Select(j => j.Id)],
                StepRuns = [.. w.Runs.Select(x => (IReadOnlyList<string?>)
                    [.. x.Path.Select(s => pages.Contains(s.Uri) ? RunId(s.Uri) : null)])],
            };
        })];
    }

    static string RunId(string uri) => Fingerprint.Compute([uri]);

    /// <summary>Moves know a job by its application's name.</summary>
    static string MoveName(CostedRun run) => RecurringName.Parse(run.Run!.App?.Name);

    static string JobId(string job, string owner) => Fingerprint.Compute([job, owner]);

    static IReadOnlyList<SiteWeek> Weeks(List<CostedRun> all, Ranking ranking)
    {
        var byWeek = all.GroupBy(r => MondayOf(r.Day)).OrderBy(w => w.Key)
            .Select(w => (Monday: w.Key, Runs: w.ToList(), Jobs: w.ToLookup(r => (r.Job, r.Owner)))).ToList();
        var weeks = new List<SiteWeek>();
        for (var i = 0; i < byWeek.Count; i++)
        {
            var before = i > 0 && byWeek[i - 1].Monday.AddDays(7) == byWeek[i].Monday ? byWeek[i - 1].Jobs : null;
            weeks.Add(new SiteWeek
            {
                Monday = StateDay.Write(byWeek[i].Monday),
                Total = TotalOf(byWeek[i].Runs),
                Jobs = [.. byWeek[i].Jobs.Select(j => new SiteWeekJob(JobId(j.Key.Job, j.Key.Owner), TotalOf([.. j]),
                        before?.Contains(j.Key) == true ? TotalOf([.. before[j.Key]]) : null))
                    .OrderByDescending(j => ranking.Key(j.Total.Usd, j.Total.PaidCoreMs)).ThenBy(j => j.Job, StringComparer.Ordinal)],
            });
        }
        weeks.Reverse();
        return weeks;
    }

    static DateOnly MondayOf(DateOnly day)
    {
        var since = ((int)day.DayOfWeek + 6) % 7;
        return day.DayNumber < since ? day : day.AddDays(-since);
    }

    static SiteTotal TotalOf(List<CostedRun> runs)
    {
        var t = FleetSums.Total(runs);
        return new SiteTotal(t.Runs, t.FailedRuns, t.Usd, t.PaidCoreMs, t.WasteUsd, t.WasteCoreMs, t.InputBytes, t.Ground);
    }

    static SiteJob JobOf(List<CostedRun> runs, IEnumerable<FleetAdvice> advice, IEnumerable<FleetMove> moves)
    {
        var last = runs[^1];
        return new SiteJob
        {
            Id = JobId(last.Job, last.Owner),
            Name = last.Job,
            Owner = last.Owner,
            Team = last.Team,
            Platform = last.Platform,
            Total = TotalOf(runs),
            Runs = [.. runs.AsEnumerable().Reverse().Select(RunOf)],
            Findings = FindingsOf(runs),
            Advice = [.. advice],
            Moves = [.. moves],
        };
    }

    static IReadOnlyList<SiteFinding> FindingsOf(List<CostedRun> runs)
    {
        var latest = runs.FindLast(r => r.Run!.Outcome == RunOutcome.Succeeded);
        return [.. runs.SelectMany(r => r.Run!.Findings.Where(AdviceGiver.Counts).Select(f => (Run: r, Finding: f)))
            .GroupBy(x => x.Finding.Kind, StringComparer.Ordinal)
            .Select(g => new SiteFinding(g.Key, g.Max(x => x.Finding.Severity),
                g.DistinctBy(x => x.Run, ReferenceEqualityComparer.Instance).Count(),
                StateDay.Write(g.Min(x => x.Run.Day)), StateDay.Write(g.Max(x => x.Run.Day)),
                latest?.Run!.Findings.Any(f => f.Kind == g.Key && AdviceGiver.Counts(f)) == true))
            .OrderByDescending(f => f.IsThere).ThenByDescending(f => f.LastSeen, StringComparer.Ordinal)
            .ThenByDescending(f => f.Runs).ThenBy(f => f.Kind, StringComparer.Ordinal)];
    }

    static SiteRun RunOf(CostedRun r) => new()
    {
        Id = RunId(r.Run!.Key.Uri),
        Key = r.Run.Key,
        Uri = r.Run.Key.Uri,
        AppId = r.Run.App?.Id,
        Name = r.Run.App?.Name ?? r.Job,
        SparkVersion = r.Run.App?.SparkVersion,
        Day = StateDay.Write(r.Day),
        Monday = StateDay.Write(MondayOf(r.Day)),
        StartMs = r.StartMs,
        WallMs = r.Run.WallMs ?? 0,
        Outcome = r.Run.Outcome,
        Reason = r.Run.Reason,
        Usd = r.Usd,
        Ground = r.Ground,
        PaidCoreMs = r.PaidCoreMs,
        UsedCoreMs = r.UsedCoreMs,
        Waste = r.Waste,
        InputBytes = r.Run.Work?.InputBytes ?? 0,
        ShuffleBytes = r.Run.Work?.ShuffleReadBytes ?? 0,
        Cluster = r.Run.Cluster,
        Findings = r.Run.Findings,
    };
}
