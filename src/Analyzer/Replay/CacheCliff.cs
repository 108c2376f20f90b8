using System.Globalization;
using Rightsizer.Analyzer.Formatting;
using static System.FormattableString;

namespace Rightsizer.Analyzer.Replay;

/// <summary>What a shape does to cached data.</summary>
/// <param name="Refused">Null, or why no time can be told: the cliff lies between the two shapes.</param>
/// <param name="Doubt">Null, or why it may.</param>
sealed record CacheCliff(string? Refused, Doubt? Doubt)
{
    /// <summary>Where data falls out at both shapes the times still fit while the share of it is nearly the same.</summary>
    internal const double SameShare = 0.10;

    static readonly CacheCliff none = new(null, null);

    public static CacheCliff At(ReplayPlan plan, int executors)
    {
        if (plan.CacheFit is not { } fit) return none;
        var here = plan.PeakExecutors;
        if (here == executors || here == 0) return none;
        // names of RDDs can hold names of columns and tables, and a refusal is a sentence that travels
        var name = Invariant($"RDD {fit.Rdd.RddId}");
        if (fit.OutsideAt(executors) is not { } there)
        {
            return executors < here || fit.MissRatio is null or > CacheFit.FewMisses
                ? new CacheCliff(null, new Doubt(Effects.Cache,
                Invariant($"{name} is cached; the log does not show whether it would fit into the memory of ")
                    + $"{Quantity.Plural(executors, "executor")}."))
                : none;
        }
        var now = fit.OutsideAt(here)!.Value;
        var outside = fit.MissRatio ?? now.Least;
        var size = CacheFit.Size(fit.NeedBytes!.Value);
        var room = CacheFit.Size(fit.ExecutorBytes!.Value * executors);
        var hold = fit.ExecutorsThatHold() is { } h ? $". {Quantity.Plural(h, "executor")} hold{(h == 1 ? "s" : "")} all of it" : "";
        if (fit.WasOnDisk)
        {
            return new CacheCliff(null, new Doubt(Effects.Cache, Invariant($"Cached data ({name}, {size}) was in part on disk; ")
                + Invariant($"how much of it would be with {Quantity.Plural(executors, "executor")} ({room} of memory) changes how ")
                    + "long it takes to read."));
        }
        if (fit.LostExecutors && outside >= CacheFit.FewMisses && now.Most < CacheFit.FewMisses && there.Least < CacheFit.FewMisses)
        {
            return new CacheCliff(null, new Doubt(Effects.Cache, string.Create(CultureInfo.InvariantCulture,
                $"{outside:P0} of the cached data ({name}, {size}) was computed again, though there is room for it in "
                    + $"{Quantity.Plural(here, "executor")}: some of ")
                + Invariant($"them went away with theirs. It is not known how many of {executors} would.")));
        }
        if (outside < CacheFit.FewMisses && there.Least >= CacheFit.FewMisses)
        {
            var text = $"cached data ({name}, {size}) fits into the memory of {Quantity.Plural(here, "executor")} but not of "
                + Invariant($"{executors} ({room})");
            return fit.ToDisk
                ? new CacheCliff(null, new Doubt(Effects.Cache, Invariant($"Cached data goes to disk: {text[12..]}.")))
                : new CacheCliff(
                Invariant($"cache cliff: {text}; {there.Least:P0} of it would be computed again at each use{hold}"), null);
        }
        if (outside >= CacheFit.FewMisses
            && (there.Most < CacheFit.FewMisses || Math.Abs((there.Least + there.Most) / 2 - outside) > SameShare))
        {
            return new CacheCliff(string.Create(CultureInfo.InvariantCulture,
                $"cache cliff: {outside:P0} of the cached data ({name}, {size}) did not fit and was computed again at each use; with "
                    + $"{Quantity.Plural(executors, "executor")} ({room}) {Share(there)}{hold}"), null);
        }
        if (outside >= CacheFit.FewMisses || there.Most >= CacheFit.FewMisses)
        {
            return new CacheCliff(null, new Doubt(Effects.Cache,
                string.Create(CultureInfo.InvariantCulture,
                    $"Cached data ({name}, {size}) may not fit into the memory of {Quantity.Plural(executors, "executor")} "
                        + $"({room}); what does not "
                + $"is computed again at each use.")));
        }
        return none;
    }

    static string Share((double Least, double Most) outside) => outside.Most < CacheFit.FewMisses ? "all of it fits"
        : string.Create(CultureInfo.InvariantCulture, $"it is {outside.Least:P0} to {outside.Most:P0}");
}
