namespace Rightsizer.Analyzer.Ledgers.Prices;

/// <summary>One price that AWS gave today; it stands on its own, whatever else was or was not to be had.</summary>
/// <param name="Region">Region code.</param>
/// <param name="Item">What is priced, in the words of the table.</param>
/// <param name="Kind">What else tells it apart: processor, volume type, Glue's version. Empty where nothing does.</param>
/// <param name="Usd">In the table's unit.</param>
/// <param name="Date">ISO date from which it holds; null where AWS gives none.</param>
public sealed record RefreshedItem(string Region, string Item, string Kind, decimal Usd, string? Date);

/// <summary>What the Spot Advisor says of a type in a region.</summary>
/// <param name="Region">Region code.</param>
/// <param name="Type">Instance type.</param>
/// <param name="Band">AWS's words: &lt;5%, 5-10%, 10-15%, 15-20%, &gt;20% of the instances in a month.</param>
/// <param name="SavingsPct">Mean saving over On-Demand in that month.</param>
public sealed record AdvisedType(string Region, string Type, string Band, decimal SavingsPct);
