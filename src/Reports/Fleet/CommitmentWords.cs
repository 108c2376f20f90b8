using System.Globalization;
using Rightsizer.Analyzer.Answers.Fleet.Commitments;
using Rightsizer.Analyzer.Formatting;

namespace Rightsizer.Reports.Fleet;

/// <summary>Commitments in the words that every format shares.</summary>
static class CommitmentWords
{
    const int NeededWeeks = 4;

    public static readonly string[] Headings =
        ["Commitment", "USD an hour", "Below On-Demand", "Used", "Without it a week", "With it a week", "Best USD an hour", ""];

    public static string Answer(FleetCommitments c) => c.Weeks == 0
        ? "Commitments: less than a week of runs is known, so nothing can be said of them."
        : $"Commitments: EC2 and Fargate of {FleetWords.Runs(c.Runs)} cost about {Quantity.Usd(c.UseUsdAWeek)} a week from {c.Since} to "
            + $"{LastDay(c)} ({Quantity.Plural(c.Weeks, "week")}). The other {Quantity.Usd(c.OtherUsdAWeek)} a week of these runs is EMR's "
            + "fee, storage and services that no commitment covers.";

    static string LastDay(FleetCommitments c) => DateOnly.ParseExact(c.UntilExcl, "yyyy-MM-dd", CultureInfo.InvariantCulture).AddDays(-1)
        .ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string[] Row(CommitmentResult o, FleetCommitments c) =>
    [
        o.Name, Quantity.Usd(o.UsdPerHour), Percent(o.DiscountRatio), Percent(o.UsedRatio),
        Quantity.Usd(o.EligibleUsdAWeek), Quantity.Usd(o.UsdAWeek), Quantity.Usd(o.BestUsdPerHour), Verdict(o, c),
    ];

    /// <summary>Never that one should buy: what the known weeks say.</summary>
    public static string Verdict(CommitmentResult o, FleetCommitments c) => o.Verdict switch
    {
        CommitmentVerdict.TooFewWeeks => $"no advice: {KnownOfLast(c)} of the last {NeededWeeks} weeks known",
        CommitmentVerdict.NotKnown => "no price of the type, or not below On-Demand",
        CommitmentVerdict.Saves => $"cheaper in {o.WeeksCheaper} of {c.Weeks} weeks",
        CommitmentVerdict.Costs => "would have cost more",
        _ => $"cheaper in {o.WeeksCheaper} of {c.Weeks} weeks, too little to be sure",
    };

    static int KnownOfLast(FleetCommitments c) => Math.Min(c.Weeks, NeededWeeks) - c.EmptyWeeks;

    /// <summary>What the figures rest on, in sentences.</summary>
    public static IEnumerable<string> Assumptions(FleetCommitments c)
    {
        if (c.Weeks == 0) yield break;
        yield return "The best commitment is that with which these weeks would have cost least (newsvendor rule): the use that is not "
            + $"passed in {Quantiles(c)} of all hours, day and night. It assumes that later weeks are like these, that the discount is the "
            + "same for every instance, and that other work takes the given part of what is left unused, at what it costs.";
        yield return "Use is the runs' own estimates (without --bill and --cluster), each spread evenly over its time. Nodes on Spot, "
            + "which no commitment covers, are not known as such. All nodes of a run count as of its workers' family.";
        if (c.RunsLeftOut > 0)
            yield return $"{FleetWords.Runs(c.RunsLeftOut)} without a price by service {(c.RunsLeftOut == 1 ? "is" : "are")} left out.";
    }

    static string Quantiles(FleetCommitments c)
    {
        var all = c.Offers.Select(o => o.BestQuantile).OfType<decimal>().Distinct().Order().ToList();
        return all.Count == 0 ? "a part" : all.Count == 1 ? Percent(all[0]) : $"{Percent(all[0])} to {Percent(all[^1])}";
    }

    static string Percent(decimal? ratio) => ratio is { } r ? Quantity.Percent((double)r) : "";
}
