using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using Rightsizer.Analyzer.Detectors;
using Rightsizer.Analyzer;
using Rightsizer.Analyzer.Answers.Fleet.Commitments;
using Rightsizer.Analyzer.Answers.Fleet.Report;
using Rightsizer.Analyzer.Answers.Fleet.Summaries;
using Rightsizer.Analyzer.Model;
using Rightsizer.Reports.Charts;
using Rightsizer.Reports.Charts.Fleet;
using Rightsizer.Reports.Formatting;

namespace Rightsizer.Reports.Fleet;

/// <summary>The document of <c>report --format json</c>: the whole report, null where not known.</summary>
public static class FleetJson
{
    static readonly FleetJsonContext context = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        IndentSize = 1,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        RespectNullableAnnotations = true,
        Converters = { new CamelCase<Ground>(), new CamelCase<RunOutcome>(), new CamelCase<Workload>(), new CamelCase<QualityGrade>(),
            new CamelCase<JobTrend>(), new CamelCase<Degree>(),
            new CamelCase<AdviceStatus>(), new CamelCase<AdviceVerdict>(), new CamelCase<MoveVerdict>(),
            new CamelCase<FindingTrend>(), new CamelCase<Severity>(),
            new CamelCase<CommitmentKind>(), new CamelCase<CommitmentVerdict>() },
    });

    public static void Write(Stream output, FleetReport report)
    {
        var document = new FleetDocument(1, FleetAnswer.Compose(report), report, ChartView.Of(FleetCharts.All(report)));
        JsonSerializer.Serialize(output, document, context.FleetDocument);
        output.WriteByte((byte)'\n');
    }

    /// <summary>JSON Schema of the document, made from the types.</summary>
    public static string Schema()
    {
        var node = (JsonObject)context.FleetDocument.Options
            .GetJsonSchemaAsNode(typeof(FleetDocument), new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true });
        var schema = new JsonObject { ["$schema"] = "https://json-schema.org/draft/2020-12/schema", ["title"] = "Rightsizer fleet report" };
        foreach (var (key, value) in node.ToList()) schema[key] = value?.DeepClone();
        return schema.ToJsonString(new JsonSerializerOptions { WriteIndented = true, NewLine = "\n", IndentSize = 1 }) + "\n";
    }

    sealed class CamelCase<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase) where T : struct, Enum;
}

/// <param name="SchemaVersion">Raised when a field changes its meaning or goes away; new fields do not raise it.</param>
/// <param name="Verdict">The first lines of the text, as data.</param>
/// <param name="Report">Everything.</param>
/// <param name="Charts">Those of the page, as data.</param>
public sealed record FleetDocument(int SchemaVersion, FirstLines Verdict, FleetReport Report, IReadOnlyList<ChartView> Charts);

[JsonSerializable(typeof(FleetDocument))]
sealed partial class FleetJsonContext : JsonSerializerContext;
