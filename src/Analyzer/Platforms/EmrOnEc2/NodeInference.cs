using System.Globalization;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Ledgers.Prices;
using Rightsizer.Analyzer.Model;

namespace Rightsizer.Analyzer.Platforms.EmrOnEc2;

/// <summary>
/// Infers the nodes of an EMR cluster from YARN's settings in the log, else from the executors. A type that the log speaks against is never
/// taken.
/// </summary>
sealed class NodeInference
{
    readonly ApplicationRun run;
    readonly RunShape shape;
    readonly PriceBook book;
    readonly string region;
    readonly long container, master, onOneHost;
    readonly int executorsOnOneHost, gpusOnOneHost;

    NodeInference(ApplicationRun run, RunShape shape, string region, PriceBook book)
    {
        (this.run, this.shape, this.region, this.book) = (run, shape, region, book);
        container = EmrOnEc2Platform.Instance.ExecutorMib(shape);
        master = EmrOnEc2Platform.MasterMib(shape);
        executorsOnOneHost = (int)shape.MostOnAHost(_ => 1);
        gpusOnOneHost = shape.GpusPerExecutor * Math.Max(1, executorsOnOneHost);
        onOneHost = shape.MostOnAHost(
            e => EmrOnEc2Platform.Instance.ExecutorMib(shape, e), host => shape.DriverInCluster && host == shape.DriverHost ? master : 0);
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
        if (inference.FromYarnSettings(out var fitting) is { } exact)
        {
            evidence = new NodeEvidence(true, fitting, shape.GpusPerExecutor > 0);
            return exact;
        }
        evidence = new NodeEvidence(false, 0, shape.GpusPerExecutor > 0);
        return inference.Cheapest();
    }

    /// <summary>The type whose memory for YARN the log names.</summary>
    NodeChoice? FromYarnSettings(out int fitting)
    {
        fitting = 0;
        var (memory, cores) = (Setting("yarn.nodemanager.resource.memory-mb"), Setting("yarn.nodemanager.resource.cpu-vcores"));
        // these are of the node on which the driver was started: in client mode that is the primary, and only the scheduler's limit speaks
        // of the workers
        if (!shape.DriverInCluster && Setting("yarn.scheduler.maximum-allocation-mb") is { } limit && limit != memory)
            (memory, cores) = (limit, null);
        if (memory is not { } mib || mib < Math.Max(container, onOneHost)) return null;
        if (cores is null && memory == Setting("yarn.nodemanager.resource.memory-mb")) return null;
        // the driver's JVM says which architecture the cluster has
        var arch = Architecture;
        var types = book.Types.Where(t =>
            (arch is null || t.Arch == arch) && (cores is null || t.Vcpu == cores) && t.Emr == EmrSupport.Yes
            && book.YarnMemoryOf(t.Name)?.Mib == mib
            && NodeGpus.Find(t) >= gpusOnOneHost && book.Ec2OnDemand(region, t.Name).Usd is not null).ToList();
        // a documented memory says more than a fitted one
        if (types.Any(t => book.YarnMemoryOf(t.Name)!.Ground == Ground.Billed))
            types.RemoveAll(t => book.YarnMemoryOf(t.Name)!.Ground != Ground.Billed);
        fitting = types.Count;
        // where the cores of the workers are not named, those with as many as were at work at once are likelier
        var busy = cores is null ? shape.MostOnAHost(e => e.Cores) : 0;
        var type = types.OrderBy(t => t.Vcpu < busy).ThenBy(t => t.Family is "m5" or "r5" or "c5" ? 0 : 1)
            .ThenBy(t => book.Ec2OnDemand(region, t.Name).Usd).ThenBy(t => t.Name, StringComparer.Ordinal).FirstOrDefault();
        return type is null ? null : Nodes(type, mib);

        int? Setting(string key) =>
            int.TryParse(run.Environment.HadoopProperties.GetValueOrDefault(key), NumberStyles.None, CultureInfo.InvariantCulture,
            out var v) && v > 0 ? v : null;
    }

    /// <summary>The least cost of nodes that hold what was seen on one host.</summary>
    NodeChoice? Cheapest()
    {
        var arch = Architecture ?? "x86_64";
        if (shape.GpusPerExecutor > 0)
        {
            return book.Types.Where(t =>
                t.Arch == arch && NodeGpus.Find(t) >= gpusOnOneHost && t.Emr == EmrSupport.Yes && book.YarnMemoryOf(t.Name) is { } y
                && y.Mib >= Math.Max(container, onOneHost))
                .Select(t => (Nodes: Nodes(t, book.YarnMemoryOf(t.Name)!.Mib), Usd: book.Ec2OnDemand(region, t.Name).Usd))
                .Where(c => c.Usd is not null).OrderBy(c => c.Nodes.Nodes * c.Usd).ThenBy(c => c.Nodes.Type.Name, StringComparer.Ordinal)
                .FirstOrDefault().Nodes;
        }
        return NodeChoice.Usual(book, region, arch, shape, container, master, Math.Max(container, onOneHost)) is { } fit
            ? fit with
            {
                Nodes = Math.Max(fit.Nodes, HostsSeen(book.YarnMemoryOf(fit.Type.Name)?.Mib ?? 0)),
                ExecutorsPerNode = Math.Max(fit.ExecutorsPerNode, executorsOnOneHost)
            } : null;
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
