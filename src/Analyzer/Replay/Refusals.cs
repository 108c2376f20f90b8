using System.Globalization;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Formatting;
using static System.FormattableString;

namespace Rightsizer.Analyzer.Replay;

/// <summary>When a log does not carry an absolute number. docs/science.md 1.5.</summary>
static class Refusals
{
    const double MaxMissingTaskEndRatio = 0.01, MaxOpenStageRatio = 0.05, MaxFailedTimeRatio = 0.20;
    const long MinApplicationMs = 5000;
    const double MaxSlotsRatio = 8;

    /// <summary>Kinds of event without which a simulated time is that of another run: up to a tenth off where it was tried.</summary>
    static readonly string[] Needed = ["JobStart", "StageSubmitted", "StageCompleted", "ExecutorRemoved"];

    /// <summary>Null, or what is missing in the log.</summary>
    public static string? OfLog(ReplayPlan plan)
    {
        if (plan.Run.Log.LacksWork) return "jobs that ran are not in the log: Spark compacted it, or a part of it is missing";
        if (plan.Run.Log.UnfinishedJobs > 0) return "the application ended while jobs still ran: the log holds a part of the work";
        if (plan.Run.Log.UnfinishedQueries > 0) return "the application ended while a query still ran: the log holds a part of the work";
        if (plan.Run.App.StartTimeMs is null) return "the log does not say when the application began";
        if (Needed.FirstOrDefault(plan.Run.Log.Lacks) is { } kind) return $"the log has no SparkListener{kind} events";
        if (plan.Run.Log.IsInDoubtOfTimeOrMoney) return "times or cores in the log cannot be true";
        long started = 0, ended = 0, open = 0, ran = 0;
        foreach (var s in plan.Run.Stages)
        {
            if (s.Tasks.Count == 0) continue;
            ran++;
            if (s.Info.CompletionTimeMs is null) open++;
            started += s.Tasks.Count;
            // a stage that has all its indices lost nothing but the ends of copies
            if (s.Info.CompletionTimeMs is not null && s.NumCompletedIndices >= s.Info.NumTasks)
            {
                ended += s.Tasks.Count;
                continue;
            }
            for (var row = 0; row < s.Tasks.Count; row++)
            {
                if (s.Tasks.DurationMs(row) is not null) ended++;
            }
        }
        if (started - ended > MaxMissingTaskEndRatio * started)
            return Invariant($"{started - ended:N0} of {started:N0} tasks have no end in the log");
        if (!plan.HasEnd && open > MaxOpenStageRatio * ran)
            return Invariant($"the application has no end in the log and {open} of {ran} stages are open");
        return null;
    }

    internal const string Stream = "a streaming application: its time is set by its triggers and its input, not by the cluster";

    /// <summary>Null, or why nothing is said of another shape.</summary>
    /// <param name="plan">The run.</param>
    /// <param name="slotsRatio">See <see cref="ReplayPlan.SlotsRatio"/>.</param>
    /// <param name="same">The executors that ran: the run itself, however much of it failed.</param>
    public static string? OfPrediction(ReplayPlan plan, double slotsRatio, bool same = false)
    {
        if (plan.ObservedMs < MinApplicationMs)
            return Invariant(
                $"the application ran {plan.ObservedMs / 1000.0:0.0} s; under {MinApplicationMs / 1000} s start-up is all there is");
        if (plan.FailedTimeRatio > MaxFailedTimeRatio && !same)
            return Invariant($"{plan.FailedTimeRatio:P0} of the task time went into failed attempts");
        if (slotsRatio > MaxSlotsRatio || slotsRatio < 1 / MaxSlotsRatio)
            return Invariant($"{slotsRatio:0.##} times the observed slots is outside 1/8 to 8");
        return RunUse.IsStream(plan.Run) ? Stream : null;
    }

    /// <summary>Null, or the reason for which Spark itself would not run the application on that shape.</summary>
    public static string? OfShape(ReplayPlan plan, ClusterShape shape)
    {
        var (executors, cores) = shape switch
        {
            FixedShape f => (f.Executors, f.CoresPerExecutor),
            DynamicShape d => (d.MaxExecutors, d.CoresPerExecutor),
            _ => (0, 0),
        };
        var slots = plan.TaskCpus.SlotsOn(cores);
        // a log may say that tasks took more than its executors had
        var ranSo = plan.Executors.Any(x => x.Cores < plan.TaskCpus.Value);
        foreach (var s in plan.Stages)
        {
            var cpus = s.SlotsPerTask * (double)plan.TaskCpus.Value;
            if (cpus > (ranSo ? Math.Max(cores, (double)plan.TaskCpus.Value) : cores))
            {
                return string.Create(CultureInfo.InvariantCulture,
                    $"a task of stage {s.StageId} takes {cpus:0.##} cpus; an executor of {Quantity.Plural(cores, "core")} can "
                    + $"run none");
            }
            if (!s.IsBarrier) continue;
            if (shape is DynamicShape)
                return Invariant($"stage {s.StageId} is a barrier stage, which Spark does not run under dynamic allocation (SPARK-24942)");
            var room = executors * Math.Floor(slots / s.SlotsPerTask);
            if (s.TaskCount > 0 && room < s.Roots.Length)
            {
                return string.Create(CultureInfo.InvariantCulture,
                    $"stage {s.StageId} is a barrier stage of {Quantity.Plural(s.Roots.Length, "task")}, which start all at once; "
                        + $"these executors have "
                        + $"room for "
                    + $"{room:0}, and Spark fails such a job (SPARK-24819)");
            }
        }
        return null;
    }
}
