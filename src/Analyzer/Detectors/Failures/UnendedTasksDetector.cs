using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Model;
using Rightsizer.EventLogParser;
using TaskStatus = Rightsizer.Analyzer.Model.TaskStatus;

namespace Rightsizer.Analyzer.Detectors.Failures;

/// <summary>Tasks started and have no end in a log that has the application's.</summary>
sealed class UnendedTasksDetector : IDetector, INeedsAllWork
{
    public DetectorDescriptor Descriptor { get; } = new(
        DetectorIds.UnendedTasks, "unendedTasks", "Tasks started and never ended", DetectorCategory.Failures, [],
        new("Find out what the tasks waited for", Degree.Medium, Degree.Low, "none beyond the fix"));

    public Verdict Detect(ApplicationRun run, DetectorContext context)
    {
        if (!run.Stages.Any(s => s.Tasks.Count > 0)) return Verdict.NotApplicable("no task was started");
        if (run.Log.Lacks("TaskEnd")) return Verdict.NotApplicable("the log has no end of any task");
        if (run.App.EndTimeMs is not { } end)
            return Verdict.NotApplicable("the log ends before the application: tasks that run have no end in it");
        var facts = context.Facts;
        // the receiver of a stream runs until the application ends
        var receivers = run.Jobs.Where(j => j.Description?.StartsWith(JobTexts.Receiver, StringComparison.Ordinal) == true)
            .SelectMany(j => j.StageIds).ToHashSet();
        var open = run.Stages.Where(s => !receivers.Contains(s.StageId)).Select(s =>
            (Stage: s, Rows: Enumerable.Range(0, s.Tasks.Count)
            .Where(r => s.Tasks.Status(r) is TaskStatus.Running or TaskStatus.GettingResult && !IsOvertaken(s, r)).ToList()))
            .Where(s => s.Rows.Count > 0).Select(s =>
            (s.Stage, s.Rows, Ms: s.Rows.Sum(r => (double)Math.Max(0, end - s.Stage.Tasks.LaunchTimeMs(r))))).OrderByDescending(s => s.Ms)
            .ToList();
        if (open.Count == 0) return Verdict.Clean("every task has an end");
        var tasks = open.Sum(s => s.Rows.Count);
        var total = open.Sum(s => s.Ms);
        var (top, rows, _) = open[0];
        // a stage that has all its partitions lost the ends of tasks, not the tasks
        var dropped = open.All(s => s.Stage.Status == "COMPLETE");
        var longest = rows.Max(r => end - top.Tasks.LaunchTimeMs(r));
        return new CauseFound
        {
            Where = [.. open.Select(s => facts.Of(s.Stage).Place(total > 0 ? s.Ms / total : 1.0 / open.Count, facts))],
            Evidence = [new("unendedTasks", tasks, "count", 0), new("stages", open.Count, "count"), new("longestOpenMs", longest, "ms")],
            Cause = $"{Quantity.Plural(tasks, "task", "tasks")} started and {(tasks == 1 ? "has" : "have")} no end in the log, "
                + $"{rows.Count} of them in stage {top.StageId}. "
                + (dropped ? "Their stages ended: the driver lost events."
                : $"They still ran when the application ended, the oldest for {Quantity.Duration(longest)}."),
            Advice = dropped
                ? [new("spark.scheduler.listenerbus.eventqueue.capacity", facts.Settings["spark.scheduler.listenerbus.eventqueue.capacity"],
                    SettingText.Whole(3 * facts.Settings.Number("spark.scheduler.listenerbus.eventqueue.capacity", 10_000)),
                        "A queue that is full drops events, and what Spark's pages and this report count is then too low.",
                        "Memory of the driver.")]
                : [new("take a thread dump of the executor next time, or read its log", null, null,
                $"What a task of stage {top.StageId} waits for is not in the event log: a lock, a connection, or a row that never ends.")],
            Confidence = Confidence.Medium,
            IsFact = true,
            AtMost = Severity.Info,
        };
    }

    /// <summary>Another attempt did the task: with speculation nobody waits for the one that was overtaken.</summary>
    static bool IsOvertaken(StageAttempt stage, int row) =>
        Enumerable.Range(0, stage.Tasks.Count).Any(r => r != row && stage.Tasks.Index(r) == stage.Tasks.Index(row)
            && stage.Tasks.Status(r) == TaskStatus.Success && (stage.Tasks.Speculative(r) || stage.Tasks.Speculative(row)));
}
