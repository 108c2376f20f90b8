using Rightsizer.Analyzer.Detectors.Partitions;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Model;
using Rightsizer.Analyzer.Platforms;

namespace Rightsizer.Analyzer.Detectors.Failures;

/// <summary>What ran out of memory first, where, and what would give it room.</summary>
sealed class MemoryDeath
{
    /// <summary>
    /// A stage of that many tasks, of which only so small a part ran out of memory, has heavy tasks and not too little memory.
    /// </summary>
    const double FewTasksRatio = 0.05;
    const int ManyTasks = 20;
    const double MoreMemory = 2, MoreTasks = 2, MoreOverhead = 1.5;

    readonly RunFacts facts;
    readonly RunLosses losses;
    readonly StageTasks? stage;
    readonly IReadOnlyList<int> indices;
    readonly bool isHeap, isPython;
    readonly MemoryArea area;

    public MemoryDeath(RunFacts facts)
    {
        (this.facts, losses) = (facts, facts.Losses);
        var (task, executor) = (losses.OutOfMemoryTasks.Count > 0 ? losses.OutOfMemoryTasks[0] : (TaskAttempt?)null,
            losses.ByMemory.Count > 0 ? losses.ByMemory[0] : (ExecutorLoss?)null);
        var ofJvm = task is { } t && t.End?.ExceptionClass is not null && !RunLosses.IsPythonOutOfMemory(t.End.ErrorText);
        area = ofJvm ? MemoryAreas.Parse(task!.Value.End!.ErrorText) : MemoryArea.Heap;
        // Spark ends an executor with exit code 52 whatever memory the error was about
        isHeap = area == MemoryArea.Heap && (ofJvm || losses.ByMemory.Any(l => l.Reason.Kind == LossKind.HeapOutOfMemory));
        var ids = losses.ByMemory.Select(l => l.Executor.Id).ToHashSet(StringComparer.Ordinal);
        var died = losses.OutOfMemoryTasks.Concat(losses.LostTasks.Where(x => ids.Contains(x.Stage.Tasks.ExecutorId(x.Row) ?? "")))
            .ToList();
        var place = task?.Stage ?? died.OrderBy(x => x.FinishMs).Select(x => x.Stage).FirstOrDefault();
        stage = place is null ? null : facts.Of(place);
        indices = [.. died.Where(x => x.Stage == place).Select(x => x.Stage.Tasks.Index(x.Row)).Distinct()];
        isPython = !isHeap && area == MemoryArea.Heap && (
            losses.OutOfMemoryTasks.Any(x => RunLosses.IsPythonOutOfMemory(x.End?.ErrorText)) || place is not null && WorksInPython(place));
        Slots = place is null ? null : SlotsOf(place);
        Sentence = SentenceOf(task, executor);
    }

    /// <summary>Tasks at a time of the executors that died; null where no task tells.</summary>
    public int? Slots { get; }

    /// <summary>What died first, and of what.</summary>
    public string Sentence { get; }

    /// <summary>The log names memory: an OutOfMemoryError, exit code 52, or a limit of the container.</summary>
    public bool IsCertain => losses.OutOfMemoryTasks.Count > 0 || losses.ByMemory.Any(l => l.Reason.ExitCode != 137);

    public IEnumerable<Advice> Advice()
    {
        var settings = facts.Settings;
        if (area != MemoryArea.Heap) yield return OutsideTheHeap();
        if (area is MemoryArea.Metaspace or MemoryArea.Threads or MemoryArea.Array) yield break;
        if (stage is not null && IsOfFewTasks(stage))
        {
            var task = indices[0];
            yield return new(
                $"split the work of task {task} of stage {stage.Stage.StageId}: salt its key, or repartition by more columns", null, null,
                $"Only {Quantity.Plural(indices.Count, "task", "tasks")} of {stage.Stage.Info.NumTasks} ran out of memory: they hold "
                    + $"more than the others. Memory for all of them would be paid for one.");
        }
        if (isPython)
        {
            if (settings["spark.executor.pyspark.memory"] is { } limit)
                yield return new("spark.executor.pyspark.memory", limit,
                    SettingText.Size(MoreMemory * settings.Bytes("spark.executor.pyspark.memory", 0, 1 << 20)),
                    "The Python workers reached this limit.", "More memory paid for.");
            else yield return Overhead("The Python workers of the stage use memory outside the heap, the overhead.");
        }
        else if (!isHeap && area == MemoryArea.Heap)
            yield return Overhead(
                "The container was killed for its total memory. What grows outside the heap is native memory: shuffle buffers, "
                + "compression, Python.");
        if (isHeap)
        {
            var per = Slots is > 1 and var n ? $"{n} tasks at a time share it, {Quantity.Bytes(settings.ExecutorHeapBytes / n)} each."
                : "One task at a time has it all.";
            yield return new(settings.HeapSetting, settings[settings.HeapSetting],
                SettingText.Size(MoreMemory * settings.ExecutorHeapBytes),
                $"The heap of {Quantity.Bytes(settings.ExecutorHeapBytes)} was full. {per}", "More memory paid for all through the run.");
        }
        if (Slots > 1 && !settings.IsLocal)
            yield return new("spark.executor.cores", settings["spark.executor.cores"], SettingText.Whole(Math.Max(1, Slots.Value / 2)),
                "Half as many tasks at a time have twice the memory each.",
                "Fewer slots for every stage, unless there are more executors.");
        if (stage is null) yield break;
        var wanted = (int)Math.Max(MoreTasks * stage.Stage.Info.NumTasks, 2);
        var why = $"{wanted} tasks in place of {stage.Stage.Info.NumTasks} hold half as much each, where it is not one row that is too "
            + "large.";
        foreach (var more in PartitionAdvice.More(stage, wanted, why, facts)) yield return more;
    }

    /// <summary>A larger heap gives none of these more room.</summary>
    Advice OutsideTheHeap()
    {
        var role = facts.Settings.IsLocal ? "driver" : "executor";
        return area switch
        {
            MemoryArea.DirectBuffers => new($"a larger -XX:MaxDirectMemorySize in spark.{role}.extraJavaOptions, and "
                + $"spark.{role}.memoryOverhead larger by as much", null, null,
                "Direct buffers are outside the heap. They reached their own limit, which is the size of the heap where none is set.",
                "More memory paid for."),
            MemoryArea.Metaspace => new($"a larger -XX:MaxMetaspaceSize in spark.{role}.extraJavaOptions, or none", null, null,
                "Classes are outside the heap, in the metaspace. It has no limit unless this option sets one."),
            MemoryArea.Threads => new("raise the limit of processes and threads for the user or the container (ulimit -u, pids limit)",
                null, null, "The operating system gave no further thread. A larger heap leaves less memory for threads."),
            _ => new("split the row or the group that is larger than 2 GB", null, null,
                "A Java array has at most 2,147,483,647 elements. More memory does not change that."),
        };
    }

    Advice Overhead(string why) =>
        new("spark.executor.memoryOverhead", facts.Settings["spark.executor.memoryOverhead"],
        SettingText.Size(MoreOverhead * facts.OverheadBytes()), why, "More memory paid for.");

    bool IsOfFewTasks(StageTasks s) =>
        s.Stage.Info.NumTasks >= ManyTasks && indices.Count > 0 && indices.Count <= Math.Max(1, FewTasksRatio * s.Stage.Info.NumTasks);

    bool WorksInPython(StageAttempt s) =>
        s.Info.Rdds.Any(r => r.Name == "PythonRDD") || StagePlan.NodesOf(s, facts.SqlOf(s), StagePlan.IsPython).Count > 0;

    int SlotsOf(StageAttempt s) =>
        s.Tasks.Count > 0 && facts.ExecutorAt(s.Tasks.ExecutorId(0), s.Tasks.LaunchTimeMs(0)) is { } e ? facts.SlotsOf(e, s) : 1;

    string SentenceOf(TaskAttempt? task, ExecutorLoss? executor)
    {
        var where = stage is null ? "" : $" in stage {stage.Stage.StageId}";
        if (task is { } t && (executor is not { } e || t.FinishMs <= e.AtMs || e.Reason.Kind == LossKind.HeapOutOfMemory))
        {
            var what = RunLosses.IsPythonOutOfMemory(t.End?.ErrorText) ? "MemoryError in Python"
                : FailedAttemptsDetector.FirstLine(t.End?.ErrorText);
            return $"Task {t.Stage.Tasks.Index(t.Row)} of stage {t.Stage.StageId} ran out of memory first, on executor "
                + $"{t.Stage.Tasks.ExecutorId(t.Row)}: {what}.";
        }
        if (executor is not { } x) return "Tasks ran out of memory.";
        var died = x.Reason.Kind == LossKind.HeapOutOfMemory ? "ended because its heap was full (exit code 52)"
            : x.Reason.ExitCode == 137 ? "was killed (exit code 137), most likely because its container used more memory than it was given"
            : "was killed because its container used more memory than it was given";
        return $"Executor {x.Executor.Id} on {x.Executor.HostName} {died}{where}.";
    }
}
