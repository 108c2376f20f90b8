using System.Text.Json;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.EventLogParser.Internals.Full.Decoders;

/// <summary>SparkListenerStageExecutorMetrics, and the entries of the same form in a heartbeat.</summary>
static class StageExecutorMetricsDecoder
{
    enum Field { ExecutorId, StageId, StageAttemptId, ExecutorMetrics }

    static readonly FieldNames<Field> Fields = new(
        (Field.ExecutorId, "Executor ID"), (Field.StageId, "Stage ID"), (Field.StageAttemptId, "Stage Attempt ID"),
        (Field.ExecutorMetrics, "Executor Metrics"));

    public static StageExecutorMetricsEvent Read(ref Utf8JsonReader r, DecodeContext context)
    {
        var id = "";
        int stage = 0, attempt = 0, hint = 0;
        var metrics = ExecutorMetrics.None;
        while (Fields.Next(ref r, ref hint, out var field))
        {
            switch (field)
            {
                case Field.ExecutorId: id = context.Pooled(ref r) ?? ""; break;
                case Field.StageId: stage = Json.Int(ref r); break;
                case Field.StageAttemptId: attempt = Json.Int(ref r); break;
                case Field.ExecutorMetrics: ExecutorMetricsDecoder.Read(ref r, ref metrics); break;
            }
        }
        return new StageExecutorMetricsEvent(id, stage, attempt, metrics);
    }
}
