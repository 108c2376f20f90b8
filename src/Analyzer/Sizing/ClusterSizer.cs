using Rightsizer.Analyzer.Model;

namespace Rightsizer.Analyzer.Sizing;

/// <summary>Picks the cluster for one recurring job. docs/sizing.md holds every rule.</summary>
public static class ClusterSizer
{
    /// <summary>Searches instance types, executor shapes, counts, purchase and platforms for the least P50 cost with P90 time within the deadline.</summary>
    /// <param name="runs">One or more runs of the same job.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="progress">Told what is being done and how far it is.</param>
    /// <param name="cancellation">Checked between simulations.</param>
    public static SizingResult Size(
        IReadOnlyList<ApplicationRun> runs, SizingRequest request, IProgress<SizingProgress>? progress = null, CancellationToken cancellation = default) =>
        throw new NotImplementedException();
}

/// <param name="Step">What is being done, in words.</param>
/// <param name="Share">Of that step, 0 to 1; null where it is not known.</param>
public readonly record struct SizingProgress(string Step, double? Share);
