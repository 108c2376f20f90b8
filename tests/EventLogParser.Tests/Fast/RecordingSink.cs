using System.Text;
using System.Text.Json;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.EventLogParser.Tests.Fast;

/// <summary>Keeps one number for each event, made of all its fields, so that two readings can be compared event by event.</summary>
sealed class RecordingSink : IEventSink
{
    public List<int> Hashes { get; } = [];

    /// <summary>Names the event at this place, for a message.</summary>
    public int? Describe { get; init; }
    public string? Description { get; private set; }

    public void OnTaskStart(in TaskStartEvent e)
    {
        var hash = new HashCode();
        hash.Add(1);
        hash.Add(e.StageId);
        hash.Add(e.StageAttemptId);
        Add(ref hash, in e.Task);
        if (Describe == Hashes.Count) Description = $"start {e.StageId} {e.StageAttemptId} {Text(in e.Task)}";
        Hashes.Add(hash.ToHashCode());
    }

    public void OnTaskEnd(in TaskEndEvent e, ReadOnlySpan<AccumulatorUpdate> updates)
    {
        var hash = new HashCode();
        hash.Add(2);
        hash.Add(e.StageId);
        hash.Add(e.StageAttemptId);
        Add(ref hash, in e.Task);
        hash.Add(e.Reason);
        hash.Add(e.HasMetrics);
        for (var i = 0; i < TaskMetrics.Count; i++) hash.Add(e.Metrics[i]);
        for (var i = 0; i < ExecutorMetrics.Count; i++) hash.Add(e.ExecutorMetrics[i]);
        foreach (var update in updates) hash.Add(update);
        if (Describe == Hashes.Count)
        {
            var text = new StringBuilder($"end {e.StageId} {e.StageAttemptId} {Text(in e.Task)} {e.Reason} {e.HasMetrics} metrics");
            for (var i = 0; i < TaskMetrics.Count; i++) text.Append(' ').Append(e.Metrics[i]);
            text.Append(" executor");
            for (var i = 0; i < ExecutorMetrics.Count; i++) text.Append(' ').Append(e.ExecutorMetrics[i]);
            foreach (var update in updates) text.Append(' ').Append(update);
            Description = text.ToString();
        }
        Hashes.Add(hash.ToHashCode());
    }

    public void OnEvent(SparkEvent e)
    {
        var text = e.GetType().Name + JsonSerializer.Serialize<object>(e, Options);
        if (Describe == Hashes.Count) Description = text;
        Hashes.Add(text.GetHashCode());
    }

    static readonly JsonSerializerOptions Options = new() { MaxDepth = 2000 };

    static void Add(ref HashCode hash, in TaskInfo t)
    {
        hash.Add(t.TaskId);
        hash.Add(t.Index);
        hash.Add(t.Attempt);
        hash.Add(t.PartitionId);
        hash.Add(t.LaunchTimeMs);
        hash.Add(t.FinishTimeMs);
        hash.Add(t.GettingResultTimeMs);
        hash.Add(t.ExecutorId);
        hash.Add(t.Host);
        hash.Add(t.Locality);
        hash.Add(t.Speculative);
        hash.Add(t.Failed);
        hash.Add(t.Killed);
    }

    static string Text(in TaskInfo t) =>
        $"task {t.TaskId} {t.Index} {t.Attempt} {t.PartitionId} {t.LaunchTimeMs} {t.FinishTimeMs} {t.GettingResultTimeMs} "
            + $"{t.ExecutorId} {t.Host} {t.Locality} {t.Speculative} {t.Failed} {t.Killed}";
}
