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
    /// <summary>With a capital letter and a full stop; nothing of nothing.</summary>
    internal static string Sentence(string words) => words.Length == 0 ? "" : char.ToUpperInvariant(words[0]) + words[1..] + ".";

    /// <summary>Spark 3.5.9, standalone.</summary>
    public static string Engine(AnalysisResult result) =>
        (result.Run.App.SparkVersion is { } v ? "Spark " + v : "Spark of unknown version") + ", "
        + PlatformName(result.Cost.Platform);

    static string PlatformName(string platform) => platform switch
    {
        "emr-ec2" => "EMR on EC2",
        "emr-serverless" => "EMR Serverless",
        "emr-eks" => "EMR on EKS",
        "glue" => "Glue",
        "yarn" => "YARN",
        "kubernetes" => "Kubernetes",
        "mesos" => "Mesos",
        "databricks" => "Databricks",
        "dataproc" => "Dataproc",
        _ => platform,
    };

    /// <summary>How long it ran; says so where the end is missing.</summary>
    public static string RunTime(ApplicationRun run) =>
        run.App.DurationMs is { } ms ? Quantity.Duration(ms) + (UnfinishedWork(run) is { } work ? $" and ended while {work}" : "")
        : run.ObservedMs is { } seen ? Quantity.Duration(seen) + " until the log stops" : "unknown duration";

    /// <summary>"1 job still ran"; null where nothing ran when the application ended.</summary>
    static string? UnfinishedWork(ApplicationRun run) =>
        run.Log.UnfinishedJobs > 0 ? Quantity.Plural(run.Log.UnfinishedJobs, "job") + " still ran"
        : run.Log.UnfinishedQueries > 0 ? Quantity.Plural(run.Log.UnfinishedQueries, "query", "queries") + " still ran" : null;

    /// <summary>2 executors x 1 core, 1200m.</summary>
    public static string Executors(ApplicationRun run, RunOverview overview)
    {
        if (overview.Shapes.Count == 0) return "no executors in the log";
        if (!run.WorkerExecutors.Any(x => x.PaidCores > 0)) return $"local mode, {Cores(overview.Shapes[0].Cores)}";
        var lives = overview.Shapes.Sum(s => s.Lives);
        var shapes = string
            .Join(" + ", overview.Shapes.Select(s => overview.Shapes.Count == 1 ? Cores(s.Cores) : $"{s.Lives} of {Cores(s.Cores)}"));
        // by the log's clock they may all have come after the end
        if (overview.PeakExecutors == 0) return $"{Quantity.Plural(lives, "executor")} ({shapes})";
        var text = overview.Shapes.Count == 1
            ? $"{overview.PeakExecutors} {(overview.PeakExecutors == 1 ? "executor" : "executors")} x {shapes}"
            : $"{Quantity.Plural(lives, "executor")} ({shapes})";
        if (overview.Shapes.Count > 1 && lives > overview.PeakExecutors) text += $", at most {overview.PeakExecutors} at once";
        else if (lives > overview.PeakExecutors) text += $", {lives} executors in all";
        return run.Environment["spark.executor.memory"] is { } memory ? $"{text}, {memory} heap" : text;
    }

    /// <summary>2026-11-21 12:47:41 UTC.</summary>
    public static string Utc(long epochMs)
    {
        // beyond the years that a date can have
        if (epochMs is < -62_135_596_800_000 or > 253_402_300_799_999) return "";
        return DateTimeOffset.FromUnixTimeMilliseconds(epochMs)
            .ToString("yyyy-MM-dd HH:mm:ss 'UTC'", System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>A setting as an argument of spark-submit, quoted for a shell where its value needs that.</summary>
    public static string Conf(string key, string value) =>
        value.All(c => char.IsAsciiLetterOrDigit(c) || "._-:/,+=@%".Contains(c, StringComparison.Ordinal)) ? $"--conf {key}={value}"
        : $"--conf '{key}={value.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    /// <summary>What a part of the time went into, in words.</summary>
    public static string TimePart(string name) => name switch
    {
        "cpu" => "computing",
        "gc" => "garbage collection",
        "spill" => "spilling",
        "shuffleFetchWait" => "waiting for shuffle data",
        "shuffleWrite" => "writing shuffle data",
        "ioAndWait" => "input, output and other waits",
        "unknownRunTime" => "running tasks, no details",
        "deserialize" => "loading code for tasks",
        "schedulerDelay" => "starting tasks, sending results",
        "failedAttempts" => "failed or repeated tasks",
        "waitingForTail" => "idle: last tasks of a stage",
        "tooFewTasks" => "idle: fewer tasks than cores",
        "waitingForLaunch" => "idle: tasks not launched yet",
        "waitingForExecutors" => "no executors yet",
        "repeatedStages" => "idle: stages run again",
        "betweenStages" => "idle: between stages",
        "driver" => "driver alone, between jobs",
        "triggerWait" => "stream waiting for its trigger",
        "beforeFirstJob" => "before the first job",
        "afterLastJob" => "after the last job",
        _ => Words(name),
    };

    /// <summary>How far a prediction can be trusted.</summary>
    public static string HowSure(string? tier) => tier switch
    {
        "A" => "high",
        "B" => "medium",
        "C" or "D" => "low",
        _ => Quantity.Unknown,
    };

    /// <summary>Tasks used 33.2 core-s of 45.2 core-s paid for (73 %).</summary>
    public static string CoresUsed(RunOverview overview) => overview is { PaidCoreMs: not > 0, Tasks: 0 }
        ? "No executor is in the log, and no task ran"
        : overview.PaidCoreMs is not > 0
        ? $"Tasks used {Quantity.CoreTime(overview.UsedCoreMs)}; the log does not say how much was paid for"
        : overview is { LacksWork: true, UsedCoreMs: 0 }
        ? $"The log does not say what tasks used of {Quantity.CoreTime(overview.PaidCoreMs)} paid for"
        : overview.LacksWork
        ? $"Tasks used at least {Quantity.CoreTime(overview.UsedCoreMs)} of {Quantity.CoreTime(overview.PaidCoreMs)} paid for"
        : overview.UsedRatio > 1
        // one task after another in the same slot: the driver notes the end of the first after the next has begun
        ? $"Tasks used all {Quantity.CoreTime(overview.PaidCoreMs)} paid for; their times in the log overlap "
        + $"({Quantity.CoreTime(overview.UsedCoreMs)} in sum)"
        : $"Tasks used {Quantity.CoreTime(overview.UsedCoreMs)} of {Quantity.CoreTime(overview.PaidCoreMs)} paid for "
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

    /// <summary>How exactly the run was simulated as it was, which says nothing about a changed one.</summary>
    public static string Replay(ReplayReport? replay) => replay switch
    {
        null => "The run was not simulated, so no savings in time or money are given.",
        { Refused: { } why } => $"The run was not simulated, so no savings in time or money are given: {why}.",
        { } r => r.Match() is { } match ? $"{match} The range of each what-if shows how sure a changed run is."
            : "The run was simulated; how exactly is not known.",
    };

    /// <summary>What the run cost, or why that is not known.</summary>
    public static string Price(CostReport cost) => cost.Actual is { } actual
        ? $"{Total(actual)} for this run ({Quantity.Word(actual.Ground)}), {cost.Region}"
        : "No price" + (cost.ActualMissing is { } why ? ": " + why : "");

    /// <summary>Total of a ledger; where a line has no price, the priced part and that it is one.</summary>
    public static string Total(Ledger ledger) => ledger.TotalUsd is { } total
        ? Quantity.Usd(total, ledger.Ground)
        : $"{Quantity.Usd(ledger.PricedPartUsd, ledger.Ground)} + ?";

    /// <summary>What a ledger rests on, and what it would be with the fee's cap where that is in doubt.</summary>
    public static IEnumerable<DisplayText> LedgerNotes(Ledger ledger) => ledger.TotalIfFeeCappedUsd is { } capped
        ? ledger.Notes.Append($"{Quantity.Usd(capped, ledger.Ground)} if the EMR fee's cap of $0.27 an hour holds for these types")
        : ledger.Notes;

    /// <summary>
    /// Saves up to ~5.4 s of 27.1 s (20 %), ~$0.12; or, where some of it is worse, ~0.4 s slower, ~55 core-s less, ~$0.12 cheaper.
    /// </summary>
    public static string Saves(Finding finding, ApplicationRun run) =>
        Saves(finding, run.ObservedMs, RunOverview.ComputePaidCoreMs(run));

    /// <param name="finding">With its savings.</param>
    /// <param name="totalMs">Time of the run; null where it is not known.</param>
    /// <param name="paidCoreMs">Core time paid for; null where it is not known.</param>
    public static string Saves(Finding finding, long? totalMs, double? paidCoreMs = null)
    {
        if (finding.SavesCoreMs is > -ShownCoreMs and < 0) finding = finding with { SavesCoreMs = 0 };
        if (finding.SavesMs == 0 && (finding.SavesCoreMs ?? 0) == 0 && (finding.SavesUsd ?? 0) == 0) return "cost no time in this run";
        if (finding.LongerMs is not null || finding.SavesCoreMs < 0 || finding.SavesUsd < 0) return Changes(finding);
        var parts = new List<string>();
        if (finding.SavesMs is { } ms)
        {
            var share = totalMs is > 0 and var total ? $" of {Quantity.Duration(total)} ({Quantity.Percent((double)ms / total)})"
                : "";
            if (ms != 0) parts.Add("~" + Quantity.Duration(ms) + share);
        }
        if (finding.SavesCoreMs is { } core && core > 0)
        {
            parts.Add("~" + Quantity.CoreTime(core)
                + (paidCoreMs is > 0 and var paid ? $" ({Quantity.Percent(Math.Min(1, core / paid))})" : ""));
        }
        if (finding.SavesUsd is { } usd) parts.Add(Quantity.Usd(usd, Ground.Simulated));
        return parts.Count == 0 ? "saving not known" : "saves up to " + string.Join(", ", parts);
    }

    /// <summary>Less is written as 0 core-s.</summary>
    const long ShownCoreMs = 50;

    /// <summary>A sign is a word.</summary>
    static string Changes(Finding f)
    {
        var parts = new List<string>();
        if (f.LongerMs is { } longer) parts.Add($"~{Quantity.Duration(longer)} slower");
        else if (f.SavesMs is { } ms and not 0) parts.Add($"~{Quantity.Duration(ms)} faster");
        if (f.SavesCoreMs is { } core and not 0) parts.Add($"~{Quantity.CoreTime(Math.Abs(core))} {(core < 0 ? "more" : "less")}");
        if (f.SavesUsd is { } usd and not 0)
            parts.Add($"{Quantity.Usd(Math.Abs(usd), Ground.Simulated)} {(usd < 0 ? "more expensive" : "cheaper")}");
        return string.Join(", ", parts);
    }

    /// <summary>stage 2 (60 % of the finding): sort-merge join (orders.py:14).</summary>
    public static string Place(FindingPlace place)
    {
        var parts = new List<string>();
        if (place.StageId is { } stage)
            parts.Add(place.StageAttemptId is > 0 and var attempt ? $"stage {stage}.{attempt}" : $"stage {stage}");
        if (place.JobId is { } job) parts.Add($"job {job}");
        if (parts.Count == 0 && place.SqlExecutionId is { } sql) parts.Add($"query {sql}");
        if (place.ExecutorId is { } executor) parts.Add($"executor {executor}");
        if (place.Host is { } host) parts.Add($"host {host}");
        var text = string.Join(" ", parts);
        if (place.Share is { } share and >= 0.0005 and < 0.995) text = $"{text} ({Quantity.Percent(share)} of the finding)".TrimStart();
        return place.Label is not { Length: > 0 } label ? text : text.Length == 0 ? label
            // a place without a number, such as after the last job
            : text[0] == '(' ? $"{label} {text}" : $"{text}: {label}";
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

    /// <summary>Before kinds of findings that the user asked not to be shown.</summary>
    public const string TurnedOff = "Turned off in the settings";

    /// <summary>Detectors that found nothing, by outcome: clean ones, and those that could not or did not say.</summary>
    public static string Detectors(IReadOnlyList<DetectorOutcome> detectors, OutcomeKind outcome) =>
        string.Join(", ", detectors.Where(d => d.Outcome == outcome)
            .Select(d => d.Reason is { } why && outcome != OutcomeKind.Clean ? $"{d.Kind} ({why})" : d.Kind));

    /// <summary>Start-up that a price elsewhere has in it: "3 min 30 s", "not billed".</summary>
    public static string PaidStartUp(Ledger elsewhere) =>
        elsewhere.StartUpMs > 0 ? Quantity.Duration(elsewhere.StartUpMs) : "not billed";

    /// <summary>What the prices elsewhere have in them, and why one of them is higher than a reader expects; sentences.</summary>
    public static IReadOnlyList<string> PriceTerms(CostReport cost)
    {
        var lines = new List<string>();
        var starts = cost.Alternatives.Where(a => a.StartUpMs > 0)
            .GroupBy(a => (Name: a.Kind == LedgerKind.EmrOnEks ? "EMR on EKS" : "EMR on EC2", a.StartUpMs))
            .Select(g => $"{Quantity.Duration(g.Key.StartUpMs)} on {g.Key.Name}").ToList();
        if (starts.Count > 0)
            lines.Add($"Start-up of the nodes is in these prices (assumed: {string.Join(", ", starts)}); EMR Serverless and Glue do not "
                + "bill it. Times are run times, without start-up.");
        var onDemand = cost.Alternatives.FirstOrDefault(a => a.Kind == LedgerKind.EmrOnDemandX86);
        var spot = cost.Alternatives.FirstOrDefault(a => a.Kind == LedgerKind.EmrSpotX86);
        if (onDemand?.TotalUsd < spot?.TotalUsd && onDemand!.Nodes.Sum(n => n.Count) < spot!.Nodes.Sum(n => n.Count))
            lines.Add("With the same executors Spot costs more than On-Demand: it needs one On-Demand core node more, which costs more "
                + "than a run of this size saves on Spot nodes. On other nodes, as size chooses them, it can cost less.");
        return lines;
    }

    /// <summary>Explains the marks that the figures carry; null when none does.</summary>
    public static string? Footnote(CostReport cost)
    {
        var ledgers = cost.Alternatives.Concat(cost.Actual is { } a ? [a] : []).ToList();
        var parts = new List<string>();
        if (ledgers.Any(l => Quantity.IsEstimate(l.Ground)))
        {
            parts.Add("~ marks an estimate. How it is known: derived = calculated from measured figures, simulated = from the simulation "
                + "of the run, assumed = from a stated assumption");
        }
        if (ledgers.Any(l => l.TotalUsd is null)) parts.Add("+ ? means that a line has no known price");
        return parts.Count == 0 ? null : string.Join(". ", parts) + ".";
    }

    public static string PriceBook(CostReport cost) =>
        $"Prices: {cost.PriceBook}, {cost.PriceDate}, {cost.Region}" + (cost.RegionGround == Ground.Assumed ? " (region assumed)" : "")
            + $", {cost.Currency}.";

    static string Cores(int cores) => cores == 1 ? "1 core" : $"{cores} cores";

    static string Signed(double pct) => pct.ToString("+0.0;-0.0;0.0", System.Globalization.CultureInfo.InvariantCulture);
}
