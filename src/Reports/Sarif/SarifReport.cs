using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Rightsizer.Analyzer;
using Rightsizer.Analyzer.Detectors;
using Rightsizer.Reports.Formatting;

namespace Rightsizer.Reports.Sarif;

/// <summary>Findings as SARIF 2.1.0, for code scanning: one result a finding, one rule a detector that ran.</summary>
public sealed partial class SarifReport : IReportWriter
{
    public const string SchemaUri = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

    public void Write(AnalysisResult result, TextWriter output)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, IndentSize = 1, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteString("$schema", SchemaUri);
            json.WriteString("version", "2.1.0");
            json.WriteStartArray("runs");
            Run(json, result);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        output.Write(Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length) + "\n");
    }

    static void Run(Utf8JsonWriter json, AnalysisResult result)
    {
        var rules = result.Detectors.Select(d => d.Id).Union(result.Findings.Select(f => f.Id)).Order(StringComparer.Ordinal).ToList();
        json.WriteStartObject();
        json.WriteStartObject("tool");
        json.WriteStartObject("driver");
        json.WriteString("name", "Rightsizer");
        json.WriteStartArray("rules");
        foreach (var id in rules) Rule(json, id);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
        Invocation(json, result);
        json.WriteStartArray("results");
        foreach (var f in result.Findings) Result(json, f, rules.IndexOf(f.Id), result);
        json.WriteEndArray();
        json.WriteString("columnKind", "utf16CodeUnits");
        json.WriteEndObject();
    }

    internal static void Rule(Utf8JsonWriter json, string id)
    {
        json.WriteStartObject();
        json.WriteString("id", id);
        if (Explanations.Find(id) is { } e)
        {
            json.WriteString("name", e.Kind);
            Message(json, "shortDescription", e.Page.Split('\n', 2)[0].TrimStart('#', ' '));
            json.WriteStartObject("help");
            json.WriteString("text", $"rightsizer explain {e.Kind}");
            json.WriteString("markdown", e.Page);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    /// <summary>A detector that failed is told here: "no data" is not "no problem".</summary>
    static void Invocation(Utf8JsonWriter json, AnalysisResult result)
    {
        json.WriteStartArray("invocations");
        json.WriteStartObject();
        json.WriteBoolean("executionSuccessful", true);
        json.WriteStartArray("toolExecutionNotifications");
        foreach (var d in result.Detectors.Where(d => d.Outcome == OutcomeKind.Failed))
        {
            json.WriteStartObject();
            json.WriteString("level", "error");
            Message(json, "message", $"{d.Id} {d.Kind} failed: {d.Reason}");
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    static void Result(Utf8JsonWriter json, Finding f, int ruleIndex, AnalysisResult result)
    {
        json.WriteStartObject();
        json.WriteString("ruleId", f.Id);
        json.WriteNumber("ruleIndex", ruleIndex);
        json.WriteString("level", f.Severity switch { Severity.Critical => "error", Severity.Warning => "warning", _ => "note" });
        Message(json, "message", $"{f.Title}: {Phrases.Saves(f, result.Run)}. {f.Cause}");
        json.WriteStartArray("locations");
        Location(json, f, result);
        json.WriteEndArray();
        json.WriteStartObject("partialFingerprints");
        json.WriteString("rightsizer/v1", Fingerprint(f, result));
        json.WriteEndObject();
        json.WriteStartObject("properties");
        Optional(json, "savesMs", f.SavesMs);
        Optional(json, "savesCoreMs", f.SavesCoreMs);
        Optional(json, "savesUsd", f.SavesUsd);
        json.WriteString("confidence", f.Confidence.ToString().ToLowerInvariant());
        json.WriteStartArray("advice");
        foreach (var a in f.Advice) json.WriteStringValue(Words(a));
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    static void Location(Utf8JsonWriter json, Finding f, AnalysisResult result)
    {
        json.WriteStartObject();
        json.WriteStartObject("physicalLocation");
        json.WriteStartObject("artifactLocation");
        json.WriteString("uri", Address(result.Run.Log.Path));
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartArray("logicalLocations");
        foreach (var place in f.Where)
        {
            json.WriteStartObject();
            json.WriteString("fullyQualifiedName", PlainText.OneLine(Phrases.Place(place with { Share = null })));
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>The same cause in the same application keeps its mark from run to run.</summary>
    static string Fingerprint(Finding f, AnalysisResult result) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{f.Id}\n{result.Run.App.Name}"))[..16]);

    /// <summary>SARIF wants an address: a path becomes one, what is one stays.</summary>
    internal static string Address(string path) =>
        path.Contains("://", StringComparison.Ordinal) && Uri.TryCreate(path, UriKind.Absolute, out var given) ? given.AbsoluteUri
        : path.StartsWith('/') ? new Uri("file://" + Uri.EscapeDataString(path).Replace("%2F", "/", StringComparison.Ordinal)).AbsoluteUri
        : Uri.EscapeDataString(path).Replace("%2F", "/", StringComparison.Ordinal);

    static string Words(Advice a) => a.Proposed is null
        ? $"{a.Setting}: {a.Why}"
        : $"{a.Setting}: {Redaction.Value(a.Setting, a.Now) ?? "unset"} -> {Redaction.Value(a.Setting, a.Proposed)}. {a.Why}";

    internal static void Message(Utf8JsonWriter json, string name, string text)
    {
        json.WriteStartObject(name);
        json.WriteString("text", Plain(PlainText.OneLine(text)));
        json.WriteEndObject();
    }

    /// <summary>SARIF 3.11.5 and 3.11.6: a message may hold placeholders and links, and what looks like one is escaped.</summary>
    static string Plain(string text) =>
        Placeholder().Replace(text.Replace("](", "\\](", StringComparison.Ordinal), m => "{" + m.Value + "}");

    static void Optional(Utf8JsonWriter json, string name, decimal? value)
    {
        if (value is { } v) json.WriteNumber(name, v);
    }

    [GeneratedRegex(@"\{\d+\}")]
    private static partial Regex Placeholder();
}
