using System.Globalization;
using Rightsizer.Analyzer.Model;

namespace Rightsizer.Analyzer.Facts;

/// <summary>What YARN's settings in the log say. Those of the NodeManager are of the node on which the driver was started.</summary>
/// <param name="NodeMib">yarn.nodemanager.resource.memory-mb; null where it is not named.</param>
/// <param name="NodeVcores">yarn.nodemanager.resource.cpu-vcores; null where it is not named.</param>
/// <param name="MostMib">yarn.scheduler.maximum-allocation-mb, the largest container; null where it is not named.</param>
sealed record YarnSettings(int? NodeMib, int? NodeVcores, int? MostMib)
{
    public static YarnSettings Read(ApplicationRun run)
    {
        return new(Whole("yarn.nodemanager.resource.memory-mb"), Whole("yarn.nodemanager.resource.cpu-vcores"),
            Whole("yarn.scheduler.maximum-allocation-mb"));

        int? Whole(string key) => int.TryParse(run.Environment.HadoopProperties.GetValueOrDefault(key), NumberStyles.None,
            CultureInfo.InvariantCulture, out var v) && v > 0 ? v : null;
    }

    /// <summary>
    /// The NodeManager's settings are those of the executors' nodes: in client mode they are the primary's, and say the same of the
    /// workers only where the scheduler gives containers as large.
    /// </summary>
    public bool IsOfWorkers(bool driverInCluster) => driverInCluster || MostMib == NodeMib;

    /// <summary>
    /// The largest container that YARN starts for an executor: Spark refuses to ask for more than the scheduler's limit, and no node has
    /// more than its NodeManager; MiB, null where the log names neither.
    /// </summary>
    public int? LargestContainerMib(bool driverInCluster) =>
        IsOfWorkers(driverInCluster) && NodeMib is { } node && !(MostMib < node) ? node : MostMib;
}
