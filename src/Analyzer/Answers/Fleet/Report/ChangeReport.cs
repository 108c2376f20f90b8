namespace Rightsizer.Analyzer.Answers.Fleet.Report;

/// <summary>The change of every job, and their sum.</summary>
static class ChangeReport
{
    const int ListedJobs = 30;

    public static FleetChange Compare(IReadOnlyList<CostedRun> before, IReadOnlyList<CostedRun> now, Ranking ranking)
    {
        var (then, since) = (FleetSums.Total([.. before]), FleetSums.Total([.. now]));
        // runs without a price are no runs for nothing
        var (beforeUsd, nowUsd) = (then.Usd ?? (then.Runs == 0 ? 0 : null), since.Usd ?? (since.Runs == 0 ? 0 : null));
        var priced = beforeUsd is not null && nowUsd is not null && (then.Usd ?? since.Usd) is not null;
        var jobs = before.Concat(now).Where(r => r.Run is not null).Select(r => (r.Job, r.Owner)).Distinct().ToList();
        var (of, later) = (before.ToLookup(r => (r.Job, r.Owner)), now.ToLookup(r => (r.Job, r.Owner)));
        var changes = new List<(FleetJobChange Job, decimal Weight)>();
        var (usd, core) = (
            new Dictionary<string, decimal>(StringComparer.Ordinal), new Dictionary<string, decimal>(StringComparer.Ordinal));
        foreach (var job in jobs)
        {
            var (a, b) = ((IReadOnlyList<CostedRun>)[.. of[job]], (IReadOnlyList<CostedRun>)[.. later[job]]);
            var (inUsd, inCore) = (ChangeSplit.Split(a, b, false), ChangeSplit.Split(a, b, true));
            Add(usd, inUsd.Parts);
            Add(core, inCore.Parts);
            var causes = Causes(inUsd.Parts, inCore.Parts, priced).Where(c => c.Usd is not (null or 0) || c.CoreMs != 0).ToList();
            if (causes.Count == 0) continue;
            var change = new FleetJobChange(
                job.Job, job.Owner, FleetSums.Total([.. a]).Usd, FleetSums.Total([.. b]).Usd, causes, ChangeSplit.What(a, b))
            {
                NotKnown = inCore.NotKnown,
            };
            changes.Add((change,
                ranking.ByUsd ? Math.Abs(inUsd.Parts.Values.Sum()) : Math.Abs(inCore.Parts.Values.Sum())));
        }
        // idle of shared clusters belongs to no job
        var idle = now.Where(r => r.Run is null).Sum(r => r.Usd ?? 0) - before.Where(r => r.Run is null).Sum(r => r.Usd ?? 0);
        if (idle != 0) Add(usd, new Dictionary<string, decimal> { [ChangeSplit.Cluster] = idle });
        return new FleetChange
        {
            BeforeUsd = priced ? beforeUsd : then.Usd,
            NowUsd = priced ? nowUsd : since.Usd,
            BeforeCoreMs = then.PaidCoreMs,
            NowCoreMs = since.PaidCoreMs,
            Causes = [.. Causes(usd, core, priced)],
            JobsNotKnown = changes.Count(c => c.Job.NotKnown.Count > 0),
            Jobs = [.. changes.OrderByDescending(c => c.Weight).ThenBy(c => c.Job.Job, StringComparer.Ordinal)
                .ThenBy(c => c.Job.Owner, StringComparer.Ordinal).Take(ListedJobs).Select(c => c.Job)],
        };
    }

    static IEnumerable<FleetCause> Causes(
        IReadOnlyDictionary<string, decimal> usd, IReadOnlyDictionary<string, decimal> core, bool priced) =>
        ChangeSplit.Order.Select(c => new FleetCause(c, priced ? usd.GetValueOrDefault(c) : null, (long)core.GetValueOrDefault(c)));

    static void Add(Dictionary<string, decimal> sums, IReadOnlyDictionary<string, decimal> parts)
    {
        foreach (var (cause, amount) in parts) sums[cause] = sums.GetValueOrDefault(cause) + amount;
    }
}
