using System.Globalization;
using Rightsizer.Analyzer.Model;

namespace Rightsizer.Analyzer.Facts;

/// <summary>One executor's stay.</summary>
readonly record struct ExecutorStay(int Cores, string Host, decimal Seconds);

/// <summary>What of a run decides a price: executors, their memory, how many at a time, how long.</summary>
sealed record RunShape
{
    /// <summary>Application start to end, or to the last event.</summary>
    public required decimal Seconds { get; init; }

    /// <summary>Executors from added to removed; in local mode none.</summary>
    public required IReadOnlyList<ExecutorStay> Executors { get; init; }

    /// <summary>The driver runs the tasks; <see cref="ExecutorCores"/> and the executor's memory are the driver's.</summary>
    public required bool IsLocal { get; init; }

    /// <summary>Of the largest executor.</summary>
    public required int ExecutorCores { get; init; }

    /// <summary>Most at one time; 1 in local mode.</summary>
    public required int PeakExecutors { get; init; }

    /// <summary>Most distinct hosts of executors.</summary>
    public required int Hosts { get; init; }
    public required int DriverCores { get; init; }
    public required bool DriverInCluster { get; init; }
    public required bool IsPython { get; init; }
    public required SparkMemory Executor { get; init; }
    public required SparkMemory Driver { get; init; }

    /// <summary>The log names an overhead: it goes along to every platform.</summary>
    public required bool ExecutorOverheadGiven { get; init; }
    public required bool DriverOverheadGiven { get; init; }

    /// <summary>Null with a reason when the log holds too little to price.</summary>
    public static RunShape? Of(ApplicationRun run, out string? why)
    {
        why = null;
        if (run.ObservedMs is not { } ms)
        {
            why = "the log holds no start and end of the application: no time to price";
            return null;
        }
        var executors = RunOverview.PaidExecutors(run).Where(x => !x.IsDriver).ToList();
        var isLocal = executors.Count == 0 && ClusterManager.Of(run) == ClusterManager.Local;
        var cores = isLocal ? LocalCores(run) : executors.Select(x => x.PaidCores).DefaultIfEmpty(0).Max();
        if (cores == 0)
        {
            why = isLocal ? "local mode with an unknown number of cores: nothing to price" : "the log names no executor with cores: nothing to price";
            return null;
        }
        var settings = new SparkSettings(run);
        var driver = Memory(settings, "driver", out var driverOverhead);
        var executor = isLocal ? driver : Memory(settings, "executor", out _);
        return new RunShape
        {
            Seconds = ms / 1000m,
            Executors = [.. executors.Select(x => new ExecutorStay(x.PaidCores, x.HostName, Math.Max(0, RunOverview.EndOf(x, run) - x.AddTimeMs) / 1000m))],
            IsLocal = isLocal,
            ExecutorCores = cores,
            PeakExecutors = isLocal ? 1 : Math.Max(1, RunOverview.Of(run).PeakExecutors),
            Hosts = executors.Select(x => x.HostName).Where(h => h.Length > 0).Distinct(StringComparer.Ordinal).Count(),
            DriverCores = isLocal ? cores : Whole(settings["spark.driver.cores"]) ?? 1,
            DriverInCluster = settings["spark.submit.deployMode"] == "cluster",
            IsPython = settings["spark.yarn.isPython"] == "true" || settings["spark.kubernetes.resource.type"] == "python",
            Executor = executor,
            Driver = driver,
            ExecutorOverheadGiven = isLocal ? driverOverhead : OverheadGiven(settings, "executor"),
            DriverOverheadGiven = driverOverhead,
        };
    }

    /// <summary>The executor's container where the log names no overhead and the platform adds its own factor.</summary>
    public long ExecutorContainerMib(decimal factor) => (ExecutorOverheadGiven ? Executor : Executor with { OverheadFactor = factor }).ContainerMib;

    public long DriverContainerMib(decimal factor) => (DriverOverheadGiven ? Driver : Driver with { OverheadFactor = factor }).ContainerMib;

    static SparkMemory Memory(SparkSettings settings, string role, out bool overheadGiven)
    {
        overheadGiven = OverheadGiven(settings, role);
        var factor = settings[$"spark.{role}.memoryOverheadFactor"] ?? settings["spark.kubernetes.memoryOverheadFactor"];
        return new SparkMemory
        {
            HeapMib = Math.Max(1, Mib(settings[$"spark.{role}.memory"]) ?? 1024),
            OverheadMib = Mib(settings[$"spark.{role}.memoryOverhead"] ?? settings[$"spark.yarn.{role}.memoryOverhead"]),
            OverheadFactor = decimal.TryParse(factor, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var f) && f < 100 ? f : SparkMemory.DefaultOverheadFactor,
            PySparkMib = role == "executor" ? Mib(settings["spark.executor.pyspark.memory"]) ?? 0 : 0,
            OffHeapMib = settings["spark.memory.offHeap.enabled"] == "true" ? Mib(settings["spark.memory.offHeap.size"], 1) ?? 0 : 0,
        };
    }

    static bool OverheadGiven(SparkSettings settings, string role) =>
        (settings[$"spark.{role}.memoryOverhead"] ?? settings[$"spark.yarn.{role}.memoryOverhead"] ?? settings[$"spark.{role}.memoryOverheadFactor"] ?? settings["spark.kubernetes.memoryOverheadFactor"]) is not null;

    static long? Mib(string? text, double bareUnit = 1 << 20)
    {
        const double max = 1L << 50;
        return SparkSettings.ParseBytes(text, bareUnit) is { } bytes and >= 0 and < max ? (long)(bytes / (1 << 20)) : null;
    }

    static int LocalCores(ApplicationRun run)
    {
        var known = run.Executors.Where(x => x.IsDriver).Select(x => x.PaidCores).DefaultIfEmpty(0).Max();
        var master = run.Environment["spark.master"] ?? "";
        var open = master.IndexOf('[', StringComparison.Ordinal);
        return known > 0 ? known : master == "local" ? 1 : open < 0 ? 0 : Whole(master[(open + 1)..].Split(']', ',')[0]) ?? 0;
    }

    static int? Whole(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value is > 0 and < 10_000 ? value : null;
}
