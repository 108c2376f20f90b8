using Rightsizer.Analyzer;
using Rightsizer.Analyzer.Answers.Diagnosis;
using Rightsizer.Analyzer.Answers.Headroom;
using Rightsizer.Analyzer.Detectors;
using Rightsizer.Analyzer.Facts.Tables;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer.Replay;
using Rightsizer.Reports.Charts;
using Rightsizer.Reports.Charts.Run;
using Rightsizer.Reports.Formatting;

namespace Rightsizer.Reports.Json;

/// <summary>One finding.</summary>
public sealed record FindingView(
    string Id, string Kind, string Title, string Severity, IReadOnlyList<FindingPlace> Where, IReadOnlyList<Evidence> Evidence,
        string Cause,
    long? SavesMs, long? SavesCoreMs, decimal? SavesUsd, string Confidence, IReadOnlyList<Advice> Advice)
{
    public static FindingView From(Finding f) => new(
        f.Id, f.Kind, f.Title, JsonNames.CamelCase(f.Severity), f.Where, f.Evidence, f.Cause, f.SavesMs, f.SavesCoreMs, f.SavesUsd,
        JsonNames.CamelCase(f.Confidence), [.. f.Advice
            .Select(a => a with { Now = Redaction.Value(a.Setting, a.Now), Proposed = Redaction.Value(a.Setting, a.Proposed) })]);
}

/// <summary>The answer in short, as the first lines of the text have it.</summary>
public sealed record VerdictView(
    string End, int FailedJobs, string? Error, string? ErrorPlace, string? FindingId, long? SavesMs, long? SavesCoreMs,
        decimal? SavesUsd, string Sentence,
    IReadOnlyList<ConfSetting> Conf, IReadOnlyList<ConfSetting> InCode)
{
    public static VerdictView From(RunVerdict v) => new(
        JsonNames.CamelCase(v.End), v.FailedJobs, v.Error, v.ErrorPlace, v.FindingId, v.SavesMs, v.SavesCoreMs, v.SavesUsd, v.Sentence,
        Shown(v.Conf), Shown(v.InCode));

    static List<ConfSetting> Shown(IReadOnlyList<ConfSetting> settings) =>
        [.. settings.Select(c => c with { Value = Redaction.Value(c.Key, c.Value)! })];
}

/// <summary>One detector's word.</summary>
public sealed record DetectorView(string Id, string Kind, string Outcome, string? Reason)
{
    public static DetectorView From(DetectorOutcome d) => new(d.Id, d.Kind, JsonNames.CamelCase(d.Outcome), d.Reason);
}

public sealed record CostView(
    string PriceBook, string PriceDate, string Region, string RegionGround, string Currency, string Platform, LedgerView? Actual,
    string? ActualMissing, IReadOnlyList<LedgerView> Alternatives, IReadOnlyList<string> Notes,
    IReadOnlyList<Assumption> Constants)
{
    public static CostView From(CostReport c) => new(
        c.PriceBook, c.PriceDate, c.Region, JsonNames.CamelCase(c.RegionGround), c.Currency, c.Platform,
            c.Actual is { } a ? LedgerView.From(a) : null,
        c.ActualMissing, [.. c.Alternatives.Select(LedgerView.From)], c.Notes, c.Constants);
}

public sealed record LedgerView(
    string Name, LedgerKind Kind, long DurationMs, decimal? TotalUsd, decimal PricedPartUsd, decimal? TotalIfFeeCappedUsd, string Ground,
        IReadOnlyList<LedgerLineView> Lines,
    IReadOnlyList<string> Notes)
{
    public static LedgerView From(Ledger l) => new(
        l.Name.ToString(), l.Kind, l.DurationMs, l.TotalUsd, l.PricedPartUsd, l.TotalIfFeeCappedUsd, JsonNames.CamelCase(l.Ground),
            [.. l.Lines.Select(LedgerLineView.From)], [.. l.Notes.Select(n => n.ToString())]);
}

public sealed record LedgerLineView(
    string Name, CostService Service, LinePurpose Purpose, decimal Quantity, string Unit, decimal? UnitPriceUsd, decimal? AmountUsd,
        string Source, string? Date, string Ground)
{
    public static LedgerLineView From(LedgerLine l) => new(
        l.Name.ToString(), l.Service, l.Purpose, l.Quantity, l.Unit, l.UnitPriceUsd, l.AmountUsd, l.Source, l.Date,
            JsonNames.CamelCase(l.Ground));
}

/// <summary>The whole document of <c>diagnose --format json</c>. report.schema.json describes it.</summary>
public sealed record DiagnoseDocument(
    int SchemaVersion, LogView Log, AppView App, IReadOnlyList<ExecutorView> Executors, IReadOnlyList<JobView> Jobs,
    IReadOnlyList<StageView> Stages, IReadOnlyList<SqlView> Sql, TotalsView Totals, IReadOnlyList<FindingView> Findings,
    IReadOnlyList<DetectorView> Detectors, ReplayReport? Replay, IReadOnlyList<WhatIfAnswer> WhatIf, Waterfall? Waterfall, CostView Cost,
        SettingsPatch? Patch, VerdictView Verdict, ExecutorSweep? Sweep, long? CriticalPathMs,
        HeadroomAnswer? Headroom, StreamReport? Streams, ConnectReport? Connect, IReadOnlyList<ChartView> Charts)
{
    /// <summary>Raised when a field changes its meaning or goes away; new fields do not raise it.</summary>
    public const int CurrentVersion = 1;

    public static DiagnoseDocument From(AnalysisResult r) => new(
        CurrentVersion, LogView.From(r.Run.Log, r.OtherAttempts), AppView.From(r.Run.App),
        [.. r.Run.Executors.Select(x => ExecutorView.From(x, r.Run.App))], [.. r.Run.Jobs.Select(JobView.From)],
        [.. r.Run.Stages.Select(s => new StageView(s))], [.. SqlViews(r.Run)],
        new TotalsView(Analyzer.Model.RunTotals.Compute(r.Run)), [.. r.Findings.Select(FindingView.From)],
            [.. r.Detectors.Select(DetectorView.From)],
        r.Replay, r.WhatIf, r.Waterfall, CostView.From(r.Cost), r.Patch is { } p ? PatchOf(p) : null,
        VerdictView.From(r.Verdict), r.Sweep, r.CriticalPathMs, r.Headroom, r.Streams, r.Connect,
        ChartView.Of(RunCharts.OfDocument(r)));

    static IEnumerable<SqlView> SqlViews(Analyzer.Model.ApplicationRun run)
    {
        var tables = new TableCommands(run);
        return run.SqlExecutions.Select(x => SqlView.From(x, tables));
    }

    static SettingsPatch PatchOf(SettingsPatch p) =>
        p with { Settings = [.. p.Settings.Select(Hidden)], LeftOut = [.. p.LeftOut.Select(Hidden)] };

    static PatchSetting Hidden(PatchSetting s) => s with { Now = Redaction.Value(s.Key, s.Now), Value = Redaction.Value(s.Key, s.Value)! };
}
