using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Rightsizer.Reports.Emit;

/// <summary>A request of an AWS API, with <c>${NAME}</c> where only the user knows the value: <c>envsubst</c> fills them in.</summary>
static partial class JsonFile
{
    public static EmittedFile Write(JsonObject document, ClusterPlan plan)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer,
            new JsonWriterOptions
            {
                Indented = true,
                IndentSize = 2,
                NewLine = "\n",
                Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping
            }))
        {
            document.WriteTo(writer);
        }
        var text = Encoding.UTF8.GetString(buffer.ToArray()) + "\n";
        return new EmittedFile(
            text, [.. Variable().Matches(text).Select(m => m.Groups[1].Value).Distinct(StringComparer.Ordinal)], plan.Notes);
    }

    public static JsonArray Strings(IEnumerable<string> values) => new([.. values.Select(v => (JsonNode)JsonValue.Create(v))]);

    public static JsonObject Map(IEnumerable<KeyValuePair<string, string>> values)
    {
        var map = new JsonObject();
        foreach (var (key, value) in values) map[key] = value;
        return map;
    }

    [GeneratedRegex(@"\$\{([A-Z_]+)\}")]
    private static partial Regex Variable();
}
