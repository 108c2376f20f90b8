using System.Globalization;
using Rightsizer.Analyzer.Detectors;
using Rightsizer.Analyzer;
using Rightsizer.Analyzer.Answers.Fleet.Report;
using Rightsizer.Analyzer.Answers.Fleet.Summaries;
using Rightsizer.Analyzer.Model;

namespace Rightsizer.TestSupport;

/// <summary>A report over many runs, made by rule: sums hold, figures mean nothing.</summary>
public static class FleetSketch
{
    const int Days = 7, JobCount = 60;
    static readonly long Start = new DateTimeOffset(2026, 11, 14, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();
    static readonly string[] Owners = ["data-eng", "finance", "growth", "ml"], Platforms = ["emr-ec2", "emr-eks", "emr-serverless"],
        Kinds = ["idleTail", "failedRun", "skew", "overProvisioned", "spill"];

    /// <param name="runs">Runs of the period.</param>
    /// <param name="name">Stands wherever a log's own text may stand; null gives plain names.</param>
    public static FleetReport Of(int runs, string? name = null)
    {
        List<FleetRun> all = [.. Enumerable.Range(0, runs).Select(i => Run(i, name)).OrderByDescending(r => r.Usd)];
        List<FleetJob> jobs = [
            .. all.GroupBy(r => (r.Job, r.Owner)).Select(g => Job(g.Key.Job, g.Key.Owner, [.. g])).OrderByDescending(j => j.Total.Usd)];
        var total = Total(all);
        List<FleetWaste> waste = [.. Kinds.Select(
            (k, i) => new FleetWaste(k, (total.WasteUsd ?? 0) * (5 - i) / 15, total.WasteCoreMs * (5 - i) / 15, runs / (i + 1)))];
        var before = total.Usd * 0.94m;
        return new FleetReport
        {
            Period = new("2026-11-14", "2026-11-21", Days, "2026-11-07", "2026-11-14"),
            Logs = new(runs + 4, runs + 1, 0, 3, 0, 0, 24_100_000_000, 240_000_000_000),
            Prices = new(["embedded 2026-11-20"], ["2026-07-20"], ["us-east-1"], runs / 2, runs, 0, []),
            RanksByUsd = true,
            Total = total,
            Before = total with { Usd = before },
            ByOwner = Groups(all, r => r.Owner),
            ByTeam = [],
            ByPlatform = Groups(all, r => r.Platform),
            ByDay = [.. Groups(all, Day)
                .OrderBy(g => g.Name, StringComparer.Ordinal)],
            Jobs = jobs,
            Workflows = [Workflow(all, name)],
            Waste = waste,
            WasteByDay = [.. all.GroupBy(Day).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => new FleetWasteDay(g.Key, [.. Kinds
                .Select((k, i) => new FleetWaste(k, g.Sum(r => r.WasteUsd) * (5 - i) / 15, g.Sum(r => r.WasteCoreMs) * (5 - i) / 15,
                    g.Count()))]))],
            Change = new FleetChange
            {
                BeforeUsd = before,
                NowUsd = total.Usd,
                BeforeCoreMs = total.PaidCoreMs,
                NowCoreMs = total.PaidCoreMs,
                Causes = [new("volume", (total.Usd - before) / 2, 0), new("configuration", 0, 0), new("cluster", 0, 0), new("plan", 0, 0),
                    new("price", 0, 0), new("newJobs", (total.Usd - before) / 2, 0), new("goneJobs", 0, 0), new("unexplained", 0, 0)],
                Jobs = [.. jobs.Take(5).Select(j =>
                    new FleetJobChange(
                    j.Name, j.Owner, j.Total.Usd - 3, j.Total.Usd, [new("volume", 3, 0)], ["spark.executor.memory 4g -> 8g"]))],
            },
            Savings = [.. jobs.Take(20).Select((j, i) => Saving(j, i))],
            SavingsUsdAYear = 20 * 1_040m,
            Scenarios = [new("as it ran", total.Usd ?? 0, runs, total.Usd, 0, Ground.Assumed, null, Ground.Assumed),
                new("EMR on EC2 Spot (x86)", (total.Usd ?? 0) * 0.4m, runs, total.Usd, 0, Ground.Assumed, "interruptions are not in it",
                    Ground.Assumed)],
            Arrivals = null,
            Sessions = [new("s3://logs/notebook", name ?? "notebook", "ml", "notebook", 36_000_000, 30_000_000, 120_000_000, 4.2m)],
            Clusters = [],
            Grounds = [new(Ground.Assumed, runs, total.Usd, total.PaidCoreMs)],
            Runs = all,
            Unreadable = [new("s3://logs/" + (name ?? "broken"), "notALog", name ?? "line 1 has no Event", 42)],
            Notes = [name ?? "regions are assumed where the log names none"],
        };
    }

    static string Day(FleetRun r) =>
        DateTimeOffset.FromUnixTimeMilliseconds(r.StartMs).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>A day's runs as one run of a workflow.</summary>
    static FleetWorkflow Workflow(List<FleetRun> runs, string? name)
    {
        var day = runs.Where(r => r.StartMs < Start + 86_400_000).OrderBy(r => r.StartMs).ToList();
        return new()
        {
            System = "airflow",
            Name = name ?? "nightly",
            Applications = day.Count,
            WithoutRunId = 0,
            Usd = day.Sum(r => r.Usd),
            UsdARun = day.Sum(r => r.Usd),
            MedianWallMs = 7_200_000,
            Runs =
            [
                new()
                {
                    RunId = name ?? "scheduled__2026-11-14",
                    StartMs = Start,
                    WallMs = 7_200_000,
                    Applications = day.Count,
                    FailedApplications = 1,
                    Usd = day.Sum(r => r.Usd),
                    PathMs = 7_000_000,
                    Path = [new(name ?? "s3://logs/a", name ?? "extract", name, Start, 3_000_000, 0),
                        new(name ?? "s3://logs/b", name ?? "load", name, Start + 3_200_000, 4_000_000, 200_000)],
                },
            ],
        };
    }

    static FleetRun Run(int i, string? name)
    {
        var job = name is null ? string.Create(CultureInfo.InvariantCulture, $"job-{i % JobCount:00}") : $"{name} {i % JobCount}";
        var usd = 1 + i * 37 % 1000 / 50m;
        return new()
        {
            Uri = string.Create(
                CultureInfo.InvariantCulture, $"s3://company-spark-logs/prod/{job}/application_1763000000000_{i:0000}.zstd"),
            AppId = string.Create(CultureInfo.InvariantCulture, $"application_1763000000000_{i:0000}"),
            Name = job,
            Job = job,
            Owner = Owners[i % JobCount % Owners.Length],
            Platform = Platforms[i % JobCount % Platforms.Length],
            Workload = Workload.Batch,
            Outcome = i % 40 == 0 ? RunOutcome.Failed : RunOutcome.Succeeded,
            Reason = i % 40 == 0 ? name ?? "Job aborted" : null,
            StartMs = Start + i * (Days * 86_400_000L / 1001) % (Days * 86_400_000L),
            WallMs = 600_000 + i * 7919 % 3_000_000,
            Usd = usd,
            Ground = Ground.Assumed,
            PaidCoreMs = (long)(usd * 72_000_000),
            UsedCoreMs = (long)(usd * 50_000_000),
            WasteUsd = usd * 0.3m,
            WasteCoreMs = (long)(usd * 22_000_000),
            Findings = i % 3 == 0 ? ["skew", "spill"] : i % 3 == 1 ? ["idleCores"] : [],
            Quality = QualityGrade.Complete,
        };
    }

    static FleetJob Job(string name, string owner, IReadOnlyList<FleetRun> runs) => new()
    {
        Name = name,
        Owner = owner,
        Platform = runs[0].Platform,
        Workload = Workload.Batch,
        Trend = JobTrend.Steady,
        IsFailing = runs[0].Outcome == RunOutcome.Failed,
        Total = Total(runs),
        ChangeUsd = 3,
        RunsAYear = runs.Count * 52,
        MedianWallMs = runs[0].WallMs,
        Waste = [new("skew", 1.5m, 1_000_000, runs.Count), new("spill", 0.5m, 400_000, runs.Count)],
    };

    static FleetSaving Saving(FleetJob j, int i) => new()
    {
        Job = j.Name,
        Owner = j.Owner,
        Kind = i % 2 == 0 ? "spot" : "skew",
        Action = i % 2 == 0 ? "Run task nodes on Spot" : "Split the skewed partitions",
        Setting = i % 2 == 0 ? null : "spark.sql.adaptive.enabled",
        Now = i % 2 == 0 ? null : "false",
        Proposed = i % 2 == 0 ? null : "true",
        UsdAYear = 1_040,
        IsAYear = true,
        CoreHoursAYear = 900,
        Runs = j.Total.Runs,
        Effort = Degree.Low,
        Risk = i % 2 == 0 ? Degree.High : Degree.Low,
        RiskWhy = "interruptions repeat work",
        Ground = Ground.Simulated,
        IsCounted = true,
    };

    static FleetTotal Total(IReadOnlyList<FleetRun> runs) => new()
    {
        Runs = runs.Count,
        FailedRuns = runs.Count(r => r.Outcome == RunOutcome.Failed),
        UnfinishedRuns = 0,
        Usd = runs.Sum(r => r.Usd),
        PricedRuns = runs.Count,
        Ground = Ground.Assumed,
        PaidCoreMs = runs.Sum(r => r.PaidCoreMs),
        UsedCoreMs = runs.Sum(r => r.UsedCoreMs),
        WasteUsd = runs.Sum(r => r.WasteUsd),
        WasteCoreMs = runs.Sum(r => r.WasteCoreMs),
        WallMs = runs.Sum(r => r.WallMs),
        InputBytes = runs.Count * 1_000_000_000L,
        OutputBytes = runs.Count * 100_000_000L,
        ShuffleBytes = runs.Count * 500_000_000L,
    };

    static List<FleetGroup> Groups(IEnumerable<FleetRun> runs, Func<FleetRun, string> by) =>
        [.. runs.GroupBy(by).Select(g => new FleetGroup(g.Key, Total([.. g]))).OrderByDescending(g => g.Total.Usd)];
}
