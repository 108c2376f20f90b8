using Rightsizer.Analyzer.Replay;

namespace Rightsizer.Analyzer.Timing;

/// <summary>
/// What a node does to the tasks: factors on their parts, 1 being as observed. Rounded, so that many types share one simulation.
/// </summary>
/// <param name="Cpu">On time spent on a CPU.</param>
/// <param name="Gc">On time in collections.</param>
/// <param name="Spill">On time spilling.</param>
readonly record struct SpeedClass(double Cpu, double Gc, double Spill) : IComparable<SpeedClass>
{
    public static SpeedClass Observed { get; } = new(1, 1, 1);

    /// <summary>Below this share of the task time a part is left as it is.</summary>
    const double MinShare = 0.05;

    /// <summary>docs/science.md 1.3: beyond it the law for collections is not believed.</summary>
    const double MaxGcFactor = 4;

    /// <summary>
    /// Rounds to 2 % of CPU time, half powers of two of collection time and halves of spilling; parts that take next to none of the time
    /// stay as observed.
    /// </summary>
    public static SpeedClass Round(WorkProfile work, double cpu, double gc, double spill) => new(
        work.CpuShare < MinShare / 5 ? 1 : Math.Round(cpu * 50) / 50,
        work.GcShare < MinShare ? 1 : Math.Pow(2, Math.Round(2 * Math.Log2(Math.Clamp(gc, 1 / MaxGcFactor, MaxGcFactor))) / 2),
        work.SpillShare < MinShare / 5 ? 1 : Math.Round(spill * 2) / 2);

    /// <summary>The plan with every task as long as it takes there.</summary>
    public ReplayPlan Apply(ReplayPlan plan, WorkProfile work)
    {
        if (this == Observed) return plan;
        var (cpu, gc, spill) = this;
        var attempts = plan.Run.Stages.ToDictionary(s => (s.StageId, s.AttemptId), s => s.Tasks);
        return plan.WithTasks([.. plan.Stages.Select((stage, place) => (place, EditOf(stage)))]);

        Func<int, double, double?> EditOf(PlanStage stage)
        {
            var tasks = attempts[(stage.StageId, stage.AttemptId)];
            var inPython = work.PythonStages.Contains(stage.StageId);
            return (row, ms) =>
            {
                if (row < 0) return ms;
                var c = TaskComponents.Split(tasks, row);
                var onCpu = c.CpuMs + (inPython ? c.IoAndWaitMs : 0);
                return Math.Max(0, ms + onCpu * (cpu - 1) + c.GcMs * (gc - 1) + c.SpillMs * (spill - 1));
            };
        }
    }

    public int CompareTo(SpeedClass other) => (Cpu, Gc, Spill).CompareTo((other.Cpu, other.Gc, other.Spill));
}
