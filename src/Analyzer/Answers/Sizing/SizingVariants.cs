using Rightsizer.Analyzer.Answers.Sizing.Search;
using Rightsizer.Analyzer.Facts.Clusters;
using Rightsizer.Analyzer.Platforms;
using Rightsizer.Analyzer.Timing;

namespace Rightsizer.Analyzer.Answers.Sizing;

/// <summary>Searches again with one thing changed: data, purchase, processor, start-up.</summary>
public static class SizingVariants
{
    /// <summary>How much more data <see cref="SizingChange.MoreData"/> is: a plain "half as much again", not a forecast.</summary>
    public const double DataRatio = 1.5;

    /// <summary>Options priced in full for each change, first in rank.</summary>
    const int Priced = 6;

    /// <summary>Share of the simulations of the first search that the one with more data may take.</summary>
    const int BudgetParts = 4;

    /// <param name="job">As it was asked about.</param>
    /// <param name="options">All of it.</param>
    /// <param name="best">The cheapest within the deadline.</param>
    internal static IReadOnlyList<SizingVariant> Search(SizingJob job, IReadOnlyList<Option> options, PricedOption best)
    {
        SizingVariant Of(SizingChange change, SizingJob changed, IEnumerable<Option> of) => Cheapest(change, changed, [.. of], best);
        var more = job with
        {
            LeftOut = [],
            Model = job.Model.WithData(DataRatio, TimeModel.DefaultTaskBudget / BudgetParts),
        };
        var variants = new List<SizingVariant> { Of(SizingChange.MoreData, more, options) };
        if (job.Allows(Purchase.OnDemand))
            variants.Add(Of(SizingChange.OnDemandOnly, job with { LeftOut = [] }, options.Where(o => !o.IsSpot)));
        if (job.Allows("x86_64"))
            variants.Add(Of(SizingChange.X86Only, job with { LeftOut = [] }, options.Where(o => o.Architecture != "arm64")));
        foreach (var (change, factor) in new[] { (SizingChange.NoStartUp, 0), (SizingChange.DoubleStartUp, 2) })
        {
            var changed = job with { LeftOut = [], StartUpFactor = factor };
            variants.Add(Of(change, changed, ClusterSizer.OptionsOf(changed)));
        }
        return variants;
    }

    static SizingVariant Cheapest(SizingChange change, SizingJob job, IReadOnlyList<Option> options, PricedOption best)
    {
        var estimator = new Estimator(job);
        var search = new OptionSearch(job, options, estimator, (_, _) => { });
        search.SimulateGrid();
        var top = search.TopOfKinds().Values.SelectMany(e => e)
            .Where(e => !job.Needs.Any(n => n.Keeps(e.Option.Platform)))
            .Order(Comparer<Estimate>.Create((a, b) => OptionSearch.Compare(a, b, job.DeadlineMs)))
            .Take(Priced).Select(e => e.Option).ToList();
        // what was best before is always held against the others
        if (options.FirstOrDefault(o => o.Id == best.Option.Id) is { } kept && !top.Contains(kept)) top.Add(kept);
        var cheapest = top.Select(o => PricedOption.Simulate(job, o, estimator)).OfType<PricedOption>()
            .Where(p => p.Candidate.TimeMs!.P90 <= job.DeadlineMs)
            .OrderBy(p => p.Usd).ThenBy(p => p.Candidate.TimeMs!.P90).ThenBy(p => p.Option.Id).FirstOrDefault();
        return new SizingVariant
        {
            Change = change,
            Name = cheapest?.Candidate.Name,
            Id = cheapest?.Option.Id,
            TimeMs = cheapest?.Candidate.TimeMs,
            Usd = cheapest?.Candidate.Usd,
            IsSame = cheapest?.Option.Id == best.Option.Id,
        };
    }
}
