using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Facts.Clusters;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer.Ledgers.Prices;
using Rightsizer.Analyzer.Model;
using Rightsizer.Analyzer.Platforms;
using Rightsizer.Analyzer.Platforms.EmrOnEc2;
using Rightsizer.Analyzer.Platforms.EmrOnEks;
using Rightsizer.Analyzer.Platforms.EmrServerless;
using Rightsizer.Analyzer.Platforms.Glue;
using Rightsizer.Analyzer.Replay;
using Rightsizer.Analyzer.Timing;
using Rightsizer.Analyzer.Timing.Spot;

namespace Rightsizer.Analyzer.Answers.Diagnosis;

/// <summary>The same run elsewhere, with its own executors. Without simulated times the observed one is taken, and every line is assumed at best.</summary>
sealed class Alternatives(ApplicationRun run, RunShape shape, string region, PriceContext options, AlternativeTimes? times = null)
{
    readonly PriceBook book = options.Book;

    Ground Ground => times is null ? Ground.Assumed : Ground.Simulated;

    /// <summary>The run on cores of that kind; as it was where nothing is simulated.</summary>
    RunShape On(CoreKind kind, double occupancy) => times?.On(kind, occupancy).Shape ?? shape;

    string TimeNote(RunShape there) => times is null ? "run time taken as the observed one"
        : FormattableString.Invariant($"run time simulated from the log: {there.Seconds:0.#} s, {shape.Seconds:0.#} s as observed");

    static CoreKind KindOf(string arch) => arch == "arm64" ? CoreKind.Graviton : CoreKind.Thread;

    /// <summary>Ledgers in a fixed order; what could not be offered goes to the notes.</summary>
    public IReadOnlyList<Ledger> All(List<string> notes)
    {
        var ledgers = new List<Ledger>();
        var x86 = Emr("x86_64", Purchase.OnDemand, "EMR on EC2 On-Demand (x86)", null, notes);
        Add(x86);
        Add(Emr("x86_64", Purchase.Spot, "EMR on EC2 Spot (x86)", null, notes));
        Add(Emr("arm64", Purchase.OnDemand, "EMR on EC2 On-Demand (Graviton)", x86, notes));
        Add(Serverless("x86_64", null, notes));
        Add(Serverless("arm64", ledgers.LastOrDefault(), notes));
        Add(Eks(notes));
        Add(Glue(notes));
        return ledgers;

        void Add(Ledger? ledger)
        {
            if (ledger is not null) ledgers.Add(ledger);
        }
    }

    /// <summary>The executors that ran, on the cheapest x86 nodes that hold them; null where there is none.</summary>
    public Ledger? OnDemandX86(List<string> notes) => Emr("x86_64", Purchase.OnDemand, "EMR on EC2 On-Demand (x86)", null, notes);

    Ledger? Emr(string arch, Purchase purchase, string name, Ledger? x86, List<string> notes)
    {
        var container = shape.ExecutorContainerMib(NodeInference.EmrOverheadFactor);
        var master = shape.DriverInCluster ? shape.DriverContainerMib(NodeInference.EmrOverheadFactor) : NodeChoice.ApplicationMasterMib;
        if (NodeChoice.ForYarn(book, region, arch, shape, container, master) is not { } choice) return Without(name, $"no type of the book in {region} holds an executor of {shape.ExecutorCores} cores and {container} MiB", notes);
        if (purchase == Purchase.Spot && book.Spot(region, choice.Type.Name, null) is null) return Without(name, $"no Spot price of {choice.Type.Name} in {region}", notes);
        // a single node as small as the primary is the core node itself: nothing is left for Spot
        var nodes = choice.Nodes;
        if (purchase == Purchase.Spot && TransientCluster.SpotSplit(book, choice.Type, nodes).Tasks == 0) nodes++;
        var occupancy = Math.Min(1, (double)Math.Min(choice.ExecutorsPerNode, shape.PeakExecutors) * shape.ExecutorCores / choice.Type.Vcpu);
        var there = On(CoreSpeed.KindOf(choice.Type), occupancy);
        var ledger = new LedgerBuilder(region, options.Discounts);
        TransientCluster.Add(ledger, book, null, choice.Type, nodes, there.Seconds, purchase, Ground);
        ledger.Note(TimeNote(there));
        ledger.Note(FormattableString.Invariant($"{choice.ExecutorsPerNode} executors of {shape.ExecutorCores} cores and {container} MiB fit {choice.Type.Name} ({book.YarnMemoryOf(choice.Type.Name)?.Mib} MiB for YARN, {choice.Type.Vcpu} vCPUs); {shape.PeakExecutors} ran at most"));
        var primary = TransientCluster.PrimaryOf(arch);
        if (!shape.IsLocal && !shape.DriverInCluster && book.YarnMemoryOf(primary) is { } room && shape.DriverContainerMib(NodeInference.EmrOverheadFactor) > room.Mib)
            ledger.Note(FormattableString.Invariant($"the driver's {shape.DriverContainerMib(NodeInference.EmrOverheadFactor)} MiB do not fit the primary {primary} ({room.Mib} MiB): a larger primary costs more"));
        if (purchase == Purchase.Spot)
        {
            ledger.Note("primary and one core node stay On-Demand; what interruptions cost is not in this price");
            if (times is not null) ledger.Note(Interruptions(times.On(CoreSpeed.KindOf(choice.Type), occupancy), choice.Type, TransientCluster.SpotSplit(book, choice.Type, nodes).Tasks, nodes));
            if (book.Interruption(region, choice.Type.Name) is { } band) ledger.Note($"AWS took back {band.Band} of {choice.Type.Name} in a month ({band.Date})");
        }
        if (arch == "arm64") GravitonNotes(ledger, x86);
        RunRequests.Add(ledger, book, run);
        var built = ledger.Build(name, MsOf(there));
        var words = FormattableString.Invariant($"{nodes} x {choice.Type.Name}");
        if (purchase == Purchase.Spot)
        {
            var (core, tasks) = TransientCluster.SpotSplit(book, choice.Type, nodes);
            words = FormattableString.Invariant($"{tasks} x {choice.Type.Name} Spot + core {core.Name}");
        }
        built = built with { Name = $"{name}: {words} + primary {TransientCluster.PrimaryOf(arch)}" };
        return arch == "arm64" ? WithBreakEven(built, x86, EmrOnEc2Billing.StartUpSeconds) : built;
    }

    static long MsOf(RunShape there) => (long)(there.Seconds * 1000);

    /// <summary>Expected, by the simulation of docs/sizing.md.</summary>
    string Interruptions((RunShape Shape, ReplayPlan Plan, SimulatedRun Run) there, InstanceType type, int tasks, int nodes)
    {
        var timeline = SpotTimeline.Of(there.Plan, there.Run);
        var simulation = SpotSimulation.Of(new SpotCase
        {
            Timeline = timeline,
            Stretch = (double)there.Shape.Seconds * 1000 / timeline.EndMs,
            Pools = [new SpotPool(type.Name, tasks, SpotPool.RateOf(book.Interruption(region, type.Name)))],
            Nodes = Math.Max(tasks, nodes),
            TimeSpread = TimeSpread.Run,
            PriceSpread = 0,
            FixedUsdPerHour = 0,
            SpotUsdPerHour = 0,
            SpotExtrasUsdPerHour = 0,
            StartUpMs = EmrOnEc2Billing.StartUpSeconds * 1000,
        });
        return FormattableString.Invariant($"interruptions: {simulation.InterruptedProbability * 100:0.###} % of the runs meet one; {simulation.MeanExtraMs / 1000:0.###} s more on average (simulated)");
    }

    Ledger? Serverless(string arch, Ledger? x86, List<string> notes)
    {
        var name = $"EMR Serverless {arch}";
        var grid = book.ServerlessGrid;
        var driver = grid.NextLegal(shape.DriverCores, shape.DriverContainerMib(0.10m));
        var executor = grid.NextLegal(shape.ExecutorCores, shape.ExecutorContainerMib(0.10m));
        if (driver is null || executor is null) return Without(name, $"no worker is large enough for {shape.ExecutorCores} cores and {shape.ExecutorContainerMib(0.10m)} MiB", notes);
        var there = On(KindOf(arch), 1);
        var ledger = new LedgerBuilder(region, options.Discounts);
        EmrServerlessBilling.Add(ledger, book, arch, Ground.Billed, ActualCost.ServerlessWorkers(there, Ground).Select(w => w.Role == "driver"
            ? w with { Vcpu = driver.Value.Vcpu, ContainerMib = driver.Value.MemoryGb * 1024L }
            : w with { Vcpu = executor.Value.Vcpu, ContainerMib = executor.Value.MemoryGb * 1024L }));
        ledger.Note(TimeNote(there) + "; workers are billed from executor added to removed, their start-up is not in the log");
        if (!shape.IsLocal && EmrServerlessBilling.Illegal(grid, shape.ExecutorCores, shape.ExecutorContainerMib(0.10m)) is { } why) ledger.Note("executor: " + why);
        if (EmrServerlessBilling.Illegal(grid, shape.DriverCores, shape.DriverContainerMib(0.10m)) is { } driverWhy) ledger.Note("driver: " + driverWhy);
        ledger.Note("20 GB of disk a worker are free and taken as enough");
        if (arch == "arm64") GravitonNotes(ledger, x86);
        RunRequests.Add(ledger, book, run);
        var words = shape.IsLocal ? $"driver {driver}" : FormattableString.Invariant($"at most {shape.PeakExecutors} x {executor}, driver {driver}");
        var built = ledger.Build($"{name}: {words}", MsOf(there));
        return arch == "arm64" ? WithBreakEven(built, x86, 0) : built;
    }

    Ledger? Eks(List<string> notes)
    {
        const string name = "EMR on EKS (x86)";
        var factor = shape.IsPython ? 0.40m : 0.10m;
        var container = shape.ExecutorContainerMib(factor);
        if (NodeChoice.ForPods(book, region, "x86_64", shape, container, shape.DriverContainerMib(factor)) is not { } choice) return Without(name, $"no type of the book in {region} holds a pod of {shape.ExecutorCores} cores and {container} MiB", notes);
        var there = On(CoreSpeed.KindOf(choice.Type), Math.Min(1, (double)Math.Min(choice.ExecutorsPerNode, shape.PeakExecutors) * shape.ExecutorCores / choice.Type.Vcpu));
        var ledger = new LedgerBuilder(region, options.Discounts);
        EmrOnEksBilling.AddNodes(ledger, book, [new NodeUse { Role = "node", InstanceType = choice.Type.Name, Count = choice.Nodes, Seconds = there.Seconds, RootVolume = NodeRates.EksRoot, Ground = Ground }]);
        EmrOnEksBilling.AddPods(ledger, book, [EmrOnEksBilling.Submitter(there.Seconds, Ground.Assumed)]);
        ActualCost.AddPods(ledger, book, there, Ground);
        EmrOnEksBilling.AddControlPlane(ledger, book, there.Seconds, false, Ground);
        ledger.Note(TimeNote(there) + FormattableString.Invariant($"; a node group of its own, start-up of its nodes not counted; gp3 root volumes of {NodeRates.EksRoot.SizeGib} GiB and a submitter pod of 1 vCPU and 1 GiB are assumed"));
        RunRequests.Add(ledger, book, run);
        return ledger.Build(FormattableString.Invariant($"{name}: {choice.Nodes} x {choice.Type.Name}"), MsOf(there));
    }

    Ledger? Glue(List<string> notes)
    {
        const string name = "Glue";
        var container = shape.ExecutorContainerMib(0.10m);
        var choice = book.GlueWorkers.Where(w => !w.IsMemoryOptimised)
            .Select(w => (Worker: w, PerWorker: (int)Math.Min(w.Vcpu / shape.ExecutorCores, w.MemoryGb * 1024L / container))).Where(c => c.PerWorker > 0)
            .Select(c => (c.Worker, Workers: Math.Max(2, (shape.PeakExecutors + c.PerWorker - 1) / c.PerWorker + (shape.IsLocal ? 0 : 1))))
            .OrderBy(c => c.Workers * c.Worker.Dpu).ThenBy(c => c.Workers).FirstOrDefault();
        if (choice.Worker is null) return Without(name, $"no worker type holds an executor of {shape.ExecutorCores} cores and {container} MiB", notes);
        var there = On(CoreKind.Thread, 1);
        var ledger = new LedgerBuilder(region, options.Discounts);
        GlueBilling.Add(ledger, book, new GlueUse { WorkerType = choice.Worker.Name, Workers = choice.Workers, Seconds = there.Seconds, Ground = Ground });
        ledger.Note(TimeNote(there) + "; fixed workers, the driver's is one of them, two at least");
        RunRequests.Add(ledger, book, run);
        return ledger.Build(FormattableString.Invariant($"{name}: {choice.Workers} x {choice.Worker.Name}"), MsOf(there));
    }

    static Ledger? Without(string name, string why, List<string> notes)
    {
        notes.Add($"no offer for {name}: {why}");
        return null;
    }

    void GravitonNotes(LedgerBuilder ledger, Ledger? x86)
    {
        if (ArmRisks.Of(run) is { Count: > 0 } risks) ledger.Note($"on the class path without an arm64 build, or with a doubtful one: {string.Join(", ", risks.Take(5))}{(risks.Count > 5 ? FormattableString.Invariant($" and {risks.Count - 5} more") : "")}");
        if (x86 is null) ledger.Note("no x86 price to hold it against");
    }

    /// <summary>How much slower than x86 the run may be on Graviton before it costs more.</summary>
    static Ledger WithBreakEven(Ledger arm, Ledger? x86, int startUpSeconds)
    {
        if (arm.TotalUsd is not (> 0 and var a) || x86?.TotalUsd is not { } x) return arm;
        var longestMs = x / a * (arm.DurationMs + startUpSeconds * 1000) - startUpSeconds * 1000;
        var slower = (longestMs / Math.Max(1, x86.DurationMs) - 1) * 100;
        return arm with { Notes = [.. arm.Notes, slower >= 0 ? FormattableString.Invariant($"cheaper than x86 as long as the run is not more than {slower:0} % slower") : FormattableString.Invariant($"cheaper than x86 only if the run is {-slower:0} % faster")] };
    }
}
