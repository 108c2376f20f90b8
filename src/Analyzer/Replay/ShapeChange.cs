using Rightsizer.Analyzer.Replay.Simulation;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Analyzer.Replay;

/// <summary>How far a shape lies from the observed one, and how unsure that makes a prediction. docs/science.md 1.5.</summary>
/// <param name="Tier">A: count only, half to twice. B: a quarter to four times, other cores an executor where memory does not bind, dynamic allocation. C: the rest.</param>
/// <param name="SlotsRatio">Slots there over slots here.</param>
/// <param name="TotalCores">Cores registered when stages are planned.</param>
/// <param name="Noise">Spread of what differs from run to run.</param>
sealed record ShapeChange(string Tier, double SlotsRatio, int TotalCores, NoiseScale Noise)
{
    /// <summary>Run to run, of time that nobody else can disturb; measured on shared/spark-logs/curves (tasks that sleep).</summary>
    const double QuietRun = 0.008;

    /// <summary>Run to run, of time spent on CPUs, disks and networks: C3O's repeats on EMR, docs/science.md 0.</summary>
    const double SharedRun = 0.030;

    const double ColdSpread = 0.20, GapSpread = 0.10, TaskSpread = 0.02, GrantSpread = 0.50;

    /// <summary>More of the same for what a larger step changes that the plan does not model; half of the tier's goal in docs/science.md 9.</summary>
    const double TierB = 0.03, TierC = 0.08;

    /// <summary>Bytes that explain a millisecond of waiting: a slot's slow disk or network.</summary>
    const double BytesPerMs = 5_000;

    /// <summary>Above this share of time in collections, or with any spill, memory may bind.</summary>
    const double MemoryBindsGcRatio = 0.05;

    public static ShapeChange Of(ReplayPlan plan, ClusterShape shape)
    {
        var (executors, cores) = shape switch
        {
            FixedShape f => (f.Executors, f.CoresPerExecutor),
            DynamicShape d => (d.MaxExecutors, d.CoresPerExecutor),
            _ => throw new ArgumentException("no change", nameof(shape)),
        };
        var slots = executors * (double)Math.Max(1, cores / plan.TaskCpus);
        var ratio = slots / Math.Max(1, plan.PeakSlots);
        var (shared, memoryBinds) = Exposure(plan);
        var sameCores = plan.Executors.All(x => x.Cores == cores);
        var tier = ratio is >= 0.5 and <= 2 && sameCores && shape is FixedShape ? "A"
            : ratio is >= 0.25 and <= 4 && (sameCores || !memoryBinds) ? "B" : "C";
        var more = tier switch { "A" => 0, "B" => TierB, _ => TierC };
        var run = Math.Sqrt(QuietRun * QuietRun + Math.Pow((SharedRun + more) * shared, 2));
        return new ShapeChange(tier, ratio, (int)Math.Min(int.MaxValue, executors * (double)cores), new NoiseScale(run, ColdSpread, GapSpread, TaskSpread, GrantSpread));
    }

    /// <summary>Share of the task time that CPUs, disks and networks can explain, and whether memory was short.</summary>
    static (double Shared, bool MemoryBinds) Exposure(ReplayPlan plan)
    {
        double all = 0, shared = 0, gc = 0;
        var spilled = false;
        foreach (var s in plan.Run.Stages)
        {
            spilled |= s.Metrics[TaskMetric.DiskBytesSpilled] > 0;
            for (var row = 0; row < s.Tasks.Count; row++)
            {
                var c = TaskComponents.Of(s.Tasks, row);
                all += s.Tasks.DurationMs(row) ?? 0;
                gc += c.GcMs;
                shared += c.CpuMs + c.GcMs + c.FetchWaitMs + c.ShuffleWriteMs + c.SpillMs + Math.Min(c.IoAndWaitMs, TaskComponents.BytesMoved(s.Tasks, row) / BytesPerMs);
            }
        }
        return all > 0 ? (shared / all, spilled || gc > MemoryBindsGcRatio * all) : (1, spilled);
    }
}
