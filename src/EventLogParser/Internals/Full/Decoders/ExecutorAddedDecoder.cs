using System.Text.Json;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.EventLogParser.Internals.Full.Decoders;

/// <summary>SparkListenerExecutorAdded.</summary>
static class ExecutorAddedDecoder
{
    enum Field { Timestamp, ExecutorId, ExecutorInfo }

    enum InfoField { Host, TotalCores, LogUrls, Attributes, Resources, ResourceProfileId, RegistrationTime, RequestTime }

    static readonly FieldNames<Field> Fields = new(
        (Field.Timestamp, "Timestamp"), (Field.ExecutorId, "Executor ID"), (Field.ExecutorInfo, "Executor Info"));

    static readonly FieldNames<InfoField> InfoFields = new(
        (InfoField.Host, "Host"), (InfoField.TotalCores, "Total Cores"), (InfoField.LogUrls, "Log Urls"),
        (InfoField.Attributes, "Attributes"), (InfoField.Resources, "Resources"),
        (InfoField.ResourceProfileId, "Resource Profile Id"), (InfoField.RegistrationTime, "Registration Time"),
        (InfoField.RequestTime, "Request Time"));

    /// <returns>Null without the executor's id.</returns>
    public static ExecutorAddedEvent? Read(ref Utf8JsonReader r, DecodeContext context)
    {
        var e = new ExecutorAddedEvent("", 0, null, 0, 0, null, null, Json.Empty, Json.Empty, null);
        var hint = 0;
        while (Fields.Next(ref r, ref hint, out var field))
        {
            switch (field)
            {
                case Field.Timestamp: e = e with { TimeMs = Json.Long(ref r) }; break;
                case Field.ExecutorId: e = e with { ExecutorId = context.Pooled(ref r) ?? "" }; break;
                case Field.ExecutorInfo when Json.EnterObject(ref r): e = ReadInfo(ref r, e, context); break;
            }
        }
        return e.ExecutorId.Length > 0 ? e : null;
    }

    static ExecutorAddedEvent ReadInfo(ref Utf8JsonReader r, ExecutorAddedEvent e, DecodeContext context)
    {
        var details = context.ReadExecutorDetails;
        var hint = 0;
        while (InfoFields.Next(ref r, ref hint, out var field))
        {
            switch (field)
            {
                case InfoField.Host: e = e with { Host = context.Pooled(ref r) }; break;
                case InfoField.TotalCores: e = e with { TotalCores = Json.Int(ref r) }; break;
                case InfoField.LogUrls when details: e = e with { LogUrls = Json.StringMap(ref r, context) }; break;
                case InfoField.Attributes when details: e = e with { Attributes = Json.StringMap(ref r, context) }; break;
                case InfoField.Resources when r.TokenType == JsonTokenType.StartObject:
                    e = e with
                    {
                        ResourcesJson = Json.Raw(
                    ref r, context)
                    }; break;
                case InfoField.ResourceProfileId: e = e with { ResourceProfileId = Json.Int(ref r) }; break;
                case InfoField.RegistrationTime: e = e with { RegistrationTimeMs = Json.OptionalLong(ref r) }; break;
                case InfoField.RequestTime: e = e with { RequestTimeMs = Json.OptionalLong(ref r) }; break;
                default: r.Skip(); break;
            }
        }
        return e;
    }
}
