using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Ledgers;

namespace Rightsizer.Analyzer.Answers.Sizing.Search;

/// <summary>A cluster that is kept the whole week, for runs one after another: the more there are, the less a run costs.</summary>
/// <param name="Cluster">The nodes that are kept.</param>
sealed record PermanentCluster(PricedOption Cluster)
{
    const decimal HoursPerWeek = 168;
    const long WeekMs = 168L * 3_600_000;

    /// <summary>The cheapest by the hour of the On-Demand clusters that meet the deadline; null where none does.</summary>
    public static PermanentCluster? Of(IEnumerable<PricedOption> options, double deadlineMs) => options
        .Where(p => p.Option is { Platform: SizingPlatform.EmrOnEc2, IsSpot: false } && p.Candidate.TimeMs!.P90 <= deadlineMs)
        .MinBy(p => p.Option.UsdPerHour) is { } cluster ? new(cluster) : null;

    public decimal UsdAWeek => Cluster.Option.UsdPerHour * HoursPerWeek;

    /// <summary>One after another; what has no room in the week needs a larger cluster.</summary>
    public bool Holds(decimal runsAWeek) => runsAWeek * Cluster.Candidate.RunMs <= WeekMs;

    /// <summary>From as many runs a week on it costs less than the runs at their own cost; null where so many have no room.</summary>
    /// <param name="usdARun">What a run costs elsewhere.</param>
    public decimal? CheaperFrom(decimal usdARun) =>
        usdARun > 0 && Math.Ceiling(UsdAWeek / usdARun) is var runs && Holds(runs) ? runs : null;

    /// <summary>The best option at another number of runs a week: the one for a run, or this cluster where it costs a run less.</summary>
    public static SizingVariant At(SizingChange change, decimal runsAWeek, PricedOption best, PermanentCluster? permanent)
    {
        var year = runsAWeek * PricedOption.WeeksPerYear;
        if (permanent is not { } p || !p.Holds(runsAWeek) || p.UsdAWeek / runsAWeek >= best.Usd)
        {
            return new()
            {
                Change = change,
                Name = best.Candidate.Name,
                Id = best.Option.Id,
                TimeMs = best.Candidate.TimeMs,
                Usd = best.Candidate.Usd,
                YearUsd = BillingMath.Round6(best.Usd * year),
                IsSame = true,
            };
        }
        var (usd, time, start) = (BillingMath.Round6(p.UsdAWeek / runsAWeek), p.Cluster.Candidate.TimeMs!, p.Cluster.Candidate.StartUpMs);
        return new()
        {
            Change = change,
            Name = $"a permanent cluster of {p.Cluster.Candidate.Name}",
            Id = p.Cluster.Option.Id,
            TimeMs = new(time.P10 - start, time.P50 - start, time.P90 - start),
            Usd = new(usd, usd, usd),
            YearUsd = BillingMath.Round6(p.UsdAWeek * PricedOption.WeeksPerYear),
        };
    }
}
