using Rightsizer.Analyzer.Model;
using static Rightsizer.EventLogParser.Events.TaskMetric;
using Metric = Rightsizer.EventLogParser.Events.TaskMetric;

namespace Rightsizer.Reports.Json;

/// <summary>REST's taskSummary: one list a figure, an entry a quantile. <c>durationSuccessOnly</c> is ours.</summary>
public sealed record DistributionsView
{
    public int Count { get; }
    public IReadOnlyList<double> Quantiles { get; }
    public IReadOnlyList<long?> Duration { get; }
    public IReadOnlyList<long?> DurationSuccessOnly { get; }
    public IReadOnlyList<long?> GettingResultTime { get; }
    public IReadOnlyList<long?> SchedulerDelay { get; }
    public IReadOnlyList<long?> ExecutorDeserializeTime { get; }
    public IReadOnlyList<long?> ExecutorDeserializeCpuTime { get; }
    public IReadOnlyList<long?> ExecutorRunTime { get; }
    public IReadOnlyList<long?> ExecutorCpuTime { get; }
    public IReadOnlyList<long?> ResultSize { get; }
    public IReadOnlyList<long?> JvmGcTime { get; }
    public IReadOnlyList<long?> ResultSerializationTime { get; }
    public IReadOnlyList<long?> PeakExecutionMemory { get; }
    public IReadOnlyList<long?> MemoryBytesSpilled { get; }
    public IReadOnlyList<long?> DiskBytesSpilled { get; }
    public InputDistribution InputMetrics { get; }
    public OutputDistribution OutputMetrics { get; }
    public ShuffleReadDistribution ShuffleReadMetrics { get; }
    public ShuffleWriteDistribution ShuffleWriteMetrics { get; }

    public DistributionsView(TaskDistributions d)
    {
        Count = d.Count;
        Quantiles = d.Quantiles;
        Duration = d.DurationMs;
        DurationSuccessOnly = d.DurationSuccessOnlyMs;
        GettingResultTime = d.GettingResultMs;
        SchedulerDelay = d.SchedulerDelayMs;
        ExecutorDeserializeTime = d.Of(Metric.ExecutorDeserializeTime);
        ExecutorDeserializeCpuTime = d.Of(Metric.ExecutorDeserializeCpuTime);
        ExecutorRunTime = d.Of(Metric.ExecutorRunTime);
        ExecutorCpuTime = d.Of(Metric.ExecutorCpuTime);
        ResultSize = d.Of(Metric.ResultSize);
        JvmGcTime = d.Of(Metric.JvmGcTime);
        ResultSerializationTime = d.Of(Metric.ResultSerializationTime);
        PeakExecutionMemory = d.Of(Metric.PeakExecutionMemory);
        MemoryBytesSpilled = d.Of(Metric.MemoryBytesSpilled);
        DiskBytesSpilled = d.Of(Metric.DiskBytesSpilled);
        InputMetrics = new InputDistribution(d.Of(InputBytes), d.Of(InputRecords));
        OutputMetrics = new OutputDistribution(d.Of(OutputBytes), d.Of(OutputRecords));
        ShuffleReadMetrics = new ShuffleReadDistribution(
            d.Of(ShuffleLocalBytesRead, ShuffleRemoteBytesRead), d.Of(ShuffleReadRecords), d.Of(ShuffleRemoteBlocksFetched),
            d.Of(ShuffleLocalBlocksFetched), d.Of(ShuffleFetchWaitTime), d.Of(ShuffleRemoteBytesRead), d.Of(ShuffleRemoteBytesReadToDisk),
            d.Of(ShuffleLocalBlocksFetched, ShuffleRemoteBlocksFetched), d.Of(ShuffleRemoteReqsDuration),
            new ShufflePushReadDistribution(
                d.Of(ShuffleCorruptMergedBlockChunks), d.Of(ShuffleMergedFetchFallbackCount), d.Of(ShuffleMergedRemoteBlocksFetched),
                d.Of(ShuffleMergedLocalBlocksFetched), d.Of(ShuffleMergedRemoteChunksFetched), d.Of(ShuffleMergedLocalChunksFetched),
                d.Of(ShuffleMergedRemoteBytesRead), d.Of(ShuffleMergedLocalBytesRead), d.Of(ShuffleMergedRemoteReqsDuration)));
        ShuffleWriteMetrics = new ShuffleWriteDistribution(d.Of(ShuffleWriteBytes), d.Of(ShuffleWriteRecords), d.Of(ShuffleWriteTime));
    }
}

public sealed record InputDistribution(IReadOnlyList<long?> BytesRead, IReadOnlyList<long?> RecordsRead);

public sealed record OutputDistribution(IReadOnlyList<long?> BytesWritten, IReadOnlyList<long?> RecordsWritten);

public sealed record ShuffleReadDistribution(
    IReadOnlyList<long?> ReadBytes, IReadOnlyList<long?> ReadRecords, IReadOnlyList<long?> RemoteBlocksFetched,
    IReadOnlyList<long?> LocalBlocksFetched, IReadOnlyList<long?> FetchWaitTime, IReadOnlyList<long?> RemoteBytesRead,
    IReadOnlyList<long?> RemoteBytesReadToDisk, IReadOnlyList<long?> TotalBlocksFetched, IReadOnlyList<long?> RemoteReqsDuration,
    ShufflePushReadDistribution ShufflePushReadMetricsDist);

public sealed record ShufflePushReadDistribution(
    IReadOnlyList<long?> CorruptMergedBlockChunks, IReadOnlyList<long?> MergedFetchFallbackCount,
    IReadOnlyList<long?> RemoteMergedBlocksFetched, IReadOnlyList<long?> LocalMergedBlocksFetched,
    IReadOnlyList<long?> RemoteMergedChunksFetched, IReadOnlyList<long?> LocalMergedChunksFetched,
    IReadOnlyList<long?> RemoteMergedBytesRead, IReadOnlyList<long?> LocalMergedBytesRead,
    IReadOnlyList<long?> RemoteMergedReqsDuration);

public sealed record ShuffleWriteDistribution(
    IReadOnlyList<long?> WriteBytes, IReadOnlyList<long?> WriteRecords, IReadOnlyList<long?> WriteTime);
