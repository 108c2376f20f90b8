using Rightsizer.Analyzer.Answers.Fleet.Bills;
using Rightsizer.Analyzer.Answers.Fleet.Commitments;
using Rightsizer.Analyzer.Answers.Fleet.Summaries;
using Rightsizer.Analyzer.Answers.Study;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer.Platforms;

namespace Rightsizer.Analyzer.Answers.Fleet.Report;

/// <summary>From summaries to the report. The order in which they come does not matter.</summary>
public static class FleetAnalyzer
{
    public static FleetReport Analyze(IReadOnlyList<RunSummary> summaries, FleetOptions options)
    {
        var readable = FleetRuns.Readable(summaries);
        // which it is counts: a summary's value is all that it holds
        var unreadable = summaries.Except(readable, ReferenceEqualityComparer.Instance).Cast<RunSummary>()
            .Select(UnreadableOf).OrderBy(u => u.Uri, StringComparer.Ordinal).ToList();
        var distinct = FleetRuns.Distinct(readable);
        var whole = YarnAccount.Take(FleetRuns.Costed(distinct, options.Rules), options.Yarn ?? []);
        var all = StreamDays.Split(whole);
        var period = FleetWindow.Choose(all, options);

        var given = new GivenClusters(options.ClusterFiles);
        var clusterBill = new ClusterBill(options.ClusterFiles, options.Pricing, whole.Count > 0 ? whole.Max(SharedClusters.End) : 0);
        var costs = options.ClusterFiles.Count > 0 ? new BillAnalyzer(whole, clusterBill, given) : null;
        var bill = options.Bill is { } invoice ? new BillAnalyzer(costs?.Charged ?? whole, invoice, given) : null;
        // advice is judged by estimates, which are of one kind before and after
        List<CostedRun> charged = (bill ?? costs) is { } known ? StreamDays.Split([.. known.Charged, .. known.Idle]) : all;
        var (clusters, now) = SharedClusters.Charge([.. charged.Where(r => period.IsNow(r.Day))], options.UsdPerHour);
        var (_, before) = SharedClusters.Charge([.. charged.Where(r => period.IsBefore(r.Day))], options.UsdPerHour);
        // where no period was asked for the last days stand against those before them, and both are of the period
        var compared = period.ComparesWithin ? [.. now.Where(r => r.Day >= period.NowSince)] : now;
        if (period.ComparesWithin) before = [.. now.Where(r => period.IsBefore(r.Day))];

        var runs = now.Where(r => r.Run is not null).ToList();
        var logs = runs.DistinctBy(r => r.Run!.Key.Uri, StringComparer.Ordinal).ToList();
        var ranking = Ranking.Choose(now);
        var earlier = before.ToLookup(b => (b.Job, b.Owner));
        var savings = SavingList.Build(now, period.Days, ranking,
            job => job.Concat(earlier[(job[0].Job, job[0].Owner)]).Select(r => r.Day).Distinct().Count() > 1,
            options.Pricing.Discounts?.HaveCommitments == true);
        var usd = now.Any(r => r.Usd is not null);
        var arrivals = Arrivals.Simulate(now, period.Since, period.UntilExcl, options.Since is not null || options.UntilExcl is not null);
        return new FleetReport
        {
            Period = period.Words,
            RanksByUsd = ranking.ByUsd,
            Logs = new FleetLogs(summaries.Count + options.TooOld, options.Read, summaries.Count - options.Read, unreadable.Count,
                readable.Count - distinct.Count,
                distinct.Count - logs.Count + options.TooOld, logs.Sum(r => r.Run!.Log?.Bytes ?? 0),
                    logs.Sum(r => r.Run!.Log?.PlainBytes ?? 0)),
            Prices = PricesOf(runs),
            Total = FleetSums.Total([.. now]),
            Before = before.Count == 0 ? null : FleetSums.Total([.. before]),
            ByOwner = FleetSums.Groups(now, before, ranking, r => r.Owner),
            ByTeam = now.Any(r => r.Team is not null) ? FleetSums.Groups(now, before, ranking,
                r => r.Run is null ? CostedRun.NobodysOwner : r.Team) : [],
            ByPlatform = FleetSums.Groups(now, before, ranking, r => r.Platform),
            ByDay = FleetSums.Days(now, period.Since, period.UntilExcl),
            Weeks = period.Days > FleetSeries.MostDays ? [] : FleetSums.Weeks(
                SharedClusters.Charge([.. charged.Where(r => r.Day < period.UntilExcl)], options.UsdPerHour).Runs, period.UntilExcl),
            Jobs = JobList.Build(now, compared, before, period.Days, ranking),
            Workflows = Report.Workflows.Build(now, ranking),
            CostParts = Report.CostParts.Split(now),
            Waste = FleetSums.Waste(now, ranking),
            WasteByDay = FleetSums.WasteByDay(now, ranking),
            Change = before.Any(r => r.Run is not null) ? ChangeReport.Compare(before, compared, ranking) : null,
            Savings = savings,
            SavingsUsdAYear = usd ? savings.Where(s => s.IsCounted).Sum(s => s.UsdAYear ?? 0) : null,
            Scenarios = Scenarios.Build(now),
            Arrivals = arrivals,
            ClusterCosts = costs?.Costs(period.IsNow, clusterBill.Unpriced),
            Yarn = YarnAccount.Report([.. whole.Where(r => period.IsNow(r.Day))], options.Yarn),
            Bill = bill?.Report(period.IsNow),
            Commitments = CommitmentCosts.Report(whole, options, period.UntilExcl),
            Constants = ConstantsOf(runs, arrivals),
            Advice = AdviceTracker.Track(options.Advice, all, period.UntilExcl),
            Moves = MoveTracker.Track(options.Moves, all, period.UntilExcl),
            FindingChanges = FindingChanges.Build(before, compared),
            UnusualDays = UnusualDays.Find(all, period.Since, period.UntilExcl),
            OverBudget = JobBudgets.Check(now, options.Rules, period.Days),
            GivenNow = AdviceGiver.Give(now, savings, period.UntilExcl.AddDays(-1)),
            Sessions = [.. runs.Where(r => r.Run!.Workload == Workload.Interactive).Select(SessionOf)
                .OrderByDescending(s => ranking.Key(s.IdleUsd, s.IdleCoreMs)).ThenBy(s => s.Uri, StringComparer.Ordinal)],
            Connect = FleetConnect.Build(runs),
            Clusters = clusters,
            Grounds = [.. now.GroupBy(r => r.Ground).OrderByDescending(g => g.Key)
                .Select(g => new FleetGroundShare(g.Key, g.Count(r => r.Run is not null),
                g.Key == Ground.Missing ? null : g.Sum(r => r.Usd ?? 0), g.Sum(r => r.PaidCoreMs)))],
            Runs = [.. runs.Select(RunOf).OrderByDescending(r => ranking.Key(r.Usd, r.PaidCoreMs))
                .ThenBy(r => r.Uri, StringComparer.Ordinal)],
            Unreadable = unreadable,
            Notes = [.. options.Notes, .. bill is null ? [] : BillAnalyzer.ChangeNotes(now, before),
                .. FleetNotes.Write(runs, all, period, before, clusters, options)],
        };
    }

    /// <summary>Summaries keep no ledgers: all constants of the platforms that prices were worked out on.</summary>
    static IReadOnlyList<Assumption> ConstantsOf(List<CostedRun> runs, FleetArrivals? arrivals)
    {
        var costs = runs.Select(r => (r.Platform, r.Run!.Cost)).Where(r => r.Cost is not null).ToList();
        var ran = costs.Where(r => r.Cost!.ActualKind is LedgerKind.Inferred or LedgerKind.FromLog).Select(r => r.Platform).Distinct()
            .Select(p => PlatformCatalog.Find(p)?.Assumptions ?? []);
        var elsewhere = costs.SelectMany(r => r.Cost!.Alternatives).Select(a => a.Kind).OfType<LedgerKind>().Distinct().Order()
            .Select(PlatformCatalog.ConstantsOf);
        return Assumption.Union(
            [.. ran, .. elsewhere, arrivals is null ? [] : StandingSimulation.Constants]);
    }

    static FleetUnreadable UnreadableOf(RunSummary s) => s.Outcome == RunOutcome.Unreadable
        ? new(s.Key.Uri, EnumWord.CamelCase(s.Failure ?? ReadFailure.Crash), s.Reason ?? "", s.Key.SizeBytes)
        : s.Log?.InDoubt == true
        ? new(s.Key.Uri, "inDoubt", "in no total, because its figures are in doubt: " + string.Join(" ", s.Log.Doubts), s.Key.SizeBytes)
        : new(s.Key.Uri, "noStart", "no application start with a time in the log: it belongs to no day", s.Key.SizeBytes);

    static FleetPrices PricesOf(List<CostedRun> runs)
    {
        var costs = runs.Select(r => r.Run!.Cost).OfType<RunCost>().ToList();
        return new FleetPrices(
            [.. costs.Select(c => c.PriceBook).Distinct().Order(StringComparer.Ordinal)],
                [.. costs.Select(c => c.PriceDate).Distinct().Order(StringComparer.Ordinal)],
            [.. costs.Select(c => c.Region).Distinct().Order(StringComparer.Ordinal)], costs.Count(c => c.RegionGround == Ground.Assumed),
                runs.Count(r => r.Usd is not null), runs.Count(r => r.Usd is null),
            [.. runs.Where(r => r.Usd is null).GroupBy(r => r.Run!.Cost?.Missing ?? "no price", StringComparer.Ordinal)
                .Select(g => new FleetReason(g.Key, g.Count()))
                .OrderByDescending(g => g.Runs).ThenBy(g => g.Reason, StringComparer.Ordinal)]);
    }

    static FleetSession SessionOf(CostedRun r)
    {
        var idle = r.Waste.Where(w => w.Kind == WasteAccount.InteractiveIdle).ToList();
        return new FleetSession(
            r.Run!.Key.Uri, r.Run.App?.Name ?? r.Job, r.Owner, r.Run.InteractiveKind ?? "shell", r.Run.WallMs ?? 0, r.Run.NoJobMs ?? 0,
            idle.Sum(w => w.CoreMs), r.Usd is null ? null : idle.Sum(w => w.Usd ?? 0));
    }

    static FleetRun RunOf(CostedRun r) => new()
    {
        Uri = r.Run!.Key.Uri,
        AppId = r.Run.App?.Id,
        Name = r.Run.App?.Name ?? r.Job,
        Job = r.Job,
        Owner = r.Owner,
        Team = r.Team,
        Platform = r.Platform,
        Workload = r.Run.Workload ?? Workload.Batch,
        Outcome = r.Run.Outcome,
        Reason = r.Run.Reason,
        StartMs = r.StartMs,
        WallMs = r.Run.WallMs ?? 0,
        Usd = r.Usd,
        Ground = r.Ground,
        PaidCoreMs = r.PaidCoreMs,
        UsedCoreMs = r.UsedCoreMs,
        WasteUsd = r.WasteUsd,
        WasteCoreMs = r.WasteCoreMs,
        Findings = [.. r.Run.Findings.Select(f => f.Kind)],
        Quality = r.Run.Log?.Quality ?? Model.QualityGrade.Poor,
    };
}
