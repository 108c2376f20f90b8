using Rightsizer.Analyzer.Answers.Fleet.Report;
using Rightsizer.Analyzer.Ledgers;

namespace Rightsizer.Analyzer.Answers.Fleet.Commitments;

/// <summary>
/// Known weeks under commitments. A commitment of c dollars an hour at a discount d covers c / (1 - d) dollars of On-Demand use in that
/// hour and is paid whether or not it is used; docs/science.md, Commitments.
/// </summary>
static class CommitmentCosts
{
    /// <summary>Weeks with runs that an advice needs.</summary>
    public const int NeededWeeks = 4;

    /// <summary>It is worth a change from this part of the use on, and likely where it holds in this part of the weeks.</summary>
    const decimal WorthRatio = 0.05m, LikelyRatio = 0.9m;

    /// <summary>Null where no commitments were given.</summary>
    /// <param name="runs">Of all days that are known, streams whole.</param>
    /// <param name="options">Offers and prices.</param>
    /// <param name="untilExcl">Day after the period.</param>
    public static FleetCommitments? Report(IReadOnlyList<CostedRun> runs, FleetOptions options, DateOnly untilExcl)
    {
        if (options.Commitments.Count == 0) return null;
        var use = new CommitmentUse(runs, untilExcl);
        return new FleetCommitments
        {
            Weeks = use.Weeks,
            Since = use.Weeks == 0 ? null : FleetSums.Iso(use.Since),
            UntilExcl = FleetSums.Iso(untilExcl),
            UseUsdAWeek = AWeek(use.All.Sum(), use.Weeks),
            OtherUsdAWeek = AWeek(use.OtherUsd, use.Weeks),
            Runs = use.Runs,
            RunsLeftOut = use.RunsLeftOut,
            EmptyWeeks = use.EmptyOfLast(NeededWeeks),
            Offers = [.. options.Commitments.Select(o => ResultOf(o, use, RegionOf(runs, options), options))],
        };
    }

    /// <summary>Where most of the runs were priced.</summary>
    static string RegionOf(IReadOnlyList<CostedRun> runs, FleetOptions options) => options.Pricing.Region
        ?? runs.Select(r => r.Run!.Cost?.Region).OfType<string>().GroupBy(r => r, StringComparer.Ordinal)
            .OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal).FirstOrDefault()?.Key
        ?? Facts.RunRegion.Default;

    static CommitmentResult ResultOf(CommitmentOffer offer, CommitmentUse use, string region, FleetOptions options)
    {
        var onDemand = offer.InstanceType is { } type ? options.Pricing.Book.Ec2OnDemand(region, type).Usd : null;
        var discount = offer.Discount ?? (onDemand > 0 ? 1 - offer.UsdPerHour / (onDemand * offer.Count) : null);
        var result = new CommitmentResult
        {
            Name = offer.Name,
            Kind = offer.Kind,
            UsdPerHour = offer.UsdPerHour,
            DiscountRatio = discount is { } known ? Math.Round(known, 6) : null,
            OtherUseRatio = offer.OtherUse,
            Verdict = CommitmentVerdict.NotKnown,
        };
        if (discount is not { } d || d is <= 0 or >= 1 || use.Weeks == 0)
            return result with { Verdict = use.Weeks == 0 ? CommitmentVerdict.TooFewWeeks : CommitmentVerdict.NotKnown };
        var hours = offer.InstanceType is null ? use.All : use.OfFamily(CommitmentUse.FamilyOf(offer.InstanceType));
        var weekly = hours.Chunk(CommitmentUse.HoursAWeek)
            .Select(w => (Without: w.Sum(), With: w.Sum(u => Cost(u, offer.UsdPerHour, d, offer.OtherUse)))).ToList();
        var (without, with) = (weekly.Sum(w => w.Without), weekly.Sum(w => w.With));
        var used = hours.Sum(u => Used(u, offer.UsdPerHour, d));
        var cheaper = weekly.Count(w => w.With < w.Without);
        var quantile = Quantile(d, offer.OtherUse);
        var best = Best(hours, quantile, d, offer, onDemand);
        return result with
        {
            EligibleUsdAWeek = AWeek(without, use.Weeks),
            UsdAWeek = AWeek(with, use.Weeks),
            UsedRatio = Math.Round(used / (offer.UsdPerHour * hours.Length), 4),
            CoveredRatio = without > 0 ? Math.Round(used / (1 - d) / without, 4) : null,
            WeeksCheaper = cheaper,
            BestQuantile = Math.Round(quantile, 4),
            BestUsdPerHour = BillingMath.Round6(best),
            BestUsdAWeek = AWeek(hours.Sum(u => Cost(u, best, d, offer.OtherUse)), use.Weeks),
            Verdict = use.Weeks < NeededWeeks || use.EmptyOfLast(NeededWeeks) > 0 ? CommitmentVerdict.TooFewWeeks
                : with >= without ? CommitmentVerdict.Costs
                : cheaper >= LikelyRatio * use.Weeks && without - with >= WorthRatio * without ? CommitmentVerdict.Saves
                : CommitmentVerdict.NotClear,
        };
    }

    /// <summary>
    /// A dollar more an hour saves d / (1 - d) in an hour that uses it, and loses 1 less what other work pays for it in an hour that does
    /// not: it is right up to the use that is not passed in this part of the hours.
    /// </summary>
    static decimal Quantile(decimal d, decimal otherUse) => d / (d + (1 - d) * (1 - otherUse));

    /// <summary>The commitment that covers the use of that quantile; of a reservation the cheaper of the whole numbers around it.</summary>
    static decimal Best(decimal[] hours, decimal quantile, decimal d, CommitmentOffer offer, decimal? onDemand)
    {
        var sorted = hours.Order().ToArray();
        var covered = sorted[Math.Clamp((int)Math.Ceiling(quantile * sorted.Length) - 1, 0, sorted.Length - 1)];
        if (onDemand is not { } price) return covered * (1 - d);
        var one = price * (1 - d);
        var below = Math.Floor(covered / price) * one;
        return Total(below + one) < Total(below) ? below + one : below;

        decimal Total(decimal usdPerHour) => hours.Sum(u => Cost(u, usdPerHour, d, offer.OtherUse));
    }

    /// <summary>Of the commitment, what an hour of this use takes.</summary>
    static decimal Used(decimal use, decimal usdPerHour, decimal d) => Math.Min(use * (1 - d), usdPerHour);

    static decimal Cost(decimal use, decimal usdPerHour, decimal d, decimal otherUse)
    {
        var used = Used(use, usdPerHour, d);
        return used + (usdPerHour - used) * (1 - otherUse) + (use - used / (1 - d));
    }

    static decimal? AWeek(decimal usd, int weeks) => weeks == 0 ? null : BillingMath.Round6(usd / weeks);
}
