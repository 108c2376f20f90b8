using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using Rightsizer.Analyzer.Answers.Fleet.Summaries;
using Rightsizer.Analyzer.Detectors;
using Rightsizer.Analyzer.Ledgers;

namespace Rightsizer.Analyzer.Answers.Fleet.State;

/// <summary>Where the records of one kind are, and how a line of them reads.</summary>
static class RecordKind
{
    /// <summary>Of the lines of advice and of moves.</summary>
    public const int CurrentVersion = 1;

    static readonly RecordJsonContext context = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        RespectNullableAnnotations = true,
        Converters = { new CamelCase<Ground>(), new CamelCase<Severity>(), new CamelCase<Confidence>(),
            new JsonStringEnumConverter<CostService>(), new JsonStringEnumConverter<LinePurpose>() },
    });

    public static RecordKind<AdviceRecord> Advice { get; } = new(StateFolders.Advice, context.AdviceRecord, r =>
        r.SavesMs is not < 0 && r.SavesCoreMs is not < 0 && r.SavesUsd is not < 0 && r is { Runs: > 0, LastStartMs: > 0 }
        && StateDay.Parse(r.GivenOn) is not null);

    public static RecordKind<MoveRecord> Move { get; } = new(StateFolders.Moves, context.MoveRecord, r =>
        r is { RunMs: > 0, DeadlineMs: > 0, LastStartMs: > 0 } && r.RunP90Ms >= r.RunMs && r.Usd is not < 0 && r.UsdP90 is not < 0
        && r.TodayUsd is not < 0 && StateDay.Parse(r.ChosenOn) is not null);

    public static RecordKind<RunDetail> Detail { get; } = new(StateFolders.Details, context.RunDetail, r =>
        r.Key.Uri.Length > 0 && r.CostLines.All(l => l.UnitPriceUsd >= 0));

    public static RecordKind<CalibrationRecord> Calibration { get; } =
        new(StateFolders.Calibrations, context.CalibrationRecord, r => r.IsSound);

    /// <summary>Bytes of a part of a line.</summary>
    public static int SizeOf(FindingCard card) => JsonSerializer.SerializeToUtf8Bytes(card, context.FindingCard).Length;

    public static int SizeOf(RunStage stage) => JsonSerializer.SerializeToUtf8Bytes(stage, context.RunStage).Length;

    public static int SizeOf(RunDetail detail) => JsonSerializer.SerializeToUtf8Bytes(detail, context.RunDetail).Length;

    /// <summary>The version that a line says; 0 where it says none.</summary>
    public static int VersionOf(ReadOnlySpan<byte> line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, context.RecordVersionOnly)?.RecordVersion ?? 0;
        }
        catch (JsonException)
        {
            return 0;
        }
    }
}

/// <param name="Prefix">Of its folders.</param>
/// <param name="Type">Its fields.</param>
/// <param name="IsSound">False for a line whose figures cannot be true.</param>
sealed record RecordKind<T>(string Prefix, JsonTypeInfo<T> Type, Func<T, bool> IsSound) where T : class
{
    public byte[] Write(T record) => JsonSerializer.SerializeToUtf8Bytes(record, Type);

    /// <summary>Null where the line is no record of this version, or says what cannot be true.</summary>
    public T? Read(ReadOnlySpan<byte> line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, Type) is { } record && IsSound(record) ? record : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>As much of a line as tells its version.</summary>
sealed record RecordVersionOnly(int RecordVersion);

[JsonSerializable(typeof(AdviceRecord))]
[JsonSerializable(typeof(MoveRecord))]
[JsonSerializable(typeof(CalibrationRecord))]
[JsonSerializable(typeof(RunDetail))]
[JsonSerializable(typeof(RecordVersionOnly))]
sealed partial class RecordJsonContext : JsonSerializerContext;
