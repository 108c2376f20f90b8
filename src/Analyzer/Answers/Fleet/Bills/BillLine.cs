using Rightsizer.Analyzer.Ledgers;

namespace Rightsizer.Analyzer.Answers.Fleet.Bills;

/// <summary>What a line of a bill is, whatever the export calls it.</summary>
public enum BillCharge
{
    /// <summary>Use of a service, also where a Savings Plan or a reservation covers it.</summary>
    Usage,

    /// <summary>Fee of a Savings Plan or a reservation, and what of it was not used.</summary>
    CommitmentFee,

    /// <summary>Takes the On-Demand price of covered use away again (SavingsPlanNegation).</summary>
    CommitmentOffset,
    Tax,
    Credit,
    Refund,
    Discount,

    /// <summary>
    /// What a pod or a task held of an instance that other lines bill (split cost allocation of EKS and ECS): no cost of its own, but
    /// <see cref="BillLine.SplitUsd"/> of theirs.
    /// </summary>
    Split,

    /// <summary>Any other charge, such as support.</summary>
    Other,
}

/// <summary>One line of a Cost and Usage Report or a FOCUS export.</summary>
public sealed record BillLine
{
    public required BillCharge Charge { get; init; }

    /// <summary>Null for a service that runs no Spark.</summary>
    public required CostService? Service { get; init; }

    /// <summary>The service's code or name as it stands in the file.</summary>
    public required string Product { get; init; }

    /// <summary>Usage type (CUR) or meter (FOCUS); empty where the line has none.</summary>
    public required string UsageType { get; init; }

    /// <value>US dollars: unblended cost (CUR), BilledCost (FOCUS). The sum over all lines is the bill.</value>
    public required decimal CashUsd { get; init; }

    /// <summary>
    /// What the use cost with the fees of the commitments that cover it: effective cost of covered lines, else <see cref="CashUsd"/>.
    /// </summary>
    public required decimal ChargedUsd { get; init; }

    /// <summary>A Savings Plan or a reservation pays for the use.</summary>
    public bool IsCovered { get; init; }

    /// <summary>False of use that a commitment covers where the file has no effective cost of it: what it cost is not known.</summary>
    public bool IsCostKnown { get; init; } = true;

    /// <summary>False of a line whose cost cannot be read: it adds to no sum, and whose it is says whose cost is not whole.</summary>
    public bool IsReadable { get; init; } = true;

    /// <summary>ARN or id; null where the line names none.</summary>
    public string? ResourceId { get; init; }

    /// <summary>EMR's cluster id, j-..., of the tag aws:elasticmapreduce:job-flow-id or of the resource.</summary>
    public string? ClusterId { get; init; }

    /// <summary>Values of the line's tags.</summary>
    public IReadOnlyList<string> TagValues { get; init; } = [];

    /// <summary>
    /// Of split cost allocation: what AWS allots to the pod of its instance, with its part of what the instance had unused (columns
    /// split_line_item_split_cost and split_line_item_unused_cost). 0 for any other line.
    /// </summary>
    public decimal SplitUsd { get; init; }

    /// <summary>Of split cost allocation: the instance (split_line_item_parent_resource_id).</summary>
    public string? ParentId { get; init; }

    /// <value>Epoch milliseconds; null where the line has no time.</value>
    public long? FromMs { get; init; }

    /// <value>Epoch milliseconds.</value>
    public long? UntilMs { get; init; }

    /// <value>Start of its billing period in epoch milliseconds; null where the file does not say.</value>
    public long? PeriodMs { get; init; }

    /// <summary>In the usage type's own unit, such as hours of an instance; null where not given.</summary>
    public decimal? Quantity { get; init; }
}

/// <summary>A bill that can be read once, line by line.</summary>
public interface IBill
{
    /// <summary>Hands out every line, also those that cannot be read; nothing of a line needs to be kept.</summary>
    BillFiles Read(Action<BillLine> take);
}

/// <summary>What was read.</summary>
/// <param name="Format">"CUR" or "FOCUS"; both names where files differ.</param>
/// <param name="Files">Files that were read.</param>
/// <param name="Lines">Lines with a cost.</param>
/// <param name="DamagedLines">Lines left out because a cell could not be read; they are in no sum.</param>
public sealed record BillFiles(string Format, int Files, long Lines, long DamagedLines);
