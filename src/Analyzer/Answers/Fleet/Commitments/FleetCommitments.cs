namespace Rightsizer.Analyzer.Answers.Fleet.Commitments;

/// <summary>What the weeks of use that are known would have cost under commitments.</summary>
public sealed record FleetCommitments
{
    /// <summary>Whole weeks of seven UTC days, back from the end of the period; the last 13 at most.</summary>
    public required int Weeks { get; init; }

    /// <summary>ISO date of their first day; null without a week.</summary>
    public string? Since { get; init; }

    /// <summary>ISO date after their last day.</summary>
    public required string UntilExcl { get; init; }

    /// <summary>EC2 and Fargate of the runs, a week, at the prices of their own estimates: what a Compute Savings Plan may cover.</summary>
    public decimal? UseUsdAWeek { get; init; }

    /// <summary>The rest of the same runs a week, which no commitment here covers: EMR's fee, EBS, EMR Serverless, Glue.</summary>
    public decimal? OtherUsdAWeek { get; init; }

    /// <summary>Runs of these weeks that are counted.</summary>
    public int Runs { get; init; }

    /// <summary>Runs of these weeks without a price by service: in no figure here.</summary>
    public int RunsLeftOut { get; init; }

    /// <summary>Of the last four weeks (all, where fewer are known): those without a run.</summary>
    public int EmptyWeeks { get; init; }

    /// <summary>As the file has them.</summary>
    public required IReadOnlyList<CommitmentResult> Offers { get; init; }
}

/// <summary>Whether a commitment would have paid.</summary>
public enum CommitmentVerdict
{
    /// <summary>Fewer than four weeks with runs are known: no advice.</summary>
    TooFewWeeks,

    /// <summary>A price or the family's use is not known.</summary>
    NotKnown,

    /// <summary>Cheaper in at least nine of ten weeks, by at least 5 % of the use that it may cover.</summary>
    Saves,

    /// <summary>Dearer over all weeks.</summary>
    Costs,

    /// <summary>In between.</summary>
    NotClear,
}

/// <summary>One commitment over the same weeks.</summary>
public sealed record CommitmentResult
{
    public required string Name { get; init; }
    public required CommitmentKind Kind { get; init; }
    public required decimal UsdPerHour { get; init; }

    /// <summary>What its rate is below the On-Demand price; null where that price is not known.</summary>
    public decimal? DiscountRatio { get; init; }

    /// <summary>As given.</summary>
    public required decimal OtherUseRatio { get; init; }

    /// <summary>The use that it may cover, a week, without it.</summary>
    public decimal? EligibleUsdAWeek { get; init; }

    /// <summary>The same use with it: what is used of it, what neither Spark nor other work uses, and what it does not cover.</summary>
    public decimal? UsdAWeek { get; init; }

    /// <summary>Part of the commitment that Spark used.</summary>
    public decimal? UsedRatio { get; init; }

    /// <summary>Part of the use that it covered.</summary>
    public decimal? CoveredRatio { get; init; }

    /// <summary>Weeks in which the use cost less with it.</summary>
    public int WeeksCheaper { get; init; }

    /// <summary>By the newsvendor rule: the part of hours in which the best commitment is not all used.</summary>
    public decimal? BestQuantile { get; init; }

    /// <summary>
    /// The commitment with which these weeks would have cost least; 0 where none pays. Of a reservation for whole instances.
    /// </summary>
    public decimal? BestUsdPerHour { get; init; }
    public decimal? BestUsdAWeek { get; init; }
    public required CommitmentVerdict Verdict { get; init; }
}
