using Rightsizer.Analyzer.Answers.Fleet.Rules;
using Rightsizer.Analyzer.Answers.Fleet.Summaries;
using Rightsizer.Analyzer.Facts.Clusters;
using Rightsizer.Analyzer.Ledgers;

namespace Rightsizer.Analyzer.Answers.Fleet.Report;

/// <summary>
/// A run with owner, job and the dollars that it is charged; or what a shared cluster idled on one day, which is nobody's run.
/// </summary>
sealed record CostedRun
{
    public const string SharedIdle = "sharedIdle", NobodysOwner = "(idle, shared clusters)";

    /// <summary>Null for idle of a shared cluster.</summary>
    public RunSummary? Run { get; init; }
    public required string Owner { get; init; }
    public string? Team { get; init; }
    public required string Job { get; init; }
    public required string Platform { get; init; }
    public required DateOnly Day { get; init; }
    public decimal? Usd { get; init; }
    public required Ground Ground { get; init; }

    /// <summary>Disjoint parts of <see cref="Usd"/>.</summary>
    public required IReadOnlyList<WastePart> Waste { get; init; }

    /// <summary>Its dollars are of a bill, or a share of one.</summary>
    public bool IsBilled { get; init; }

    /// <summary>Part of its dollars in the bill, 0 to 1, that Savings Plans and reservations pay for; 0 without a bill.</summary>
    public decimal CommittedRatio { get; init; }

    /// <summary>Part of its dollars that may be saved: what a commitment pays for is paid whether or not it is used.</summary>
    public decimal AvoidableRatio => 1 - CommittedRatio;

    /// <summary>Its EBS in the bill; null where it is not billed.</summary>
    public decimal? StorageUsd { get; init; }

    /// <summary>
    /// A saving against it may be promised: it is not assumed. The rule of <see cref="CostBasis"/>, of which a summary keeps the ground.
    /// </summary>
    public bool IsKnown => Usd is not null && Ground > Ground.Assumed;

    /// <summary>What YARN booked for it; null without its account.</summary>
    public YarnApplication? Yarn { get; init; }

    public long PaidCoreMs => Run?.Cores?.PaidCoreMs ?? 0;

    /// <summary>
    /// Core time that tasks held, and no more than idle time leaves: a task's own clock may have it run while its slot had the next one.
    /// </summary>
    public long UsedCoreMs => Math.Min(Run?.Cores?.UsedCoreMs ?? 0,
        Math.Max(0, PaidCoreMs - Waste.Where(w => !WasteAccount.HeldByTasks.Contains(w.Kind)).Sum(w => w.CoreMs)));

    /// <summary>Of it, what was waste: with the work and the idle time it is no more than what was paid.</summary>
    public long UsedWasteCoreMs =>
        Math.Min(UsedCoreMs, Waste.Where(w => WasteAccount.HeldByTasks.Contains(w.Kind)).Sum(w => w.CoreMs));

    public long StartMs => Run?.StartMs ?? 0;
    public decimal? WasteUsd => Usd is null ? null : Waste.Sum(w => w.Usd ?? 0);
    public long WasteCoreMs => Waste.Sum(w => w.CoreMs);

    /// <summary>
    /// Dollars that a finding saves at this run's price: what diagnose gives, scaled to what the run is charged, start-up apart in both,
    /// and without what commitments of the bill pay for. Of
    /// a summary without them, its core time at the run's mean price of it. 0 without a price, and where it would cost more.
    /// </summary>
    public decimal UsdOf(RunFinding finding)
    {
        if (Usd is not { } usd) return 0;
        if (finding.SavesUsd is { } saves && Run?.Cost?.ActualUsd - StartUpOf(Run?.Waste ?? []) is > 0 and var own)
            return Math.Max(0, saves * (usd - StartUpOf(Waste)) / own) * AvoidableRatio;
        return PaidCoreMs > 0 ? AvoidableRatio * usd * (finding.SavesCoreMs ?? 0) / PaidCoreMs : 0;
    }

    static decimal StartUpOf(IReadOnlyList<WastePart> waste) =>
        waste.Where(w => w.Kind == WasteAccount.ClusterStart).Sum(w => w.Usd ?? 0);

    public static CostedRun From(RunSummary run, FleetRules rules)
    {
        var (owner, team, job) = rules.Of(run);
        return new CostedRun
        {
            Run = run,
            Owner = owner,
            Team = team,
            Job = job,
            Platform = run.Platform ?? "unknown",
            Day = DayOf(run.StartMs!.Value),
            Usd = run.Cost?.ActualUsd,
            Ground = run.Cost?.ActualUsd is null ? Ground.Missing : run.Cost.ActualGround,
            Waste = run.Waste,
        };
    }

    /// <summary>The run at another price, its waste scaled along.</summary>
    public CostedRun At(decimal usd, Ground ground)
    {
        // clusterStart has no core time and a shared cluster is not started for a run
        var parts = Waste.Where(w => w.CoreMs > 0).ToList();
        var useful = Math.Max(0, PaidCoreMs - parts.Sum(p => p.CoreMs));
        var split = parts.Count == 0 ? [] : Apportion.Usd(usd, [.. parts.Select(p => (decimal)p.CoreMs), useful]);
        return this with { Usd = usd, Ground = ground, Waste = [.. parts.Select((p, i) => p with { Usd = split[i] })] };
    }

    /// <summary>The run at what it was billed: the parts of its waste keep their share of it.</summary>
    public CostedRun Billed(decimal usd, Ground ground)
    {
        var billed = BillingMath.Round6(usd);
        if (Usd is not > 0) return At(billed, ground) with { IsBilled = true };
        var parts = Waste.Select(p => Math.Max(0, p.Usd ?? 0)).ToList();
        var split = Apportion.Usd(billed, [.. parts, Math.Max(0, Usd.Value - parts.Sum())]);
        return this with { Usd = billed, Ground = ground, IsBilled = true, Waste = [.. Waste.Select((p, i) => p with { Usd = split[i] })] };
    }

    public static DateOnly DayOf(long ms) => DateOnly.FromDateTime(DateTimeOffset.FromUnixTimeMilliseconds(ms).UtcDateTime);
}
