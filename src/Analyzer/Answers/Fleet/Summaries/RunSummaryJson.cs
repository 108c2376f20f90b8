using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using Rightsizer.Analyzer.Detectors;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer.Model;

namespace Rightsizer.Analyzer.Answers.Fleet.Summaries;

/// <summary>Summaries as JSON, one a line: UTF-8, no line feed inside, fields in a fixed order, absent where not known.</summary>
public static class RunSummaryJson
{
    static readonly SummaryJsonContext context = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        RespectNullableAnnotations = true,
        Converters = { new CamelCase<Ground>(), new CamelCase<Severity>(), new CamelCase<Confidence>(), new CamelCase<QualityGrade>(),
            new CamelCase<LedgerKind>(), new JsonStringEnumConverter<RunOutcome>(), new JsonStringEnumConverter<Workload>(),
            new JsonStringEnumConverter<ReadFailure>() },
    });

    /// <summary>One line without its line feed.</summary>
    public static byte[] Write(RunSummary summary) => JsonSerializer.SerializeToUtf8Bytes(summary, context.RunSummary);

    /// <summary>A log as `list` names it: its key and how it is stored.</summary>
    public static byte[] Write(ListedLog log) => JsonSerializer.SerializeToUtf8Bytes(log, context.ListedLog);

    /// <summary>Null where the line is no summary of this version; <paramref name="version"/> then says of which, 0 for none.</summary>
    public static RunSummary? Read(ReadOnlySpan<byte> line, out int version)
    {
        // nearly every line is of this version: one that is not is read once more
        try
        {
            if (JsonSerializer.Deserialize(line, context.RunSummary) is { Key.SchemaVersion: RunSummary.CurrentVersion } summary)
            {
                version = RunSummary.CurrentVersion;
                return OldAlternatives.WithKinds(summary);
            }
        }
        catch (JsonException)
        {
            // of another version, or no summary
        }
        version = VersionOf(line);
        return null;
    }

    static int VersionOf(ReadOnlySpan<byte> line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, context.VersionOnly)?.Key?.SchemaVersion ?? 0;
        }
        catch (JsonException)
        {
            return 0;
        }
    }

    /// <summary>JSON Schema of a line, made from the types.</summary>
    public static string Schema()
    {
        var node = (JsonObject)context.RunSummary.Options
            .GetJsonSchemaAsNode(typeof(RunSummary), new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true });
        var schema = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = "Rightsizer run summary, one line of the state"
        };
        foreach (var (key, value) in node.ToList()) schema[key] = value?.DeepClone();
        AllowAbsent(schema);
        return schema.ToJsonString(new JsonSerializerOptions { WriteIndented = true, NewLine = "\n", IndentSize = 1 }) + "\n";
    }

    /// <summary>What may be null is left out instead.</summary>
    static void AllowAbsent(JsonNode? node)
    {
        if (node is JsonArray items)
        {
            foreach (var item in items) AllowAbsent(item);
        }
        if (node is not JsonObject at) return;
        foreach (var (_, value) in at) AllowAbsent(value);
        if (at["required"] is not JsonArray required || at["properties"] is not JsonObject properties) return;
        foreach (var name in required.ToList())
        {
            if (properties[(string)name!]?["type"] is JsonArray types && types.Any(t => (string?)t == "null")) required.Remove(name);
        }
    }
}

/// <summary>Enum values as words that begin with a small letter.</summary>
sealed class CamelCase<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase) where T : struct, Enum;

/// <summary>A log that was found.</summary>
/// <param name="Key">As its summary will have it.</param>
/// <param name="Kind">single, rolling, databricksFolder, spark1Folder, zip.</param>
public sealed record ListedLog(RunKey Key, string Kind);

/// <summary>As much of a line as tells its version.</summary>
sealed record VersionOnly(VersionOfKey? Key);

sealed record VersionOfKey(int SchemaVersion);

[JsonSerializable(typeof(RunSummary))]
[JsonSerializable(typeof(ListedLog))]
[JsonSerializable(typeof(VersionOnly))]
sealed partial class SummaryJsonContext : JsonSerializerContext;
