using System.Text.Json;
using System.Text.Json.Nodes;

namespace Rightsizer.Fuzz;

/// <summary>Makes a log small enough that thousands can be tried in a minute, with every kind of event and field that it has.</summary>
static class SmallLog
{
    /// <summary>Events of a kind; entries of a list and of an object; characters of a text.</summary>
    const int KeptOfAKind = 1, KeptTasks = 2, KeptEntries = 1, KeptFields = 60, KeptCharacters = 80;

    public static List<byte[]> Of(IEnumerable<byte[]> lines)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        var kept = new List<byte[]>();
        foreach (var line in lines)
        {
            var node = JsonNode.Parse(line)!.AsObject();
            var kind = node["Event"]!.GetValue<string>();
            var isTask = kind.StartsWith("SparkListenerTask", StringComparison.Ordinal);
            if ((seen[kind] = seen.GetValueOrDefault(kind) + 1) > (isTask ? KeptTasks : KeptOfAKind)) continue;
            kept.Add(JsonSerializer.SerializeToUtf8Bytes(Shorten(node, kind)));
        }
        return kept;
    }

    static JsonNode? Shorten(JsonNode? node, string name) => node switch
    {
        JsonObject o => new JsonObject(o.Where((_, i) => i < Fields(name))
            .Select(f => KeyValuePair.Create(f.Key, Shorten(f.Value, f.Key)))),
        JsonArray a => new JsonArray([.. a.Take(KeptEntries).Select(e => Shorten(e, name))]),
        JsonValue v when v.TryGetValue<string>(out var text) && text.Length > KeptCharacters => JsonValue.Create(text[..KeptCharacters]),
        _ => node?.DeepClone(),
    };

    /// <summary>Of a machine's properties a few are enough.</summary>
    static int Fields(string name) => name switch
    {
        "System Properties" or "Hadoop Properties" or "Metrics Properties" or "Classpath Entries" or "Properties" => 3,
        _ => KeptFields,
    };
}
