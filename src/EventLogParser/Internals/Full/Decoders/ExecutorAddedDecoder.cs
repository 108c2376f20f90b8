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
        var id = "";
        long time = 0;
        var info = new Info();
        var hint = 0;
        while (Fields.Next(ref r, ref hint, out var field))
        {
            switch (field)
            {
                case Field.Timestamp: time = Json.Long(ref r); break;
                case Field.ExecutorId: id = context.Pooled(ref r) ?? ""; break;
                case Field.ExecutorInfo when Json.EnterObject(ref r): info.Read(ref r, context); break;
            }
        }
        return id.Length == 0 ? null : new ExecutorAddedEvent(id, time, info.Host, info.TotalCores, info.ProfileId, info.RequestTimeMs,
            info.RegistrationTimeMs, info.LogUrls ?? Json.Empty, info.Attributes ?? Json.Empty, info.ResourcesJson);
    }

    /// <summary>"Executor Info".</summary>
    struct Info
    {
        public string? Host, ResourcesJson;
        public int TotalCores, ProfileId;
        public long? RequestTimeMs, RegistrationTimeMs;
        public IReadOnlyDictionary<string, string>? LogUrls, Attributes;

        public void Read(ref Utf8JsonReader r, DecodeContext context)
        {
            var details = context.ReadExecutorDetails;
            var hint = 0;
            while (InfoFields.Next(ref r, ref hint, out var field))
            {
                switch (field)
                {
                    case InfoField.Host: Host = context.Pooled(ref r); break;
                    case InfoField.TotalCores: TotalCores = Json.Int(ref r); break;
                    case InfoField.LogUrls when details: LogUrls = Json.StringMap(ref r, context); break;
                    case InfoField.Attributes when details: Attributes = Json.StringMap(ref r, context); break;
                    case InfoField.Resources when r.TokenType == JsonTokenType.StartObject:
                        ResourcesJson = Json.Raw(ref r, context);
                        break;
                    case InfoField.ResourceProfileId: ProfileId = Json.Int(ref r); break;
                    case InfoField.RegistrationTime: RegistrationTimeMs = Json.OptionalLong(ref r); break;
                    case InfoField.RequestTime: RequestTimeMs = Json.OptionalLong(ref r); break;
                    default: r.Skip(); break;
                }
            }
        }
    }
}
