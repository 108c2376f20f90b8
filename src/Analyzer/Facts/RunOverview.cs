using System.Runtime.CompilerServices;
using Rightsizer.Analyzer.Model;
using Rightsizer.Analyzer.Numerics;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Analyzer.Facts;

/// <summary>The size of a run in a few numbers: what was paid for and what was used.</summary>
public sealed record RunOverview
{
    /// <summary>Executor lives by cores, most numerous first. In local mode the driver is the one executor.</summary>
    public required IReadOnlyList<ExecutorShape> Shapes { get; init; }

    /// <summary>Most executors alive at one time.</summary>
    public required int PeakExecutors { get; init; }

    /// <summary>Cores of executors from added to removed, or to the end; null when the log names no executor.</summary>
    public required long? PaidCoreMs { get; init; }

    /// <summary>Launch to finish of every ended task attempt, times the cores that a task takes.</summary>
    public required long UsedCoreMs { get; init; }
    public required long Tasks { get; init; }
    public required long FailedTasks { get; init; }
    public required int StagesRun { get; init; }

    /// <summary>Sums over every executed stage attempt.</summary>
    public required TaskMetrics Metrics { get; init; }

    /// <summary>Tasks that ran, or their ends, are not in the log: <see cref="UsedCoreMs"/> is what is left of more.</summary>
    public bool LacksWork { get; init; }

    /// <summary>
    /// Used over paid, 0 to 1; may pass 1 where tasks waited on the driver. Null when nothing is known to be paid, or not all
    /// that was used.
    /// </summary>
    public double? UsedRatio => !LacksWork && PaidCoreMs is > 0 and var paid ? (double)UsedCoreMs / paid : null;

    static readonly ConditionalWeakTable<ApplicationRun, RunOverview> known = [];

    /// <summary>Worked out once for a run: it looks at every task.</summary>
    public static RunOverview Compute(ApplicationRun run) => known.GetValue(run, Make);

    static RunOverview Make(ApplicationRun run)
    {
        var executors = PaidExecutors(run);
        var metrics = default(TaskMetrics);
        long tasks = 0, failed = 0, used = 0;
        var stages = 0;
        var cpus = new StageCpus(run);
        foreach (var stage in run.Stages.Where(s => s.WasExecuted))
        {
            stages++;
            metrics.Add(stage.Metrics);
            tasks += stage.Tasks.Count;
            failed += stage.NumFailedTasks;
            used += (long)Math.Round(Busy(stage) * cpus.Of(stage));
        }
        return new RunOverview
        {
            Shapes = executors.Where(x => x.PaidCores > 0).GroupBy(x => x.PaidCores)
                .Select(g => new ExecutorShape(g.Count(), g.Key)).OrderByDescending(s => s.Lives).ThenBy(s => s.Cores).ToList(),
            PeakExecutors = Peak(executors, run),
            PaidCoreMs = PaidBy(executors, run),
            UsedCoreMs = used,
            Tasks = tasks,
            FailedTasks = failed,
            StagesRun = stages,
            Metrics = metrics,
            LacksWork = run.Log.LacksWork || run.Log.Lacks("TaskEnd"),
        };
    }

    /// <summary><see cref="PaidCoreMs"/> alone, which needs no look at the tasks.</summary>
    public static long? ComputePaidCoreMs(ApplicationRun run) => PaidBy(PaidExecutors(run), run);

    static long? PaidBy(List<ExecutorLife> executors, ApplicationRun run) =>
        executors.Count == 0 ? null : executors.Sum(x => x.PaidCores * Math.Max(0, EndOf(x, run) - x.AddTimeMs));

    /// <summary>Executors whose cores run tasks: workers, or in local mode the driver.</summary>
    internal static List<ExecutorLife> PaidExecutors(ApplicationRun run)
    {
        var workers = run.WorkerExecutors.Where(x => x.PaidCores > 0 && x.AddTimeMs > 0).ToList();
        return workers.Count > 0 ? workers : run.Executors.Where(x => x.IsDriver && x.PaidCores > 0 && x.AddTimeMs > 0).ToList();
    }

    internal static long EndOf(ExecutorLife x, ApplicationRun run) => x.RemoveTimeMs ?? run.CountedUntilMs ?? x.AddTimeMs;

    /// <summary>Launch to finish of its ended tasks, added up.</summary>
    static long Busy(StageAttempt stage)
    {
        long ms = 0;
        for (var row = 0; row < stage.Tasks.Count; row++) ms += Math.Max(0, stage.Tasks.DurationMs(row) ?? 0);
        return ms;
    }

    static int Peak(List<ExecutorLife> executors, ApplicationRun run)
    {
        long[] added = [.. executors.Select(x => x.AddTimeMs)];
        long[] removed = [.. executors.Select(x => EndOf(x, run))];
        return Overlap.Most(added, removed);
    }
}

/// <summary>So many executor lives had so many cores.</summary>
public sealed record ExecutorShape(int Lives, int Cores);
