using System.Globalization;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer.Ledgers.Prices;
using Rightsizer.Analyzer.Model;

namespace Rightsizer.Analyzer.Platforms.EmrOnEc2;

/// <summary>Guesses the nodes of an EMR cluster from YARN's settings in the log, else from the executors.</summary>
static class NodeInference
{
    public static NodeChoice? Of(ApplicationRun run, RunShape shape, string region, PriceBook book, out DisplayText how, out bool fromSettings)
    {
        var container = EmrOnEc2Platform.Instance.ExecutorMib(shape);
        if (FromYarnSettings(run, shape, container, region, book, out var fitting) is { } exact)
        {
            how = "yarn.nodemanager.resource.memory-mb and cpu-vcores of the log" + (fitting == 1 ? "" : FormattableString.Invariant($", the cheapest of {fitting} types with those"));
            fromSettings = true;
            return exact;
        }
        fromSettings = false;
        how = "the smallest cost that holds the executors";
        var arm = run.Environment.SystemProperties.GetValueOrDefault("os.arch") == "aarch64";
        if (NodeChoice.ForYarn(book, region, arm ? "arm64" : "x86_64", shape, container, EmrOnEc2Platform.MasterMib(shape)) is not { } fit) return null;
        // executors were seen on so many hosts: there were at least as many nodes
        return fit with { Nodes = Math.Max(fit.Nodes, Math.Min(shape.Hosts, shape.PeakExecutors)) };
    }

    static NodeChoice? FromYarnSettings(ApplicationRun run, RunShape shape, long container, string region, PriceBook book, out int fitting)
    {
        fitting = 0;
        if (Setting("yarn.nodemanager.resource.memory-mb") is not { } mib || Setting("yarn.nodemanager.resource.cpu-vcores") is not { } vcores || mib < container) return null;
        // the driver's JVM says which architecture the cluster has
        var arch = run.Environment.SystemProperties.GetValueOrDefault("os.arch") switch { "aarch64" => "arm64", "amd64" or "x86_64" => "x86_64", _ => null };
        var types = book.Types.Where(t => (arch is null || t.Arch == arch) && t.Vcpu == vcores && t.Emr == EmrSupport.Yes && book.YarnMemoryOf(t.Name)?.Mib == mib && book.Ec2OnDemand(region, t.Name).Usd is not null).ToList();
        // a documented memory says more than a fitted one
        if (types.Any(t => book.YarnMemoryOf(t.Name)!.Ground == Ground.Billed)) types.RemoveAll(t => book.YarnMemoryOf(t.Name)!.Ground != Ground.Billed);
        fitting = types.Count;
        var type = types.OrderBy(t => t.Family is "m5" or "r5" or "c5" ? 0 : 1).ThenBy(t => book.Ec2OnDemand(region, t.Name).Usd).ThenBy(t => t.Name, StringComparer.Ordinal).FirstOrDefault();
        // YARN packs on memory alone with EMR's default calculator
        var perNode = (int)Math.Max(1, mib / container);
        return type is null ? null : new NodeChoice(type, Math.Max((shape.PeakExecutors + perNode - 1) / perNode, Math.Min(shape.Hosts, shape.PeakExecutors)), perNode);

        int? Setting(string key) => int.TryParse(run.Environment.HadoopProperties.GetValueOrDefault(key), NumberStyles.None, CultureInfo.InvariantCulture, out var v) && v > 0 ? v : null;
    }
}
