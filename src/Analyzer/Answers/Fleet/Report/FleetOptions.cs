using Rightsizer.Analyzer.Answers.Fleet.Bills;
using Rightsizer.Analyzer.Answers.Fleet.Commitments;
using Rightsizer.Analyzer.Answers.Fleet.Rules;
using Rightsizer.Analyzer.Answers.Fleet.State;
using Rightsizer.Analyzer.Facts.Clusters;
using Rightsizer.Analyzer.Ledgers;

namespace Rightsizer.Analyzer.Answers.Fleet.Report;

/// <summary>What is asked of many runs.</summary>
public sealed record FleetOptions
{
    /// <summary>First UTC day; null is that of the first run.</summary>
    public DateOnly? Since { get; init; }

    /// <summary>Day after the last; null is that after the last run.</summary>
    public DateOnly? UntilExcl { get; init; }

    /// <summary>Who owns what.</summary>
    public FleetRules Rules { get; init; } = FleetRules.None;

    /// <summary>What an hour of a cluster costs, as given; shared clusters are billed by it.</summary>
    public decimal? UsdPerHour { get; init; }

    /// <summary>Logs read now, of all summaries.</summary>
    public int Read { get; init; }

    /// <summary>Logs that were not read because they were last written before the time that is asked for.</summary>
    public int TooOld { get; init; }

    /// <summary>Advice that earlier reports gave, from the state.</summary>
    public IReadOnlyList<AdviceRecord> Advice { get; init; } = [];

    /// <summary>Clusters that <c>size --state</c> chose, from the state.</summary>
    public IReadOnlyList<MoveRecord> Moves { get; init; } = [];

    /// <summary>Clusters and job runs as the AWS CLI described them; empty where none were given.</summary>
    public IReadOnlyList<ClusterFile> ClusterFiles { get; init; } = [];

    /// <summary>YARN's account of applications; null where none was given.</summary>
    public IReadOnlyList<YarnApplication>? Yarn { get; init; }

    /// <summary>How <see cref="ClusterFiles"/> are priced.</summary>
    public PriceContext Pricing { get; init; } = new();

    /// <summary>The invoice; null where none was given.</summary>
    public IBill? Bill { get; init; }

    /// <summary>Savings Plans and reservations that could be bought; empty where none were given.</summary>
    public IReadOnlyList<CommitmentOffer> Commitments { get; init; } = [];

    /// <summary>Sentences to add to the report's notes.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>First day of the time that the period is compared with; null where no period is asked for.</summary>
    public DateOnly? BeforeSince =>
        Since is { } since && UntilExcl is { } until ? since.AddDays(since.DayNumber - until.DayNumber) : Since?.AddDays(-7);
}
