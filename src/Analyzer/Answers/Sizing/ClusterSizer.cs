using Rightsizer.Analyzer.Answers.Sizing.Search;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Model;
using Rightsizer.Analyzer.Platforms;

namespace Rightsizer.Analyzer.Answers.Sizing;

/// <summary>Picks the cluster for one recurring job. docs/sizing.md holds every rule.</summary>
public static class ClusterSizer
{
    /// <summary>
    /// Searches instance types, executor shapes, counts, purchase and platforms for the least P50 cost with P90 time within the deadline.
    /// </summary>
    /// <param name="runs">One or more runs of the same job.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="progress">Told what is being done and how far it is.</param>
    /// <param name="cancellation">Checked between simulations.</param>
    public static SizingResult Size(
        IReadOnlyList<ApplicationRun> runs, SizingRequest request, IProgress<SizingProgress>? progress = null,
            CancellationToken cancellation = default)
    {
        void Tell(string step, double? share) => progress?.Report(new SizingProgress(step, share));
        Tell("replaying", null);
        var prepared = Preparation.Prepare(runs, request, cancellation);
        if (prepared.Job is not { } job) return Refusal(prepared, request);
        var options = OptionsOf(job);
        var estimator = new Estimator(job);
        var search = new OptionSearch(job, options, estimator, Tell);
        search.SimulateGrid();
        var top = search.TopOfKinds();
        var front = search.Front();
        Tell("simulating interruptions", null);
        var all = top.OrderBy(b => b.Key).SelectMany(b => b.Value).Select(e => PricedOption.Simulate(job, e.Option, estimator))
            .OfType<PricedOption>().ToList();
        var priced = all.GroupBy(p => p.Option.Kind).Select(g => g.OrderBy(p => p.Candidate.TimeMs!.P90 > job.DeadlineMs)
            .ThenBy(p => p.Candidate.TimeMs!.P90 > job.DeadlineMs ? p.Candidate.TimeMs.P90 : 0).ThenBy(p => p.Usd)
            .ThenBy(p => p.Candidate.TimeMs!.P90).ThenBy(p => p.Option.Id).First()).ToList();
        var onFront = front.Select(e => all.FirstOrDefault(p => p.Option == e.Option) ?? PricedOption.Simulate(job, e.Option, estimator))
            .OfType<PricedOption>().ToList();
        cancellation.ThrowIfCancellationRequested();
        Func<PricedOption, IReadOnlyList<SizingVariant>>? variants = null;
        if (request.WithVariants) variants = found =>
        {
            Tell("trying other data and start-up", null);
            return SizingVariants.Search(job, options, found);
        };
        var result = new SizingVerdict(job, prepared, priced, onFront, search.Estimates(), job.LeftOut, variants).Result(options.Count);
        if (request.Volumes.Count == 0 || result.Today is not { } today) return result;
        Tell("trying more input", null);
        var best = result.Offers.FirstOrDefault(o => o.Rank > 0 && o.Rank == result.BestRank);
        var chosen = best is null ? null : all.FirstOrDefault(p => p.Candidate.Id == best.Id)?.Option;
        return result with { Headroom = new VolumeSizing(job, today, result.DeadlineGiven).At(request.Volumes, chosen) };
    }

    internal static List<Option> OptionsOf(SizingJob job)
    {
        var request = job.Request;
        var rates = new NodeRates(job.Book, job.Region, request.Pricing.Discounts, job.Release);
        var types = TypeList.Allowed(request, job.Book, job.Region, job.Release, rates, job.LeftOut);
        return [.. PlatformCatalog.All.Where(p => request.Platforms.Count == 0 || request.Platforms.Contains(p.Name))
            .SelectMany(p => p.Options(job, types, rates))];
    }

    static SizingResult Refusal(Preparation prepared, SizingRequest request)
    {
        var pricing = prepared.Median is { } median ? request.Pricing.For(median) : request.Pricing;
        var book = pricing.Book;
        var (region, ground) = prepared.Median is { } run ? pricing.RegionOf(run)
            : (pricing.Region ?? RunRegion.Default, pricing.Region is null ? Ground.Assumed : Ground.Measured);
        return new SizingResult
        {
            Objective = SizingVerdict.Objective,
            JobName = prepared.Runs.Select(r => r.Name).FirstOrDefault(n => n is not null),
            DeadlineMs = request.DeadlineMs,
            DeadlineGiven = request.DeadlineMs is not null,
            PriceBook = book.Name,
            PriceDate = book.DateOf(region),
            Region = region,
            RegionGround = ground,
            Today = prepared.Today,
            Baseline = prepared.Today?.Usd is null ? null : prepared.Today,
            Pick = null,
            Advice = SizingAdvice.Refused,
            Reason = prepared.Refused ?? "the log does not carry a prediction",
            Offers = prepared.Today is { } today ? [today] : [],
            Runs = prepared.Runs,
            Assumptions = [.. pricing.ClusterNotUsed is { } unused ? [unused] : Array.Empty<string>(),
                .. ground == Ground.Assumed ? [$"region {region} is assumed: the log names none (--region)"] : Array.Empty<string>()],
            ClusterNotUsed = pricing.ClusterNotUsed,
        };
    }
}

/// <param name="Step">What is being done, in words.</param>
/// <param name="Share">Of that step, 0 to 1; null where it is not known.</param>
public readonly record struct SizingProgress(string Step, double? Share);
