using System.Globalization;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Facts.Clusters;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer.Ledgers.Prices;
using Rightsizer.Analyzer.Model;
using Rightsizer.Analyzer.Platforms.Files;
using Rightsizer.Analyzer.Replay;

namespace Rightsizer.Analyzer.Platforms.EmrOnEc2;

/// <summary>EMR on EC2: a YARN cluster of EC2 nodes.</summary>
sealed class EmrOnEc2Platform : IPlatform
{
    /// <summary>Memory overhead of an executor over its heap.</summary>
    public static readonly Assumption Overhead = new(
        "memory overhead on EMR on EC2", 0.1875m, "of the heap",
        "EMR release guide, spark.executor.memoryOverheadFactor of EMR on EC2, from 5.22 on");

    /// <summary>Start-up of a transient cluster before the application.</summary>
    public static readonly Assumption StartUp = new("start-up of a transient EMR cluster", 210, "s", "aws-emr-advisor's constant");

    /// <summary>YARN's smallest step on EMR.</summary>
    public static readonly Assumption ContainerStep = new(
        "step of a container's memory", 32, "MiB", "EMR's yarn.scheduler.minimum-allocation-mb");

    /// <summary>
    /// Up to this share of a node's memory an application master or driver sits beside the executors; a larger one takes an executor's
    /// place.
    /// </summary>
    public static readonly Assumption SmallMaster = new("small application master", 0.125m, "of YARN's memory on a node", "assumed");

    public static readonly IPlatform Instance = new EmrOnEc2Platform();

    public string Name => RunPlatform.EmrOnEc2;

    public IReadOnlyList<Assumption> Assumptions { get; } = [Overhead, StartUp, ContainerStep, SmallMaster];

    Assumption IPlatform.StartUp => StartUp;

    public bool Ran(ApplicationRun run) => ClusterManager.Detect(run) == RunPlatform.Yarn && RunPlatform.IsEmr(run);

    public bool IsOf(ClusterFile cluster) => cluster is { Instances.Count: > 0 } or { Groups.Count: > 0 };

    public Assumption OverheadOf(RunShape shape) => Overhead;

    /// <summary>What YARN reserves for the driver, or for the application master in client mode; MiB.</summary>
    public static long MasterMib(RunShape shape) => shape.DriverInCluster ? Instance.DriverMib(shape) : NodeChoice.ApplicationMasterMib;

    public static bool IsSmall(long masterMib, long yarnMib) => masterMib <= yarnMib * SmallMaster.Value;

    /// <summary>What the driver takes on the primary node: nothing in cluster and in local mode; MiB.</summary>
    public static long OnPrimaryMib(RunShape shape) => shape.IsLocal || shape.DriverInCluster ? 0 : Instance.DriverMib(shape);

    public Ledger? Billed(PaidRun run, out string? missing) =>
        ActualCluster.Price(run.Run, run.Cluster!, run.NewLedger(), run.Book, run.Ms, out missing);

    public Ledger? Inferred(PaidRun run, out string? missing)
    {
        missing = null;
        var shape = run.Shape!;
        if (NodeInference.Infer(run.Run, shape, run.Region, run.Book, out var evidence) is not { } choice)
        {
            missing = run.Book.Types.Any(t => run.Book.Ec2OnDemand(run.Region, t.Name).Usd is not null) ? evidence.Missing
                : $"the price list has no EC2 prices in {run.Region}. Use --prices or --usd-per-hour";
            return null;
        }
        var ledger = run.NewLedger();
        ledger.Assume(Instance.OverheadUsed(shape));
        var yarn = YarnCluster.Parse(run.Run);
        var stood = yarn?.StoodBefore(run.Run) == true;
        var release = run.Cluster?.ReleaseLabel ?? RunRelease.Detect([run.Run]);
        if (release is null && RunRelease.IsOfEmr5(run.Run))
        {
            release = RunRelease.LastWithoutOwnVersions;
            ledger.Note($"EMR 5 is assumed, as Spark is {run.Run.App.SparkVersion}: a gp2 root volume of 10 GiB");
        }
        var primary = PrimaryNode.OfRun(run.Run, shape, run.Region, run.Book, choice.Type);
        TransientCluster.Add(ledger, run.Book, release, primary.Type, choice.Type, choice.Nodes, shape.Seconds, Purchase.OnDemand,
            startUp: !stood, startUpSeconds: run.Pricing.StartUpSeconds);
        ledger.Note($"the cluster is inferred ({evidence.Words}) and taken as On-Demand, {(stood ? "" : "transient ")}and this run's "
            + $"alone: --cluster gives the real one");
        var cores = shape.MostOnAHost(e => e.Cores);
        if (cores > choice.Type.Vcpu)
        {
            ledger.Note(string.Create(CultureInfo.InvariantCulture,
                $"one host held {Quantity.Plural(cores, "executor core")} at once, on {choice.Type.Vcpu} vCPUs: YARN counted memory alone "
                    + $"(DefaultResourceCalculator), so tasks that compute took turns"));
        }
        if (primary.Note is { } note) ledger.Note(note);
        if (shape.HasGrownExecutors)
        {
            ledger.Note("executors are larger than spark.executor.cores (spark.yarn.heterogeneousExecutors.enabled): each one's memory "
                + "is that of its block manager, or in proportion to its cores");
        }
        if (stood)
        {
            ledger.Note(string.Create(CultureInfo.InvariantCulture,
                $"{WhyStood(yarn!, run.Run)}: its nodes are counted while the run ran, its start is not this run's"));
        }
        return ledger.Build(LedgerKind.Inferred, "EMR on EC2 On-Demand, inferred", (long)(shape.Seconds * 1000),
            FormattableString.Invariant($"{choice.Nodes} x {choice.Type.Name} + primary {primary.Type}"));
    }

    /// <summary>Why the cluster was there before this attempt, for people.</summary>
    static string WhyStood(YarnCluster yarn, ApplicationRun run) => YarnCluster.IsLaterAttempt(run)
        ? $"this is attempt {run.App.AttemptId} of the application: the cluster was up for an earlier one"
        : string.Create(CultureInfo.InvariantCulture,
            $"the cluster had been up for {Quantity.Duration(yarn.UpMs(run))} and this was its application {yarn.Number} (its id shows)");

    public IReadOnlyList<Ledger> Elsewhere(IMovedRun run) => EmrOnEc2Elsewhere.All(run);

    public IEnumerable<Option> Options(IJobToPlace job, IReadOnlyList<InstanceType> types, NodeRates rates) =>
        EmrOnEc2Options.Enumerate(job, types, rates);

    public string? Problem(OfferedCluster cluster, PriceBook book) => EmrOnEc2Limits.Problem(book, cluster);

    public IReadOnlyList<string> EmitKinds { get; } = [EmitKind.Terraform, EmitKind.EmrJson, EmitKind.SparkSubmit];

    public PlatformFile FileOf(string kind, FileRequest request)
    {
        var plan = EmrClusterPlan.Build(request);
        return kind switch
        {
            EmitKind.EmrJson => new JsonRequests(EmrRequest.Build(plan), [.. plan.Notes, .. ScalingNote(plan)]),
            EmitKind.SparkSubmit => new SubmitCommand(
                plan.Name, request.Cluster.Name, false, plan.DriverInCluster,
                plan.DriverOnCoreOnly ? [.. plan.Spark, new("spark.yarn.am.nodeLabelExpression", "CORE")] : plan.Spark,
                plan.DriverOnCoreOnly ? [.. plan.Notes, DriverLabelNote] : plan.Notes),
            _ => new TerraformModule(EmrTerraform.Build(plan), [.. plan.Notes, .. ScalingNote(plan)]),
        };
    }

    /// <summary>The price is that of all nodes for the whole run.</summary>
    static IEnumerable<string> ScalingNote(EmrClusterPlan plan)
    {
        if (plan.Scaling is not { } s) yield break;
        if (s.Minimum == s.Maximum)
        {
            if (s.Index is { } index)
            {
                yield return FormattableString.Invariant($"ADVANCED managed scaling (index {index}) is written, and changes nothing as ")
                    + FormattableString.Invariant($"long as the limits keep this cluster at the {s.Maximum} nodes that were priced");
            }
            yield break;
        }
        yield return FormattableString.Invariant(
            $"managed scaling keeps {s.Minimum} to {s.Maximum} nodes{(s.Index is { } i ? $" (ADVANCED, index {i})" : "")}; time and ")
            + FormattableString.Invariant($"price are those of all {s.Maximum} for the whole run: fewer cost less and take longer");
    }

    const string DriverLabelNote = "the driver is kept off Spot nodes by the YARN node label CORE, which the cluster must have "
        + "(yarn.node-labels.enabled; --emit emr-json and terraform set it)";

    public void Price(LedgerBuilder ledger, IJobToPlace job, Option option, SimulatedRun run, decimal seconds)
    {
        ledger.Assume([.. Instance.OverheadUsed(job.Shape), ContainerStep, SmallMaster]);
        TransientCluster.AddNodes(ledger, job.Book, job.Release, [.. option.NodeList().Select(n => n.Use(Ground.Simulated))], seconds,
            startUpSeconds: (decimal)option.StartUpMs / 1000);
    }
}
