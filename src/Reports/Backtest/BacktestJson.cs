using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using Rightsizer.Analyzer.Answers.Backtest;
using Rightsizer.Analyzer.Replay;
using Rightsizer.Reports.Formatting;

namespace Rightsizer.Reports.Backtest;

/// <summary>Writes <see cref="BacktestDocument"/>; the same runs give the same bytes.</summary>
public static class BacktestJson
{
    static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        IndentSize = 1,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        TypeInfoResolver = BacktestJsonContext.Default,
        RespectNullableAnnotations = true,
        NumberHandling = JsonNumberHandling.Strict,
    };

    public static void Write(Stream output, BacktestResult result)
    {
        JsonSerializer.Serialize(
            output, BacktestDocument.From(result), (JsonTypeInfo<BacktestDocument>)Options.GetTypeInfo(typeof(BacktestDocument)));
        output.WriteByte((byte)'\n');
    }

    /// <summary>JSON Schema of the document, made from the types.</summary>
    public static string Schema()
    {
        var node = (JsonObject)Options.GetJsonSchemaAsNode(
            typeof(BacktestDocument), new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true });
        var schema = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = "Rightsizer backtest document"
        };
        foreach (var (key, value) in node.ToList()) schema[key] = value?.DeepClone();
        return schema.ToJsonString(Options) + "\n";
    }
}

[JsonSerializable(typeof(BacktestDocument))]
[JsonSerializable(typeof(JsonObject))]
sealed partial class BacktestJsonContext : JsonSerializerContext;

/// <summary>The whole document of <c>backtest --format json</c>. backtest.schema.json describes it.</summary>
public sealed record BacktestDocument(
    int SchemaVersion, FirstLines Verdict, int Runs, int Jobs, RepeatNoise? Noise, ErrorSummary OfJobs, ErrorSummary OfWhole,
    IReadOnlyList<ErrorSummary> ByJob,
    IReadOnlyList<ErrorSummary> ByEffect, IReadOnlyList<ErrorSummary> ByTier, IReadOnlyList<ErrorSummary> ByStep,
    IReadOnlyList<BacktestPairView> Pairs, Calibration? Fitted)
{
    /// <summary>Raised when a field changes its meaning or goes away; new fields do not raise it.</summary>
    public const int CurrentVersion = 1;

    public static BacktestDocument From(BacktestResult r) => new(
        CurrentVersion, BacktestWords.Answer(r), r.Runs, r.Jobs, r.Noise, r.OfJobs, r.OfWhole, r.ByJob, r.ByEffect, r.ByTier, r.ByStep,
            [.. r.Pairs.Select(BacktestPairView.Create)], r.Fitted);
}

/// <summary>One prediction.</summary>
public sealed record BacktestPairView(
    string Job, string FromLog, string FromShape, string ToLog, string ToShape, double VolumeRatio, string? Refused, string? Tier,
        IReadOnlyList<string> Effects, BacktestTimeView? JobsTime, BacktestTimeView? WholeRun)
{
    public static BacktestPairView Create(BacktestPair p) => new(
        p.From.Job, p.From.Name, p.From.ShapeText, p.To.Name, p.To.ShapeText, Math.Round(p.VolumeRatio, 3), p.Refused, p.Tier, p.Effects,
            BacktestTimeView.From(p.Jobs), BacktestTimeView.From(p.Whole));
}

/// <summary>Milliseconds; the error is signed and of what came.</summary>
public sealed record BacktestTimeView(long PredictedMs, long P10Ms, long P90Ms, long ActualMs, double ErrorPct, bool Inside)
{
    public static BacktestTimeView? From(BacktestTime? t) => t is null ? null : new(
        (long)Math.Round(t.PredictedMs), (long)Math.Round(t.P10Ms), (long)Math.Round(t.P90Ms), (long)Math.Round(t.ActualMs),
            Math.Round(100 * t.Error, 2), t.Inside);
}
