using Rightsizer.Analyzer.Answers.Fleet.Summaries;
using Rightsizer.Analyzer.Detectors;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Ledgers;

namespace Rightsizer.Analyzer.Answers.Fleet.Report;

/// <summary>
/// What could be saved on each job, by the year. Savings of one job overlap, so only its largest without a high risk counts.
/// </summary>
static class SavingList
{
    const decimal HourMs = 3_600_000, DaysAYear = 365;

    /// <summary>Shares of the job's cost, and dollars a year, below which a saving is not told.</summary>
    const decimal MinShare = 0.05m, MinUsdAYear = 1;

    /// <summary>Core-hours a year that cost about that dollar, at $0.05 each: less than any platform's list price with memory.</summary>
    const decimal MinCoreHoursAYear = 20;

    /// <summary>Days of runs from which a year is extrapolated: with fewer, not even every day of the week was seen.</summary>
    const int MinDaysForAYear = 7;

    /// <summary>What none of the last quarter of a job's runs has, of its last three at most, is no longer to be changed.</summary>
    const int RecentRuns = 3, RecentPart = 4;

    /// <summary>Other ways to run that are offered to what ran on EMR or Glue: which alternative, and the kind of saving.</summary>
    static readonly (LedgerKind Alternative, string Kind)[] Ways =
    [
        (LedgerKind.EmrSpotX86, SavingKinds.Spot), (LedgerKind.EmrOnDemandGraviton, SavingKinds.Graviton),
        (LedgerKind.ServerlessX86, SavingKinds.Serverless), (LedgerKind.ServerlessGraviton, SavingKinds.Serverless),
    ];

    /// <param name="runs">Of the period.</param>
    /// <param name="days">Of the period.</param>
    /// <param name="ranking">Order.</param>
    /// <param name="recurs">Whether the runs of a job are more than one day's.</param>
    /// <param name="commitments">Savings Plans or reservations of the discounts file pay for a part of EC2.</param>
    public static IReadOnlyList<FleetSaving> Build(
        IReadOnlyList<CostedRun> runs, int days, Ranking ranking, Func<IReadOnlyList<CostedRun>, bool> recurs, bool commitments = false)
    {
        var savings = new List<FleetSaving>();
        foreach (var job in runs.Where(r => r.Run is not null).GroupBy(r => (r.Job, r.Owner)).Select(g => g.ToList()))
        {
            // what ran once saves once
            var aYear = recurs(job) ? DaysAYear / days : 1;
            var isAYear = aYear != 1 && days >= MinDaysForAYear;
            var found = OfFindings(job, aYear).Concat(OfFailures(job, aYear)).Concat(OfSessions(job, aYear))
                .Concat(OfWays(job, aYear, commitments))
                .ToList();
            if (found.Count == 0) continue;
            // what may cost as much as it saves is shown, and promised to nobody
            var best = found.Where(s => s.Risk < Degree.High && !s.IsSmall).OrderByDescending(s => (s.UsdAYear ?? 0, s.CoreHoursAYear))
                .ThenBy(s => s.Kind, StringComparer.Ordinal).FirstOrDefault();
            savings.AddRange(found.Select(s => (isAYear ? s : OfPeriod(s, aYear)) with
            {
                IsCounted = ReferenceEquals(s, best),
                IsAYear = isAYear,
            }));
        }
        return [.. savings.OrderByDescending(s => ranking.Key(s.UsdAYear, s.CoreHoursAYear)).ThenBy(s => s.Job, StringComparer.Ordinal)
            .ThenBy(s => s.Owner, StringComparer.Ordinal).ThenBy(s => s.Kind, StringComparer.Ordinal)];
    }

    /// <summary>What the runs of the period would have saved.</summary>
    static FleetSaving OfPeriod(FleetSaving s, decimal aYear) => s with
    {
        UsdAYear = s.UsdAYear is { } usd ? Math.Round(usd / aYear, 6, MidpointRounding.AwayFromZero) : null,
        CoreHoursAYear = Hours(s.CoreHoursAYear / aYear),
    };

    static decimal Rounded(decimal usd) => Math.Round(usd, 2, MidpointRounding.AwayFromZero);

    /// <summary>What is told in seconds keeps them.</summary>
    static decimal Hours(decimal hours) => Math.Round(hours, hours < 0.1m ? 6 : 2, MidpointRounding.AwayFromZero);

    static IEnumerable<FleetSaving> OfFindings(List<CostedRun> job, decimal aYear)
    {
        var findings = job.Where(r => r.Run!.Outcome != RunOutcome.Failed)
            .SelectMany(r => r.Run!.Findings.Where(AdviceGiver.Counts).Select(f => (Run: r, Finding: f)));
        var ended = job.Where(r => r.Run!.Outcome != RunOutcome.Failed).OrderBy(r => r.StartMs).ToList();
        var recent = ended.TakeLast(Math.Min(RecentRuns, (ended.Count + RecentPart - 1) / RecentPart)).ToList();
        foreach (var kind in findings.GroupBy(f => f.Finding.Kind, StringComparer.Ordinal))
        {
            if (!kind.Any(k => recent.Contains(k.Run))) continue;
            var latest = kind.MaxBy(k => k.Run.StartMs).Finding;
            var usd = kind.Any(k => k.Run.Usd is not null) ? kind.Sum(k => k.Run.UsdOf(k.Finding)) : (decimal?)null;
            if (Make(job, kind.Key, usd, kind.Sum(k => (decimal)k.Finding.SavesCoreMs!.Value), kind.Count(), aYear,
                Ground.Simulated) is { } saving)
                yield return saving with { Setting = latest.Setting, Now = latest.Now, Proposed = latest.Proposed };
        }
    }

    static IEnumerable<FleetSaving> OfFailures(List<CostedRun> job, decimal aYear) =>
        OfWaste(job, WasteAccount.FailedRun, SavingKinds.FailedRuns, aYear);

    static IEnumerable<FleetSaving> OfSessions(List<CostedRun> job, decimal aYear) =>
        OfWaste(job, WasteAccount.InteractiveIdle, SavingKinds.Sessions, aYear);

    static IEnumerable<FleetSaving> OfWaste(List<CostedRun> job, string waste, string kind, decimal aYear)
    {
        var parts = job.SelectMany(r => r.Waste.Where(w => w.Kind == waste).Select(w => (Run: r, Part: w))).ToList();
        if (parts.Count == 0) yield break;
        var usd = parts.Any(p => p.Part.Usd is not null) ? parts.Sum(p => (p.Part.Usd ?? 0) * p.Run.AvoidableRatio) : (decimal?)null;
        if (Make(job, kind, usd, parts.Sum(p => (decimal)p.Part.CoreMs), parts.Count, aYear, Ground.Derived) is { } saving)
            yield return saving;
    }

    const string CommitmentRisk =
        "a Savings Plan or a reservation is paid whether or not it is used: the EC2 time that it covers is saved only where other work "
        + "takes it; ";

    static IEnumerable<FleetSaving> OfWays(List<CostedRun> job, decimal aYear, bool commitments)
    {
        var runs = job.Where(r => r.Usd is not null && r.Ground < Ground.Billed && SizingPlatform.All.Contains(r.Platform)).ToList();
        foreach (var (way, kind) in Ways)
        {
            // a way of running is chosen for a job as a whole: it must have a price for every run
            if (runs.Count == 0 || runs.Any(r => PriceOf(r, way) is null)) continue;
            if (runs.Any(r => kind == SavingKinds.Serverless && r.Platform == SizingPlatform.EmrServerless)) continue;
            if (Make(job, kind, runs.Sum(r => r.Usd!.Value - PriceOf(r, way)!.Value), 0, runs.Count, aYear, Ground.Assumed) is { } saving)
            {
                var proposed = saving with { Proposed = Build(runs[0], way)!.Name };
                if (commitments || runs.Any(r => r.CommittedRatio > 0))
                {
                    // EC2 time that is left is paid all the same
                    proposed = proposed with { Risk = Degree.High, RiskWhy = CommitmentRisk + proposed.RiskWhy };
                }
                // against a cost that is assumed there is a difference, and no promise
                yield return runs.All(r => r.IsKnown) ? proposed : proposed with
                {
                    Risk = Degree.High,
                    RiskWhy = "today's cost is assumed (--cluster or --bill gives it); " + proposed.RiskWhy,
                };
            }
        }
    }

    public static decimal? PriceOf(CostedRun run, LedgerKind way) => Build(run, way)?.Usd;

    public static RunAlternative? Build(CostedRun run, LedgerKind way) => run.Run?.Cost?.Alternatives.FirstOrDefault(a => a.Kind == way);

    static FleetSaving? Make(List<CostedRun> job, string kind, decimal? usd, decimal coreMs, int runs, decimal aYear, Ground ground)
    {
        // of the dollars or, as the severity of a finding counts, of the core time
        if (!(usd >= MinShare * job.Sum(r => r.Usd ?? 0)) && coreMs < MinShare * job.Sum(r => (decimal)r.PaidCoreMs)) return null;
        if (usd * aYear < MinUsdAYear) return null;
        var coreHours = coreMs * aYear / HourMs;
        var words = SavingKinds.Find(kind);
        return new FleetSaving
        {
            Job = job[0].Job,
            Owner = job[0].Owner,
            Kind = kind,
            Action = words.Action,
            UsdAYear = usd is { } u ? Rounded(u * aYear) : null,
            CoreHoursAYear = Hours(coreHours),
            IsSmall = usd is null && coreHours < MinCoreHoursAYear,
            Runs = runs,
            Effort = words.Effort,
            Risk = words.Risk,
            RiskWhy = words.RiskWhy,
            Ground = ground,
            IsCounted = false,
        };
    }
}
