namespace Rightsizer.Analyzer.Ledgers;

/// <summary>What may be said of a saving against a cost: the one rule, for every answer and every writer.</summary>
public enum CostBasis
{
    /// <summary>No total: nothing is compared with it.</summary>
    Missing,

    /// <summary>
    /// What ran, for how long or at which price is inferred or assumed: its readings and plain differences, but no probability, no share
    /// saved and no advice to change for the sake of cost.
    /// </summary>
    Assumed,

    /// <summary>Billed, described, given, or seen in the log.</summary>
    Known,
}
