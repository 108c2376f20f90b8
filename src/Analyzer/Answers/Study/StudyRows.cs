using Rightsizer.Analyzer.Answers.Diagnosis;
using Rightsizer.Analyzer.Answers.Sizing;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer.Model;
using Rightsizer.Analyzer.Numerics;
using Rightsizer.EventLogParser;

namespace Rightsizer.Analyzer.Answers.Study;

/// <summary>The row of each job.</summary>
static class StudyRows
{
    /// <summary>Runs of one recurring name are one job; of a name that says nothing each log is its own.</summary>
    public static string JobOf(ApplicationRun run)
    {
        var name = RecurringName.Parse(run.App.Name);
        return RecurringName.IsGeneric(name) || RecurringName.IsShell(name)
            ? $"{name} ({run.App.Id ?? "no id"})" : name;
    }

    public static StudyJob Build(
        string name, IReadOnlyList<ApplicationRun> runs, SizingResult sizing, decimal? runsPerWeek, SizingRequest request)
    {
        var obstacles = Needs.Find(runs[0]);
        var row = new StudyJob
        {
            Name = name,
            Sizing = sizing,
            Runs = runs.Count,
            RunsUsed = sizing.Runs.Count(r => r.NotUsed is null),
            RunsPerWeek = runsPerWeek,
            Today = sizing.Today is not { } t ? null : new StudyPrice(t.Name, t.TimeMs, t.Usd?.P50, GroundOf(t.Ledger))
            {
                CommittedUsd = t.Ledger?.CommittedUsd ?? 0,
            },
            Lacks = [.. obstacles.Select(n => n.Words)],
        };
        return sizing.Advice == SizingAdvice.Refused ? Assumed(row, runs, request) : Simulated(row, sizing, obstacles);
    }

    /// <summary>Of what ran: measured times, and a cost that is assumed as a whole where it is not known.</summary>
    static Ground GroundOf(Ledger? ledger) => ledger is null ? Ground.Measured
        : ledger.Basis == CostBasis.Known ? ledger.Ground : BillingMath.Weakest(ledger.Ground, Ground.Assumed);

    static StudyJob Simulated(StudyJob row, SizingResult sizing, IReadOnlyList<Need> needs)
    {
        var inTime = sizing.Offers.Where(o => o.Rank > 0 && o.TimeMs!.P90 <= sizing.DeadlineMs).OrderBy(o => o.Usd!.P50).ToList();
        SizingCandidate? Best(Func<SizingCandidate, bool> of) => inTime.FirstOrDefault(of);
        var spot = Best(o => o.Spot is not null);
        var pick = sizing.Pick is { IsToday: false } p ? p : null;
        var switches = pick?.Spot?.LosesAboveInterruptionsPerHour ?? spot?.Spot?.LosesAboveInterruptionsPerHour;
        return row with
        {
            OnDemand = Cell(Best(o => o.Platform == SizingPlatform.EmrOnEc2 && o.Spot is null && o.Architecture == "x86_64")),
            Graviton = Cell(Best(o => o.Platform == SizingPlatform.EmrOnEc2 && o.Spot is null && o.Architecture == "arm64")),
            SpotLow = Cell(spot, spot?.Spot?.LowUsd),
            SpotExpected = Cell(spot, spot?.Spot?.ExpectedUsd),
            SpotHigh = Cell(spot, spot?.Spot?.HighUsd),
            Serverless = Cell(Best(o => o.Platform == SizingPlatform.EmrServerless)),
            Eks = Cell(Best(o => o.Platform == SizingPlatform.EmrOnEks)),
            Glue = Cell(Best(o => o.Platform == SizingPlatform.Glue)),
            // where today's cost is not known nothing is known to be worth keeping: the cheapest in time is the answer
            Pick = Cell(pick)
                ?? (sizing.BaselineBasis == CostBasis.Known ? row.Today
                    : Cell(inTime.FirstOrDefault(o => !needs.Any(n => n.Keeps(o.Platform))))),
            SwitchInterruptionsPerHour = switches,
            SwitchPoint = switches is { } rate ? FormattableString.Invariant(
                $"above {rate:0.##} interruptions per instance and hour On-Demand is cheaper")
                : pick?.BreakEvenSlowdownPct is { } slower
                ? FormattableString.Invariant($"if Graviton is more than {slower:0} % slower than simulated, x86 is cheaper") : null,
        };
    }

    static StudyPrice? Cell(SizingCandidate? c, decimal? usd = null) =>
        c is null ? null : new StudyPrice(c.Name, c.TimeMs, usd ?? c.Usd?.P50, c.Ground)
        {
            CommittedUsd = c.Ledger?.CommittedUsd ?? 0,
        };

    /// <summary>A log that carries no prediction: today's executors at today's time, assumed.</summary>
    static StudyJob Assumed(StudyJob row, IReadOnlyList<ApplicationRun> runs, SizingRequest request)
    {
        var timed = runs.Where(r => r.ObservedMs is > 0).OrderBy(r => r.ObservedMs).ToList();
        if (timed.Count == 0) return row;
        var cost = CostModel.Price(timed[Statistics.RankIndex(timed.Count, 0.5)], request.Pricing);
        StudyPrice? Build(LedgerKind kind) => cost.Alternatives.FirstOrDefault(a => a.Kind == kind) is { } l
            ? new StudyPrice(l.Name, new TimeBand(l.DurationMs, l.DurationMs, l.DurationMs), l.TotalUsd,
            BillingMath.Weakest(l.Ground, Ground.Assumed))
            {
                CommittedUsd = l.CommittedUsd,
            } : null;
        return row with
        {
            OnDemand = Build(LedgerKind.EmrOnDemandX86),
            Graviton = Build(LedgerKind.EmrOnDemandGraviton),
            SpotExpected = Build(LedgerKind.EmrSpotX86),
            Serverless = Build(LedgerKind.ServerlessX86) ?? Build(LedgerKind.ServerlessGraviton),
            Eks = Build(LedgerKind.EmrOnEks),
            Glue = Build(LedgerKind.Glue),
        };
    }

}
