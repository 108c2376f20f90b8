using Rightsizer.Analyzer;
using Rightsizer.Analyzer.Answers.Sizing;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Facts.Clusters;
using Rightsizer.Analyzer.Ledgers.Prices;
using Rightsizer.Analyzer.Platforms;
using Rightsizer.Analyzer.Platforms.Files;
using Rightsizer.Reports.Emit;

namespace Rightsizer.Reports.Tests.Emit;

/// <summary>One offer of each platform.</summary>
static class SampleOffers
{
    public static SizingCandidate SpotCluster { get; } = Offer("2 x r7g.2xlarge + 6 Spot task", SizingPlatform.EmrOnEc2, "arm64") with
    {
        Nodes =
        [
            Nodes("primary", "m6g.xlarge", 1, 0), Nodes("core", "r7g.2xlarge", 2, 2),
            Nodes("task", "r7g.2xlarge", 6, 2) with { Purchase = Purchase.Spot, SpotAlternatives = ["r6g.2xlarge", "r8g.2xlarge"],
                DataVolume = new EbsVolume("gp3", 200, Count: 2) },
        ],
    };

    public static SizingCandidate DynamicCluster { get; } = SpotCluster with
    {
        Executor = SpotCluster.Executor! with { Dynamic = true, MinCount = 4, InitialCount = 4, Count = 16 },
    };

    public static SizingCandidate OnDemandCluster { get; } = Offer("6 x m5.2xlarge On-Demand", SizingPlatform.EmrOnEc2, "x86_64") with
    {
        Nodes = [Nodes("primary", "m5.xlarge", 1, 0), Nodes("core", "m5.2xlarge", 6, 1)],
        Executor = Executor(6) with { HeapMib = 16000, PySparkMib = 1024, OffHeapMib = 512 },
        Driver = new DriverPlan(1, 1024, 384, InCluster: false),
    };

    public static SizingCandidate Serverless { get; } = Offer("Serverless 4 vCPU / 24 GB, 40", SizingPlatform.EmrServerless, "x86_64") with
    {
        Executor = Executor(40) with { HeapMib = 20480, OverheadMib = 2048, Dynamic = true, MinCount = 0, InitialCount = 3, DiskGb = 40 },
        Workers = 41,
    };

    public static SizingCandidate Eks { get; } = Offer("EKS 3 x m7g.4xlarge + 2 Spot", SizingPlatform.EmrOnEks, "arm64") with
    {
        Nodes = [Nodes("node", "m7g.4xlarge", 3, 2),
            Nodes("node", "m7g.4xlarge", 2, 2) with { Purchase = Purchase.Spot, SpotAlternatives = ["m6g.4xlarge"] }],
    };

    public static SizingCandidate Glue { get; } = Offer(
        "Glue 10 x G.2X", SizingPlatform.Glue, "x86_64") with
    { WorkerType = "G.2X", Workers = 10 };

    public static TheoryData<string, string> All => new()
    {
        { EmitKind.Terraform, "SpotCluster" }, { EmitKind.Terraform, "DynamicCluster" }, { EmitKind.Terraform, "OnDemandCluster" },
            { EmitKind.Terraform, "Serverless" },
        { EmitKind.Terraform, "Eks" }, { EmitKind.Terraform, "Glue" }, { EmitKind.EmrJson, "SpotCluster" },
            { EmitKind.EmrJson, "DynamicCluster" }, { EmitKind.EmrJson, "OnDemandCluster" },
        { EmitKind.Serverless, "Serverless" }, { EmitKind.Eks, "Eks" }, { EmitKind.SparkSubmit, "SpotCluster" },
            { EmitKind.SparkSubmit, "OnDemandCluster" }, { EmitKind.SparkSubmit, "Eks" },
    };

    public static SizingCandidate Named(string name) => (SizingCandidate)typeof(SampleOffers).GetProperty(name)!.GetValue(null)!;

    public static EmittedFile Emit(
        string kind, SizingCandidate candidate, string? release = "emr-7.5.0", string? jobName = "etl daily/${HOME}\"") =>
        Emitter.Emit(kind, candidate, jobName, release, PriceBook.Embedded);

    static SizingCandidate Offer(string name, string platform, string arch) => new()
    {
        Rank = 1,
        Name = name,
        Platform = platform,
        Architecture = arch,
        Executor = Executor(16),
        Driver = new DriverPlan(2, 4096, 410, InCluster: true),
        TimeMs = new TimeBand(1, 2, 3),
        Usd = new UsdBand(1, 2, 3),
        Ground = Ground.Simulated,
    };

    static ExecutorPlan Executor(int count) => new() { Cores = 4, HeapMib = 20000, OverheadMib = 3750, Count = count };

    static CandidateNodes Nodes(string role, string type, int count, int executors) =>
        new() { Role = role, InstanceType = type, Count = count, Purchase = Purchase.OnDemand, ExecutorsPerNode = executors };
}
