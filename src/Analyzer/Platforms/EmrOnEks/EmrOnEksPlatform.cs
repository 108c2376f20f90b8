using System.Globalization;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Facts.Clusters;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer.Ledgers.Prices;
using Rightsizer.Analyzer.Model;
using Rightsizer.Analyzer.Platforms.EmrOnEc2;
using Rightsizer.Analyzer.Platforms.Files;
using Rightsizer.Analyzer.Replay;
using Rightsizer.Analyzer.Timing;

namespace Rightsizer.Analyzer.Platforms.EmrOnEks;

/// <summary>EMR on EKS: pods on a Kubernetes cluster.</summary>
sealed class EmrOnEksPlatform : IPlatform
{
    public static readonly Assumption Overhead = new(
        "memory overhead on EMR on EKS", SparkMemory.DefaultOverheadFactor, "of the heap", "Spark's default");
    public static readonly Assumption PythonOverhead = new(
        "memory overhead of Python jobs on EMR on EKS", SparkMemory.PythonPodOverheadFactor, "of the heap",
        "Spark's docs, spark.kubernetes.memoryOverheadFactor");

    /// <summary>From asking for a node to its first pod.</summary>
    public static readonly Assumption StartUp = new("start-up of a node of EKS", 150, "s", "aws-emr-advisor's constant");

    public static readonly Assumption RootGib = new("root volume of a node of EKS, gp3", 20, "GiB", "default of the AL2023 image");

    /// <summary>What the kubelet and the daemons of a node keep.</summary>
    public static readonly Assumption NodeMemory = new("memory of a node that pods get", 0.9m, "of its memory", "assumed");
    public static readonly Assumption NodeVcpu = new("vCPU of a node that pods do not get", 0.1m, "vCPU", "assumed");
    public static readonly Assumption SubmitterVcpu = new("vCPU of the submitter pod", 1, "vCPU", "assumed");
    public static readonly Assumption SubmitterGib = new("memory of the submitter pod", 1, "GiB", "assumed");

    public static readonly IPlatform Instance = new EmrOnEksPlatform();

    /// <summary>Of a node whose volumes nobody names.</summary>
    public static EbsVolume Root { get; } = new("gp3", RootGib.Value);

    public string Name => RunPlatform.EmrOnEks;

    public IReadOnlyList<Assumption> Assumptions { get; } = [
        Overhead, PythonOverhead, StartUp, RootGib, NodeMemory, NodeVcpu, SubmitterVcpu, SubmitterGib];

    Assumption IPlatform.StartUp => StartUp;

    public bool Ran(ApplicationRun run) =>
        ClusterManager.Detect(run) == ClusterManager.Kubernetes && (RunPlatform.IsEmr(run) || NamesEmrContainers(run));

    public bool IsOf(ClusterFile cluster) => cluster.NodeGroup is not null;

    public Assumption OverheadOf(RunShape shape) => shape.IsPython ? PythonOverhead : Overhead;

    public Ledger? Billed(PaidRun run, out string? missing)
    {
        missing = null;
        var group = run.Cluster!.NodeGroup!;
        if (run.Shape is not { } shape || group.InstanceTypes is not [var type])
        {
            missing = run.Shape is null ? "the log holds too little to know the pods"
                : "the node group has several instance types: which of them held the pods is not known";
            return null;
        }
        var ledger = run.NewLedger();
        ledger.Assume([.. Instance.OverheadUsed(shape), .. group.DiskGib is null ? [RootGib] : Array.Empty<Assumption>()]);
        EmrOnEksBilling.AddPods(ledger, run.Book,
            PodsOf(run.Run, shape, type, [Root with { SizeGib = group.DiskGib ?? Root.SizeGib }])
            .Select(p => p with { NodePurchase = group.IsSpot ? Purchase.Spot : Purchase.OnDemand }));
        ledger.Note("the submitter pod is not priced: the log does not know it");
        ledger.Note($"each pod pays its larger share of vCPU or memory of a {type}; the control plane is left to a shared line");
        return ledger.Build(LedgerKind.FromLog, $"EMR on EKS, pods of the log on {type}", run.Ms);
    }

    public Ledger? Inferred(PaidRun run, out string? missing)
    {
        missing = null;
        var shape = run.Shape!;
        var ledger = run.NewLedger();
        ledger.Assume(Instance.OverheadUsed(shape));
        EmrOnEksBilling.AddPods(ledger, run.Book, PodsOf(run.Run, shape, null, []));
        ledger.Add(new CostItem
        {
            Name = "EC2 share of the pods' nodes",
            Service = CostService.Ec2,
            // the driver's pod is on a node as well
            Amount = shape.Seconds + shape.Executors.Sum(e => e.Seconds),
            Per = BillingMath.SecondsPerHour,
            Unit = "pod-hour",
            Price = Ledgers.Prices.Price.Hole("the log does not name the nodes' instance types"),
            Ground = Ground.Measured,
        });
        ledger.Note("the submitter pod is not priced: the log does not know it");
        ledger.Note("the cluster is taken as shared: its control plane is left to a shared line");
        return ledger.Build(LedgerKind.FromLog, "EMR on EKS, pods of the log", run.Ms);
    }

    public IReadOnlyList<Ledger> Elsewhere(IMovedRun run)
    {
        const string name = "EMR on EKS (x86)";
        var shape = run.Shape;
        var container = Instance.ExecutorMib(shape);
        if (NodeChoice.ForPods(run, "x86_64", container, Instance.DriverMib(shape)) is not { } choice)
        {
            run.Without(name, FormattableString.Invariant(
                $"no instance type of the price list in {run.Region} holds a pod of ")
                    + FormattableString.Invariant($"{Quantity.Plural(shape.ExecutorCores, "core")} and {container} MiB"));
            return [];
        }
        var there = run.On(Machine.On(choice.Type, choice.OccupancyOf(shape)));
        var ledger = run.NewLedger();
        // a node group of its own starts for the run, as a cluster on EC2 does
        var nodeSeconds = there.Seconds + StartUp.Value;
        ledger.StartUpSeconds = StartUp.Value;
        EmrOnEksBilling.AddNodes(ledger, run.Book,
            [new NodeUse { Role = "node", InstanceType = choice.Type.Name, Count = choice.Nodes, Seconds = nodeSeconds, RootVolume = Root,
            Ground = run.Ground }]);
        EmrOnEksBilling.AddPods(ledger, run.Book, [Submitter(there.Seconds)]);
        EmrOnEksBilling.AddPods(ledger, run.Book, Pods(shape.DriverCores, Instance.DriverMib(shape), there.Seconds,
            there.Executors.Select(e => ((decimal)e.Cores, Instance.ExecutorMib(shape), e.Seconds)), run.Ground));
        ledger.Assume([.. Instance.OverheadUsed(shape), StartUp, RootGib, NodeMemory, NodeVcpu, SubmitterVcpu, SubmitterGib]);
        EmrOnEksBilling.AddControlPlane(ledger, run.Book, nodeSeconds, false, run.Ground);
        ledger.Note(run.TimeNote(there) + string.Create(CultureInfo.InvariantCulture,
            $"; a node group and a control plane of its own, with {StartUp.Value:0} s for the nodes to start; gp3 root "
                + $"volumes of {RootGib.Whole} GiB and a submitter pod of {SubmitterVcpu.Whole} vCPU and "
                + $"{SubmitterGib.Whole} GiB are assumed"));
        return [run.Finish(ledger, LedgerKind.EmrOnEks, name, FormattableString.Invariant($"{choice.Nodes} x {choice.Type.Name}"), there)];
    }

    public IEnumerable<Option> Options(IJobToPlace job, IReadOnlyList<InstanceType> types, NodeRates rates) =>
        EmrOnEksOptions.Enumerate(job, types, rates);

    public string? Problem(OfferedCluster cluster, PriceBook book) => EmrOnEksLimits.Problem(book, cluster);

    public IReadOnlyList<string> EmitKinds { get; } = [EmitKind.Terraform, EmitKind.SparkSubmit, EmitKind.Eks];

    public PlatformFile FileOf(string kind, FileRequest request)
    {
        var plan = EksPlan.Build(request);
        return kind switch
        {
            EmitKind.Eks => new JsonRequests(EksRequests.Build(plan), plan.Notes),
            EmitKind.SparkSubmit => new SubmitCommand(
                plan.Name, request.Cluster.Name, true, request.Cluster.Driver is not { InCluster: false }, plan.Spark, plan.Notes),
            _ => new TerraformModule(EksTerraform.Build(plan), plan.Notes),
        };
    }

    public void Price(LedgerBuilder ledger, IJobToPlace job, Option option, SimulatedRun run, decimal seconds)
    {
        var startUp = (decimal)option.StartUpMs / 1000;
        var nodeSeconds = seconds + startUp;
        ledger.StartUpSeconds = startUp;
        EmrOnEksBilling.AddNodes(ledger, job.Book, option.NodeList().Select(n => n.Use(Ground.Simulated) with
        {
            Seconds = nodeSeconds,
            RootVolume = Root with { SizeGib = RootGib.Value + option.DataGib },
            Volumes = [],
        }));
        EmrOnEksBilling.AddPods(
            ledger, job.Book, [Submitter(seconds), .. Pods(job.Shape.DriverCores, Instance.DriverMib(job.Shape), seconds,
            run.Executors.Select(x =>
                ((decimal)option.Executor.Cores, option.Executor.ContainerMib,
                (decimal)Math.Round((x.EndMs - x.StartMs) * job.Engine) / 1000)), Ground.Simulated)]);
        ledger.Assume([.. Instance.OverheadUsed(job.Shape), StartUp, RootGib, NodeMemory, NodeVcpu, SubmitterVcpu, SubmitterGib]);
        EmrOnEksBilling.AddControlPlane(ledger, job.Book, nodeSeconds, false, Ground.Assumed);
        ledger.Note(string.Create(CultureInfo.InvariantCulture,
            $"a node group and a control plane of its own; {startUp:0.###} s for the nodes to start and gp3 root volumes of "
            + $"{RootGib.Whole} GiB are assumed"));
    }

    /// <summary>The pods that the log shows, each with what it requested.</summary>
    /// <param name="run">The run.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="nodeType">Of the nodes that the pods share; null when nobody says.</param>
    /// <param name="volumes">Of such a node.</param>
    static IEnumerable<PodUse> PodsOf(ApplicationRun run, RunShape shape, string? nodeType, IReadOnlyList<EbsVolume> volumes)
    {
        var requested = PodRequests.VcpuOf(run, "executor");
        return Pods(PodRequests.VcpuOf(run, "driver") ?? shape.DriverCores, Instance.DriverMib(shape), shape.Seconds,
            shape.Executors.Select(e => (e.HasOwnProfile ? e.Cores : requested ?? e.Cores, Instance.ExecutorMib(shape, e), e.Seconds)),
                Ground.Derived)
            .Select(p => p with { SharedNodeType = nodeType, NodeVolumes = volumes });
    }

    /// <summary>The pods of a run, seen or simulated: the driver throughout, each executor for its own life.</summary>
    static IEnumerable<PodUse> Pods(decimal driverVcpu, long driverMib, decimal seconds,
        IEnumerable<(decimal Vcpu, long Mib, decimal Seconds)> executors, Ground ground)
    {
        yield return new PodUse { Role = "driver", Vcpu = driverVcpu, MemoryGib = driverMib / 1024m, Seconds = seconds, Ground = ground };
        foreach (var x in executors)
            yield return new PodUse { Role = "executor", Vcpu = x.Vcpu, MemoryGib = x.Mib / 1024m, Seconds = x.Seconds, Ground = ground };
    }

    /// <summary>The pod of EMR on EKS that runs spark-submit beside the job.</summary>
    static PodUse Submitter(decimal seconds) =>
        new()
        {
            Role = "submitter",
            Vcpu = SubmitterVcpu.Value,
            MemoryGib = SubmitterGib.Value,
            Seconds = seconds,
            Ground = Ground.Assumed
        };

    static bool NamesEmrContainers(ApplicationRun run) => run.Environment.SparkProperties.Any(s =>
        s.Key.Contains("emr-containers", StringComparison.Ordinal) || s.Value.Contains("emr-containers", StringComparison.Ordinal));
}
