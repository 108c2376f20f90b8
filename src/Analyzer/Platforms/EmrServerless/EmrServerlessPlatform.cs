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

namespace Rightsizer.Analyzer.Platforms.EmrServerless;

/// <summary>EMR Serverless: workers of AWS's sizes, billed one by one.</summary>
sealed class EmrServerlessPlatform : IPlatform
{
    public static readonly Assumption Overhead = new(
        "memory overhead on EMR Serverless", SparkMemory.DefaultOverheadFactor, "of the heap",
        "EMR Serverless guide, spark.emr-serverless.memoryOverheadFactor");

    /// <summary>Disk of a worker that is not charged, and its default.</summary>
    public static readonly Assumption FreeDisk = new(
        "free disk of an EMR Serverless worker", WorkerUse.FreeDiskGb, "GB", "EMR pricing page");

    /// <summary>From asking for a worker to its executor.</summary>
    public static readonly Assumption StartUp = new("time until an EMR Serverless executor comes", 60, "s", "assumed: AWS names no figure");

    /// <summary>spark.dynamicAllocation.initialExecutors.</summary>
    public static readonly Assumption FirstExecutors = new(
        "executors at the start on EMR Serverless", 3, "executors",
        "EMR Serverless guide, default of spark.dynamicAllocation.initialExecutors");

    public static readonly IPlatform Instance = new EmrServerlessPlatform();

    public string Name => RunPlatform.EmrServerless;

    public IReadOnlyList<Assumption> Assumptions { get; } = [Overhead, FreeDisk, StartUp, FirstExecutors];

    Assumption IPlatform.StartUp => StartUp;

    public bool Ran(ApplicationRun run) => PlatformTraces.IsServerless(run);

    public bool IsOf(ClusterFile cluster) => cluster.ServerlessBill is not null;

    public Assumption OverheadOf(RunShape shape) => Overhead;

    public Ledger? Billed(PaidRun run, out string? missing)
    {
        missing = null;
        var ledger = run.NewLedger();
        var bill = run.Cluster!.ServerlessBill!;
        var (arch, archGround) = run.Pricing.ServerlessArchitecture(run.Run);
        EmrServerlessBilling.AddBilled(ledger, run.Book, arch, archGround, bill.VcpuHours, bill.MemoryGbHours, bill.StorageGbHours);
        return ledger.Build(LedgerKind.Billed, "EMR Serverless, as billed", run.Ms);
    }

    /// <summary>Each executor from added to removed, the driver from application start to end.</summary>
    public Ledger? Inferred(PaidRun run, out string? missing)
    {
        missing = null;
        var shape = run.Shape!;
        var ledger = run.NewLedger();
        var (arch, archGround) = run.Pricing.ServerlessArchitecture(run.Run);
        var workers = WorkerUse.OfRun((shape.DriverCores, Instance.DriverMib(shape)), shape.Seconds,
            shape.Executors.Select(e => (e.Cores, Instance.ExecutorMib(shape, e), e.Seconds)), Ground.Measured,
            WorkerDisk.Read(run.Run, "driver"), WorkerDisk.Read(run.Run, "executor"));
        if (run.Cluster is { InitialCapacity.Count: > 0 } application)
        {
            workers = PreInitialised.Compute(application, [.. workers], shape.Seconds);
            ledger.Note(PreInitialised.Note(application));
        }
        EmrServerlessBilling.Add(ledger, run.Book, arch, archGround, workers);
        var diskKnown = WorkerDisk.IsNamed(run.Run) || run.Cluster?.InitialCapacity.Any(c => c.DiskGb is not null) == true;
        ledger.Assume([.. Instance.OverheadUsed(shape), .. diskKnown ? Array.Empty<Assumption>() : [FreeDisk]]);
        if (!diskKnown)
            ledger.Note(string.Create(CultureInfo.InvariantCulture,
                $"the log names no disk: the free {FreeDisk.Whole} GB a worker are assumed (submit settings such as "
                + $"spark.emr-serverless.executor.disk seldom get into the log)"));
        ledger.Note("a worker's start-up before the executor registered is not in the log");
        return ledger.Build(LedgerKind.FromLog, $"EMR Serverless {arch}, from the log", (long)(shape.Seconds * 1000));
    }

    public IReadOnlyList<Ledger> Elsewhere(IMovedRun run)
    {
        var x86 = Elsewhere(run, "x86_64", null);
        return [.. new[] { x86, Elsewhere(run, "arm64", x86) }.OfType<Ledger>()];
    }

    public IEnumerable<Option> Options(IJobToPlace job, IReadOnlyList<InstanceType> types, NodeRates rates) =>
        new[] { "x86_64", "arm64" }.Where(job.Allows).SelectMany(arch => EmrServerlessOptions.Enumerate(job, arch));

    public string? Problem(OfferedCluster cluster, PriceBook book) => EmrServerlessLimits.Problem(book, cluster);

    public IReadOnlyList<string> EmitKinds { get; } = [EmitKind.Terraform, EmitKind.Serverless];

    public PlatformFile FileOf(string kind, FileRequest request)
    {
        var plan = ServerlessPlan.Build(request);
        return kind == EmitKind.Serverless ? new JsonRequests(ServerlessRequests.Build(plan), plan.Notes)
            : new TerraformModule(ServerlessTerraform.Build(plan), plan.Notes);
    }

    public void Price(LedgerBuilder ledger, IJobToPlace job, Option option, SimulatedRun run, decimal seconds)
    {
        ledger.Assume([.. Instance.OverheadUsed(job.Shape), FreeDisk, StartUp, FirstExecutors]);
        var driver = job.Book.ServerlessGrid.NextLegal(job.Shape.DriverCores, Instance.DriverMib(job.Shape))!.Value;
        EmrServerlessBilling.Add(
            ledger, job.Book, option.Architecture, Ground.Billed, WorkerUse.OfRun((driver.Vcpu, driver.MemoryGb * 1024L), seconds,
            run.Executors.Select(
                x => (option.Executor.Cores, option.WorkerGb * 1024L, (decimal)Math.Round((x.EndMs - x.StartMs) * job.Engine) / 1000)),
            Ground.Simulated, WorkerDisk.Offered(job.Run, "driver"), option.Executor.DiskGb is { } gb ? new WorkerDisk(gb) : null));
        ledger.Note(string.Create(CultureInfo.InvariantCulture,
            $"each worker is billed from its simulated start to its end; an executor is taken to come {StartUp.Whole} s after it is "
            + $"asked for"));
    }

    static Ledger? Elsewhere(IMovedRun run, string arch, Ledger? x86)
    {
        var name = $"EMR Serverless {arch}";
        var (shape, grid) = (run.Shape, run.Book.ServerlessGrid);
        var (driverMib, executorMib) = (Instance.DriverMib(shape), Instance.ExecutorMib(shape));
        if (grid.NextLegal(shape.DriverCores, driverMib) is not { } driver
            || grid.NextLegal(shape.ExecutorCores, executorMib) is not { } executor)
        {
            run.Without(name,
                FormattableString.Invariant(
                    $"no worker is large enough for {Quantity.Plural(shape.ExecutorCores, "core")} and {executorMib} MiB"));
            return null;
        }
        var there = run.On(Machine.Unnamed(arch));
        var (driverDisk, executorDisk) = (WorkerDisk.Offered(run.Run, "driver"), WorkerDisk.Offered(run.Run, "executor"));
        var ledger = run.NewLedger();
        EmrServerlessBilling.Add(ledger, run.Book, arch, Ground.Billed, WorkerUse.OfRun(
            (driver.Vcpu, driver.MemoryGb * 1024L), there.Seconds,
                there.Executors.Select(e => (executor.Vcpu, executor.MemoryGb * 1024L, e.Seconds)), run.Ground, driverDisk, executorDisk));
        ledger.Assume([.. Instance.OverheadUsed(shape), FreeDisk]);
        ledger.Note(run.TimeNote(there) + "; workers are billed from executor added to removed, their start-up is not in the log");
        if (!shape.IsLocal && EmrServerlessBilling.Illegal(grid, shape.ExecutorCores, executorMib) is { } why)
            ledger.Note("executor: " + why);
        if (EmrServerlessBilling.Illegal(grid, shape.DriverCores, driverMib) is { } driverWhy) ledger.Note("driver: " + driverWhy);
        ledger.Note(driverDisk.Gb <= FreeDisk.Whole && executorDisk.Gb <= FreeDisk.Whole
            ? FormattableString.Invariant($"{FreeDisk.Whole} GB of disk a worker are free and taken as enough")
            : FormattableString.Invariant(
                $"disks as the log names them: {driverDisk.Gb} GB for the driver, {executorDisk.Gb} GB for an executor; ")
            + FormattableString.Invariant($"{FreeDisk.Whole} GB of each are free"));
        if (WorkerDisk.Read(run.Run, "driver").ShuffleOptimized || WorkerDisk.Read(run.Run, "executor").ShuffleOptimized)
            ledger.Note("the shuffle-optimised disks that the log names have no price and are not in it: standard disks are");
        var workers = shape.IsLocal ? $"driver {driver}"
            : FormattableString.Invariant($"at most {shape.PeakExecutors} x {executor}, driver {driver}");
        return arch == "arm64" ? run.FinishArm(ledger, LedgerKind.ServerlessGraviton, name, workers, there, x86, 0)
            : run.Finish(ledger, LedgerKind.ServerlessX86, name, workers, there);
    }
}
