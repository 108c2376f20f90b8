using System.Text.Json.Serialization;

namespace Rightsizer.Analyzer.Ledgers;

/// <summary>A price as a sum of visible lines.</summary>
public sealed record Ledger
{
    /// <summary>What it is of.</summary>
    public required LedgerKind Kind { get; init; }

    /// <summary>What <see cref="Kind"/> says, for people: "EMR on EC2 Spot (x86)".</summary>
    [JsonIgnore]
    public DisplayText Title { get; init; }

    /// <summary>Which nodes or workers, for people; null where the title says all.</summary>
    [JsonIgnore]
    public DisplayText? Shape { get; init; }

    /// <summary>Title and shape.</summary>
    public DisplayText Name => Shape is { } shape ? $"{Title}: {shape}" : Title;

    /// <summary>EC2 nodes that the lines pay for, as they were added; empty where there are none.</summary>
    public IReadOnlyList<LedgerNodes> Nodes { get; init; } = [];
    public required long DurationMs { get; init; }

    /// <summary>Sum of the lines; null when a line has no price.</summary>
    public required decimal? TotalUsd { get; init; }

    /// <summary>Sum of the priced lines.</summary>
    public required decimal PricedPartUsd { get; init; }

    /// <summary>
    /// The total if the EMR fee of the types whose cap of 0.27 USD an hour is in doubt were capped; null when no line is in doubt or there
    /// is no total.
    /// </summary>
    public decimal? TotalIfFeeCappedUsd { get; init; }

    /// <summary>Of the priced lines, what was paid before the application began.</summary>
    [JsonIgnore]
    public decimal StartUpUsd => Lines.Where(l => l.Purpose == LinePurpose.StartUp).Sum(l => l.AmountUsd ?? 0);

    /// <summary>Of the priced lines, what Savings Plans and reservations pay for: it costs as much where it is not used.</summary>
    [JsonIgnore]
    internal decimal CommittedUsd => Lines.Where(l => l.IsCommitted).Sum(l => l.AmountUsd ?? 0);

    /// <summary>Start-up of nodes that the lines pay for beside the run; 0 where none is paid for.</summary>
    [JsonIgnore]
    public long StartUpMs { get; init; }

    /// <summary>Longest time of a node that the lines pay for, start-up lines apart; 0 without nodes.</summary>
    [JsonIgnore]
    internal long NodesMs { get; init; }

    /// <summary>
    /// What ran, or for how long, rests on an inference and not on a bill, a description of the cluster or a price that the user gave.
    /// </summary>
    bool IsInferred => Kind is not (LedgerKind.Billed or LedgerKind.GivenCluster or LedgerKind.GivenPrice or LedgerKind.FromLog);

    /// <summary>Of the priced lines, those that rest on an assumption.</summary>
    [JsonIgnore]
    public decimal AssumedUsd => Lines.Where(l => l.Ground <= Ground.Assumed).Sum(l => l.AmountUsd ?? 0);

    /// <summary>
    /// Assumed lines of at most <see cref="MaxAssumedShare"/> leave a cost known: a probability against it is worked out without them.
    /// </summary>
    [JsonIgnore]
    public CostBasis Basis => TotalUsd is not { } total ? CostBasis.Missing
        : IsInferred || AssumedUsd > total * MaxAssumedShare ? CostBasis.Assumed : CostBasis.Known;

    /// <summary>No more than the smallest saving for which a change is advised. docs/pricing.md.</summary>
    public const decimal MaxAssumedShare = 0.05m;

    /// <summary>Weakest of the lines.</summary>
    public required Ground Ground { get; init; }
    public required IReadOnlyList<LedgerLine> Lines { get; init; }

    /// <summary>Constants that its amounts rest on.</summary>
    [JsonIgnore]
    public IReadOnlyList<Assumption> Constants { get; init; } = [];

    /// <summary>What was assumed for this ledger, and what it leaves out.</summary>
    public IReadOnlyList<DisplayText> Notes { get; init; } = [];
}
