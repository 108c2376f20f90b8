using System.Text.Json;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.EventLogParser.Internals.Full.Decoders;

/// <summary>SparkListenerStageSubmitted and SparkListenerStageCompleted.</summary>
static class StageEventDecoder
{
    enum Field { StageInfo, Properties }

    static readonly FieldNames<Field> SubmittedFields = new((Field.StageInfo, "Stage Info"), (Field.Properties, "Properties"));
    static readonly FieldNames<Field> CompletedFields = new((Field.StageInfo, "Stage Info"));

    /// <returns>Null without the stage's id.</returns>
    public static StageSubmittedEvent? ReadSubmitted(ref Utf8JsonReader r, DecodeContext context)
    {
        var info = StageInfoDecoder.None;
        var properties = Json.Empty;
        var hint = 0;
        while (SubmittedFields.Next(ref r, ref hint, out var field))
        {
            if (field == Field.StageInfo) info = StageInfoDecoder.Read(ref r, context);
            else properties = Json.StringMap(ref r, context);
        }
        return ReferenceEquals(info, StageInfoDecoder.None) ? null : new StageSubmittedEvent(info, properties);
    }

    /// <returns>Null without the stage's id.</returns>
    public static StageCompletedEvent? ReadCompleted(ref Utf8JsonReader r, DecodeContext context)
    {
        var info = StageInfoDecoder.None;
        var hint = 0;
        while (CompletedFields.Next(ref r, ref hint, out _)) info = StageInfoDecoder.Read(ref r, context);
        return ReferenceEquals(info, StageInfoDecoder.None) ? null : new StageCompletedEvent(info);
    }
}
