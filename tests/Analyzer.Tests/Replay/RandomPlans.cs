using Rightsizer.Analyzer.Model;
using Rightsizer.Analyzer.Replay;
using Rightsizer.TestSupport;

namespace Rightsizer.Analyzer.Tests.Replay;

/// <summary>Seeded plans without coldness or holds, so that a plain reference can schedule them too.</summary>
static class RandomPlans
{
    public static ReplayPlan Make(int seed, int executors, int slots, double scale = 1, bool oneStage = false)
    {
        var random = new Random(seed);
        var (jobs, stages) = (new List<PlanJob>(), new List<PlanStage>());
        for (var j = 0; j < (oneStage ? 1 : 1 + random.Next(4)); j++)
        {
            var beside = j > 0 && random.Next(3) == 0;
            jobs.Add(Job(j, j == 0 ? JobGate.ApplicationStart : beside ? JobGate.JobStart : JobGate.JobEnd, j - 1,
                scale * random.NextDouble() * 500, scale * random.NextDouble() * 5));
            var first = stages.Count;
            for (var s = 0; s < (oneStage ? 1 : 1 + random.Next(5)); s++)
            {
                var parents = Enumerable.Range(first, stages.Count - first).Where(_ => random.Next(2) == 0).ToArray();
                var tasks = Enumerable.Range(0, 1 + random.Next(30))
                    .Select(_ => (float)(scale * (1 + random.NextDouble() * (random.Next(10) == 0 ? 5000 : 500)))).ToArray();
                stages.Add(Stage(stages.Count, j, parents, tasks, scale * random.NextDouble() * 20, scale * random.NextDouble() * 5));
            }
        }
        return Plan(jobs, stages, executors, slots);
    }

    public static ReplayPlan Plan(List<PlanJob> jobs, List<PlanStage> stages, int executors, int slots, bool fair = false) => new()
    {
        Run = new RunSketch { EndMs = 100 }.Build(),
        StartMs = 0,
        ObservedMs = 100_000,
        HasEnd = true,
        Jobs = jobs,
        Stages = stages.ToArray(),
        Executors = [.. Enumerable.Range(0, executors).Select(i => new PlanExecutor
        {
            Id = $"{i}", Host = "h", Slots = slots, Cores = slots, ResourceProfileId = 0, AddMs = 0, RemoveMs = null,
                AddAnchor = new(-1, false, 0), RemoveAnchor = new(-1, false, 0),
        })],
        ApplicationTailMs = 0,
        LaunchesPerSecond = 1e12,
        Fair = fair,
        TaskCpus = TaskCpus.One,
        FailedTimeRatio = 0,
        Allocation = new AllocationPolicy(false, 0, 1000, 1000, 60_000, 1, false),
        Notes = [],
    };

    public static PlanJob Job(int id, JobGate gate, int gateJob, double gapMs, double tailMs) => new()
    {
        JobId = id,
        Gate = gate,
        GateJob = gateJob,
        GapMs = gapMs,
        TailMs = tailMs,
        SubmittedMs = id,
        EndedMs = id,
    };

    public static PlanStage Stage(
        int id, int job, int[] parents, float[] tasks, double lagMs = 0, double tailMs = 0, string pool = "default")
    {
        var all = Enumerable.Range(0, tasks.Length).ToArray();
        return new PlanStage
        {
            StageId = id,
            AttemptId = 0,
            Job = job,
            Pool = pool,
            ResourceProfileId = 0,
            Parents = parents,
            LagMs = lagMs,
            TailMs = tailMs,
            HoldsJob = true,
            WarmOverheadMs = 0,
            Cold = default,
            SubmittedMs = 0,
            EndedMs = 0,
            Row = all,
            Index = all,
            BodyMs = tasks,
            Roots = all,
        };
    }
}
