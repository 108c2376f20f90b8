using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using Rightsizer.Analyzer;
using Rightsizer.Analyzer.Answers.Comparison;
using Rightsizer.Analyzer.Model;
using Rightsizer.Reports.Charts;
using Rightsizer.Reports.Charts.Compare;
using Rightsizer.Reports.Formatting;
using Rightsizer.Reports.Json;

namespace Rightsizer.Reports.Compare;

/// <summary>Writes <see cref="CompareDocument"/>; the same runs give the same bytes.</summary>
public static class CompareJson
{
    static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        IndentSize = 1,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        TypeInfoResolver = CompareJsonContext.Default,
        RespectNullableAnnotations = true,
        NumberHandling = JsonNumberHandling.Strict,
    };

    public static void Write(Stream output, RunComparison comparison)
    {
        JsonSerializer.Serialize(
            output, CompareDocument.From(comparison), (JsonTypeInfo<CompareDocument>)Options.GetTypeInfo(typeof(CompareDocument)));
        output.WriteByte((byte)'\n');
    }

    /// <summary>JSON Schema of the document, made from the types.</summary>
    public static string Schema()
    {
        var node = (JsonObject)Options.GetJsonSchemaAsNode(
            typeof(CompareDocument), new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true });
        var schema = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = "Rightsizer compare document"
        };
        foreach (var (key, value) in node.ToList()) schema[key] = value?.DeepClone();
        return schema.ToJsonString(Options) + "\n";
    }
}

[JsonSerializable(typeof(CompareDocument))]
[JsonSerializable(typeof(JsonObject))]
sealed partial class CompareJsonContext : JsonSerializerContext;

/// <summary>The whole document of <c>compare --format json</c>. compare.schema.json describes it.</summary>
public sealed record CompareDocument(
    int SchemaVersion, FirstLines Verdict, ComparedRunView Before, ComparedRunView After, DifferenceView Difference,
    IReadOnlyList<SettingChangeView> Settings,
        int OtherSettingsChanged,
    IReadOnlyList<StageMatchView> Stages, IReadOnlyList<UnmatchedStageView> OnlyBefore, IReadOnlyList<UnmatchedStageView> OnlyAfter,
    IReadOnlyList<ChartView> Charts)
{
    /// <summary>Raised when a field changes its meaning or goes away; new fields do not raise it.</summary>
    public const int CurrentVersion = 1;

    public static CompareDocument From(RunComparison c) => new(
        CurrentVersion, CompareAnswer.Compose(c), ComparedRunView.From(c.Before), ComparedRunView.From(c.After), DifferenceView.From(c),
            [.. c.Settings.Select(SettingChangeView.From)], c.OtherSettingsChanged,
        [.. c.Stages.Select(StageMatchView.From)], [.. c.OnlyBefore.Select(UnmatchedStageView.From)],
            [.. c.OnlyAfter.Select(UnmatchedStageView.From)], ChartView.Of(CompareCharts.All(c)));
}

/// <summary>One of the two runs. <c>diagnose --format json</c> has the rest of it.</summary>
public sealed record ComparedRunView(
    LogView Log, AppView App, long? ObservedMs, decimal? CostUsd, string? CostGround, IReadOnlyList<FindingView> Findings)
{
    public static ComparedRunView From(AnalysisResult r) => new(
        LogView.From(r.Run.Log, r.OtherAttempts), AppView.From(r.Run.App), r.Run.ObservedMs, r.Cost.Actual?.TotalUsd,
            r.Cost.Actual is { } a ? JsonNames.CamelCase(a.Ground) : null, [.. r.Findings.Select(FindingView.From)]);
}

/// <summary>Later less earlier; the parts add up to it.</summary>
public sealed record DifferenceView(
    long? DurationMs, decimal? CostUsd, IReadOnlyList<DifferencePartView> Parts, string? Refused, IReadOnlyList<string> Notes)
{
    public static DifferenceView From(RunComparison c) =>
        new(c.DifferenceMs, c.DifferenceUsd, [.. c.Parts
        .Select(p => new DifferencePartView(JsonNames.CamelCase(p.Cause), p.Ms, p.Usd, JsonNames.CamelCase(p.Ground), p.Why))], c.Refused,
        c.Notes);
}

public sealed record DifferencePartView(string Cause, long? DurationMs, decimal? CostUsd, string Ground, string Why);

/// <summary>What looks like a secret is hidden.</summary>
public sealed record SettingChangeView(string Key, string? Before, string? After)
{
    public static SettingChangeView From(SettingChange s) => new(s.Key, Redaction.Value(s.Key, s.Before), Redaction.Value(s.Key, s.After));
}

/// <summary>The same work in both runs.</summary>
public sealed record StageMatchView(string? Name, string MatchedBy, StageSideView Before, StageSideView After, double? VolumeRatio)
{
    public static StageMatchView From(StageMatch m) =>
        new(m.After.Info.Name, JsonNames.CamelCase(m.By), StageSideView.From(m.Before), StageSideView.From(m.After), m.VolumeRatio);
}

public sealed record UnmatchedStageView(string? Name, StageSideView Stage)
{
    public static UnmatchedStageView From(StageAttempt s) => new(s.Info.Name, StageSideView.From(s));
}

public sealed record StageSideView(int StageId, int AttemptId, int NumTasks, long TaskMs, long ReadBytes)
{
    public static StageSideView From(StageAttempt s) =>
        new(s.StageId, s.AttemptId, s.Tasks.Count, StageMatch.TaskMs(s), StageMatch.VolumeBytes(s));
}
