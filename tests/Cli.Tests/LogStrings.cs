using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Rightsizer.EventLogParser.Codecs;
using Rightsizer.EventLogParser.Input;

namespace Rightsizer.Cli.Tests;

/// <summary>The strings of a log's events, keys of maps included, and logs in which they are others.</summary>
static class LogStrings
{
    const int MostLines = 400;
    const long MostBytes = 3_000_000;

    static readonly JsonSerializerOptions AsTheyAre = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>JSON lines of a log; of a long one the beginning and the end.</summary>
    public static IReadOnlyList<string> Lines(string path)
    {
        using var stream = DecodedStream.Open(EventLogLocator.Find(path, null)[^1].Parts[0]);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var lines = new List<string>();
        long bytes = 0;
        while (reader.ReadLine() is { } line && (bytes += line.Length) < MostBytes) lines.Add(line);
        return lines.Count <= MostLines ? lines : [.. lines.Take(MostLines - 50), .. lines.TakeLast(50)];
    }

    /// <summary>Event and path of every string, keys of maps included.</summary>
    public static IEnumerable<string> Fields(string line)
    {
        if (Parse(line) is not { } node) return [];
        var fields = new List<string>();
        Walk(node, "", (at, _) => { fields.Add(at); return null; });
        return fields;
    }

    /// <summary>The line with a marker behind each string, or in place of those of one field.</summary>
    public static string Mark(string line, string marker, string? field) =>
        // without the event's name there is no event; the name alone is marked in its turn
        Change(line, (at, text) => field is null ? at == "/Event" ? null : text + marker
            : at == field ? at == "/Event" ? text + marker : marker : null);

    /// <summary>The line with other strings.</summary>
    /// <param name="line">An event; what is none stays as it is.</param>
    /// <param name="change">By path and text; null keeps it.</param>
    public static string Change(string line, Func<string, string, string?> change)
    {
        if (Parse(line) is not { } node) return line;
        Walk(node, "", change);
        return node.ToJsonString(AsTheyAre);
    }

    static JsonNode? Parse(string line)
    {
        try
        {
            return JsonNode.Parse(line, documentOptions: new JsonDocumentOptions { MaxDepth = 1000 }) as JsonObject;
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            return null;
        }
    }

    static void Walk(JsonNode node, string at, Func<string, string, string?> change)
    {
        if (node is JsonObject o)
        {
            foreach (var key in o.Select(p => p.Key).ToList())
            {
                var inMap = at.EndsWith("Properties", StringComparison.Ordinal) || at.EndsWith("Attributes", StringComparison.Ordinal)
                    || at.EndsWith("metadata", StringComparison.Ordinal) || at.EndsWith("modifiedConfigs", StringComparison.Ordinal);
                var name = $"{at}/{(inMap ? "*" : key)}";
                Step(o[key], name, change, changed => o[key] = changed);
                if (inMap && change(name + "#key", key) is { } newKey && newKey != key && o[key] is JsonNode value)
                {
                    o.Remove(key);
                    o[newKey] = value;
                }
            }
        }
        else if (node is JsonArray a)
        {
            for (var i = 0; i < a.Count; i++)
            {
                var place = i;
                Step(a[i], at + "/[]", change, changed => a[place] = changed);
            }
        }
    }

    static void Step(JsonNode? value, string name, Func<string, string, string?> change, Action<JsonNode> set)
    {
        if (value is JsonValue v && v.GetValueKind() == JsonValueKind.String)
        {
            if (change(name, v.GetValue<string>()) is { } text) set(JsonValue.Create(text));
        }
        else if (value is not null) Walk(value, name, change);
    }
}
