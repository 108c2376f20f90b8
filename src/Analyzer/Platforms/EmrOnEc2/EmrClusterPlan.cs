using Rightsizer.Analyzer.Ledgers.Prices;
using Rightsizer.Analyzer.Platforms.Files;

namespace Rightsizer.Analyzer.Platforms.EmrOnEc2;

/// <summary>An offer that passed the limits, in EMR's terms.</summary>
sealed record EmrClusterPlan
{
    public required FileRequest Request { get; init; }

    /// <summary>Primary, core, task in this order.</summary>
    public required IReadOnlyList<NodeFleet> Fleets { get; init; }

    /// <summary>Null where the release has no managed scaling.</summary>
    public required ScalingLimits? Scaling { get; init; }

    /// <summary>spark.* settings, by name.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Spark { get; init; }

    /// <summary>
    /// yarn.scheduler.maximum-allocation-mb, where a container is larger than YARN's memory on the smallest node; null leaves EMR's.
    /// </summary>
    public required long? MaximumAllocationMib { get; init; }
    public required IReadOnlyList<string> Notes { get; init; }

    public string Name => Request.SafeName();

    /// <summary>The driver runs on a node that Spot may not take while task nodes may go.</summary>
    public bool DriverOnCoreOnly =>
        Request.Cluster.Driver is { InCluster: true } && Fleets.Any(f => f.Role == "task" && f.Spot > 0);

    public bool DriverInCluster => Request.Cluster.Driver is not { InCluster: false };

    public string DeployMode => DriverInCluster ? "cluster" : "client";

    /// <summary>Of a cluster without a problem.</summary>
    public static EmrClusterPlan Build(FileRequest request)
    {
        var (cluster, book) = (request.Cluster, request.Book);
        var notes = new List<string>();
        List<NodeFleet> fleets = [.. ByRole(cluster).Select(r => NodeFleet.Build(r.Role, r.Nodes, EmrOnEc2Limits.MaxFleetTypes,
            t => EmrOnEc2Limits.Problem(book, t, r.Nodes.Max(n => n.ExecutorsPerNode), cluster.Executor!), notes))];
        return new EmrClusterPlan
        {
            Request = request,
            Fleets = fleets,
            Scaling = ScalingOf(fleets, cluster.Executor!, request, notes),
            // on by default from EMR 5.32 and 6.2: YARN would give executors of other sizes than were priced
            Spark = OfferSettings.Build(cluster, request.Settings, [new("spark.yarn.heterogeneousExecutors.enabled", "false")]),
            MaximumAllocationMib = MaximumAllocation(cluster, fleets, book),
            Notes = notes,
        };
    }

    /// <summary>Roles that have nodes, primary first.</summary>
    public static IEnumerable<(string Role, List<CandidateNodes> Nodes)> ByRole(OfferedCluster cluster) =>
        new[] { "primary", "core", "task" }.Select(r => (r, cluster.Nodes.Where(n => n.Role == r && n.Count > 0).ToList()))
            .Where(r => r.Item2.Count > 0);

    /// <summary>
    /// EMR sets the largest container by one node type of the cluster: where nodes differ, it may be less than what is asked for.
    /// </summary>
    static long? MaximumAllocation(OfferedCluster cluster, List<NodeFleet> fleets, PriceBook book)
    {
        var container = Math.Max(
            cluster.Executor!.ContainerMib, cluster.Driver is { InCluster: true } driver ? driver.ContainerMib : 0);
        var memory = fleets.SelectMany(f => f.Types).Select(t => book.YarnMemoryOf(t)?.Mib).OfType<int>().ToList();
        return memory.Count > 0 && memory.Min() < container ? memory.Where(m => m >= container).DefaultIfEmpty(memory.Max()).Min() : null;
    }

    static ScalingLimits? ScalingOf(List<NodeFleet> fleets, ExecutorPlan x, FileRequest request, List<string> notes)
    {
        if (!EmrOnEc2Limits.HasManagedScaling(request.ReleaseLabel))
        {
            notes.Add($"{request.ReleaseLabel} has no managed scaling: it is left out");
            return null;
        }
        var workers = fleets.Where(f => f.Role != "primary").ToList();
        var core = workers.Where(f => f.Role == "core").Sum(f => f.Nodes);
        var all = workers.Sum(f => f.Nodes);
        var limits = new ScalingLimits(x.Dynamic ? core : all, all, workers.Sum(f => f.OnDemand), core);
        return limits with { Index = IndexOf(limits, request, notes) };
    }

    /// <summary>The strategy decides how soon nodes come and go; it is written as asked for, and said where none may.</summary>
    static int? IndexOf(ScalingLimits limits, FileRequest request, List<string> notes)
    {
        if (request.ScalingIndex is not { } index) return null;
        if (EmrOnEc2Limits.HasAdvancedScaling(request.ReleaseLabel)) return index;
        notes.Add(FormattableString.Invariant(
            $"ADVANCED managed scaling (index {index}): {request.ReleaseLabel} does not have it, emr-7.0.0 and later do"));
        return null;
    }
}

/// <summary>Nodes, core and task, within which EMR may scale.</summary>
/// <param name="Minimum">Nodes at least.</param>
/// <param name="Maximum">Nodes at most, as priced.</param>
/// <param name="MaximumOnDemand">Of them On-Demand.</param>
/// <param name="MaximumCore">Of them core nodes.</param>
/// <param name="Index">Of the ADVANCED strategy; null is EMR's default.</param>
sealed record ScalingLimits(int Minimum, int Maximum, int MaximumOnDemand, int MaximumCore, int? Index = null);
