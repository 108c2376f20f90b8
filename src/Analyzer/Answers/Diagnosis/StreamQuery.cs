namespace Rightsizer.Analyzer.Answers.Diagnosis;

/// <summary>
/// One streaming query, or the batches of a DStream application. Rates are over the time from its first batch to its last.
/// </summary>
public sealed record StreamQuery
{
    /// <summary>The name that the code gave it; null where it gave none.</summary>
    public string? Name { get; init; }

    /// <summary>Of the query since it was started; null for DStreams.</summary>
    public string? RunId { get; init; }

    /// <summary>Its batches come from progress events; otherwise from the jobs and queries of its batches.</summary>
    public required bool HasProgress { get; init; }
    public required int Batches { get; init; }

    /// <value>Epoch milliseconds; start of the first batch.</value>
    public required long FirstMs { get; init; }

    /// <value>Epoch milliseconds; end of the last batch.</value>
    public required long LastMs { get; init; }
    public required long MedianBatchMs { get; init; }

    /// <summary>19 of 20 batches were not longer.</summary>
    public required long P95BatchMs { get; init; }

    /// <summary>From the start of a batch to the next one's; for DStreams the batch interval. Null with one batch.</summary>
    public long? MedianIntervalMs { get; init; }

    /// <summary>For DStreams: from the time for which a batch was due to its first job. Null for queries.</summary>
    public long? MedianDelayMs { get; init; }

    /// <summary>0 to 1: time of batches over the time from first to last.</summary>
    public required double BusyRatio { get; init; }

    /// <summary>Null without progress events.</summary>
    public long? InputRows { get; init; }
    public double? InputRowsPerSecond { get; init; }

    /// <summary>Rows over the time that batches took: what the query could do at most as it ran.</summary>
    public double? ProcessedRowsPerSecond { get; init; }

    /// <summary>Rows of state after the last batch; null without state.</summary>
    public long? StateRows { get; init; }

    /// <summary>The most rows of state after any batch.</summary>
    public long? MaxStateRows { get; init; }

    /// <summary>Memory that the state takes after the last batch, as its store reports it.</summary>
    public long? StateBytes { get; init; }

    /// <summary>From this part of the time on batches follow each other without a pause.</summary>
    public const double NoPauseRatio = 0.95;

    /// <summary>Batches follow each other without a pause: they take as long as the trigger or longer, or there is no trigger.</summary>
    public bool HasNoPause => Batches > 1 && BusyRatio >= NoPauseRatio;
}
