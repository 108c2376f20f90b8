using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Reports.Json;

/// <summary>
/// The sums of task metrics, under Spark's REST names; CPU and shuffle write times are nanoseconds, other times milliseconds, sizes bytes.
/// </summary>
public abstract record MetricsView
{
    public long ExecutorDeserializeTime { get; private set; }
    public long ExecutorDeserializeCpuTime { get; private set; }
    public long ExecutorRunTime { get; private set; }
    public long ExecutorCpuTime { get; private set; }
    public long ResultSize { get; private set; }
    public long JvmGcTime { get; private set; }
    public long ResultSerializationTime { get; private set; }
    public long MemoryBytesSpilled { get; private set; }
    public long DiskBytesSpilled { get; private set; }
    public long PeakExecutionMemory { get; private set; }
    public long InputBytes { get; private set; }
    public long InputRecords { get; private set; }
    public long OutputBytes { get; private set; }
    public long OutputRecords { get; private set; }
    public long ShuffleRemoteBlocksFetched { get; private set; }
    public long ShuffleLocalBlocksFetched { get; private set; }
    public long ShuffleFetchWaitTime { get; private set; }
    public long ShuffleRemoteBytesRead { get; private set; }
    public long ShuffleRemoteBytesReadToDisk { get; private set; }
    public long ShuffleLocalBytesRead { get; private set; }
    public long ShuffleReadRecords { get; private set; }
    public long ShuffleCorruptMergedBlockChunks { get; private set; }
    public long ShuffleMergedFetchFallbackCount { get; private set; }
    public long ShuffleMergedRemoteBlocksFetched { get; private set; }
    public long ShuffleMergedLocalBlocksFetched { get; private set; }
    public long ShuffleMergedRemoteChunksFetched { get; private set; }
    public long ShuffleMergedLocalChunksFetched { get; private set; }
    public long ShuffleMergedRemoteBytesRead { get; private set; }
    public long ShuffleMergedLocalBytesRead { get; private set; }
    public long ShuffleRemoteReqsDuration { get; private set; }
    public long ShuffleMergedRemoteReqsDuration { get; private set; }
    public long ShuffleWriteBytes { get; private set; }
    public long ShuffleWriteTime { get; private set; }
    public long ShuffleWriteRecords { get; private set; }

    /// <summary>Local and remote shuffle bytes read.</summary>
    public long ShuffleReadBytes { get; private set; }

    protected MetricsView(in TaskMetrics m)
    {
        ExecutorDeserializeTime = m[TaskMetric.ExecutorDeserializeTime];
        ExecutorDeserializeCpuTime = m[TaskMetric.ExecutorDeserializeCpuTime];
        ExecutorRunTime = m[TaskMetric.ExecutorRunTime];
        ExecutorCpuTime = m[TaskMetric.ExecutorCpuTime];
        ResultSize = m[TaskMetric.ResultSize];
        JvmGcTime = m[TaskMetric.JvmGcTime];
        ResultSerializationTime = m[TaskMetric.ResultSerializationTime];
        MemoryBytesSpilled = m[TaskMetric.MemoryBytesSpilled];
        DiskBytesSpilled = m[TaskMetric.DiskBytesSpilled];
        PeakExecutionMemory = m[TaskMetric.PeakExecutionMemory];
        InputBytes = m[TaskMetric.InputBytes];
        InputRecords = m[TaskMetric.InputRecords];
        OutputBytes = m[TaskMetric.OutputBytes];
        OutputRecords = m[TaskMetric.OutputRecords];
        ShuffleRemoteBlocksFetched = m[TaskMetric.ShuffleRemoteBlocksFetched];
        ShuffleLocalBlocksFetched = m[TaskMetric.ShuffleLocalBlocksFetched];
        ShuffleFetchWaitTime = m[TaskMetric.ShuffleFetchWaitTime];
        ShuffleRemoteBytesRead = m[TaskMetric.ShuffleRemoteBytesRead];
        ShuffleRemoteBytesReadToDisk = m[TaskMetric.ShuffleRemoteBytesReadToDisk];
        ShuffleLocalBytesRead = m[TaskMetric.ShuffleLocalBytesRead];
        ShuffleReadRecords = m[TaskMetric.ShuffleReadRecords];
        ShuffleCorruptMergedBlockChunks = m[TaskMetric.ShuffleCorruptMergedBlockChunks];
        ShuffleMergedFetchFallbackCount = m[TaskMetric.ShuffleMergedFetchFallbackCount];
        ShuffleMergedRemoteBlocksFetched = m[TaskMetric.ShuffleMergedRemoteBlocksFetched];
        ShuffleMergedLocalBlocksFetched = m[TaskMetric.ShuffleMergedLocalBlocksFetched];
        ShuffleMergedRemoteChunksFetched = m[TaskMetric.ShuffleMergedRemoteChunksFetched];
        ShuffleMergedLocalChunksFetched = m[TaskMetric.ShuffleMergedLocalChunksFetched];
        ShuffleMergedRemoteBytesRead = m[TaskMetric.ShuffleMergedRemoteBytesRead];
        ShuffleMergedLocalBytesRead = m[TaskMetric.ShuffleMergedLocalBytesRead];
        ShuffleRemoteReqsDuration = m[TaskMetric.ShuffleRemoteReqsDuration];
        ShuffleMergedRemoteReqsDuration = m[TaskMetric.ShuffleMergedRemoteReqsDuration];
        ShuffleWriteBytes = m[TaskMetric.ShuffleWriteBytes];
        ShuffleWriteTime = m[TaskMetric.ShuffleWriteTime];
        ShuffleWriteRecords = m[TaskMetric.ShuffleWriteRecords];
        ShuffleReadBytes = m[TaskMetric.ShuffleLocalBytesRead] + m[TaskMetric.ShuffleRemoteBytesRead];
    }
}
