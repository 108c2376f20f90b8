using System.Globalization;

namespace Rightsizer.Analyzer.Platforms.Files;

/// <summary>The spark.* settings of an offer.</summary>
static class OfferSettings
{
    /// <summary>By name; memory in MiB, so that nothing is rounded.</summary>
    /// <param name="cluster">Its executors and driver.</param>
    /// <param name="job">What the job sets for its own work.</param>
    /// <param name="own">What the platform sets beside them.</param>
    public static IReadOnlyList<KeyValuePair<string, string>> Build(
        OfferedCluster cluster, JobSettings job, IEnumerable<KeyValuePair<string, string>>? own = null)
    {
        var settings = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in job.Carried) settings[key] = value;
        if (cluster.Executor is { } x)
        {
            settings["spark.executor.cores"] = Text(x.Cores);
            settings["spark.executor.memory"] = Mib(x.HeapMib);
            settings["spark.executor.memoryOverhead"] = Mib(x.OverheadMib);
            if (x.PySparkMib > 0) settings["spark.executor.pyspark.memory"] = Mib(x.PySparkMib);
            if (x.OffHeapMib > 0)
            {
                settings["spark.memory.offHeap.enabled"] = "true";
                settings["spark.memory.offHeap.size"] = Mib(x.OffHeapMib);
            }
            settings["spark.dynamicAllocation.enabled"] = x.Dynamic ? "true" : "false";
            if (x.Dynamic)
            {
                settings["spark.dynamicAllocation.minExecutors"] = Text(x.MinCount);
                settings["spark.dynamicAllocation.initialExecutors"] = Text(x.InitialCount);
                settings["spark.dynamicAllocation.maxExecutors"] = Text(x.Count);
            }
            else
            {
                settings["spark.executor.instances"] = Text(x.Count);
            }
        }
        if (cluster.Driver is { } driver)
        {
            settings["spark.driver.cores"] = Text(driver.Cores);
            settings["spark.driver.memory"] = Mib(driver.HeapMib);
            settings["spark.driver.memoryOverhead"] = Mib(driver.OverheadMib);
        }
        foreach (var (key, value) in own ?? []) settings[key] = value;
        return [.. settings];
    }

    /// <summary>As parameters of spark-submit.</summary>
    public static string Parameters(IEnumerable<KeyValuePair<string, string>> settings) =>
        string.Join(' ', settings.Select(s => $"--conf {s.Key}={s.Value}"));

    public static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    static string Mib(long mib) => mib.ToString(CultureInfo.InvariantCulture) + "m";
}
