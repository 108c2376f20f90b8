using System.Text.Json;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.EventLogParser.Internals.Full.Decoders;

/// <summary>The twelve events that exclude an executor or node, or let it back.</summary>
static class ExclusionDecoder
{
    enum Field { ExecutorId, HostId, StageId, StageAttemptId }

    static readonly FieldNames<Field> Fields = new(
        (Field.ExecutorId, "executorId"), (Field.HostId, "hostId"), (Field.StageId, "stageId"), (Field.StageAttemptId, "stageAttemptId"));

    public static ExclusionEvent Read(ref Utf8JsonReader r, DecodeContext context, bool excluded)
    {
        string? executor = null, host = null;
        int? stage = null, attempt = null;
        var hint = 0;
        while (Fields.Next(ref r, ref hint, out var field))
        {
            switch (field)
            {
                case Field.ExecutorId: executor = context.Pooled(ref r); break;
                case Field.HostId: host = context.Pooled(ref r); break;
                case Field.StageId: stage = Json.Int(ref r); break;
                case Field.StageAttemptId: attempt = Json.Int(ref r); break;
            }
        }
        return new ExclusionEvent(executor, host, excluded, stage, attempt);
    }
}
