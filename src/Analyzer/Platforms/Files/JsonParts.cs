using System.Text.Json.Nodes;

namespace Rightsizer.Analyzer.Platforms.Files;

/// <summary>Lists and maps of text in a request.</summary>
static class JsonParts
{
    public static JsonArray Strings(IEnumerable<string> values) => new([.. values.Select(v => (JsonNode)JsonValue.Create(v))]);

    public static JsonObject Map(IEnumerable<KeyValuePair<string, string>> values)
    {
        var map = new JsonObject();
        foreach (var (key, value) in values) map[key] = value;
        return map;
    }
}
