using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using Rightsizer.Analyzer;
using Rightsizer.Analyzer.Answers.Headroom;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer.Replay;

namespace Rightsizer.Reports.Json;

/// <summary>Writes <see cref="DiagnoseDocument"/>; the same result gives the same bytes.</summary>
public static class JsonReport
{
    /// <summary>Letters stay readable, what HTML could take for markup is escaped.</summary>
    static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        IndentSize = 1,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        TypeInfoResolver = ReportJsonContext.Default,
        RespectNullableAnnotations = true,
        NumberHandling = JsonNumberHandling.Strict,
        Converters = { new JsonStringEnumConverter<LedgerKind>(), new JsonStringEnumConverter<CostService>(),
            new JsonStringEnumConverter<LinePurpose>(), new JsonStringEnumConverter<HeadroomLimit>(JsonNamingPolicy.CamelCase),
            new JsonStringEnumConverter<GrowthKind>(JsonNamingPolicy.CamelCase) },
    };

    public static void Write(Stream output, AnalysisResult result)
    {
        JsonSerializer.Serialize(output, DiagnoseDocument.From(result), Info);
        output.WriteByte((byte)'\n');
    }

    /// <summary>JSON Schema of the document, made from the types.</summary>
    public static string Schema()
    {
        var node = (JsonObject)Options.GetJsonSchemaAsNode(
            typeof(DiagnoseDocument), new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true });
        var schema = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = "Rightsizer diagnose document"
        };
        foreach (var (key, value) in node.ToList()) schema[key] = value?.DeepClone();
        return schema.ToJsonString(Options) + "\n";
    }

    /// <summary>A part of the document, as the document has it.</summary>
    internal static JsonElement Element(StageView stage) =>
        JsonSerializer.SerializeToElement(stage, (JsonTypeInfo<StageView>)Options.GetTypeInfo(typeof(StageView)));

    static JsonTypeInfo<DiagnoseDocument> Info => (JsonTypeInfo<DiagnoseDocument>)Options.GetTypeInfo(typeof(DiagnoseDocument));
}

[JsonSerializable(typeof(DiagnoseDocument))]
[JsonSerializable(typeof(JsonObject))]
sealed partial class ReportJsonContext : JsonSerializerContext;
