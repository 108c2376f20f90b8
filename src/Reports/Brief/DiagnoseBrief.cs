using Rightsizer.Analyzer;
using Rightsizer.Analyzer.Detectors;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Reports.Formatting;
using Rightsizer.Reports.Json;
using static Rightsizer.Reports.Brief.BriefPage;

namespace Rightsizer.Reports.Brief;

/// <summary>One run in short: what it was, where the time went, what to change, what it cost.</summary>
public sealed class DiagnoseBrief : IReportWriter
{
    const int WaterfallLines = 5, PlacesShown = 3, OptionsShown = 2, DoubtsShown = 4;

    public void Write(AnalysisResult result, TextWriter output)
    {
        output.NewLine = "\n";
        output.Write(Compose(result));
    }

    public static string Compose(AnalysisResult result)
    {
        var page = new BriefPage("more: finding ID, stage N, query N, explain KIND; all of it: diagnose --format json");
        AddIdentity(page, result);
        AddFindings(page, result);
        AddCost(page, result);
        AddTimes(page, result);
        AddOutcomes(page, result.Detectors);
        return page.ToString();
    }

    static void AddIdentity(BriefPage page, AnalysisResult result)
    {
        var (app, log) = (result.Run.App, result.Run.Log);
        page.Add($"run {Quote(app.Name)} {Quote(app.Id)}: Spark {Quote(app.SparkVersion)} on {result.Cost.Platform}, "
            + $"{(app.DurationMs is { } ms ? $"{Number(ms)} ms" : "no end in the log")}; log {JsonNames.CamelCase(log.Grade)}");
        foreach (var doubt in log.Doubts.Take(DoubtsShown)) page.Add("doubt: " + Sentence(doubt));
        if (log.Doubts.Count > DoubtsShown) page.Add("doubt: more in the JSON's log.doubts");
        foreach (var u in log.UnverifiedEvents.Take(DoubtsShown))
            page.Add($"cannot be seen: the log has no {u.Event} events, {Sentence(u.PutsInDoubt)}");
        if (result.Replay is { } replay)
        {
            page.Add(replay.Refused is { } why ? "not simulated, so no savings: " + Sentence(why)
                : $"simulated: {Number(replay.ReplayedMs)} ms, error {Number(replay.ErrorPct)} %, sure: {Phrases.HowSure(replay.Tier)}");
        }
    }

    static void AddFindings(BriefPage page, AnalysisResult result)
    {
        if (result.Findings.Count == 0) page.Add(result.Detectors.Count == 0 ? "findings: no detector ran" : "findings: none");
        foreach (var f in result.Findings)
        {
            page.Add($"[{FindingIds.Find(result, f)}] {f.Kind}, {JsonNames.CamelCase(f.Severity)}, sure: "
                + $"{JsonNames.CamelCase(f.Confidence)}; "
                + $"{Saves(f)}; at {Places(f, PlacesShown)}");
            page.Add("  why: " + Sentence(f.Cause));
            foreach (var advice in FirstWay(f)) page.Add($"  {(advice.With is null ? "do" : "and")}: {Change(advice)}");
        }
    }

    /// <summary>The first way to fix it: its first advice and what has to go with it.</summary>
    static IEnumerable<Advice> FirstWay(Finding f) => f.Advice.Take(1).Concat(f.Advice.Skip(1).TakeWhile(a => a.With is not null));

    internal static string Change(Advice a) => a.Proposed is null ? Sentence(a.Setting)
        : $"{(a.InCode ? "in the code, no --conf changes it: " : "")}set {a.Setting} = "
        + $"{Sentence(Redaction.Value(a.Setting, a.Proposed))} (now {Quote(Redaction.Value(a.Setting, a.Now) ?? "unset")})";

    internal static string Saves(Finding f)
    {
        var parts = new List<string>();
        if (f.SavesMs is { } ms) parts.Add($"~{Number(ms)} ms");
        if (f.SavesCoreMs is { } core) parts.Add($"~{Number(core)} core-ms");
        if (f.SavesUsd is { } usd) parts.Add($"~{Number(usd)} USD");
        return parts.Count == 0 ? "saving unknown" : "saves " + string.Join(", ", parts);
    }

    internal static string Places(Finding f, int most)
    {
        if (f.Where.Count == 0) return "the run";
        return string.Join(", ", f.Where.Take(most).Select(Place)) + (f.Where.Count > most ? " and more" : "");
    }

    /// <summary>Ids as the tools take them, and the name once.</summary>
    internal static string Place(FindingPlace p)
    {
        var parts = new List<string>();
        if (p.StageId is { } stage)
            parts.Add(p.StageAttemptId is > 0 and var attempt ? FormattableString.Invariant($"stage {stage} attempt {attempt}")
                : FormattableString.Invariant($"stage {stage}"));
        if (p.JobId is { } job) parts.Add(FormattableString.Invariant($"job {job}"));
        if (p.SqlExecutionId is { } sql) parts.Add(FormattableString.Invariant($"query {sql}"));
        if (p.ExecutorId is { } executor) parts.Add("executor " + Quote(executor));
        if (p.Host is { } host) parts.Add("host " + Quote(host));
        if (p.Label is { } label) parts.Add(Quote(label));
        return string.Join(' ', parts);
    }

    static void AddCost(BriefPage page, AnalysisResult result)
    {
        var cost = result.Cost;
        page.Add(cost.Actual is { } actual ? $"cost: {Total(actual)} in {cost.Region} ({cost.PriceBook})"
            : $"cost: unknown, {Sentence(cost.ActualMissing ?? "no price")}");
        foreach (var option in cost.Alternatives.Where(a => a.TotalUsd is not null).OrderBy(a => a.TotalUsd).Take(OptionsShown))
            page.Add($"  elsewhere: {PlainText.OneLine(option.Name)}: {Total(option)}, {Number(option.DurationMs)} ms");
    }

    static string Total(Ledger l) => l.TotalUsd is { } total ? $"{Usd(total, l.Ground)} ({JsonNames.CamelCase(l.Ground)})"
        : $"unknown; the part with a price is {Usd(l.PricedPartUsd, l.Ground)}";

    static void AddTimes(BriefPage page, AnalysisResult result)
    {
        if (result.Waterfall is not { } w) return;
        static string Lines(IReadOnlyList<Analyzer.Replay.WaterfallLine> lines, string unit) => string.Join(", ",
            lines.OrderByDescending(l => l.Ms).Where(l => l.Ms > 0).Take(WaterfallLines)
                .Select(l => $"{Phrases.Words(l.Name)} {Number(l.Ms)} {unit}"));
        page.Add($"time went to: {Lines(w.Time, "ms")}");
        page.Add($"{Number(w.TotalCoreMs)} core-ms paid went to: {Lines(w.CoreTime, "core-ms")}");
    }

    static void AddOutcomes(BriefPage page, IReadOnlyList<DetectorOutcome> detectors)
    {
        static string Kinds(IEnumerable<DetectorOutcome> some) => string.Join(", ", some.Select(d => d.Kind));
        var failed = detectors.Where(d => d.Outcome == OutcomeKind.Failed).ToList();
        if (failed.Count > 0) page.Add("failed detectors: " + Kinds(failed));
        var silent = detectors.Where(d => d.Outcome == OutcomeKind.NotApplicable).ToList();
        if (silent.Count > 0) page.Add("could not be looked for: " + Kinds(silent));
        var off = detectors.Where(d => d.Outcome == OutcomeKind.Off).ToList();
        if (off.Count > 0) page.Add("turned off in the settings: " + Kinds(off));
    }
}
