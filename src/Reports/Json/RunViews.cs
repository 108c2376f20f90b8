using System.Text.Json;
using Rightsizer.Analyzer.Facts.Tables;
using Rightsizer.Analyzer.Model;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Reports.Json;

/// <summary>"app": names and units of Spark's REST API; times are epoch milliseconds.</summary>
public sealed record AppView(
    string? Id, string? Name, string? AttemptId, string? SparkVersion, string? User, long? StartTime, long? EndTime, long? DurationMs,
    bool HasApplicationEnd, int? ExitCode, long? LastEventTime, int ApplicationStarts)
{
    public static AppView From(ApplicationInfo a) => new(
        a.Id, a.Name, a.AttemptId, a.SparkVersion, a.User, a.StartTimeMs, a.EndTimeMs, a.DurationMs, a.EndTimeMs is not null, a.ExitCode,
        a.LastEventTimeMs, a.ApplicationStarts);
}

/// <summary>"log": what was read and how much of the run it holds.</summary>
public sealed record LogView(
    string Path, string Kind, string Codec, long Bytes, long PlainBytes, long Lines, long MalformedLines,
    IReadOnlyDictionary<string, long> MalformedByKind, string? FirstMalformed, bool Truncated, string Quality, IReadOnlyList<string> Doubts,
    IReadOnlyList<MissingEvent> MissingEvents, IReadOnlyList<MissingEvent> UnverifiedEvents, IReadOnlyList<string> InDoubt,
    IReadOnlyList<ImplausibleField> Implausible, long RebuiltTasks, long CutTexts, IReadOnlyList<string> OtherAttempts)
{
    public static LogView From(LogQuality q, IReadOnlyList<string> otherAttempts) => new(
        q.Path, q.Kind, q.Codec, q.Bytes, q.PlainBytes, q.Lines, q.MalformedLines, q.MalformedByKind, q.FirstMalformed, q.Truncated,
        JsonNames.CamelCase(q.Grade), q.Doubts, q.MissingEvents, q.UnverifiedEvents, q.InDoubt, q.Implausible, q.RebuiltTasks, q.CutTexts,
        otherAttempts);
}

/// <summary>Storage memory of an executor, bytes.</summary>
public sealed record MemoryMetricsView(long TotalOnHeapStorageMemory, long TotalOffHeapStorageMemory);

/// <summary>One executor life under REST's names.</summary>
public sealed record ExecutorView(
    string Id, bool IsDriver, string Host, string? HostPort, bool IsActive, int TotalCores, int MaxTasks, long AddTime, long? RemoveTime,
    string? RemoveReason, int ResourceProfileId, long MaxMemory, MemoryMetricsView? MemoryMetrics, bool AddedByEvent, long? RequestTime,
    long? RegistrationTime, int TotalTasks, int ActiveTasks, int CompletedTasks, int FailedTasks, long TotalDuration,
    [property: System.Text.Json.Serialization.JsonPropertyName("totalGCTime")] long TotalGcTime, long TaskDuration, long TaskGcTime,
    long TotalInputBytes, long TotalShuffleRead, long TotalShuffleWrite, bool IsExcluded, IReadOnlyCollection<int> ExcludedInStages,
    JsonElement Resources, IReadOnlyDictionary<string, long>? PeakMemoryMetrics)
{
    public static ExecutorView From(ExecutorLife x, ApplicationInfo app)
    {
        // REST shows the application's time as the driver's, and its GC time from the driver's own metrics
        var driver = x.Id == "driver";
        var duration = driver && app.DurationMs is { } d ? d : x.TaskDurationMs;
        var gc = driver && x.Peak is { } peak ? Math.Max(0, peak[ExecutorMetric.TotalGCTime]) : x.TaskGcTimeMs;
        return new ExecutorView(
            x.Id, x.IsDriver, x.HostName, x.HostPort ?? x.Host, x.IsActive, x.TotalCores, x.MaxTasks, x.AddTimeMs, x.RemoveTimeMs,
            x.RemoveReason, x.ResourceProfileId, x.MaxMemoryBytes,
            x.OnHeapStorageBytes < 0 ? null : new MemoryMetricsView(x.OnHeapStorageBytes, x.OffHeapStorageBytes), x.AddedByEvent,
            x.RequestTimeMs, x.RegistrationTimeMs, x.TotalTasks, x.ActiveTasks, x.CompletedTasks, x.FailedTasks, duration, gc,
            x.TaskDurationMs, x.TaskGcTimeMs, x.InputBytes, x.ShuffleReadBytes, x.ShuffleWriteBytes, x.IsExcluded, x.ExcludedInStages,
            JsonElement.Parse(x.ResourcesJson ?? "{}"), PeakView.From(x.Peak));
    }
}

static class PeakView
{
    /// <summary>By name; only what was reported. Null when nothing ever was.</summary>
    public static IReadOnlyDictionary<string, long>? From(ExecutorMetrics? peak)
    {
        if (peak is not { } p) return null;
        var view = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var metric in Enum.GetValues<ExecutorMetric>())
        {
            if (p[metric] >= 0) view[ExecutorMetrics.NameOf(metric)] = p[metric];
        }
        return view;
    }
}

/// <summary>One job under REST's names.</summary>
public sealed record JobView(
    int JobId, string? Name, string? Description, long? SubmissionTime, IReadOnlyList<int> StageIds, string? JobGroup,
    IReadOnlyList<string> JobTags, long? SqlExecutionId, int NumTasks, string? Failure, int NumActiveTasks, int NumCompletedTasks,
    int NumSkippedTasks, int NumFailedTasks, int NumKilledTasks, int NumCompletedIndices, int NumActiveStages, int NumCompletedStages,
    int NumSkippedStages, int NumFailedStages, IReadOnlyDictionary<string, int> KilledTasksSummary, string Status, long? CompletionTime)
{
    public static JobView From(Job j) => new(
        j.JobId, j.Name, j.Description, j.SubmissionTimeMs, j.StageIds, j.JobGroup, j.Tags, j.SqlExecutionId, j.NumTasks, j.Failure,
        j.NumActiveTasks, j.NumCompletedTasks, j.NumSkippedTasks, j.NumFailedTasks, j.NumKilledTasks, j.NumCompletedIndices,
        j.NumActiveStages, j.NumCompletedStages, j.NumSkippedStages, j.NumFailedStages, j.KilledTasksSummary, j.Status, j.CompletionTimeMs);
}

/// <summary>"totals": sums over every stage attempt.</summary>
public sealed record TotalsView : MetricsView
{
    public long NumCompleteTasks { get; }
    public long NumFailedTasks { get; }
    public long NumKilledTasks { get; }

    /// <summary>The sums with tasks that Spark does not show, rebuilt from their ends; null where there are none.</summary>
    public SumsView? WithRebuilt { get; }

    public TotalsView(RunTotals t) : base(t.Metrics)
    {
        (NumCompleteTasks, NumFailedTasks, NumKilledTasks) = (t.NumCompleteTasks, t.NumFailedTasks, t.NumKilledTasks);
        WithRebuilt = t.WithRebuilt is { } all ? new SumsView(all) : null;
    }
}

/// <summary>One SQL execution.</summary>
public sealed record SqlView(
    long Id, long RootExecutionId, string? Description, long StartTime, long? EndTime, long? DurationMs, string? ErrorMessage,
        string Status,
    IReadOnlyList<int> JobIds, IReadOnlyList<int> StageIds, int PlanUpdates, int PlanNodes, IReadOnlyList<WriteCommand> Writes,
    long? FilesWritten, long? BytesWritten, long? RowsWritten, long? DynamicPartitions, IReadOnlyList<ScanNode> Scans,
    IReadOnlyList<IReadOnlyList<long>> DriverAccumUpdates, IReadOnlyList<SqlMetric> Metrics, TableCommandView? TableCommand)
{
    public static SqlView From(SqlExecution x, TableCommands tables) => new(
        x.Id, x.RootExecutionId, x.Description, x.StartTimeMs, x.EndTimeMs, x.DurationMs, x.ErrorMessage, x.Status, x.JobIds, x.StageIds,
        x.PlanUpdates, x.PlanNodes.Count, x.Writes, x.FilesWritten, x.BytesWritten, x.RowsWritten, x.DynamicPartitions, x.Scans,
        [.. x.DriverAccumUpdates.Select(u => new long[] { u.AccumulatorId, u.Value })], x.Metrics, TableCommandView.From(tables.Of(x), x));
}

/// <summary>Sums of task metrics alone.</summary>
public sealed record SumsView : MetricsView
{
    public SumsView(in TaskMetrics metrics) : base(metrics)
    {
    }
}
