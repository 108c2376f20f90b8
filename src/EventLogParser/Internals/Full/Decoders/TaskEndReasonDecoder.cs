using System.Text.Json;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.EventLogParser.Internals.Full.Decoders;

/// <summary>"Task End Reason".</summary>
static class TaskEndReasonDecoder
{
    /// <summary>Stands for a reason that is not there.</summary>
    public static readonly TaskEndReason None = new();

    public static TaskEndReason Read(ref Utf8JsonReader r, DecodeContext context)
    {
        if (r.TokenType != JsonTokenType.StartObject)
        {
            r.Skip();
            return None;
        }
        // nine in ten are {"Reason":"Success"}: look before anything is built
        var ahead = r;
        if (IsSuccess(ref ahead))
        {
            r = ahead;
            return TaskEndReason.Success;
        }
        if (!context.ReadErrorTexts) return ReadBareReason(ref r, context);
        return FailureDecoder.Read(ref r, context);
    }

    static bool IsSuccess(ref Utf8JsonReader r) =>
        r.Read() && r.TokenType == JsonTokenType.PropertyName && r.ValueTextEquals("Reason"u8)
        && r.Read() && r.TokenType == JsonTokenType.String && r.ValueTextEquals("Success"u8)
        && r.Read() && r.TokenType == JsonTokenType.EndObject;

    static TaskEndReason ReadBareReason(ref Utf8JsonReader r, DecodeContext context)
    {
        string? reason = null;
        while (r.Read() && r.TokenType == JsonTokenType.PropertyName)
        {
            var isReason = r.ValueTextEquals("Reason"u8);
            r.Read();
            if (isReason) reason = context.Pooled(ref r);
            else r.Skip();
        }
        return new TaskEndReason { Reason = reason };
    }
}
