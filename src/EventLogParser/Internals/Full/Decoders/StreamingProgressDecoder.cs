using System.Text.Json;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.EventLogParser.Internals.Full.Decoders;

/// <summary>StreamingQueryListener$QueryProgressEvent.</summary>
static class StreamingProgressDecoder
{
    enum Field { Progress }

    enum ProgressField { RunId, Name, Timestamp, BatchId, BatchDuration, Durations, State, Sources }

    enum DurationField { Trigger, AddBatch }

    enum StateField { Rows, Bytes }

    enum SourceField { Rows }

    static readonly FieldNames<Field> Fields = new((Field.Progress, "progress"));

    static readonly FieldNames<ProgressField> ProgressFields = new(
        (ProgressField.RunId, "runId"), (ProgressField.Name, "name"), (ProgressField.Timestamp, "timestamp"),
        (ProgressField.BatchId, "batchId"), (ProgressField.BatchDuration, "batchDuration"), (ProgressField.Durations, "durationMs"),
        (ProgressField.State, "stateOperators"), (ProgressField.Sources, "sources"));

    static readonly FieldNames<DurationField> DurationFields = new(
        (DurationField.Trigger, "triggerExecution"), (DurationField.AddBatch, "addBatch"));

    static readonly FieldNames<StateField> StateFields = new((StateField.Rows, "numRowsTotal"), (StateField.Bytes, "memoryUsedBytes"));

    static readonly FieldNames<SourceField> SourceFields = new((SourceField.Rows, "numInputRows"));

    public static StreamingProgressEvent Read(ref Utf8JsonReader r, DecodeContext context)
    {
        var e = new StreamingProgressEvent(null, null, 0, -1, 0, false, 0, null, null);
        var hint = 0;
        while (Fields.Next(ref r, ref hint, out _))
        {
            if (Json.EnterObject(ref r)) e = ReadProgress(ref r, context, e);
        }
        return e;
    }

    static StreamingProgressEvent ReadProgress(ref Utf8JsonReader r, DecodeContext context, StreamingProgressEvent e)
    {
        long? batch = null, trigger = null;
        var hint = 0;
        while (ProgressFields.Next(ref r, ref hint, out var field))
        {
            switch (field)
            {
                case ProgressField.RunId: e = e with { RunId = context.Pooled(ref r) }; break;
                case ProgressField.Name: e = e with { Name = context.Pooled(ref r) }; break;
                case ProgressField.Timestamp:
                    e = e with
                    {
                        TimestampMs = r.TokenType == JsonTokenType.String && r.TryGetDateTimeOffset(out var at)
                            ? at.ToUnixTimeMilliseconds() : -1
                    };
                    break;
                case ProgressField.BatchId: e = e with { BatchId = Json.Long(ref r) }; break;
                case ProgressField.BatchDuration: batch = Json.OptionalLong(ref r); break;
                case ProgressField.Durations when Json.EnterObject(ref r):
                    var inner = 0;
                    while (DurationFields.Next(ref r, ref inner, out var of))
                    {
                        var ms = Json.Long(ref r);
                        if (of == DurationField.Trigger) trigger = ms;
                        else e = e with { HasBatch = true };
                    }
                    break;
                case ProgressField.State when Json.EnterArray(ref r):
                    while (Json.NextObject(ref r)) e = ReadState(ref r, e);
                    break;
                case ProgressField.Sources when Json.EnterArray(ref r):
                    while (Json.NextObject(ref r))
                    {
                        var entry = 0;
                        while (SourceFields.Next(ref r, ref entry, out _)) e = e with { InputRows = Add(e.InputRows, Json.Long(ref r)) };
                    }
                    break;
            }
        }
        return e with { DurationMs = Math.Max(0, batch ?? trigger ?? 0) };
    }

    static StreamingProgressEvent ReadState(ref Utf8JsonReader r, StreamingProgressEvent e)
    {
        var hint = 0;
        while (StateFields.Next(ref r, ref hint, out var field))
        {
            var value = Json.Long(ref r);
            e = field == StateField.Rows ? e with { StateRows = Add(e.StateRows ?? 0, value) }
                : e with { StateBytes = Add(e.StateBytes ?? 0, value) };
        }
        return e;
    }

    /// <summary>A damaged count makes the sum too small or too large, never negative.</summary>
    static long Add(long sum, long value) => value <= 0 ? sum : sum > long.MaxValue - value ? long.MaxValue : sum + value;
}
