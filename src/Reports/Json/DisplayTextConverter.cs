using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
using Rightsizer.Analyzer.Ledgers;

namespace Rightsizer.Reports.Json;

/// <summary>Words for people are strings in every document.</summary>
sealed class DisplayTextConverter : JsonConverter<DisplayText>
{
    public override DisplayText Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetString() ?? "";

    public override void Write(Utf8JsonWriter writer, DisplayText value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());

    /// <summary>A schema knows nothing of a converter's output by itself.</summary>
    public static JsonNode Schema(JsonSchemaExporterContext context, JsonNode node) =>
        context.TypeInfo.Type == typeof(DisplayText) ? new JsonObject { ["type"] = "string" }
        : context.TypeInfo.Type == typeof(DisplayText?) ? new JsonObject { ["type"] = new JsonArray("string", "null") } : node;
}
