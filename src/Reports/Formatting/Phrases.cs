using Rightsizer.Analyzer;
using Rightsizer.Analyzer.Answers.Diagnosis;
using Rightsizer.Analyzer.Detectors;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer.Model;
using Rightsizer.Analyzer.Replay;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Reports.Formatting;

/// <summary>The sentences that every format says the same. Text from the log is in them as it is; each format makes it harmless.</summary>
public static class Phrases
{
    /// <summary>Spark 3.5.9, standalone.</summary>
    public static string Engine(AnalysisResult result) =>
        (result.Run.App.SparkVersion is { } v ? "Spark " + v : "Spark of unknown version") + ", " + result.Cost.Platform;

    /// <summary>How long it ran; says so where the end is missing.</summary>
    public static string RunTime(ApplicationRun run) =>
        run.App.DurationMs is { } ms ? Quantity.Duration(ms)
        : run.ObservedMs is { } seen ? Quantity.Duration(seen) + " until the log stops" : "unknown duration";

    /// <summary>2 executors x 1 core, 1200m.</summary>
    public static string Executors(ApplicationRun run, RunOverview overview)
    {
        if (overview.Shapes.Count == 0) return "no executors in the log";
        if (!run.WorkerExecutors.Any(x => x.PaidCores > 0)) return $"local mode, {Cores(overview.Shapes[0].Cores)}";
        var lives = overview.Shapes.Sum(s => s.Lives);
        var shapes = string
            .Join(" + ", overview.Shapes.Select(s => overview.Shapes.Count == 1 ? Cores(s.Cores) : $"{s.Lives} of {Cores(s.Cores)}"));
        var text = overview.Shapes.Count == 1
            ? $"{overview.PeakExecutors} {(overview.PeakExecutors == 1 ? "executor" : "executors")} x {shapes}"
            : $"{overview.PeakExecutors} executors at most ({shapes})";
        if (lives > overview.PeakExecutors) text += $", {lives} in all";
        return run.Environment["spark.executor.memory"] is { } memory ? $"{text}, {memory} heap" : text;
    }

    /// <summary>log complete, 0 lines lost.</summary>
    public static string LogQuality(LogQuality log)
    {
        var grade = "log " + log.Grade.ToString().ToLowerInvariant();
        var lost = $", {Quantity.Count(log.MalformedLines)} {(log.MalformedLines == 1 ? "line" : "lines")} lost";
        return grade + lost + (log.Truncated ? ", cut off at the end" : "");
    }

    /// <summary>33.2 core-s used of 45.2 core-s paid (73 %).</summary>
    public static string CoresUsed(RunOverview overview) => overview.PaidCoreMs is null
        ? $"tasks used {Quantity.CoreTime(overview.UsedCoreMs)}; what was paid for is not in the log"
        : $"tasks used {Quantity.CoreTime(overview.UsedCoreMs)} of {Quantity.CoreTime(overview.PaidCoreMs)} paid "
        + $"({Quantity.Percent(overview.UsedRatio)})";

    /// <summary>12 jobs, 31 stages, 4,200 tasks (3 failed), 1.2 GiB in.</summary>
    public static string Work(ApplicationRun run, RunOverview overview)
    {
        var parts = new List<string>
        {
            Quantity.Plural(run.Jobs.Count, "job"), Quantity.Plural(overview.StagesRun, "stage"),
            Quantity.Plural(overview.Tasks, "task") + (overview.FailedTasks > 0 ? $" ({Quantity.Count(overview.FailedTasks)} failed)" : ""),
        };
        Add(overview.Metrics[TaskMetric.InputBytes], "read");
        Add(overview.Metrics[TaskMetric.ShuffleWriteBytes], "shuffled");
        Add(overview.Metrics[TaskMetric.DiskBytesSpilled], "spilled to disk");
        Add(overview.Metrics[TaskMetric.OutputBytes], "written");
        return string.Join(", ", parts);

        void Add(long bytes, string what)
        {
            if (bytes > 0) parts.Add($"{Quantity.Bytes(bytes)} {what}");
        }
    }

    /// <summary>Whether the replay may be trusted, in a sentence.</summary>
    public static string Replay(ReplayReport? replay) => replay switch
    {
        null => "Not replayed: no savings in time or money are given.",
        { Refused: { } why } => $"Not replayed: {why}; so no savings in time or money are given.",
        { ErrorPct: { } error } =>
            $"Replay reproduces it: {Quantity.Duration(replay.ReplayedMs)} ({Signed(error)} %). Estimates below: tier "
            + $"{replay.Tier ?? "?"}.",
        _ => "Replayed, with no error to show.",
    };

    /// <summary>What the run cost, or why that is not known.</summary>
    public static string Price(CostReport cost) => cost.Actual is { } actual
        ? $"{Total(actual)} for this run ({Quantity.Word(actual.Ground)}), {cost.Region}"
        : "not priced" + (cost.ActualMissing is { } why ? ": " + why : "");

    /// <summary>Total of a ledger; where a line has no price, the priced part and that it is one.</summary>
    public static string Total(Ledger ledger) => ledger.TotalUsd is { } total
        ? Quantity.Usd(total, ledger.Ground)
        : $"{Quantity.Usd(ledger.PricedPartUsd, ledger.Ground)} + ?";

    /// <summary>What a ledger rests on, and what it would be with the fee's cap where that is in doubt.</summary>
    public static IEnumerable<DisplayText> LedgerNotes(Ledger ledger) => ledger.TotalIfFeeCappedUsd is { } capped
        ? ledger.Notes.Append($"{Quantity.Usd(capped, ledger.Ground)} if the EMR fee's cap of $0.27 an hour holds for these types")
        : ledger.Notes;

    /// <summary>Saves 5.4 s of 27.1 s (20 %), $0.12; or, where some of it is worse, 0.4 s slower, 55 core-s less, $0.12 cheaper.</summary>
    public static string Saves(Finding finding, ApplicationRun run)
    {
        if (finding.SavesMs == 0 && (finding.SavesCoreMs ?? 0) == 0 && (finding.SavesUsd ?? 0) == 0) return "costs nothing in this run";
        if (finding.SavesMs < 0 || finding.SavesCoreMs < 0 || finding.SavesUsd < 0) return Changes(finding);
        var parts = new List<string>();
        if (finding.SavesMs is { } ms)
        {
            var share = run.ObservedMs is > 0 and var total ? $" of {Quantity.Duration(total)} ({Quantity.Percent((double)ms / total)})"
                : "";
            parts.Add(Quantity.Duration(ms) + share);
        }
        if (finding.SavesCoreMs is { } core && core > 0) parts.Add(Quantity.CoreTime(core));
        if (finding.SavesUsd is { } usd) parts.Add(Quantity.Usd(usd, Ground.Simulated));
        return parts.Count == 0 ? "saving not known" : "saves " + string.Join(", ", parts);
    }

    /// <summary>A sign is a word.</summary>
    static string Changes(Finding f)
    {
        var parts = new List<string>();
        if (f.SavesMs is { } ms and not 0) parts.Add($"{Quantity.Duration(Math.Abs(ms))} {(ms < 0 ? "slower" : "faster")}");
        if (f.SavesCoreMs is { } core and not 0) parts.Add($"{Quantity.CoreTime(Math.Abs(core))} {(core < 0 ? "more" : "less")}");
        if (f.SavesUsd is { } usd and not 0)
            parts.Add($"{Quantity.Usd(Math.Abs(usd), Ground.Simulated)} {(usd < 0 ? "dearer" : "cheaper")}");
        return string.Join(", ", parts);
    }

    /// <summary>stage 2.0, sql 0, executor 3 (60 %).</summary>
    public static string Place(FindingPlace place)
    {
        var parts = new List<string>();
        if (place.StageId is { } stage) parts.Add(place.StageAttemptId is { } attempt ? $"stage {stage}.{attempt}" : $"stage {stage}");
        if (place.JobId is { } job) parts.Add($"job {job}");
        if (place.SqlExecutionId is { } sql) parts.Add($"sql {sql}");
        if (place.ExecutorId is { } executor) parts.Add($"executor {executor}");
        if (place.Host is { } host) parts.Add($"host {host}");
        if (place.Label is { } label) parts.Add(parts.Count > 0 ? $"\"{label}\"" : label);
        var text = string.Join(" ", parts);
        return place.Share is { } share and < 0.995 ? $"{text} ({Quantity.Percent(share)})" : text;
    }

    /// <summary>largest task shuffle read 118 MiB (limit 64 MiB).</summary>
    public static string Evidence(Evidence e) =>
        $"{EvidenceName(e)} {Quantity.InUnit(e.Value, e.Unit)}"
            + (e.Limit is { } limit and not 0 ? $" (limit {Quantity.InUnit(limit, e.Unit)})" : "");

    /// <summary>The value shows its unit, so the name need not end in it.</summary>
    static string EvidenceName(Evidence e)
    {
        var words = Words(e.Name);
        return words.EndsWith(" " + e.Unit, StringComparison.Ordinal) ? words[..^(e.Unit.Length + 1)] : words;
    }

    /// <summary>camelCase to words.</summary>
    public static string Words(string name)
    {
        var words = new System.Text.StringBuilder(name.Length + 8);
        foreach (var c in name)
        {
            if (char.IsAsciiLetterUpper(c)) words.Append(' ').Append(char.ToLowerInvariant(c));
            else words.Append(c);
        }
        return words.ToString();
    }

    public static string SeverityWord(Severity severity) =>
        severity == Severity.Critical ? "CRITICAL" : severity.ToString().ToLowerInvariant();

    /// <summary>Detectors that found nothing, by outcome: clean ones, and those that could not or did not say.</summary>
    public static string Detectors(IReadOnlyList<DetectorOutcome> detectors, OutcomeKind outcome) =>
        string.Join(", ", detectors.Where(d => d.Outcome == outcome)
            .Select(d => d.Reason is { } why && outcome != OutcomeKind.Clean ? $"{d.Kind} ({why})" : d.Kind));

    /// <summary>Explains the marks that the figures carry; null when none does.</summary>
    public static string? Footnote(CostReport cost)
    {
        var ledgers = cost.Alternatives.Concat(cost.Actual is { } a ? [a] : []).ToList();
        var parts = new List<string>();
        if (ledgers.Any(l => Quantity.IsEstimate(l.Ground)))
        {
            parts.Add("~ is an estimate; its ground is the weakest of its lines: derived = computed from measured figures by a "
                + "stated rule, "
                + "simulated = from the replay, assumed = a stated assumption");
        }
        if (ledgers.Any(l => l.TotalUsd is null)) parts.Add("+ ? means that a line has no price in the book");
        return parts.Count == 0 ? null : string.Join(". ", parts) + ".";
    }

    public static string PriceBook(CostReport cost) =>
        $"Prices: {cost.PriceBook}, {cost.PriceDate}, {cost.Region}" + (cost.RegionGround == Ground.Assumed ? " (region assumed)" : "")
            + $", {cost.Currency}.";

    static string Cores(int cores) => cores == 1 ? "1 core" : $"{cores} cores";

    static string Signed(double pct) => pct.ToString("+0.0;-0.0;0.0", System.Globalization.CultureInfo.InvariantCulture);
}
