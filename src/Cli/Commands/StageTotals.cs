using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Cli.Commands;

/// <summary>Sums over the task ends of one stage attempt.</summary>
sealed class StageTotals
{
    long tasks, failed, runMs, cpuNs, gcMs, memorySpilledBytes, diskSpilledBytes, shuffleReadBytes, shuffleWrittenBytes, inputBytes, outputBytes;
    long[] durationsMs = new long[64];

    public void Add(in TaskEndEvent e)
    {
        if (tasks == durationsMs.Length) Array.Resize(ref durationsMs, durationsMs.Length * 2);
        durationsMs[tasks++] = e.Task.FinishTimeMs - e.Task.LaunchTimeMs;
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

    public void Write(TotalsText text)
    {
        Array.Sort(durationsMs, 0, (int)tasks);
        text.Add(" tasks=", tasks).Add(" failed=", failed).Add(" run=", runMs).Add(" cpu=", cpuNs).Add(" gc=", gcMs)
            .Add(" mspill=", memorySpilledBytes).Add(" dspill=", diskSpilledBytes).Add(" sread=", shuffleReadBytes)
            .Add(" swrite=", shuffleWrittenBytes).Add(" in=", inputBytes).Add(" out=", outputBytes)
            .Add(" p50=", Percentile(50)).Add(" p95=", Percentile(95)).Add(" max=", durationsMs[tasks - 1]).EndLine();
    }

    /// <summary>By nearest rank.</summary>
    long Percentile(long percent) => durationsMs[(tasks * percent + 99) / 100 - 1];
}
