using Rightsizer.Analyzer.Model;

namespace Rightsizer.Analyzer.Sizing;

/// <summary>Sizes every job of a portfolio and holds the ways of running them all against each other. docs/sizing.md holds every rule.</summary>
public static class MigrationStudy
{
    /// <param name="runs">Of any number of jobs; runs of one application name are one job.</param>
    /// <param name="request">As for one job; a deadline holds for each, a cluster file and an hourly price for all.</param>
    /// <param name="standing">The standing cluster to hold the others against.</param>
    /// <param name="progress">Told what is being done and how far it is.</param>
    /// <param name="cancellation">Checked between simulations.</param>
    public static StudyResult Of(
        IReadOnlyList<ApplicationRun> runs, SizingRequest request, StandingClusterRequest? standing = null, IProgress<SizingProgress>? progress = null, CancellationToken cancellation = default) =>
        throw new NotImplementedException();
}

/// <summary>A cluster that stands for all jobs.</summary>
public sealed record StandingClusterRequest
{
    /// <summary>Null takes the type that the jobs' picks use most, else m5.xlarge.</summary>
    public string? InstanceType { get; init; }

    /// <summary>Nodes of the fixed cluster, and the most under managed scaling; null takes the fewest at which no run waits longer than a tenth of its own time, or 256.</summary>
    public int? MaxNodes { get; init; }

    /// <summary>Least nodes under managed scaling.</summary>
    public int MinNodes { get; init; } = 2;

    /// <summary>Asked for to ready to take executors.</summary>
    public int ScaleOutLagSeconds { get; init; } = 210;

    /// <summary>Idle to let go.</summary>
    public int ScaleInSeconds { get; init; } = 300;
}
