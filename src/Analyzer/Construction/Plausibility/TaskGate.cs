using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Rightsizer.Analyzer.Model;
using Rightsizer.EventLogParser;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Analyzer.Construction.Plausibility;

/// <summary>Checks the events of tasks, which are nearly all of a log: the usual one is passed on as it is.</summary>
sealed class TaskGate(CredibleTimes times, ImplausibleTally tally)
{
    const string Start = "SparkListenerTaskStart", End = "SparkListenerTaskEnd", Getting = "SparkListenerTaskGettingResult";

    public bool IsCredible(in TaskStartEvent e) => times.IsCredible(e.Task.LaunchTimeMs) && IsFinish(e.Task);

    /// <summary>Spark writes a start after the task's end where the task was quick: its finish is then known.</summary>
    bool IsFinish(in TaskInfo task) =>
        task.FinishTimeMs == 0 || times.IsCredible(task.FinishTimeMs) && task.FinishTimeMs >= task.LaunchTimeMs;

    public bool IsCredible(in TaskEndEvent e) =>
        times.IsCredible(e.Task.LaunchTimeMs) && times.IsCredible(e.Task.FinishTimeMs) && e.Task.FinishTimeMs >= e.Task.LaunchTimeMs
        && (e.Task.GettingResultTimeMs == 0 || IsBetween(e.Task)) && !AnyBeyond(e.Metrics) && !AnyBeyond(e.ExecutorMetrics);

    static bool IsBetween(in TaskInfo task) =>
        task.GettingResultTimeMs >= task.LaunchTimeMs && (task.FinishTimeMs == 0 || task.GettingResultTimeMs <= task.FinishTimeMs);

    /// <summary>The task begins when the event before it happened; a finish that cannot be true is none.</summary>
    public TaskStartEvent Mend(in TaskStartEvent e)
    {
        var mended = e;
        if (!times.IsCredible(e.Task.LaunchTimeMs))
        {
            tally.Add(Start, "Launch Time", DoubtSubject.Time);
            mended.Task.LaunchTimeMs = times.LastSeenMs;
        }
        if (!IsFinish(mended.Task))
        {
            tally.Add(Start, "Finish Time", DoubtSubject.Time);
            mended.Task.FinishTimeMs = 0;
        }
        return mended;
    }

    /// <summary>Of launch and finish, one that cannot be true is put where the other and the task's own run time say.</summary>
    public TaskEndEvent Mend(in TaskEndEvent e)
    {
        var mended = e;
        MendMetrics(ref mended.Metrics);
        MendPeaks(ref mended.ExecutorMetrics);
        MendTimes(ref mended.Task, mended.Metrics);
        return mended;
    }

    public TaskGettingResultEvent Check(TaskGettingResultEvent e)
    {
        var task = e.Task;
        if (!times.IsCredible(task.LaunchTimeMs)) tally.Add(Getting, "Launch Time", DoubtSubject.Time);
        else if (!times.IsCredible(task.GettingResultTimeMs) || !IsBetween(task))
            tally.Add(Getting, "Getting Result Time", DoubtSubject.Time);
        else return e;
        task.GettingResultTimeMs = 0;
        if (!times.IsCredible(task.LaunchTimeMs)) task.LaunchTimeMs = times.LastSeenMs;
        return new TaskGettingResultEvent(task);
    }

    void MendTimes(ref TaskInfo task, in TaskMetrics metrics)
    {
        var launched = times.IsCredible(task.LaunchTimeMs);
        var finished = times.IsCredible(task.FinishTimeMs);
        if (!launched) tally.Add(End, "Launch Time", DoubtSubject.Time);
        if (!finished || launched && task.FinishTimeMs < task.LaunchTimeMs)
        {
            tally.Add(End, "Finish Time", DoubtSubject.Time);
            finished = false;
        }
        var ranMs = Math.Clamp(
            metrics[TaskMetric.ExecutorDeserializeTime] + metrics[TaskMetric.ExecutorRunTime] + metrics[TaskMetric.ResultSerializationTime],
            0, EventLimits.LongestRunMs);
        if (!launched && !finished) task.LaunchTimeMs = task.FinishTimeMs = times.LastSeenMs;
        else if (!launched) task.LaunchTimeMs = task.FinishTimeMs - ranMs;
        else if (!finished) task.FinishTimeMs = task.LaunchTimeMs + ranMs;
        if (task.GettingResultTimeMs == 0 || IsBetween(task)) return;
        if (launched && finished) tally.Add(End, "Getting Result Time", DoubtSubject.Time);
        task.GettingResultTimeMs = 0;
    }

    void MendMetrics(ref TaskMetrics metrics)
    {
        for (var i = 0; i < TaskMetrics.Count; i++)
        {
            var metric = (TaskMetric)i;
            var most = metric is TaskMetric.ExecutorCpuTime or TaskMetric.ExecutorDeserializeCpuTime or TaskMetric.ShuffleWriteTime
                ? EventLimits.MaxTaskNs : EventLimits.MaxTaskAmount;
            if (metrics[metric] >= 0 && metrics[metric] <= most) continue;
            metrics[metric] = 0;
            tally.Add(End, "Task Metrics: " + metric, DoubtSubject.Sums);
        }
    }

    void MendPeaks(ref ExecutorMetrics metrics)
    {
        for (var i = 0; i < ExecutorMetrics.Count; i++)
        {
            if (metrics[i] <= EventLimits.MaxMemoryBytes) continue;
            metrics[i] = -1;
            tally.Add(End, "Task Executor Metrics: " + ExecutorMetrics.NameOf((ExecutorMetric)i), DoubtSubject.Sums);
        }
    }

    /// <summary>True where a value is negative or large enough to be looked at one by one.</summary>
    static bool AnyBeyond(in TaskMetrics metrics)
    {
        var values = metrics.AsReadOnlySpan();
        ref var first = ref MemoryMarshal.GetReference(values);
        var all = Vector128<long>.Zero;
        for (var i = 0; i < TaskMetrics.Count; i += Vector128<long>.Count) all |= Vector128.LoadUnsafe(ref first, (nuint)i);
        // an or of values below a power of two is below it
        return (ulong)(all[0] | all[1]) > EventLimits.MaxTaskAmount - 1;
    }

    static bool AnyBeyond(in ExecutorMetrics metrics)
    {
        long most = 0;
        for (var i = 0; i < ExecutorMetrics.Count; i++) most = Math.Max(most, metrics[i]);
        return most > EventLimits.MaxMemoryBytes;
    }
}
