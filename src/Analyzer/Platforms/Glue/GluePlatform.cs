using System.Globalization;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Facts.Clusters;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer.Ledgers.Prices;
using Rightsizer.Analyzer.Model;
using Rightsizer.Analyzer.Platforms.Files;
using Rightsizer.Analyzer.Replay;
using Rightsizer.Analyzer.Timing;

namespace Rightsizer.Analyzer.Platforms.Glue;

/// <summary>AWS Glue: workers of fixed types, one executor each, billed by the DPU.</summary>
sealed class GluePlatform : IPlatform
{
    public static readonly Assumption Overhead = new(
        "memory overhead on Glue", SparkMemory.DefaultOverheadFactor, "of the heap", "Spark's default");

    /// <summary>Heap of an executor over the memory of its worker.</summary>
    public static readonly Assumption HeapRatio = new(
        "heap of a Glue worker", 10m / 16, "of its memory", "Glue guide, spark.executor.memory of G.1X; assumed for the others");

    /// <summary>From the order to the first executor; not billed.</summary>
    public static readonly Assumption StartUp = new(
        "start-up of a Glue job run", 60, "s", "assumed: AWS names no figure for Glue 2.0 and later");

    public static readonly IPlatform Instance = new GluePlatform();

    public string Name => RunPlatform.Glue;

    public IReadOnlyList<Assumption> Assumptions { get; } = [Overhead, StartUp, HeapRatio];

    Assumption IPlatform.StartUp => StartUp;

    public bool Ran(ApplicationRun run) => PlatformTraces.IsGlue(run);

    public bool IsOf(ClusterFile cluster) => cluster.GlueRuns.Count > 0;

    public Assumption OverheadOf(RunShape shape) => Overhead;

    public Ledger? Billed(PaidRun run, out string? missing)
    {
        if (GlueRunOfLog.Find(run.Run, run.Cluster!.GlueRuns, out missing) is not { } glue) return null;
        var ledger = run.NewLedger();
        GlueBilling.Add(ledger, run.Book, new GlueUse
        {
            WorkerType = glue.WorkerType,
            Workers = glue.Workers,
            Seconds = glue.Seconds,
            DpuSeconds = glue.DpuSeconds,
            Flex = glue.Flex,
            GlueVersion = glue.GlueVersion
        });
        return ledger.Build(LedgerKind.Billed, $"Glue, {glue.WorkerType}", run.Ms);
    }

    public Ledger? Inferred(PaidRun run, out string? missing)
    {
        missing = null;
        var shape = run.Shape!;
        var container = Instance.ExecutorMib(shape);
        var perWorker = ExecutorsPerWorker(shape);
        if (Holding(run.Run, run.Book, shape) is not { } worker)
        {
            missing = FormattableString.Invariant(
                $"no Glue worker type has the {Quantity.Plural(shape.ExecutorCores, "core")} and {container} MiB of an executor");
            return null;
        }
        var ledger = run.NewLedger();
        var version = run.Run.Environment["spark.glue.GLUE_VERSION"];
        // with auto scaling, which is Spark's dynamic allocation, a worker is paid while its executor is there; else all for the whole run
        var scales = run.Run.Environment["spark.dynamicAllocation.enabled"] == "true";
        var workers = (int)Math.Max(GlueLimits.MinWorkers, (shape.PeakExecutors + perWorker - 1) / perWorker + 1);
        GlueBilling.Add(ledger, run.Book, new GlueUse
        {
            WorkerType = worker.Name,
            Workers = workers,
            Seconds = shape.Seconds,
            WorkerSeconds = !scales ? null : shape.Executors.Select(e => e.Seconds).Append(shape.Seconds)
                .Sum(s => BillingMath.BilledSeconds(s, GlueJobRun.LeastSeconds(version))),
            GlueVersion = version,
            Ground = Ground.Assumed
        });
        ledger.Note($"worker type {worker.Name} is inferred from {Quantity.Plural(shape.ExecutorCores, "core")} and {container} MiB "
            + $"an executor"
            + $"{(scales ? "" : ", their number from the most executors at a time and the driver")}"
            + $"{(version is null ? "; Glue 2.0 to 5.1 is assumed" : "")}: --cluster with get-job-run gives the real ones");
        return ledger.Build(LedgerKind.Inferred, "Glue, inferred", run.Ms,
            scales ? worker.Name : FormattableString.Invariant($"{workers} x {worker.Name}"));
    }

    /// <summary>Standard workers of early Glue, of a DPU too, hold two.</summary>
    static int ExecutorsPerWorker(RunShape shape) => (int)Math.Max(1, shape.MostOnAHost(_ => 1));

    /// <summary>An executor is a worker: the smallest that has its cores, and an R worker where its memory needs one.</summary>
    static GlueWorker? Holding(ApplicationRun run, PriceBook book, RunShape shape)
    {
        var least = ExecutorsPerWorker(shape) * Instance.ExecutorMib(shape);
        return (RunUse.IsStream(run) ? [GlueBilling.Quarter, .. book.GlueWorkers] : book.GlueWorkers)
            .Where(w => w.Vcpu >= shape.ExecutorCores && w.MemoryGb * 1024L >= least)
            .OrderBy(w => w.Vcpu).ThenBy(w => w.MemoryGb).FirstOrDefault();
    }

    /// <summary>The worker type of a run: of its job run where that is described, else inferred; null where it is not known.</summary>
    public static GlueWorker? WorkerOf(ApplicationRun run, RunShape shape, PriceContext pricing) =>
        pricing.Cluster is { GlueRuns.Count: > 0 } cluster && GlueRunOfLog.Find(run, cluster.GlueRuns, out _) is { } described
            ? pricing.Book.GlueWorkerOf(described.WorkerType) : Holding(run, pricing.Book, shape);

    public IReadOnlyList<Ledger> Elsewhere(IMovedRun run)
    {
        const string name = "Glue";
        var shape = run.Shape;
        var container = Instance.ExecutorMib(shape);
        var choice = run.Book.GlueWorkers.Where(w => !w.IsMemoryOptimised)
            .Select(w => (Worker: w, PerWorker: PerWorker(w, shape, container)))
            .Where(c => c.PerWorker > 0 && HoldsDriver(c.Worker, shape))
            .Select(c => (c.Worker,
            Workers: Math.Max(GlueLimits.MinWorkers, (shape.PeakExecutors + c.PerWorker - 1) / c.PerWorker + (shape.IsLocal ? 0 : 1))))
            .OrderBy(c => c.Workers * c.Worker.Dpu).ThenBy(c => c.Workers).FirstOrDefault();
        if (choice.Worker is null)
        {
            run.Without(name,
                FormattableString.Invariant(
                    $"no worker type holds an executor of {Quantity.Plural(shape.ExecutorCores, "core")} and {container} MiB, and a ")
                + FormattableString.Invariant($"driver of {DriverMibOf(shape)} MiB"));
            return [];
        }
        var there = run.On(Machine.Unnamed("x86_64"));
        var ledger = run.NewLedger();
        GlueBilling.Add(ledger, run.Book,
            new GlueUse { WorkerType = choice.Worker.Name, Workers = choice.Workers, Seconds = there.Seconds, Ground = run.Ground });
        ledger.Assume(Instance.OverheadUsed(shape));
        ledger.Note(run.TimeNote(there) + "; fixed workers, the driver's is one of them, two at least");
        return [run.Finish(ledger, LedgerKind.Glue, name, FormattableString.Invariant($"{choice.Workers} x {choice.Worker.Name}"), there)];
    }

    /// <summary>
    /// How many of today's executors the one executor of a worker stands for: its heap is fixed, and what is outside must fit beside it.
    /// </summary>
    static int PerWorker(GlueWorker worker, RunShape shape, long containerMib)
    {
        var heap = HeapMibOf(worker);
        var outside = containerMib - shape.Executor.HeapMib;
        var most = Math.Min(worker.Vcpu / shape.ExecutorCores, heap / Math.Max(1, shape.Executor.HeapMib));
        return (int)Math.Min(most, (worker.MemoryGb * 1024L - heap) / Math.Max(1, outside));
    }

    /// <summary>The driver's worker is of the type of all: its heap is fixed too.</summary>
    public static bool HoldsDriver(GlueWorker worker, RunShape shape) => shape.IsLocal
        || (shape.Driver.HeapMib <= HeapMibOf(worker) && DriverMibOf(shape) <= worker.MemoryGb * 1024L);

    /// <summary>Container of the driver; MiB.</summary>
    static long DriverMibOf(RunShape shape) => Instance.DriverMib(shape);

    /// <summary>Heap of a worker's executor; MiB.</summary>
    public static long HeapMibOf(GlueWorker worker) => (long)(worker.MemoryGb * 1024 * HeapRatio.Value);

    public IEnumerable<Option> Options(IJobToPlace job, IReadOnlyList<InstanceType> types, NodeRates rates) => GlueOptions.Enumerate(job);

    public string? Problem(OfferedCluster cluster, PriceBook book) => GlueLimits.Problem(book, cluster);

    public IReadOnlyList<string> EmitKinds { get; } = [EmitKind.Terraform];

    public PlatformFile FileOf(string kind, FileRequest request)
    {
        var own = request.Settings.Carried.Select(s => s.Key).ToList();
        return new TerraformModule(GlueTerraform.Build(request), own.Count == 0 ? []
            : [$"a Glue job has no place for settings of Spark; set them in the script: {string.Join(", ", own)}"]);
    }

    public void Price(LedgerBuilder ledger, IJobToPlace job, Option option, SimulatedRun run, decimal seconds)
    {
        GlueBilling.Add(ledger, job.Book,
            new GlueUse { WorkerType = option.WorkerType!, Workers = option.Nodes, Seconds = seconds, Ground = Ground.Simulated });
        ledger.Assume([.. Instance.OverheadUsed(job.Shape), HeapRatio]);
        ledger.Note("fixed workers, the driver's is one of them");
        if (job.Book.GlueWorkerOf(option.WorkerType!) is { IsMemoryOptimised: true })
            ledger.Note(string.Create(CultureInfo.InvariantCulture,
                $"AWS does not say how much disk an R worker has: {job.DiskBytesNeeded / option.Nodes / (1 << 30):0.#} GiB of shuffle and "
                    + $"spill on each must fit"));
    }
}
