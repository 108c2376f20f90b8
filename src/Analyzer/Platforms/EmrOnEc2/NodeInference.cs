using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Ledgers.Prices;
using Rightsizer.Analyzer.Model;

namespace Rightsizer.Analyzer.Platforms.EmrOnEc2;

/// <summary>
/// Infers the nodes of an EMR cluster from YARN's settings in the log, else from the executors and their hosts. A type that the log speaks
/// against is never taken.
/// </summary>
sealed class NodeInference
{
    readonly ApplicationRun run;
    readonly RunShape shape;
    readonly PriceBook book;
    readonly string region;
    readonly long container, master, least;
    readonly int executorsOnOneHost, gpusOnOneHost, busyOnOneHost;

    NodeInference(ApplicationRun run, RunShape shape, string region, PriceBook book)
    {
        (this.run, this.shape, this.region, this.book) = (run, shape, region, book);
        container = EmrOnEc2Platform.Instance.ExecutorMib(shape);
        master = EmrOnEc2Platform.MasterMib(shape);
        executorsOnOneHost = (int)shape.MostOnAHost(_ => 1);
        gpusOnOneHost = shape.GpusPerExecutor * Math.Max(1, executorsOnOneHost);
        busyOnOneHost = (int)shape.MostOnAHost(e => e.Cores);
        // a node holds the largest container, and all that one host held at once
        least = Math.Max(Math.Max(container, master), shape.MostOnAHost(
            e => EmrOnEc2Platform.Instance.ExecutorMib(shape, e), host => shape.DriverInCluster && host == shape.DriverHost ? master : 0));
    }

    /// <summary>Null where no type of the book agrees with the log.</summary>
    /// <param name="run">The run.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="region">To price in.</param>
    /// <param name="book">Has the types.</param>
    /// <param name="evidence">What the answer rests on.</param>
    public static NodeChoice? Infer(ApplicationRun run, RunShape shape, string region, PriceBook book, out NodeEvidence evidence)
    {
        var inference = new NodeInference(run, shape, region, book);
        evidence = new NodeEvidence(false, 0, shape.GpusPerExecutor > 0);
        var yarn = YarnSettings.Read(run);
        var isOfWorkers = yarn.IsOfWorkers(shape.DriverInCluster);
        // in client mode the NodeManager's settings are the primary's, and only the scheduler's limit speaks of the workers
        var (mib, cores) = isOfWorkers || yarn.MostMib is null ? (yarn.NodeMib, yarn.NodeVcores) : (yarn.MostMib, null);
        // what is said of the primary alone is a guess at the workers, and memory alone is too little for one
        if (isOfWorkers && mib < inference.least) evidence = evidence with { SmallerNodeMib = mib };
        if (mib is not { } memory || memory < inference.least || (!isOfWorkers && yarn.MostMib is null && cores is null))
            return inference.Cheapest();
        var types = inference.WithYarn(memory, cores);
        var isTuned = types.Count == 0 && isOfWorkers;
        if (isTuned) types = inference.WithRoomFor(memory, cores);
        if (types.Count == 0 && !isTuned) return inference.Cheapest();
        evidence = evidence with { IsFromYarn = true, FittingTypes = types.Count, IsTuned = isTuned, YarnMib = memory, YarnVcores = cores };
        return inference.Likeliest(types, cores) is { } type ? inference.Nodes(type, memory) : null;
    }

    /// <summary>
    /// The type of the node whose NodeManager has so much memory and so many vcores by default; null where no type has, or the memory of
    /// none holds what runs on it.
    /// </summary>
    /// <param name="run">The run.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="region">To price in.</param>
    /// <param name="book">Has the types.</param>
    /// <param name="held">What runs there beside YARN; MiB.</param>
    public static InstanceType? OfDriver(ApplicationRun run, RunShape shape, string region, PriceBook book, long held)
    {
        var inference = new NodeInference(run, shape, region, book);
        return YarnSettings.Read(run) is { NodeMib: { } mib, NodeVcores: { } cores }
            ? inference.Likeliest([.. inference.Priced().Where(t => t.Vcpu == cores && t.MemoryGib * 1024 >= held
                && book.YarnMemoryOf(t.Name)?.Mib == mib)], cores) : null;
    }

    /// <summary>Types whose default memory for YARN it is.</summary>
    List<InstanceType> WithYarn(int mib, int? cores)
    {
        var types = Agreeing(cores).Where(t => book.YarnMemoryOf(t.Name)?.Mib == mib).ToList();
        // a documented memory says more than a fitted one
        if (types.Any(t => book.YarnMemoryOf(t.Name)!.Ground == Ground.Billed))
            types.RemoveAll(t => book.YarnMemoryOf(t.Name)!.Ground != Ground.Billed);
        return types;
    }

    /// <summary>Types with at least that much memory.</summary>
    List<InstanceType> WithRoomFor(int mib, int? cores) => [.. Agreeing(cores).Where(t => t.MemoryGib * 1024 >= mib)];

    IEnumerable<InstanceType> Agreeing(int? cores) =>
        Priced().Where(t => (cores is null || t.Vcpu == cores) && NodeGpus.Find(t) >= gpusOnOneHost);

    // the driver's JVM says which architecture the cluster has
    IEnumerable<InstanceType> Priced() => book.Types.Where(t => (Architecture is not { } arch || t.Arch == arch)
        && t.Emr == EmrSupport.Yes && book.Ec2OnDemand(region, t.Name).Usd is not null);

    InstanceType? Likeliest(List<InstanceType> types, int? cores)
    {
        // where the cores of the workers are not named, those with as many as were at work at once are likelier
        var busy = cores is null ? busyOnOneHost : 0;
        return types.OrderBy(t => t.Vcpu < busy).ThenBy(t => t.Family is "m5" or "r5" or "c5" ? 0 : 1)
            .ThenBy(t => book.Ec2OnDemand(region, t.Name).Usd).ThenBy(t => t.Name, StringComparer.Ordinal).FirstOrDefault();
    }

    /// <summary>
    /// Of the nodes that hold what was seen on one host, as many as hosts were seen, those that cost least; of the usual families, and of
    /// all where GPUs were at work.
    /// </summary>
    NodeChoice? Cheapest()
    {
        var arch = Architecture ?? "x86_64";
        var types = shape.GpusPerExecutor > 0
            ? book.Types.Where(t => t.Arch == arch && NodeGpus.Find(t) >= gpusOnOneHost && t.Emr == EmrSupport.Yes)
            : book.TypesOf(arch == "arm64" ? arm : x86).Where(t => t.Emr != EmrSupport.No && t.Vcpu >= shape.ExecutorCores);
        return types.Where(t => book.YarnMemoryOf(t.Name)?.Mib >= least)
            .Select(t => (Choice: OfExecutors(t, book.YarnMemoryOf(t.Name)!.Mib), Usd: NodeChoice.EmrUsdPerHour(book, region, t)))
            .Where(c => c.Usd is not null)
            // YARN may place more executor cores than vCPUs on a node, and seldom does
            .OrderBy(c => c.Choice.Type.Vcpu < busyOnOneHost).ThenBy(c => c.Choice.Nodes * c.Usd).ThenBy(c => c.Choice.Nodes)
            .ThenBy(c => c.Choice.Type.Name, StringComparer.Ordinal).FirstOrDefault().Choice;
    }

    // what is taken for nodes that a log does not name: one general, one compute and one memory family of each architecture, all long
    // offered in every region of the book
    static readonly string[] x86 = ["c5", "m5", "r5"], arm = ["c6g", "m6g", "r6g"];

    /// <summary>
    /// Nodes for what is known of executors alone: a node has a vCPU for each of their cores, unless one host was seen to hold more.
    /// </summary>
    NodeChoice OfExecutors(InstanceType type, long yarnMib)
    {
        if (shape.HasGrownExecutors || shape.GpusPerExecutor > 0) return Nodes(type, yarnMib);
        var perNode = (int)Math.Min(yarnMib / container, Math.Max(type.Vcpu / shape.ExecutorCores, Math.Max(1, executorsOnOneHost)));
        return new NodeChoice(type, Math.Max(
            NodeChoice.NodesWithMaster(shape.PeakExecutors, perNode, yarnMib, container, master), HostsSeen(yarnMib)), perNode);
    }

    /// <summary>
    /// EMR's capacity scheduler counts memory alone (DefaultResourceCalculator): a node may hold more executor cores than vCPUs.
    /// </summary>
    NodeChoice Nodes(InstanceType type, long yarnMib)
    {
        if (shape.HasGrownExecutors) return OfGrown(type, yarnMib);
        var perNode = (int)Math.Max(1, yarnMib / container);
        if (shape.GpusPerExecutor > 0) perNode = Math.Max(1, Math.Min(perNode, NodeGpus.Find(type) / shape.GpusPerExecutor));
        return new NodeChoice(type, Math.Max(NodeChoice.NodesWithMaster(
            shape.PeakExecutors, perNode, yarnMib, container, TakesRoom(yarnMib) ? master : 0), HostsSeen(yarnMib)), perNode);
    }

    /// <summary>Executors of several sizes: nodes for their mean size at the peak, and no fewer than were seen.</summary>
    NodeChoice OfGrown(InstanceType type, long yarnMib)
    {
        var seconds = shape.Executors.Sum(e => e.Seconds);
        var mean = seconds <= 0 ? container
            : shape.Executors.Sum(e => EmrOnEc2Platform.Instance.ExecutorMib(shape, e) * e.Seconds) / seconds;
        var held = shape.PeakExecutors * mean + (TakesRoom(yarnMib) ? master : 0);
        return new NodeChoice(type, Math.Max((int)Math.Ceiling(held / yarnMib), HostsSeen(yarnMib)), Math.Max(1, executorsOnOneHost));
    }

    /// <summary>Hosts of executors, and the driver's where it needed one of its own.</summary>
    int HostsSeen(long yarnMib) => Math.Max(1, Math.Min(shape.Hosts, shape.PeakExecutors)
        + (TakesRoom(yarnMib) && shape is { DriverHost: { } driver, Executors.Count: > 0 }
        && shape.Executors.All(e => e.Host.Length > 0 && e.Host != driver) ? 1 : 0));

    /// <summary>
    /// In cluster mode the driver is a container too; a small one is taken to sit beside the executors, as in what is offered.
    /// </summary>
    bool TakesRoom(long yarnMib) => shape.DriverInCluster && !EmrOnEc2Platform.IsSmall(master, yarnMib);

    string? Architecture => run.Environment.Architecture;
}
