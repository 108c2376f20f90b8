using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Rightsizer.EventLogParser.Codecs;
using Rightsizer.EventLogParser.Input;
using Rightsizer.TestSupport;

namespace Rightsizer.Cli.Tests.Redacting;

/// <summary>
/// A marker in every string of a log, one field at a time and all at once: under <c>--redact</c> no output has it.
/// </summary>
public sealed class MarkerTests
{
    const string Word = "Zqmarker", Number = "078-05-1120", Mail = "zqmarker@corp.example";
    const int MostLines = 400;

    static readonly int LogsMarked = Thoroughness.Weekly ? 30 : 6;
    const long MostBytes = 3_000_000;

    static readonly string[] Formats = ["text", "json", "html", "md", "sarif", "junit", "brief"];
    static readonly string[] FleetFormats = ["text", "json", "html", "md", "csv"];

    /// <summary>The smallest ones, so that every field is met in a log that is read quickly.</summary>
    static IReadOnlyList<string> Logs { get; } =
        [.. LogsToRedact.All.Where(File.Exists).Where(l => new FileInfo(l).Length < 200_000).Take(400)
            .Where((_, i) => i % 4 == 0 || SharedFolder.Path is null).Take(LogsMarked)];

    public static TheoryData<string> AllLogs() => [.. Thoroughness.Choose(Logs, nth: 10)];

    [Theory]
    [MemberData(nameof(AllLogs))]
    public void AllAtOnce_NoneIsFound(string path)
    {
        using var folder = new TinyLog();
        var log = folder.In("marked-" + Word);
        File.WriteAllLines(log, Lines(path).Select(l => Mark(l, $" {Word} /{Mail}/ {Number} ", field: null)));
        foreach (var format in Formats)
            AssertClean(CliRun.Of("diagnose", log, "--format", format, "--redact", "--verbose", "--usd-per-hour", "2"), format);
        AssertClean(CliRun.Of("compare", log, log, "--redact", "--format", "json"), "compare");
        AssertClean(CliRun.Of("diagnose", log, "--redact", "--emit", "conf"), "emit");
        foreach (var format in FleetFormats) AssertClean(CliRun.Of("report", log, "--format", format, "--redact"), "report " + format);
        var copy = folder.In("copy");
        Assert.Equal(0, CliRun.Of("redact", log, "--output", copy).ExitCode);
        AssertClean(new CliRun(0, File.ReadAllText(copy), ""), "copy");
    }

    [Fact]
    public void OneFieldAtATime_NoneIsFound()
    {
        using var folder = new TinyLog();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var path in Thoroughness.Choose(Logs, nth: 10))
        {
            var lines = Lines(path).ToList();
            foreach (var field in Thoroughness.Choose(lines.SelectMany(Fields).Distinct().Where(seen.Add).ToList(), nth: 5))
            {
                var log = folder.In("log");
                File.WriteAllLines(log, lines.Select(l => Mark(l, Word, field)));
                AssertClean(CliRun.Of("diagnose", log, "--format", "json", "--redact"), field);
            }
        }
        Assert.True(seen.Count > 60, $"{seen.Count} fields were met");
    }

    [Fact]
    public void WithoutRedact_TheMarkersAreThere()
    {
        using var folder = new TinyLog();
        var log = folder.In("log");
        File.WriteAllLines(log, Lines(Logs[0]).Select(l => Mark(l, " " + Word, field: null)));

        Assert.Contains(Word, CliRun.Of("diagnose", log, "--format", "json").Output, StringComparison.Ordinal);
    }

    static void AssertClean(CliRun run, string what)
    {
        foreach (var text in new[] { run.Output, run.Error })
        {
            var at = new[] { Word, Number, "corp.example", "zqmarker" }
                .Select(m => text.IndexOf(m, StringComparison.OrdinalIgnoreCase)).Where(i => i >= 0).DefaultIfEmpty(-1).Min();
            Assert.True(at < 0, at < 0 ? "" : $"{what}: ...{text[Math.Max(0, at - 80)..Math.Min(text.Length, at + 60)]}...");
        }
    }

    /// <summary>JSON lines of a log; of a long one the beginning and the end.</summary>
    static IEnumerable<string> Lines(string path)
    {
        using var stream = DecodedStream.Open(EventLogLocator.Find(path, null)[^1].Parts[0]);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var lines = new List<string>();
        long bytes = 0;
        while (reader.ReadLine() is { } line && (bytes += line.Length) < MostBytes) lines.Add(line);
        return lines.Count <= MostLines ? lines : [.. lines.Take(MostLines - 50), .. lines.TakeLast(50)];
    }

    /// <summary>Event and path of every string, keys of maps included.</summary>
    static IEnumerable<string> Fields(string line)
    {
        if (Parse(line) is not { } node) return [];
        var fields = new List<string>();
        Walk(node, "", (at, _) => { fields.Add(at); return null; });
        return fields;
    }

    static string Mark(string line, string marker, string? field)
    {
        if (Parse(line) is not { } node) return line;
        // without the event's name there is no event; the name alone is marked in its turn
        Walk(node, "", (at, text) => field is null ? at == "/Event" ? null : text + marker
            : at == field ? at == "/Event" ? text + marker : marker : null);
        return node.ToJsonString(new JsonSerializerOptions
        {
            Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        });
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
