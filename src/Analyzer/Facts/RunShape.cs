using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Rightsizer.Analyzer.Model;
using Rightsizer.Analyzer.Numerics;

namespace Rightsizer.Analyzer.Facts;

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

    /// <summary>Most distinct hosts of executors at one time: one whose node was lost is not counted beside the one in its place.</summary>
    public required int Hosts { get; init; }

    /// <summary>Of the driver's block manager; null when the log does not name it.</summary>
    public string? DriverHost { get; init; }

    /// <summary>GPUs that each executor registered with, else asked for; 0 without.</summary>
    public int GpusPerExecutor { get; init; }

    /// <summary>
    /// YARN made executors larger than was asked for: <see cref="Executor"/> and <see cref="ExecutorCores"/> are the largest's.
    /// </summary>
    public bool HasGrownExecutors { get; init; }
    public required int DriverCores { get; init; }
    public required bool DriverInCluster { get; init; }
    public required bool IsPython { get; init; }
    public required SparkMemory Executor { get; init; }
    public required SparkMemory Driver { get; init; }

    /// <summary>The log names an overhead: it goes along to every platform.</summary>
    public required bool ExecutorOverheadGiven { get; init; }
    public required bool DriverOverheadGiven { get; init; }

    static readonly ConditionalWeakTable<ApplicationRun, Known> known = [];

    /// <summary>Worked out once for a run: prices, alternatives and detectors ask for it.</summary>
    sealed record Known(RunShape? Shape, string? Why);

    /// <summary>Null with a reason when the log holds too little to price.</summary>
    public static RunShape? Read(ApplicationRun run, out string? why)
    {
        var found = known.GetValue(run, static r => new Known(Find(r, out var reason), reason));
        why = found.Why;
        return found.Shape;
    }

    static RunShape? Find(ApplicationRun run, out string? why)
    {
        why = null;
        if (run.ObservedMs is not { } ms)
        {
            why = "the log holds no start and end of the application: no time to price";
            return null;
        }
        var executors = RunOverview.PaidExecutors(run).Where(x => !x.IsDriver).ToList();
        var isLocal = executors.Count == 0 && ClusterManager.Detect(run) == ClusterManager.Local;
        var cores = isLocal ? LocalCores(run) : executors.Select(x => x.PaidCores).DefaultIfEmpty(0).Max();
        if (cores == 0)
        {
            why = isLocal ? "local mode with an unknown number of cores: nothing to price"
                : "the log names no executor with cores: nothing to price";
            return null;
        }
        return Make(run, executors, isLocal, cores, ms);
    }

    /// <summary>
    /// An application to which no executor ever came: its driver alone. Null where the log has a task, an executor or no time.
    /// </summary>
    public static RunShape? OfDriverAlone(ApplicationRun run)
    {
        if (run.ObservedMs is not { } ms || run.WorkerExecutors.Any() || run.Stages.Any(s => s.Tasks.Count > 0)
            || ClusterManager.Detect(run) == ClusterManager.Local) return null;
        return Make(run, [], false, Whole(new SparkSettings(run).Sized("spark.executor.cores")) ?? 1, ms);
    }

    static RunShape Make(ApplicationRun run, List<ExecutorLife> executors, bool isLocal, int cores, long ms)
    {
        var settings = new SparkSettings(run);
        var driver = Memory(settings, "driver", out var driverOverhead);
        // in local mode the driver is the executor
        if (isLocal) driver = driver with { OffHeapMib = OffHeap(settings) };
        var asked = isLocal ? driver : Memory(settings, "executor", out _);
        var grown = isLocal ? null : GrownExecutors.Find(run, executors, asked);
        // cores are the largest executor's, and so is the memory that stands for all
        var executor = grown is null ? asked
            : grown.MemoryOf(executors.Where(x => x.ResourceProfileId == 0).MaxBy(x => (x.PaidCores, x.OnHeapStorageBytes))!);
        return new RunShape
        {
            Seconds = ms / 1000m,
            Executors = [.. executors
                .Select(x => new ExecutorStay(x.PaidCores, x.HostName, Math.Max(0, RunOverview.EndOf(x, run) - x.AddTimeMs) / 1000m)
            {
                FromSeconds = (x.AddTimeMs - (run.App.StartTimeMs ?? x.AddTimeMs)) / 1000m,
                Memory = OfProfile(run, x.ResourceProfileId, asked) ?? grown?.MemoryOf(x),
                HasOwnProfile = OfProfile(run, x.ResourceProfileId, asked) is not null,
            })],
            HasGrownExecutors = grown is not null,
            IsLocal = isLocal,
            ExecutorCores = cores,
            PeakExecutors = isLocal ? 1 : executors.Count == 0 ? 0 : Math.Max(1, RunOverview.Compute(run).PeakExecutors),
            Hosts = HostsAtOnce(executors),
            DriverHost = run.Executors.Where(x => x.IsDriver && x.HostName.Length > 0).Select(x => x.HostName).FirstOrDefault(),
            GpusPerExecutor = executors.Count == 0 ? 0
                : executors.Max(GpusOf) is > 0 and var registered ? registered : NativeEngine.GpusAskedFor(run),
            DriverCores = isLocal ? cores : Whole(settings.Sized("spark.driver.cores")) ?? 1,
            // until Spark 2.0 the mode was part of the master
            DriverInCluster = settings["spark.submit.deployMode"] == "cluster" || settings["spark.master"] == "yarn-cluster",
            IsPython = settings["spark.yarn.isPython"] == "true" || settings["spark.kubernetes.resource.type"] == "python",
            Executor = executor,
            Driver = driver,
            ExecutorOverheadGiven = isLocal ? driverOverhead : OverheadGiven(settings, "executor"),
            DriverOverheadGiven = driverOverhead,
        };
    }

    /// <summary>The executor's container where the log names no overhead and the platform adds its own factor.</summary>
    public long ExecutorContainerMib(decimal factor) =>
        (ExecutorOverheadGiven ? Executor : Executor with { OverheadFactor = factor }).ContainerMib;

    /// <summary>A host without executors may still be there, unless the last of them went with its node.</summary>
    static int HostsAtOnce(List<ExecutorLife> executors)
    {
        var lives = executors.Where(x => x.HostName.Length > 0).GroupBy(x => x.HostName, StringComparer.Ordinal)
            .Select(h => (Added: h.Min(x => x.AddTimeMs), Last: h.MaxBy(x => x.RemoveTimeMs ?? long.MaxValue)!))
            .Select(h => (h.Added, Gone: h.Last.RemoveTimeMs is { } removed
                && LossReason.Parse(h.Last.RemoveReason, hasContainers: false).Kind == LossKind.NodeLost ? removed : long.MaxValue))
            .ToList();
        long[] added = [.. lives.Select(l => l.Added)], gone = [.. lives.Select(l => l.Gone)];
        return Overlap.Most(added, gone);
    }

    /// <summary>The container of one executor, by its resource profile.</summary>
    public long ExecutorContainerMib(ExecutorStay stay, decimal factor) => stay.Memory is not { } memory ? ExecutorContainerMib(factor)
        : (ExecutorOverheadGiven || memory.OverheadMib is not null ? memory : memory with { OverheadFactor = factor }).ContainerMib;

    /// <summary>The most that the executors of one host summed up to at one time; 0 where no host is named.</summary>
    /// <param name="of">Of an executor; 1 counts them.</param>
    /// <param name="besides">What else the host held all the time; null for nothing.</param>
    public long MostOnAHost(Func<ExecutorStay, long> of, Func<string, long>? besides = null)
    {
        long most = 0;
        foreach (var host in Executors.Where(e => e.Host.Length > 0).GroupBy(e => e.Host, StringComparer.Ordinal))
        {
            most = Math.Max(most, (besides?.Invoke(host.Key) ?? 0)
                + Overlap.Most(host.Select(e => ((double)e.FromSeconds, (double)(e.FromSeconds + e.Seconds), of(e)))));
        }
        return most;
    }

    public long DriverContainerMib(decimal factor) => (DriverOverheadGiven ? Driver : Driver with { OverheadFactor = factor }).ContainerMib;

    static SparkMemory Memory(SparkSettings settings, string role, out bool overheadGiven)
    {
        overheadGiven = OverheadGiven(settings, role);
        var factor = settings.OverheadFactor(role);
        return new SparkMemory
        {
            HeapMib = Math.Max(1, Mib(settings.Sized($"spark.{role}.memory")) ?? 1024),
            LeastOverheadMib = settings.LeastOverheadMib(role),
            OverheadMib = Mib(settings[$"spark.{role}.memoryOverhead"] ?? settings[$"spark.yarn.{role}.memoryOverhead"]),
            OverheadFactor = decimal.TryParse(factor, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var f) && f < 100
                ? f : SparkMemory.DefaultOverheadFactor,
            PySparkMib = role == "executor" ? Mib(settings["spark.executor.pyspark.memory"]) ?? 0 : 0,
            // Spark adds off-heap memory to the executors' containers only
            OffHeapMib = role == "executor" ? OffHeap(settings) : 0,
        };
    }

    static long OffHeap(SparkSettings settings) =>
        settings["spark.memory.offHeap.enabled"] == "true" ? Mib(settings["spark.memory.offHeap.size"], 1) ?? 0 : 0;

    /// <summary>Null for the default profile; what a profile does not say is as the settings have it.</summary>
    static SparkMemory? OfProfile(ApplicationRun run, int id, SparkMemory settings)
    {
        if (id == 0 || run.ResourceProfiles.FirstOrDefault(p => p.Id == id) is not { } profile) return null;
        long? Amount(string name) => profile.ExecutorResources.TryGetValue(name, out var mib) && mib is > 0 and < 1L << 30 ? mib : null;
        return settings with
        {
            HeapMib = Amount("memory") ?? settings.HeapMib,
            OverheadMib = Amount("memoryOverhead") ?? settings.OverheadMib,
            PySparkMib = Amount("pyspark.memory") ?? settings.PySparkMib,
            OffHeapMib = Amount("offHeap") ?? settings.OffHeapMib,
        };
    }

    /// <summary>Addresses of "gpu" in the resources that an executor registered with.</summary>
    static int GpusOf(ExecutorLife executor)
    {
        if (executor.ResourcesJson is not { Length: > 2 } json) return 0;
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("gpu", out var gpu)
                && gpu.ValueKind == JsonValueKind.Object && gpu.TryGetProperty("addresses", out var addresses)
                && addresses.ValueKind == JsonValueKind.Array
                ? addresses.GetArrayLength() : 0;
        }
        catch (JsonException)
        {
            return 0;
        }
    }

    static bool OverheadGiven(SparkSettings settings, string role) =>
        (settings[$"spark.{role}.memoryOverhead"] ?? settings[$"spark.yarn.{role}.memoryOverhead"]
            ?? settings.OverheadFactor(role)) is not null;

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

    static int? Whole(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value is > 0 and < 10_000 ? value : null;
}
