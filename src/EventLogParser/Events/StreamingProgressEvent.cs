namespace Rightsizer.EventLogParser.Events;

/// <summary>StreamingQueryListener$QueryProgressEvent: what one trigger of a streaming query did.</summary>
/// <param name="RunId">Of the query since it was started.</param>
/// <param name="Name">Null where the code gave it none.</param>
/// <param name="BatchId">Counts from 0 in the life of the checkpoint.</param>
/// <param name="TimestampMs">Epoch milliseconds at which the trigger fired; -1 where the log has no time.</param>
/// <param name="DurationMs">"batchDuration", before Spark 3 "durationMs"."triggerExecution".</param>
/// <param name="HasBatch">"durationMs"."addBatch" is there: a batch ran. Without it the trigger found no data.</param>
/// <param name="InputRows">Sum over the sources.</param>
/// <param name="StateRows">"numRowsTotal" over the stateful operators; null without any.</param>
/// <param name="StateBytes">"memoryUsedBytes" over them; null without any.</param>
public sealed record StreamingProgressEvent(
    string? RunId, string? Name, long BatchId, long TimestampMs, long DurationMs, bool HasBatch, long InputRows, long? StateRows,
    long? StateBytes) : SparkEvent;
