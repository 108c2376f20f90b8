using System.Globalization;
using Rightsizer.Analyzer.Facts;

namespace Rightsizer.Analyzer.Platforms;

/// <summary>What takes the place of a Spark property where a platform does not take it.</summary>
enum SettingSubstitute
{
    /// <summary>The platform takes the property.</summary>
    None,

    /// <summary>Nothing can be set: the platform sees to it.</summary>
    Nothing,

    /// <summary>The type of node or worker decides how much memory and how many cores an executor has.</summary>
    NodeType,

    /// <summary>The number of nodes or workers is the cluster's.</summary>
    NodeCount,

    /// <summary>The cluster scales, not the application.</summary>
    Autoscaling,

    /// <summary>Executors hand their shuffle blocks over before they go.</summary>
    Decommissioning,

    /// <summary>Shuffle output goes to object storage.</summary>
    RemoteShuffle,

    /// <summary>spark.cores.max decides how many executors a standalone cluster gives.</summary>
    CoresMax,
}

/// <summary>Which Spark properties a platform does not take, by the platforms' own guides.</summary>
static class PlatformSettings
{
    /// <summary>What to set in the property's place.</summary>
    /// <param name="platform">One of <see cref="RunPlatform"/>.</param>
    /// <param name="key">A Spark property.</param>
    public static SettingSubstitute InPlaceOf(string platform, string key) => platform switch
    {
        RunPlatform.Databricks or RunPlatform.Glue => FixedNodes(platform, key),
        RunPlatform.Kubernetes or RunPlatform.EmrOnEks when key == "spark.shuffle.service.enabled" => SettingSubstitute.Decommissioning,
        RunPlatform.EmrServerless when key == "spark.shuffle.service.enabled" || IsDecommission(key) => SettingSubstitute.Nothing,
        RunPlatform.Standalone when key == "spark.executor.instances" => SettingSubstitute.CoresMax,
        // no container is asked for, so no overhead is counted
        RunPlatform.Standalone when IsOverhead(key) => SettingSubstitute.Nothing,
        RunPlatform.Local when IsOfExecutors(key) || OfCluster(key) || IsOverhead(key) => SettingSubstitute.Nothing,
        _ => SettingSubstitute.None,
    };

    /// <summary>Where the run ran, one of <see cref="RunPlatform"/>.</summary>
    public static string Platform(this RunFacts facts) => RunPlatform.Detect(facts.Run);

    /// <summary>
    /// What the cluster manager adds outside a heap where the log names no amount: Spark's tenth, or the platform's own share.
    /// </summary>
    /// <param name="facts">Of the run.</param>
    /// <param name="heapBytes">Of an executor.</param>
    public static double UsualOverheadBytes(this RunFacts facts, double heapBytes) =>
        facts.Settings.UsualOverheadBytes(heapBytes, (double)facts.OverheadFactor());

    /// <summary>Memory of an executor's container outside its heap.</summary>
    public static double OverheadBytes(this RunFacts facts) =>
        facts.Settings.SetOverheadBytes ?? facts.UsualOverheadBytes(facts.Settings.ExecutorHeapBytes);

    /// <summary>How the overhead of an executor is set: an amount, a factor, or the platform's default, marked as such.</summary>
    public static string OverheadNow(this RunFacts facts) => facts.Settings["spark.executor.memoryOverhead"]
        ?? facts.Settings["spark.yarn.executor.memoryOverhead"]
        ?? (HasOverheadFactor(facts) ? ShareOfHeap(facts) : SettingValues.Default(ShareOfHeap(facts)));

    /// <summary>The documented default of a property, for this run; null where none is known.</summary>
    public static string? DefaultOf(this RunFacts facts, string key) => key == "spark.executor.memoryOverhead" ? ShareOfHeap(facts)
        : SparkDefaults.Find(key, facts.Settings.Version, facts.Platform());

    static string ShareOfHeap(RunFacts facts) => string.Create(CultureInfo.InvariantCulture,
        $"{100 * facts.OverheadFactor():0.##} % of the heap, at least {facts.Settings.LeastOverheadMib("executor")}m");

    /// <summary>Share of the heap: what the log names, else the platform's.</summary>
    static decimal OverheadFactor(this RunFacts facts) => RunShape.Read(facts.Run, out _) is not { } shape
        ? SparkMemory.DefaultOverheadFactor
        : HasOverheadFactor(facts) ? shape.Executor.OverheadFactor : PlatformCatalog.OverheadFactorOf(facts.Platform(), shape);

    static bool HasOverheadFactor(RunFacts facts) => facts.Settings.OverheadFactor("executor") is not null;

    /// <summary>True where an executor is a container with a limit, of which the overhead is a part.</summary>
    public static bool HasContainers(string platform) =>
        platform is RunPlatform.Yarn or RunPlatform.EmrOnEc2 or RunPlatform.Dataproc or RunPlatform.Kubernetes
        or RunPlatform.EmrOnEks or RunPlatform.EmrServerless or RunPlatform.Mesos;

    static SettingSubstitute FixedNodes(string platform, string key) => key switch
    {
        "spark.executor.instances" => SettingSubstitute.NodeCount,
        "spark.executor.memory" or "spark.executor.cores" or "spark.driver.memory" or "spark.driver.cores" => SettingSubstitute.NodeType,
        "spark.shuffle.service.enabled" => platform == RunPlatform.Glue ? SettingSubstitute.RemoteShuffle : SettingSubstitute.Nothing,
        _ when IsOverhead(key) => SettingSubstitute.NodeType,
        _ when key.StartsWith("spark.dynamicAllocation.", StringComparison.Ordinal) => SettingSubstitute.Autoscaling,
        _ when IsDecommission(key) => platform == RunPlatform.Glue ? SettingSubstitute.Nothing : SettingSubstitute.None,
        _ => SettingSubstitute.None,
    };

    static bool IsOverhead(string key) =>
        key.EndsWith(".memoryOverhead", StringComparison.Ordinal) || key.EndsWith(".memoryOverheadFactor", StringComparison.Ordinal);

    /// <summary>A setting of executors that hand their blocks over before they go.</summary>
    internal static bool IsDecommission(string key) =>
        key == "spark.decommission.enabled" || key.StartsWith("spark.storage.decommission.", StringComparison.Ordinal);

    static bool IsOfExecutors(string key) => key.StartsWith("spark.executor.", StringComparison.Ordinal);

    static bool OfCluster(string key) => IsDecommission(key) || key == "spark.shuffle.service.enabled" || key == "spark.cores.max"
        || key.StartsWith("spark.dynamicAllocation.", StringComparison.Ordinal)
        || key.StartsWith("spark.excludeOnFailure.", StringComparison.Ordinal);
}
