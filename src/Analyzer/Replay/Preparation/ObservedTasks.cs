using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Model;
using Rightsizer.Analyzer.Numerics;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Analyzer.Replay.Preparation;

/// <summary>Every task attempt of the run by column, in milliseconds from the application's start, with an order by launch.</summary>
sealed class ObservedTasks
{
    public required IReadOnlyList<StageAttempt> Stages { get; init; }
    public required long StartMs { get; init; }

    /// <summary>First task of each of <see cref="Stages"/>, and the end.</summary>
    public required int[] FirstOfStage { get; init; }
    public required int[] Stage { get; init; }
    public required long[] LaunchMs { get; init; }
    public required int[] DurationMs { get; init; }
    public required int[] RunMs { get; init; }

    /// <summary>Deserialise, run and serialise: what must be over before the slot can be free.</summary>
    public required int[] InExecutorMs { get; init; }

    /// <summary>Time to fetch the result, which is the driver's.</summary>
    public required int[] FetchResultMs { get; init; }
    public required bool[] Succeeded { get; init; }

    /// <summary>Place of the executor's life; set by <see cref="ObservedExecutors"/>.</summary>
    public required int[] Executor { get; init; }

    /// <summary>Time in which the slot was held; set by <see cref="SlotOccupancy"/>.</summary>
    public required int[] OccupiedMs { get; init; }

    /// <summary>All tasks by launch, ties by place.</summary>
    public required int[] ByLaunch { get; init; }

    public int Count => LaunchMs.Length;

    public long FinishMs(int task) => LaunchMs[task] + DurationMs[task];

    public TaskTable Table(int task) => Stages[Stage[task]].Tasks;

    public int Row(int task) => task - FirstOfStage[Stage[task]];

    public static ObservedTasks Read(IReadOnlyList<StageAttempt> stages, StageCpus cpus, long startMs, long endMs)
    {
        var first = new int[stages.Count + 1];
        for (var s = 0; s < stages.Count; s++) first[s + 1] = first[s] + stages[s].Tasks.Count;
        var n = first[^1];
        var tasks = new ObservedTasks
        {
            Stages = stages,
            StartMs = startMs,
            FirstOfStage = first,
            Stage = new int[n],
            LaunchMs = new long[n],
            DurationMs = new int[n],
            RunMs = new int[n],
            InExecutorMs = new int[n],
            FetchResultMs = new int[n],
            Succeeded = new bool[n],
            Executor = new int[n],
            OccupiedMs = new int[n],
            ByLaunch = new int[n],
        };
        for (var s = 0; s < stages.Count; s++)
        {
            var table = stages[s].Tasks;
            var stageEnd = stages[s].Info.CompletionTimeMs is { } c ? Math.Min(c, endMs) : endMs;
            var runCpus = cpus.RunTimeCpus(stages[s]);
            for (var row = 0; row < table.Count; row++) tasks.Read(first[s] + row, s, table, row, stageEnd, runCpus);
        }
        // rows are in the order of task start, so a stable sort keeps Spark's own order where launches fall on one millisecond
        for (var i = 0; i < n; i++) tasks.ByLaunch[i] = i;
        StableOrder.Sort(tasks.ByLaunch, tasks.LaunchMs);
        return tasks;
    }

    void Read(int i, int stage, TaskTable table, int row, long stageEndMs, double runCpus)
    {
        Stage[i] = stage;
        // a clock that ran backwards must not give a negative time
        LaunchMs[i] = Math.Max(0, table.LaunchTimeMs(row) - StartMs);
        Succeeded[i] = table.Status(row) is Model.TaskStatus.Success;
        var toStageEnd = Math.Max(0, stageEndMs - table.LaunchTimeMs(row));
        var duration = table.DurationMs(row) ?? toStageEnd;
        // the stage did not wait for a copy that lost, so its late death is nobody's time
        if (!Succeeded[i] && toStageEnd > 0) duration = Math.Min(duration, toStageEnd);
        DurationMs[i] = (int)Math.Clamp(duration, 0, int.MaxValue);
        RunMs[i] = (int)Math.Clamp(table.Metric(row, TaskMetric.ExecutorRunTime) / runCpus, 0, DurationMs[i]);
        var inside = RunMs[i] + table.Metric(row, TaskMetric.ExecutorDeserializeTime)
            + table.Metric(row, TaskMetric.ResultSerializationTime);
        InExecutorMs[i] = Succeeded[i] && inside > 0 ? (int)Math.Clamp(inside, 0, DurationMs[i]) : DurationMs[i];
        FetchResultMs[i] = (int)Math.Clamp(table.GettingResultMs(row), 0, DurationMs[i] - RunMs[i]);
        OccupiedMs[i] = DurationMs[i];
    }
}
