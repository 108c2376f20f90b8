using System.Globalization;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer.Ledgers.Prices;
using Rightsizer.Analyzer.Model;
using Rightsizer.Analyzer.Platforms.EmrOnEc2;
using Rightsizer.Analyzer.Platforms.Glue;

namespace Rightsizer.Analyzer.Platforms;

/// <summary>The largest executor that starts where a run ran, and what another one costs beside the run's.</summary>
/// <param name="run">The run.</param>
/// <param name="pricing">Has the price list, and the cluster where it is described.</param>
sealed class ExecutorRoom(ApplicationRun run, PriceContext pricing)
{
    readonly RunShape? shape = RunShape.Read(run, out _);
    readonly string platform = pricing.PlatformOf(run);
    readonly Lazy<long?> largestOnYarn = new(() => LargestOnYarn(run, pricing));

    /// <summary>What comes of executors with these settings in place of the run's.</summary>
    /// <param name="settings">Spark properties and values; those that do not change an executor's size are passed over.</param>
    public ExecutorChange With(IEnumerable<(string Key, string? Value)> settings)
    {
        if (shape is null) return ExecutorChange.None;
        var (cores, memory) = (shape.ExecutorCores, shape.Executor);
        foreach (var (key, value) in settings)
        {
            if (key == "spark.executor.cores" && int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n > 0)
                cores = n;
            else if (SparkSettings.ParseBytes(value, SettingValues.BareUnit(key)) is { } bytes)
                memory = With(memory, key, (long)bytes >> 20);
        }
        var (before, after) = (Mib(shape.Executor), Mib(memory));
        if (after <= before && cores == shape.ExecutorCores) return ExecutorChange.None;
        return platform switch
        {
            RunPlatform.EmrServerless => OnServerless(before, cores, after),
            RunPlatform.Glue => OnGlue(before, after),
            // the machine is there and paid for
            RunPlatform.Local => Unknown(after) with { PriceRatio = 1 },
            RunPlatform.EmrOnEc2 or RunPlatform.Yarn or RunPlatform.Dataproc
                when largestOnYarn.Value is { } most && most >= before => OnYarn(most, before, cores, after),
            _ => after > before ? Unknown(after) : ExecutorChange.None,
        };
    }

    SparkMemory With(SparkMemory memory, string key, long mib) => key switch
    {
        "spark.executor.memory" => memory with { HeapMib = mib },
        "spark.driver.memory" when shape!.IsLocal => memory with { HeapMib = mib },
        "spark.executor.memoryOverhead" => memory with { OverheadMib = mib },
        "spark.executor.pyspark.memory" => memory with { PySparkMib = mib },
        "spark.memory.offHeap.size" => memory with { OffHeapMib = mib },
        _ => memory,
    };

    long Mib(SparkMemory memory) =>
        (shape! with { Executor = memory }).ExecutorContainerMib(PlatformCatalog.OverheadFactorOf(platform, shape));

    static ExecutorChange Unknown(long mib) => new(null, FormattableString.Invariant(
        $"It then takes {mib} MiB of one machine, and the log does not say how much there is."), null);

    ExecutorChange OnServerless(long before, int cores, long after)
    {
        var grid = pricing.Book.ServerlessGrid;
        // a run on a worker that AWS does not have says nothing of its limits
        if (grid.Fit(shape!.ExecutorCores, before) is not { } now) return ExecutorChange.None;
        if (grid.Fit(cores, after) is { } then) return new(null, null, PerCore(then) / PerCore(now));
        var larger = grid.NextLegal(cores, after);
        return new(grid.Rows.FirstOrDefault(r => r.Vcpu == cores) is { } row
            ? FormattableString.Invariant($"it takes {after} MiB, and an EMR Serverless worker of {cores} vCPU has at most ")
                + FormattableString.Invariant($"{row.MemoryGb[^1]} GB")
            : FormattableString.Invariant($"EMR Serverless has no worker of {cores} vCPU"), null, null)
        {
            // as many tasks on more vCPUs: what counts is what a task costs
            Larger = cores < shape.ExecutorCores || larger is not { } worker ? null : FormattableString.Invariant(
                $"workers of {worker}, and spark.task.cpus so that no more tasks share one than now"),
            LargerPriceRatio = larger is { } w ? Usd(w) / Usd(now) : null,
        };
    }

    /// <summary>
    /// Executors with so small a part of the memory can be had: false on Glue where no worker type has less for its vCPUs.
    /// </summary>
    public bool HasSmaller(double ratio) => platform != RunPlatform.Glue || shape is null
        || GluePlatform.WorkerOf(run, shape, pricing) is not { } now
        || pricing.Book.GlueWorkers.Any(w => w.Vcpu == now.Vcpu && w.MemoryGb < now.MemoryGb && w.MemoryGb >= ratio * now.MemoryGb);

    decimal? PerCore(ServerlessWorker worker) => Usd(worker) / worker.Vcpu;

    decimal? Usd(ServerlessWorker worker)
    {
        var prices = pricing.Book.Serverless(pricing.RegionOf(run).Region, pricing.ServerlessArchitecture(run).Architecture);
        return worker.Vcpu * prices.VcpuHour.Usd + worker.MemoryGb * prices.GbHour.Usd;
    }

    ExecutorChange OnYarn(long most, long before, int cores, long after) => after > most
        ? new(FormattableString.Invariant($"it takes a container of {after} MiB, and YARN starts none over {most} MiB here"), null, null)
        {
            Larger = FormattableString.Invariant($"nodes on which YARN has {after} MiB or more for a container"),
        }
        // YARN counts memory alone: a node is shared by as many as fit, and what it has left over costs nothing more
        : new(null, null, Math.Max(1, (decimal)Math.Min(most / before, Math.Max(1, shape!.MostOnAHost(_ => 1))) / (most / after))
            * shape.ExecutorCores / cores);

    /// <summary>Null where nothing tells.</summary>
    static long? LargestOnYarn(ApplicationRun run, PriceContext pricing)
    {
        if (RunShape.Read(run, out _) is not { } shape) return null;
        var (book, region) = (pricing.Book, pricing.RegionOf(run).Region);
        long? named = YarnSettings.Read(run).LargestContainerMib(shape.DriverInCluster);
        if (pricing.PlatformOf(run) != RunPlatform.EmrOnEc2) return named;
        var described = pricing.Cluster is null ? null : SourceNode.Infer(run, shape, pricing.Cluster, region, book).Type;
        if (described is not null && book.YarnMemoryOf(described.Name)?.Mib is { } mib) return Math.Min(mib, named ?? mib);
        return named ?? (NodeInference.Infer(run, shape, region, book, out _) is { } choice ? book.YarnMemoryOf(choice.Type.Name)?.Mib
            : null);
    }

    /// <summary>An executor has what its worker has, so that more of it is a worker type with more memory for its vCPUs.</summary>
    ExecutorChange OnGlue(long before, long after)
    {
        if (GluePlatform.WorkerOf(run, shape!, pricing) is not { } now) return ExecutorChange.None;
        var (book, region, version) = (pricing.Book, pricing.RegionOf(run).Region, run.Environment["spark.glue.GLUE_VERSION"]);
        // a worker's own share goes with its memory
        var then = book.GlueWorkers.Where(w => w.Vcpu == now.Vcpu && w.MemoryGb > now.MemoryGb
            && (decimal)w.MemoryGb / now.MemoryGb * before >= after).OrderBy(w => w.MemoryGb).FirstOrDefault();
        return then is null
            ? new($"no Glue worker type of {now.Vcpu} vCPU has that much more memory than {now.Name}", null, null)
            : new(null, null, Usd(then) / Usd(now));

        decimal? Usd(GlueWorker worker) => worker.Dpu * book.Glue(region, GlueBilling.ClassOf(worker), version).Usd;
    }
}

/// <summary>What comes of executors of another size.</summary>
/// <param name="Problem">Why none starts; null where they do, or where it is not known.</param>
/// <param name="Condition">What has to be so for them to start, where the log does not tell; else null.</param>
/// <param name="PriceRatio">What a core of theirs costs in an hour over what one of the run's does; null where it is not known.</param>
sealed record ExecutorChange(string? Problem, string? Condition, decimal? PriceRatio)
{
    /// <summary>Executors of the same size or smaller.</summary>
    public static readonly ExecutorChange None = new(null, null, 1);

    /// <summary>What would start them in spite of <see cref="Problem"/>; null where nothing does.</summary>
    public string? Larger { get; init; }

    /// <summary>What an executor costs then over what it does; null where it is not known.</summary>
    public decimal? LargerPriceRatio { get; init; }
}
