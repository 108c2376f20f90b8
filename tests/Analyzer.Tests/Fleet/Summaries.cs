using Rightsizer.Analyzer.Answers.Fleet.Summaries;

namespace Rightsizer.Analyzer.Tests.Fleet;

/// <summary>Summaries of a few figures. Day 0 is 2026-11-02, a Monday.</summary>
static class Summaries
{
    public static readonly DateOnly Monday = new(2026, 11, 2);

    public static long At(int day, double hour = 0) =>
        new DateTimeOffset(Monday.AddDays(day), default, TimeSpan.Zero).ToUnixTimeMilliseconds() + (long)(hour * 3_600_000);

    public static RunSummary Run(string name, int day, double hour = 6, double hours = 1, decimal? usd = 1, int executors = 2,
        int cores = 4, long inputBytes = 1000, string user = "ann",
        string? cluster = null, string plan = "p1", string platform = "emr-ec2", RunOutcome outcome = RunOutcome.Succeeded,
            WastePart[]? waste = null, RunFinding[]? findings = null,
        Workload workload = Workload.Batch, (string, string)[]? settings = null, (string Name, decimal Usd)[]? alternatives = null,
            long mib = 4096, string? id = null, string[]? tags = null)
    {
        var wall = (long)(hours * 3_600_000);
        var paid = wall * executors * cores;
        return OldAlternatives.WithKinds(new RunSummary
        {
            Key = new RunKey
            {
                Uri = $"/logs/{id ?? FormattableString.Invariant($"{name}-{day}-{hour}")}",
                SizeBytes = 1,
                ModifiedMs = At(day, hour + hours),
                Pricing = "p"
            },
            Outcome = outcome,
            App = new RunIdentity(id, name, null, "3.5.9", user, null, tags ?? [], null),
            Platform = platform,
            Workload = workload,
            StartMs = At(day, hour),
            EndMs = At(day, hour + hours),
            WallMs = wall,
            NoJobMs = 0,
            Work = new RunWork
            {
                Jobs = 1,
                FailedJobs = 0,
                Stages = 1,
                Tasks = 1,
                FailedTasks = 0,
                InputBytes = inputBytes,
                OutputBytes = 0,
                ShuffleReadBytes = 0,
                ShuffleWriteBytes = 0,
                MemorySpilledBytes = 0,
                DiskSpilledBytes = 0
            },
            Cluster = new RunCluster
            {
                Id = cluster,
                ExecutorCores = cores,
                ExecutorMib = mib,
                PeakExecutors = executors,
                ExecutorLives = executors,
                Hosts = executors,
                DriverCores = 1,
                DriverMib = 1408,
                DynamicAllocation = false
            },
            Cores = new RunCores { PaidCoreMs = paid, UsedCoreMs = paid / 2, IdleCoreMs = paid - paid / 2, PaidBySlice = [paid] },
            Settings = (settings ?? []).ToDictionary(s => s.Item1, s => s.Item2),
            PlanFingerprint = plan,
            Findings = findings ?? [],
            Waste = waste ?? [],
            Cost = new RunCost
            {
                PriceBook = "b",
                PriceDate = "2026-07-20",
                Region = "us-east-1",
                RegionGround = Ground.Measured,
                ActualUsd = usd,
                ActualGround = usd is null ? Ground.Missing : Ground.Derived,
                Missing = usd is null ? "no price" : null,
                Alternatives = [.. (alternatives ?? []).Select(a => new RunAlternative(a.Name, null, a.Usd, Ground.Assumed))],
            },
            Log = new RunLog("single", Model.QualityGrade.Complete, [], 1, 10, 5, 0),
        })!;
    }
}
