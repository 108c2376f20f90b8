using System.Globalization;
using Rightsizer.Analyzer.Answers.Sizing;
using Rightsizer.Analyzer.Facts;

namespace Rightsizer.Reports.Emit;

/// <summary>The spark.* settings of an offer.</summary>
static class SparkConf
{
    /// <summary>By name; memory in MiB, so that nothing is rounded.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Build(SizingCandidate candidate)
    {
        var conf = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (candidate.Executor is { } x)
        {
            conf["spark.executor.cores"] = Text(x.Cores);
            conf["spark.executor.memory"] = Mib(x.HeapMib);
            conf["spark.executor.memoryOverhead"] = Mib(x.OverheadMib);
            if (x.PySparkMib > 0) conf["spark.executor.pyspark.memory"] = Mib(x.PySparkMib);
            if (x.OffHeapMib > 0)
            {
                conf["spark.memory.offHeap.enabled"] = "true";
                conf["spark.memory.offHeap.size"] = Mib(x.OffHeapMib);
            }
            conf["spark.dynamicAllocation.enabled"] = x.Dynamic ? "true" : "false";
            if (x.Dynamic)
            {
                conf["spark.dynamicAllocation.minExecutors"] = Text(x.MinCount);
                conf["spark.dynamicAllocation.initialExecutors"] = Text(x.InitialCount);
                conf["spark.dynamicAllocation.maxExecutors"] = Text(x.Count);
            }
            else
            {
                conf["spark.executor.instances"] = Text(x.Count);
            }
            // on by default from EMR 5.32 and 6.2: YARN would give executors of other sizes than were priced
            if (candidate.Platform == SizingPlatform.EmrOnEc2) conf["spark.yarn.heterogeneousExecutors.enabled"] = "false";
            if (candidate.Platform == SizingPlatform.EmrServerless && x.DiskGb is { } disk)
            {
                conf["spark.emr-serverless.executor.disk"] = $"{Text(disk)}G";
                conf["spark.emr-serverless.driver.disk"] = $"{Text(disk)}G";
            }
        }
        if (candidate.Driver is { } driver)
        {
            conf["spark.driver.cores"] = Text(driver.Cores);
            conf["spark.driver.memory"] = Mib(driver.HeapMib);
            conf["spark.driver.memoryOverhead"] = Mib(driver.OverheadMib);
        }
        return [.. conf];
    }

    static string Mib(long mib) => mib.ToString(CultureInfo.InvariantCulture) + "m";

    static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
