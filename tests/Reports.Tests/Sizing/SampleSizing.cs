using Rightsizer.Analyzer;
using Rightsizer.Analyzer.Answers.Sizing;
using Rightsizer.Analyzer.Answers.Study;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer.Platforms;

namespace Rightsizer.Reports.Tests.Sizing;

/// <summary>Sizings and a study made by hand, with every part that a report can show.</summary>
static class SampleSizing
{
    static readonly ExecutorPlan Executor = new() { Cores = 4, HeapMib = 20_000, OverheadMib = 3_750, Count = 16 };

    /// <param name="hostile">Stands wherever a log's own text may stand.</param>
    public static SizingResult Change(string hostile = "etl-daily")
    {
        var today = Offer(0, "8 x m5.4xlarge On-Demand", 2_460_000, 2_820_000, new(11.82m, 11.82m, 11.82m),
            Ground.Measured) with
        { IsToday = true, Why = "what ran" };
        today = today with { Ledger = today.Ledger! with { Kind = LedgerKind.GivenCluster, Ground = Ground.Measured } };
        var spot = Offer(1, "2 x r7g.2xlarge + 6 Spot task", 2_520_000, 2_640_000, new(3.80m, 4.10m, 4.90m)) with
        {
            Why = "memory decided: 5.1 GiB a task needed; x86 to arm64 breaks even at 38 % slower",
            Architecture = "arm64",
            BreakEvenSlowdownPct = 38,
            DeadlineProbability = 0.94,
            Spot = new SpotOutcome
            {
                OnDemandShare = 0.25,
                Pools = 3,
                InterruptionsPerHour = 0.05,
                Band = "5-10%",
                InterruptedProbability = 0.2,
                InterruptedProbabilityAt10x = 0.9,
                P90MsAt10x = 3_000_000,
                RateFactor = 8.5,
                ExpectedExtraMs = 61_000,
                ExpectedExtraUsd = 0.21m,
                ExpectedUsd = 4.31m,
                ExpectedUsdAt3x = 4.80m,
                ExpectedUsdAt10x = 6.20m,
                P50Ms = 2_520_000,
                P90Ms = 2_640_000,
                P95Ms = 2_700_000,
                LosesAboveInterruptionsPerHour = 1.9,
            },
            Notes = ["Graviton: native libraries were not looked into"],
        };
        var onDemand = Offer(
            2, "6 x r7g.2xlarge On-Demand", 2_340_000, 2_520_000, new(6.40m, 6.55m, 6.80m)) with
        { Why = "no interruption risk" };
        var serverless = Offer(3, "Serverless 4 vCPU / 24 GB, 40", 2_220_000, 2_640_000,
            new(7.60m, 7.90m, 8.40m)) with
        { Platform = SizingPlatform.EmrServerless, Why = "no cluster to keep" };
        return new SizingResult
        {
            Objective = "least P50 cost with P90 time within the deadline",
            JobName = hostile,
            DeadlineMs = 2_700_000,
            DeadlineGiven = true,
            PriceBook = "embedded 2026-11-20",
            PriceDate = "2025-04-04",
            Region = "eu-west-1",
            RegionGround = Ground.Assumed,
            Today = today,
            Baseline = today,
            Pick = spot,
            Advice = SizingAdvice.Change,
            BestRank = 1,
            Reason = $"{spot.Name} costs 65 % less and ends within 45 min",
            Front = [spot, onDemand, serverless],
            Knee = onDemand,
            Offers = [today, spot, onDemand, serverless],
            Binding = [new("memory", "A task needs 5.1 GiB at P95; with fewer GiB a core the pick would be m7g.")],
            WhatWouldChange = ["Above 1.9 interruptions an hour offer 2 is cheaper."],
            SavingUsd = 7.72m,
            SavingProbability = 0.97,
            YearSavingUsd = 2_810m,
            LeftOut = [new("212 instance types", LeftOutReason.NoOnDemandPrice, "no price in eu-west-1", 212),
                new("Glue", LeftOutReason.TooLittleMemory, hostile)],
            Assumptions = ["Start-up of a cluster takes 210 s."],
            Runs = [new SizedRun { AppId = "app-1", Name = hostile, ObservedMs = 2_460_000, ReplayErrorPct = -0.4, NotUsed = null },
                new SizedRun { AppId = "app-2", Name = hostile, ObservedMs = null, ReplayErrorPct = null, NotUsed = "without an end" }],
            Considered = 41_233,
        };
    }

    public static SizingResult Refused { get; } = new()
    {
        Objective = "least P50 cost with P90 time within the deadline",
        JobName = null,
        DeadlineMs = null,
        DeadlineGiven = false,
        PriceBook = "embedded 2026-11-20",
        PriceDate = "2026-07-20",
        Region = "us-east-1",
        RegionGround = Ground.Assumed,
        Today = null,
        Pick = null,
        Advice = SizingAdvice.Refused,
        Reason = "the log has no executors",
    };

    public static StudyResult Study(string hostile = "etl-daily")
    {
        StudyPrice Price(string name, decimal? usd) => new(name, new(2_300_000, 2_460_000, 2_820_000), usd, Ground.Simulated);
        var obstacle = new StudyObstacle(
            hostile, "hdfs://", [SizingPlatform.EmrServerless, SizingPlatform.Glue], $"{hostile} reads hdfs://; copy it to S3 first.");
        return new StudyResult
        {
            PriceBook = "embedded 2026-11-20",
            PriceDate = "2025-04-04",
            Region = "eu-west-1",
            RegionGround = Ground.Measured,
            SpanMs = 604_800_000,
            RunsCounted = 15,
            Jobs =
            [
                new StudyJob
                {
                    Name = hostile, Sizing = Change(hostile), Runs = 14, RunsUsed = 12, RunsPerWeek = 14,
                        Today = new("8 x m5.4xlarge", new(2_400_000, 2_460_000, 2_820_000), 11.82m, Ground.Measured),
                    OnDemand = Price("6 x r7i.2xlarge", 7.10m), Graviton = Price("6 x r7g.2xlarge", 6.55m), SpotLow = Price("Spot", 3.50m),
                        SpotExpected = Price("Spot", 4.31m), SpotHigh = Price("Spot", 8.20m),
                    Serverless = Price("Serverless", 7.90m), Pick = Price("2 x r7g.2xlarge + 6 Spot task", 4.10m),
                        SwitchPoint = "Spot loses above 1.9 interruptions an hour", SwitchInterruptionsPerHour = 1.9,
                        Lacks = ["hdfs:// on Serverless"],
                },
                new StudyJob { Name = "=cmd|' /C calc'!A0", Sizing = Refused, Runs = 1, RunsUsed = 0, RunsPerWeek = null, Today = null },
            ],
            Ways =
            [
                new StudyWay { Kind = "picks", Name = "each job on its recommendation", Usd = 57.40m, YearUsd = 2_993m, PeakCapacity = 16,
                    CapacityUnit = "nodes", Ground = Ground.Simulated },
                new StudyWay { Kind = "standingFixed", Name = "one standing cluster, 12 x r6g.2xlarge", Usd = 1_210.11m, YearUsd = 63_098m,
                    PeakCapacity = 12, CapacityUnit = "nodes", MeanWaitMs = 61_000, MaxWaitMs = 540_000, UsedRatio = 0.07,
                    Ground = Ground.Simulated, Notes = ["stands 168 h a week"] },
                new StudyWay { Kind = "serverless", Name = "EMR Serverless", Usd = null, PeakCapacity = 160, CapacityUnit = "vCPUs",
                    Ground = Ground.Missing },
            ],
            Advice = ["Transient clusters: the jobs keep a standing cluster 7 % busy."],
            Obstacles = [obstacle],
            Assumptions = ["Each run gets a cluster of its own."],
            LeftOut = [new("3 instance types", LeftOutReason.NoOnDemandPrice, "no price", 3)],
        };
    }

    static SizingCandidate Offer(int rank, string name, long p50, long p90, UsdBand usd, Ground ground = Ground.Simulated) => new()
    {
        Rank = rank,
        Name = name,
        Id = new(SizingPlatform.EmrOnEc2, name, "x86_64", rank, rank, 4, rank),
        Platform = SizingPlatform.EmrOnEc2,
        Architecture = "x86_64",
        Executor = Executor,
        TimeMs = new(p50 - 60_000, p50, p90),
        Usd = usd,
        YearUsd = usd.P50 * 364,
        Ground = ground,
        Tier = "B",
        Ledger = new Ledger
        {
            Kind = LedgerKind.Option,
            Title = name,
            DurationMs = p50,
            TotalUsd = usd.P50,
            PricedPartUsd = usd.P50,
            Ground = Ground.Simulated,
            Lines = [new LedgerLine { Name = "EC2 On-Demand", Service = CostService.Ec2, Quantity = 2, Unit = "instance-hour",
                UnitPriceUsd = usd.P50 / 2, AmountUsd = usd.P50, Source = "ec2-on-demand.csv", Date = "2025-04-04",
                Ground = Ground.Simulated }],
        },
    };
}
