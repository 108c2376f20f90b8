using Rightsizer.Analyzer.Model;
using Rightsizer.Analyzer.Overview;
using Rightsizer.Analyzer.Pricing.Book;
using Rightsizer.Analyzer.Pricing.Runs;

namespace Rightsizer.Analyzer.Pricing;

/// <summary>What a run cost, and what it would cost elsewhere. docs/pricing.md holds every rule.</summary>
public static class CostModel
{
    public static CostReport Price(ApplicationRun run, CostOptions options, PriceBook book)
    {
        var (region, regionGround) = RunRegion.Of(run, options);
        var platform = RunPlatform.OfCluster(run, options.Cluster);
        var notes = new List<string>();
        if (regionGround == Ground.Assumed) notes.Add($"region {region} is assumed: the log names none (--region)");
        var shape = RunShape.Of(run, out var why);
        if (why is not null) notes.Add(why);
        if (run.App.EndTimeMs is null && shape is not null) notes.Add("the log has no end of the application: time and cost are lower bounds");

        var actual = ActualCost.Of(run, shape, platform, region, options, book, out var missing);
        var alternatives = shape is null ? [] : new Alternatives(run, shape, region, options, book).All(notes);
        if (options.Cluster?.ServerlessBill is not null && shape is not null)
        {
            var estimate = ActualCost.ServerlessFromLog(shape, region, options, book);
            alternatives = [estimate, .. alternatives];
            if (actual?.TotalUsd is > 0 and var billed && estimate.TotalUsd is { } guess)
                notes.Add(FormattableString.Invariant($"the estimate from the log is {(guess / billed - 1) * 100:+0.0;-0.0} % off the bill"));
        }
        return new CostReport
        {
            PriceBook = book.Name,
            PriceDate = book.DateOf(region),
            Region = region,
            RegionGround = regionGround,
            Platform = platform,
            Actual = actual,
            ActualMissing = missing,
            Alternatives = alternatives,
            Notes = notes,
        };
    }

    /// <summary>What an hour of an executor core cost, everything included; null where the run has no price or no cores.</summary>
    public static decimal? UsdPerCoreHour(CostReport report, ApplicationRun run) =>
        report.Actual?.TotalUsd is { } total && RunOverview.Of(run).PaidCoreMs is > 0 and var coreMs ? total * 3_600_000m / coreMs : null;
}
