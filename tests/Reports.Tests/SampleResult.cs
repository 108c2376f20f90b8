using Rightsizer.Analyzer;
using Rightsizer.Analyzer.Answers.Diagnosis;
using Rightsizer.Analyzer.Detectors;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer.Model;
using Rightsizer.Analyzer.Replay;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Reports.Tests;

/// <summary>Results made by hand, for text that no sample log holds: a hostile one wherever a log's own text may stand.</summary>
static class SampleResult
{
    const long Start = 1_700_000_000_000;

    /// <param name="hostile">Stands wherever a log's own text may stand.</param>
    public static AnalysisResult Full(string hostile = "nightly orders") => new()
    {
        Run = Run(hostile),
        Findings = [Skew(hostile), Spill()],
        Detectors =
        [
            Outcome("skew", OutcomeKind.Found), Outcome("spill", OutcomeKind.Found), Outcome("gc", OutcomeKind.Clean),
            Outcome("tinyFiles", OutcomeKind.NotApplicable, "the run writes nothing"), Outcome("slowHost", OutcomeKind.Failed, hostile),
        ],
        Cost = Cost(hostile),
        Replay = new ReplayReport(27_088, 26_980, -0.399, "A", null),
        WhatIf =
        [
            new() { Executors = 4, CoresPerExecutor = 2, DurationMs = 15_200, DurationP10Ms = 14_000, DurationP90Ms = 17_100,
                JobsMs = 8_000, CostUsd = 0.0123m, Tier = "A" },
            new() { MinExecutors = 2, MaxExecutors = 16, CoresPerExecutor = 4, Refused = "slots ratio outside 1/8 to 8" },
        ],
        Sweep = new ExecutorSweep
        {
            Dynamic = false,
            CoresPerExecutor = 1,
            TodayExecutors = 2,
            TodayMs = 27_088,
            TodayUsd = 0.0241m,
            Points =
            [
                new(1, new() { Executors = 1, CoresPerExecutor = 1, DurationMs = 39_700, DurationP10Ms = 38_000, DurationP90Ms = 41_400,
                    CostUsd = 0.0187m, Tier = "A" }),
                new(4, new() { Executors = 4, CoresPerExecutor = 1, DurationMs = 25_800, DurationP10Ms = 24_300, DurationP90Ms = 27_300,
                    CostUsd = 0.0454m, Tier = "A" }),
            ],
        },
        Waterfall = new Waterfall(27_088,
            [new("beforeFirstJob", 7_200), new("skewedTasks", 9_800), new("otherStages", 8_888), new("driver", 1_200)],
            45_000, [new("busy", 26_100), new("waitingForTask", 11_000), new("gc", 7_900)]),
        OtherAttempts = ["/logs/app_1.zstd"],
    };

    /// <summary>Nothing but an application start.</summary>
    public static AnalysisResult Bare() => new()
    {
        Run = Run("bare"),
        Findings = [],
        Detectors = [],
        Cost = Cost("none") with { Actual = null, ActualMissing = "the platform has no list price", Alternatives = [], Notes = [] },
    };

    static ApplicationRun Run(string hostile) => new()
    {
        App = new ApplicationInfo
        {
            Id = "app-20261121-0001",
            Name = hostile,
            AttemptId = "2",
            SparkVersion = "3.5.9",
            User = "etl",
            StartTimeMs = Start,
            EndTimeMs = Start + 27_088
        },
        Environment = new SparkEnvironment
        {
            SparkProperties = new Dictionary<string, string>
            {
                ["spark.executor.memory"] = "1200m",
                ["spark.master"] = "spark://h:7077",
                ["spark.executor.extraJavaOptions"] = "-Dpassword=hunter2",
                ["spark.hadoop.fs.s3a.secret.key"] = "abc",
                ["spark.scheduler.mode"] = hostile,
            },
        },
        ResourceProfiles = [],
        Executors =
        [
            new ExecutorLife { Id = "1", AddTimeMs = Start + 4_000, Host = hostile, TotalCores = 1, MaxTasks = 1, TotalTasks = 2,
                TaskDurationMs = 10_300 },
            new ExecutorLife { Id = "2", AddTimeMs = Start + 5_000, Host = "h2", TotalCores = 1, MaxTasks = 1,
                RemoveTimeMs = Start + 20_000, RemoveReason = hostile },
        ],
        Jobs = [new Job { JobId = 0, Name = hostile, SubmissionTimeMs = Start + 7_000, CompletionTimeMs = Start + 26_000, StageIds = [2],
            NumTasks = 2, Status = "FAILED", Failure = hostile }],
        Stages = [Stage(hostile)],
        SqlExecutions = [],
        Processes = [],
        UnpersistedRdds = new HashSet<int>(),
        TaskEndReasons = new Dictionary<string, long> { ["Success"] = 2 },
        Log = new LogQuality
        {
            Path = "/logs/" + hostile,
            Kind = "single",
            Codec = "zstd",
            Bytes = 43_664,
            PlainBytes = 430_629,
            Lines = 84,
            MalformedLines = 1,
            MalformedByKind = new Dictionary<string, long> { ["notJson"] = 1 },
            FirstMalformed = "app:3 (byte 120): " + hostile,
            Truncated = true,
            Grade = QualityGrade.Partial,
            Doubts = ["One line is lost: sums are lower bounds."],
            EventCounts = new Dictionary<string, long>(),
        },
    };

    static StageAttempt Stage(string hostile)
    {
        var tasks = new TaskTable();
        AddTask(tasks, 10, 1, Start + 7_500, 10_000);
        AddTask(tasks, 11, 2, Start + 7_600, 300);
        var metrics = default(TaskMetrics);
        metrics[TaskMetric.ShuffleLocalBytesRead] = 204L << 20;
        metrics[TaskMetric.DiskBytesSpilled] = 3L << 20;
        return new StageAttempt
        {
            Info = new StageInfo
            {
                StageId = 2,
                AttemptId = 0,
                Name = hostile,
                NumTasks = 2,
                SubmissionTimeMs = Start + 7_400,
                CompletionTimeMs = Start + 17_600
            },
            Status = "COMPLETE",
            NumCompleteTasks = 2,
            Metrics = metrics,
            Tasks = tasks,
        };
    }

    static void AddTask(TaskTable tasks, long id, int executor, long launchMs, long durationMs)
    {
        var info = new TaskInfo
        {
            TaskId = id,
            ExecutorId = executor == 1 ? "1" : "2",
            LaunchTimeMs = launchMs,
            FinishTimeMs = launchMs + durationMs,
            Locality = "PROCESS_LOCAL"
        };
        tasks.SetEnd(tasks.AddStarted(info), TaskEndReason.Success, hasMetricsObject: true);
    }

    /// <summary>Under the id that docs/detectors give the kind.</summary>
    static DetectorOutcome Outcome(string kind, OutcomeKind outcome, string? reason = null) =>
        new(Descriptor(kind).Id, kind, outcome, reason);

    static Explanation Descriptor(string kind) => Explanations.Find(kind)!;

    /// <summary>The page's first line is "# RSZ001 skew: Tasks of a stage are skewed".</summary>
    static string TitleOf(string kind) => Descriptor(kind).Page.Split('\n', 2)[0].Split(": ", 2)[1].Trim();

    static Finding Skew(string hostile) => new()
    {
        Id = Descriptor("skew").Id,
        Kind = "skew",
        Title = TitleOf("skew"),
        Severity = Severity.Critical,
        Where = [new FindingPlace { StageId = 2, StageAttemptId = 0, SqlExecutionId = 0, Label = hostile, Share = 0.9 },
            new FindingPlace { ExecutorId = "1", Host = hostile, Share = 0.1 }],
        Evidence = [new("longestTaskMs", 10_000, "ms", 1_100), new("longestTaskBytes", 118 << 20, "bytes"), new("tasks", 2, "count", 0),
            new("workToMoveRatio", 0.55, "ratio")],
        Cause = "Task 7 read 118 MiB of 204 MiB. " + hostile,
        SavesMs = 5_400,
        SavesCoreMs = 9_000,
        SavesUsd = 0.0042m,
        Confidence = Confidence.High,
        Advice = [new("spark.sql.adaptive.enabled", "false", "true", "AQE splits it.", "One more shuffle."),
            new("salt the key", null, null, "Task 7 becomes 4. " + hostile)],
    };

    static Finding Spill() => new()
    {
        Id = Descriptor("spill").Id,
        Kind = "spill",
        Title = TitleOf("spill"),
        Severity = Severity.Info,
        Where = [],
        Evidence = [],
        Cause = "Only task 7 spilled.",
        Confidence = Confidence.Low,
        Advice = [new("spark.executor.extraJavaOptions", "-Dtoken=t0psecret", "-Dtoken=other", "shows that secrets stay hidden")],
    };

    static CostReport Cost(string hostile) => new()
    {
        PriceBook = "embedded",
        PriceDate = "2025-04-04",
        Region = "eu-west-1",
        RegionGround = Ground.Assumed,
        Platform = "standalone",
        Actual = Ledger(
            "This run at 3.20 USD an hour", Ground.Measured, Line("cluster time", 0.007524m, "h", 3.2m, Ground.Measured, hostile)),
        Alternatives =
        [
            Ledger("EMR on EC2, On-Demand, 2 x m5.xlarge", Ground.Simulated,
                Line("EC2 On-Demand (m5.xlarge)", 0.015049m, "instance-h", 0.214m, Ground.Simulated, "list"),
                Line("EMR uplift (m5.xlarge)", 0.015049m, "instance-h", 0.048m, Ground.Derived, "list")),
            Ledger("EMR on EC2, On-Demand, 2 x x9.odd", Ground.Missing,
                Line("EC2 On-Demand (x9.odd)", 0.015049m, "instance-h", null, Ground.Missing, "list"),
                Line("EBS", 64m, "GB-h", 0.000151m, Ground.Assumed, "list")),
        ],
        Notes = ["Start-up of 210 s is assumed. " + hostile],
    };

    static Ledger Ledger(string name, Ground ground, params LedgerLine[] lines) => new()
    {
        Kind = LedgerKind.EmrOnDemandX86,
        Title = name,
        DurationMs = 27_088,
        Ground = ground,
        Lines = lines,
        Notes = ground == Ground.Simulated ? ["one primary is assumed"] : [],
        TotalIfFeeCappedUsd = ground == Ground.Simulated ? 0.0035m : null,
        TotalUsd = lines.Any(l => l.AmountUsd is null) ? null : lines.Sum(l => l.AmountUsd),
        PricedPartUsd = lines.Sum(l => l.AmountUsd ?? 0),
    };

    static LedgerLine Line(string name, decimal quantity, string unit, decimal? price, Ground ground, string source) => new()
    {
        Name = name,
        Service = CostService.Ec2,
        Quantity = quantity,
        Unit = unit,
        UnitPriceUsd = price,
        AmountUsd = price is { } p ? Math.Round(quantity * p, 6) : null,
        Source = source,
        Date = "2025-04-04",
        Ground = ground,
    };
}
