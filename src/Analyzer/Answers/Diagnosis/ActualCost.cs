using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer.Ledgers.Prices;
using Rightsizer.Analyzer.Model;
using Rightsizer.Analyzer.Platforms;

namespace Rightsizer.Analyzer.Answers.Diagnosis;

/// <summary>What the run itself cost: from the bill or the cluster where they are given, else from what the log lets one infer.</summary>
static class ActualCost
{
    /// <summary>Null with the reason in <paramref name="missing"/> where the platform has no price here.</summary>
    public static Ledger? Compute(ApplicationRun run, RunShape? shape, PriceContext options, out string? missing)
    {
        var platform = options.PlatformOf(run);
        missing = null;
        shape ??= RunShape.OfDriverAlone(run);
        var paid = Paid(run, shape, options);
        var here = PlatformCatalog.Find(platform);
        if (options.Cluster is { } cluster && here?.IsOf(cluster) == true) return here.Billed(paid, out missing);
        if (options.UsdPerHour is { } usdPerHour)
        {
            if (run.ObservedMs is null) return Missing("the log holds no start and end of the application", out missing);
            return Cluster(paid, Price.Given(usdPerHour, "--usd-per-hour"), "Cluster at the given hourly price");
        }
        if (shape is null) return Missing("the log holds too little to infer what was paid for", out missing);
        if (here is not null) return here.Inferred(paid, out missing);
        if (options.Discounts?.Entries.Any(e => e.Match?.Service == CostService.Cluster && e.UnitPriceUsd is not null) == true)
            return Cluster(paid, Price.Hole("no list price"), "Cluster at the discounts file's hourly price");
        return Missing($"{NameOf(platform)} has no list price. Give its hourly cost with --usd-per-hour", out missing);
    }

    static string NameOf(string platform) => platform switch
    {
        "standalone" => "a standalone cluster",
        "local" => "local mode",
        "yarn" => "a YARN cluster",
        "kubernetes" => "a Kubernetes cluster",
        "mesos" => "a Mesos cluster",
        "databricks" => "Databricks",
        "dataproc" => "Dataproc",
        _ => platform,
    };

    /// <summary>The run with what is known beyond its log.</summary>
    public static PaidRun Paid(ApplicationRun run, RunShape? shape, PriceContext pricing) => new()
    {
        Run = run,
        Shape = shape,
        Region = pricing.RegionOf(run).Region,
        Pricing = pricing,
    };

    static Ledger? Missing(string why, out string? missing)
    {
        missing = why;
        return null;
    }

    static Ledger Cluster(PaidRun run, Price price, string name)
    {
        var ledger = run.NewLedger();
        ledger.Add(new CostItem
        {
            Name = "Cluster",
            Service = CostService.Cluster,
            Amount = run.Ms,
            Per = 3_600_000,
            Unit = "cluster-hour",
            Price = price,
            Ground = Ground.Measured,
        });
        return ledger.Build(LedgerKind.GivenPrice, name, run.Ms);
    }
}
