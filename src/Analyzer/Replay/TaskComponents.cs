using Rightsizer.Analyzer.Model;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Analyzer.Replay;

/// <summary>
/// What a task attempt did between launch and finish, in milliseconds; the parts add up to the duration. docs/science.md 1.2.
/// </summary>
/// <param name="CpuMs">On a CPU, collections not included.</param>
/// <param name="GcMs">In JVM collections, as far as the run time has room for them beside the CPU time.</param>
/// <param name="FetchWaitMs">Waiting for shuffle blocks.</param>
/// <param name="ShuffleWriteMs">Writing shuffle files.</param>
/// <param name="SpillMs">Share of the rest that spilled bytes take among all bytes moved.</param>
/// <param name="IoAndWaitMs">The rest of the run time: input, output, Python, locks, sleep.</param>
/// <param name="DeserializeMs">Task and result (de)serialisation.</param>
/// <param name="SchedulerDelayMs">Everything outside the executor's own times, result fetch included.</param>
public readonly record struct TaskComponents(
    double CpuMs, double GcMs, double FetchWaitMs, double ShuffleWriteMs, double SpillMs, double IoAndWaitMs, double DeserializeMs,
        double SchedulerDelayMs)
{
    const double NsPerMs = 1e6;

    public static TaskComponents Split(TaskTable tasks, int row)
    {
        double duration = Math.Max(0, tasks.DurationMs(row) ?? 0);
        var left = duration;
        var run = Take(ref left, tasks.Metric(row, TaskMetric.ExecutorRunTime));
        var deserialize = Take(
            ref left, tasks.Metric(row, TaskMetric.ExecutorDeserializeTime) + tasks.Metric(row, TaskMetric.ResultSerializationTime));
        var delay = left;
        var cpu = Take(ref run, tasks.Metric(row, TaskMetric.ExecutorCpuTime) / NsPerMs);
        var gc = Take(ref run, tasks.Metric(row, TaskMetric.JvmGcTime));
        var wait = Take(ref run, tasks.Metric(row, TaskMetric.ShuffleFetchWaitTime));
        var write = Take(ref run, tasks.Metric(row, TaskMetric.ShuffleWriteTime) / NsPerMs);
        // spilled bytes are written and read again
        double spilled = 2.0 * tasks.Metric(row, TaskMetric.DiskBytesSpilled), moved = spilled + BytesMoved(tasks, row);
        var spill = spilled > 0 ? run * spilled / moved : 0;
        return new TaskComponents(cpu, gc, wait, write, spill, run - spill, deserialize, delay);
    }

    /// <summary>Bytes read and written other than spilled ones.</summary>
    internal static double BytesMoved(TaskTable tasks, int row) =>
        tasks.Metric(row, TaskMetric.InputBytes) + tasks.Metric(row, TaskMetric.OutputBytes) + tasks.ShuffleReadBytes(row)
            + tasks.Metric(row, TaskMetric.ShuffleWriteBytes);

    static double Take(ref double from, double wanted)
    {
        var taken = Math.Clamp(wanted, 0, from);
        from -= taken;
        return taken;
    }
}
