using System.Text;
using Rightsizer.Analyzer.Answers.Sizing;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Facts.Clusters;
using Rightsizer.Analyzer.Ledgers.Prices;
using Rightsizer.Analyzer.Platforms;
using Rightsizer.Analyzer.Platforms.EmrOnEc2;
using Rightsizer.Analyzer.Platforms.EmrOnEks;
using Rightsizer.Analyzer.Platforms.Glue;
using Rightsizer.EventLogParser;

namespace Rightsizer.Reports.Emit;

/// <summary>Holds an offer against what its platform accepts.</summary>
static class PlatformLimits
{
    const int MaxNameLength = 60;

    /// <exception cref="RightsizerException">Says which limit and by how much.</exception>
    public static ClusterPlan Check(EmitRequest request)
    {
        var c = request.Candidate;
        var notes = new List<string>();
        if (c.Executor is not { } x) throw Refuse(c, "the log names no executor, so there is nothing to size");
        if (x.Cores < 1 || x.HeapMib < 1 || x.Count < 1) throw Refuse(c, "an executor without cores or memory");
        if (x.Dynamic && !(0 <= x.MinCount && x.MinCount <= x.InitialCount && x.InitialCount <= x.Count))
            throw Refuse(c,
                FormattableString.Invariant($"executors must be min <= initial <= max, not {x.MinCount}, {x.InitialCount}, {x.Count}"));
        var fleets = c.Platform == SizingPlatform.EmrOnEc2 ? EmrFleets(c, x, request.Book, notes) : c.Platform == SizingPlatform.EmrOnEks
            ? EksGroups(c, x, request.Book, notes) : [];
        if (c.Platform == SizingPlatform.EmrOnEks)
            notes.Add("an autoscaler (Karpenter, Cluster Autoscaler): the node group starts with its nodes and is billed until its "
                + "size is 0");
        if (c.Platform == SizingPlatform.Glue) CheckGlue(c, request.Book);
        var workers = c.Platform == SizingPlatform.EmrServerless ? Workers(c, x, request.Book, notes) : null;
        return new ClusterPlan
        {
            Candidate = c,
            Name = SafeName(request.JobName),
            ReleaseLabel = request.ReleaseLabel,
            Fleets = fleets,
            Scaling = c.Platform == SizingPlatform.EmrOnEc2 ? Scaling(fleets, x, request.ReleaseLabel, notes) : null,
            Serverless = workers,
            Spark = SparkConf.Build(
                workers is null || c.Driver is null ? c : c with { Driver = c.Driver with { Cores = workers.Driver.Vcpu } }),
            DriverOnCoreOnly = c.Driver is { InCluster: true } && fleets.Any(f => f.Role == "task" && f.Spot > 0),
            MaximumAllocationMib = c.Platform == SizingPlatform.EmrOnEc2 ? MaximumAllocation(c, x, fleets, request.Book) : null,
            Notes = notes,
        };
    }

    /// <summary>
    /// EMR sets the largest container by one node type of the cluster: where nodes differ, it may be less than what is asked for.
    /// </summary>
    static long? MaximumAllocation(SizingCandidate c, ExecutorPlan x, List<Fleet> fleets, PriceBook book)
    {
        var container = Math.Max(x.ContainerMib, c.Driver is { InCluster: true } driver ? driver.ContainerMib : 0);
        var memory = fleets.SelectMany(f => f.Types).Select(t => book.YarnMemoryOf(t)?.Mib).OfType<int>().ToList();
        return memory.Count > 0 && memory.Min() < container ? memory.Where(m => m >= container).DefaultIfEmpty(memory.Max()).Min() : null;
    }

    static List<Fleet> EmrFleets(SizingCandidate c, ExecutorPlan x, PriceBook book, List<string> notes)
    {
        var fleets = new List<Fleet>();
        foreach (var role in new[] { "primary", "core", "task" })
        {
            var nodes = c.Nodes.Where(n => n.Role == role && n.Count > 0).ToList();
            if (nodes.Count == 0) continue;
            fleets.Add(new Fleet
            {
                Role = role,
                OnDemand = nodes.Where(n => n.Purchase == Purchase.OnDemand).Sum(n => n.Count),
                Spot = nodes.Where(n => n.Purchase == Purchase.Spot).Sum(n => n.Count),
                Types = FittingTypes(c, nodes, EmrOnEc2Limits.MaxFleetTypes,
                    t => EmrOnEc2Limits.Problem(book, t, nodes.Max(n => n.ExecutorsPerNode), x), notes),
                DataVolume = nodes.Select(n => n.DataVolume).FirstOrDefault(v => v is not null),
            });
        }
        if (fleets.FirstOrDefault(f => f.Role == "primary") is not { OnDemand: 1, Spot: 0 })
            throw Refuse(c, "a cluster has one primary node, On-Demand");
        if (fleets.FirstOrDefault(f => f.Role == "core") is not { Nodes: >= 1 } core)
            throw Refuse(c, "a cluster has at least one core node");
        var room = c.Nodes.Sum(n => n.Count * n.ExecutorsPerNode);
        if (room < x.Count) throw Refuse(c, FormattableString.Invariant($"{x.Count} executors on nodes that hold {room}"));
        if (c.Driver is { InCluster: true } driver && EmrOnEc2Limits.DriverProblem(book, core.Types[0], driver.ContainerMib) is { } why)
            throw Refuse(c, why);
        return fleets;
    }

    static List<Fleet> EksGroups(SizingCandidate c, ExecutorPlan x, PriceBook book, List<string> notes) =>
    [.. c.Nodes.Where(n => n.Count > 0).Select(n => new Fleet
        {
            Role = n.Role,
            OnDemand = n.Purchase == Purchase.OnDemand ? n.Count : 0,
            Spot = n.Purchase == Purchase.Spot ? n.Count : 0,
            Types = FittingTypes(
                c, [n], EmrOnEksLimits.MaxNodeGroupTypes, t => EmrOnEksLimits.Problem(book, t, n.ExecutorsPerNode, x), notes),
            DataVolume = n.DataVolume,
        })];

    /// <summary>The priced type must fit; an alternative that does not is left out and told.</summary>
    static List<string> FittingTypes(
        SizingCandidate c, List<CandidateNodes> nodes, int most, Func<string, string?> problem, List<string> notes)
    {
        var types = nodes.Select(n => n.InstanceType).Distinct(StringComparer.Ordinal).ToList();
        foreach (var type in types)
        {
            if (problem(type) is { } why) throw Refuse(c, why);
        }
        foreach (var alternative in nodes.SelectMany(n => n.SpotAlternatives).Distinct(StringComparer.Ordinal)
            .Except(types, StringComparer.Ordinal).ToList())
        {
            if (problem(alternative) is { } why) notes.Add($"{alternative} left out of the Spot fleet: {why}");
            else if (types.Count < most) types.Add(alternative);
        }
        return types;
    }

    static ScalingLimits? Scaling(List<Fleet> fleets, ExecutorPlan x, string? releaseLabel, List<string> notes)
    {
        if (!EmrOnEc2Limits.HasManagedScaling(releaseLabel))
        {
            notes.Add($"{releaseLabel} has no managed scaling: it is left out");
            return null;
        }
        var workers = fleets.Where(f => f.Role != "primary").ToList();
        var core = workers.Where(f => f.Role == "core").Sum(f => f.Nodes);
        var all = workers.Sum(f => f.Nodes);
        return new ScalingLimits(x.Dynamic ? core : all, all, workers.Sum(f => f.OnDemand), core);
    }

    /// <summary>
    /// The executor must be a legal worker as it is; a driver that is none was priced as the next larger one, and is written so.
    /// </summary>
    static ServerlessWorkers Workers(SizingCandidate c, ExecutorPlan x, PriceBook book, List<string> notes)
    {
        var grid = book.ServerlessGrid;
        var executor = grid.Fit(x.Cores, x.ContainerMib) ?? throw NoWorker("executor", x.Cores, x.ContainerMib);
        var (cores, mib) = c.Driver is { } d ? (d.Cores, d.ContainerMib) : (x.Cores, x.ContainerMib);
        var driver = grid.NextLegal(cores, mib) ?? throw NoWorker("driver", cores, mib);
        if (driver.Vcpu != cores)
            notes.Add(FormattableString.Invariant(
                $"the driver asks for {cores} vCPUs and {mib} MiB; its worker is {driver}, the next legal one"));
        var row = grid.Rows.First(r => r.Vcpu == x.Cores);
        var disk = x.DiskGb ?? row.DiskFreeGb;
        if (disk < row.DiskMinGb || disk > Math.Max(row.DiskMaxGb, row.ShuffleDiskMaxGb))
            throw Refuse(c, FormattableString.Invariant($"a disk of {disk} GB; a worker has {row.DiskMinGb} to {row.ShuffleDiskMaxGb}"));
        return new ServerlessWorkers(executor, driver, disk, x.Count);

        RightsizerException NoWorker(string what, int vcpu, long container) =>
            Refuse(c, FormattableString.Invariant($"no EMR Serverless worker has {vcpu} vCPUs and {container} MiB for the {what}")
            + (grid.NextLegal(vcpu, container) is { } next ? $"; the next legal one is {next}" : ""));
    }

    static void CheckGlue(SizingCandidate c, PriceBook book)
    {
        if (GlueLimits.Problem(book, c.WorkerType, c.Workers) is { } why) throw Refuse(c, why);
    }

    static RightsizerException Refuse(SizingCandidate c, string why) =>
        new(ExitCode.BadArguments, $"--emit: {c.Name} cannot be written down: {why}");

    /// <summary>Names go into commands and files, and a log may hold anything.</summary>
    static string SafeName(string? name)
    {
        var safe = new StringBuilder();
        foreach (var ch in name ?? "")
        {
            var kept = char.IsAsciiLetterOrDigit(ch) || ch == '_' ? ch : '-';
            if (kept != '-' || (safe.Length > 0 && safe[^1] != '-')) safe.Append(kept);
        }
        var text = safe.ToString().Trim('-');
        text = text[..Math.Min(text.Length, MaxNameLength)].TrimEnd('-');
        return text.Length > 0 && char.IsAsciiLetter(text[0]) ? text : ("spark-" + text).TrimEnd('-');
    }
}
