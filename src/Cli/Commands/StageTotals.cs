using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Cli.Commands;

/// <summary>Sums over the task ends of one stage attempt.</summary>
sealed class StageTotals
{
    long failed, runMs, cpuNs, gcMs, memorySpilledBytes, diskSpilledBytes, shuffleReadBytes, shuffleWrittenBytes, inputBytes, outputBytes;
    readonly Durations durationsMs = new();

    public void Add(in TaskEndEvent e)
    {
        durationsMs.Add(e.Task.FinishTimeMs - e.Task.LaunchTimeMs);
        if (e.Reason.Reason != "Success") failed++;
        runMs += e.Metrics[(int)TaskMetric.ExecutorRunTime];
        cpuNs += e.Metrics[(int)TaskMetric.ExecutorCpuTime];
        gcMs += e.Metrics[(int)TaskMetric.JvmGcTime];
        memorySpilledBytes += e.Metrics[(int)TaskMetric.MemoryBytesSpilled];
        diskSpilledBytes += e.Metrics[(int)TaskMetric.DiskBytesSpilled];
        shuffleReadBytes += e.Metrics[(int)TaskMetric.ShuffleRemoteBytesRead] + e.Metrics[(int)TaskMetric.ShuffleLocalBytesRead];
        shuffleWrittenBytes += e.Metrics[(int)TaskMetric.ShuffleWriteBytes];
        inputBytes += e.Metrics[(int)TaskMetric.InputBytes];
        outputBytes += e.Metrics[(int)TaskMetric.OutputBytes];
    }

    /// <param name="text">Takes the line.</param>
    /// <param name="buffer">Memory for the durations, kept from stage to stage.</param>
    public void Write(TotalsText text, ref long[] buffer)
    {
        var sorted = durationsMs.Sort(ref buffer);
        text.Add(" tasks=", sorted.Length).Add(" failed=", failed).Add(" run=", runMs).Add(" cpu=", cpuNs).Add(" gc=", gcMs)
            .Add(" mspill=", memorySpilledBytes).Add(" dspill=", diskSpilledBytes).Add(" sread=", shuffleReadBytes)
            .Add(" swrite=", shuffleWrittenBytes).Add(" in=", inputBytes).Add(" out=", outputBytes)
            .Add(" p50=", Percentile(sorted, 50)).Add(" p95=", Percentile(sorted, 95)).Add(" max=", sorted[^1]).EndLine();
    }

    /// <summary>By nearest rank.</summary>
    static long Percentile(ReadOnlySpan<long> sorted, long percent) => sorted[(int)((sorted.Length * percent + 99) / 100 - 1)];
}
