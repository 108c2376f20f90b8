using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using Rightsizer.Analyzer.Platforms;
using Rightsizer.Analyzer;
using Rightsizer.Analyzer.Answers.Headroom;
using Rightsizer.Analyzer.Answers.Sizing;
using Rightsizer.Analyzer.Answers.Study;
using Rightsizer.Analyzer.Facts.Clusters;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer.Replay;
using Rightsizer.Reports.Charts;
using Rightsizer.Reports.Charts.Sizing;
using Rightsizer.Reports.Formatting;
using Rightsizer.Reports.Json;

namespace Rightsizer.Reports.Sizing;

/// <summary>The document of <c>size --format json</c>; size.schema.json describes it.</summary>
/// <param name="SchemaVersion">Raised when a field changes its meaning or goes away.</param>
/// <param name="Verdict">The first lines of the text, as data.</param>
/// <param name="Sizing">Everything.</param>
/// <param name="Charts">Those of the page, as data.</param>
public sealed record SizeDocument(int SchemaVersion, FirstLines Verdict, SizingResult Sizing, IReadOnlyList<ChartView> Charts);

/// <summary>The document of <c>size --format json</c> over many jobs; study.schema.json describes it.</summary>
/// <param name="SchemaVersion">Raised when a field changes its meaning or goes away.</param>
/// <param name="Verdict">The first lines of the text, as data.</param>
/// <param name="Study">Everything.</param>
/// <param name="Charts">Those of the page, as data.</param>
public sealed record StudyDocument(int SchemaVersion, FirstLines Verdict, StudyResult Study, IReadOnlyList<ChartView> Charts);

/// <summary>Sizings and studies as JSON; the same result gives the same bytes.</summary>
public static class SizeJson
{
    /// <summary>Raised when a field changes its meaning or goes away; new fields do not raise it.</summary>
    public const int CurrentVersion = 1;

    static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        IndentSize = 1,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        TypeInfoResolver = SizeJsonContext.Default,
        RespectNullableAnnotations = true,
        NumberHandling = JsonNumberHandling.Strict,
        Converters =
        {
            new JsonStringEnumConverter<Ground>(JsonNamingPolicy.CamelCase), new JsonStringEnumConverter<SizingAdvice>(),
            new JsonStringEnumConverter<StartUpReading>(),
            new JsonStringEnumConverter<SizingChange>(),
            new JsonStringEnumConverter<PilotReason>(JsonNamingPolicy.CamelCase),
            new JsonStringEnumConverter<Purchase>(), new JsonStringEnumConverter<LedgerKind>(), new JsonStringEnumConverter<CostService>(),
            new JsonStringEnumConverter<LinePurpose>(), new JsonStringEnumConverter<CostBasis>(JsonNamingPolicy.CamelCase),
            new JsonStringEnumConverter<LeftOutReason>(JsonNamingPolicy.CamelCase),
            new JsonStringEnumConverter<HeadroomLimit>(JsonNamingPolicy.CamelCase),
            new JsonStringEnumConverter<GrowthKind>(JsonNamingPolicy.CamelCase), new DisplayTextConverter(),
        },
    };

    public static void Write(Stream output, SizingResult result) =>
        Write(output, new SizeDocument(CurrentVersion, SizingAnswer.Compose(result), result, ChartView.Of(SizeCharts.All(result))));

    public static void Write(Stream output, StudyResult result) =>
        Write(output, new StudyDocument(CurrentVersion, StudyWords.Answer(result), result, ChartView.Of(StudyCharts.All(result))));

    /// <summary>JSON Schema of the sizing's document, made from the types.</summary>
    public static string SizeSchema() => Schema(typeof(SizeDocument), "Rightsizer size document");

    /// <summary>JSON Schema of the study's document, made from the types.</summary>
    public static string StudySchema() => Schema(typeof(StudyDocument), "Rightsizer study document");

    static void Write<T>(Stream output, T document)
    {
        JsonSerializer.Serialize(output, document, (System.Text.Json.Serialization.Metadata.JsonTypeInfo<T>)Options.GetTypeInfo(typeof(T)));
        output.WriteByte((byte)'\n');
    }

    static string Schema(Type type, string title)
    {
        var node = (JsonObject)Options.GetJsonSchemaAsNode(type, new JsonSchemaExporterOptions
        {
            TreatNullObliviousAsNonNullable = true,
            TransformSchemaNode = DisplayTextConverter.Schema,
        });
        var schema = new JsonObject { ["$schema"] = "https://json-schema.org/draft/2020-12/schema", ["title"] = title };
        foreach (var (key, value) in node.ToList()) schema[key] = value?.DeepClone();
        return schema.ToJsonString(Options) + "\n";
    }
}

[JsonSerializable(typeof(SizeDocument))]
[JsonSerializable(typeof(StudyDocument))]
[JsonSerializable(typeof(JsonObject))]
sealed partial class SizeJsonContext : JsonSerializerContext;
