namespace Rightsizer.Analyzer.Ledgers;

/// <summary>The arithmetic that every ledger shares.</summary>
public static class BillingMath
{
    /// <summary>A month of GB-months: 730 hours, as AWS's calculator has it.</summary>
    public const decimal SecondsPerMonth = 730 * 3600;

    public const decimal SecondsPerHour = 3600;

    /// <summary>Amounts are emitted to 6 places, half up.</summary>
    public static decimal Round6(decimal usd) => Math.Round(usd, 6, MidpointRounding.AwayFromZero);

    /// <summary>What is billed of one instance, worker, pod or Glue run: whole seconds, at least a minute.</summary>
    public static decimal BilledSeconds(decimal seconds, decimal minimum = 60) => Math.Max(minimum, Math.Ceiling(seconds));

    /// <summary>The weaker of two grounds.</summary>
    public static Ground Weakest(Ground a, Ground b) => a < b ? a : b;
}
