namespace Rightsizer.Analyzer.Answers.Fleet.Report;

/// <summary>What stands first: the dearer, or where too little has a price what took more core time.</summary>
readonly record struct Ranking(bool ByUsd)
{
    /// <summary>Part of the core time that must have a price before dollars rank.</summary>
    const decimal MinPricedShare = 0.5m;

    public static Ranking Choose(IReadOnlyCollection<CostedRun> items) => new(items.Any(i => i.Usd is not null)
        && items.Where(i => i.Usd is not null).Sum(i => (decimal)i.PaidCoreMs) >= MinPricedShare * items.Sum(i => (decimal)i.PaidCoreMs));

    public (decimal, decimal) Key(decimal? usd, decimal coreMs) => ByUsd ? (usd ?? 0, coreMs) : (coreMs, usd ?? 0);

    public (decimal, decimal) Key(FleetTotal total) => Key(total.Usd, total.PaidCoreMs);
}
