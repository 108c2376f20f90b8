using Rightsizer.Analyzer.Detectors;
using Rightsizer.Analyzer.Model;

namespace Rightsizer.Analyzer.Answers.Doctor;

/// <summary>What a log, or the settings that will write one, lets us say, and what one setting more would add.</summary>
public static class EvidenceChecks
{
    /// <summary>Spark's name for a value that never takes effect.</summary>
    const string Off = "false";

    /// <summary>Of settings that are to write event logs: spark-defaults.conf, a submit command.</summary>
    /// <param name="settings">Spark properties.</param>
    public static IReadOnlyList<EvidenceCheck> OfSettings(IReadOnlyDictionary<string, string> settings)
    {
        var checks = new List<EvidenceCheck>();
        if (settings.GetValueOrDefault("spark.eventLog.enabled") == "true")
        {
            var place = settings.GetValueOrDefault("spark.eventLog.dir");
            checks.Add(new EvidenceCheck("eventLog", CheckState.Ok, $"Spark writes event logs to "
                + $"{place ?? "file:/tmp/spark-events (default)"}."));
        }
        else
        {
            checks.Add(new EvidenceCheck("eventLog", CheckState.Failed, "spark.eventLog.enabled is not true: Spark writes no event log.",
                "Set spark.eventLog.enabled true and spark.eventLog.dir to a folder or prefix that exists.", "Everything."));
        }
        checks.AddRange(Losses(settings));
        return checks;
    }

    /// <summary>Of one run.</summary>
    public static IReadOnlyList<EvidenceCheck> OfRun(AnalysisResult result)
    {
        var checks = new List<EvidenceCheck> { Quality(result.Run.Log) };
        foreach (var missing in result.Run.Log.MissingEvents)
            checks.Add(new EvidenceCheck("missingEvents", CheckState.LessEvidence,
                $"The log has no {missing.Event} events: {missing.PutsInDoubt}."));
        foreach (var unverified in result.Run.Log.UnverifiedEvents)
            checks.Add(new EvidenceCheck("unverifiedEvents", CheckState.Ok,
                $"The log has no {unverified.Event} events and nothing else would show them: {unverified.PutsInDoubt}."));
        checks.AddRange(Losses(result.Run.Environment.SparkProperties));
        checks.Add(Simulation(result));
        checks.AddRange(Prices(result.Cost));
        checks.AddRange(Detectors(result.Detectors));
        return checks;
    }

    static EvidenceCheck Quality(LogQuality log) => log.Grade switch
    {
        QualityGrade.Complete => new EvidenceCheck("logQuality", CheckState.Ok, "The log is complete."),
        QualityGrade.NoGapSeen => new EvidenceCheck("logQuality", CheckState.Ok, "No gap is seen in the log."),
        _ => new EvidenceCheck("logQuality", log.Grade == QualityGrade.Poor ? CheckState.Failed : CheckState.LessEvidence,
            string.Join(' ', log.Doubts.DefaultIfEmpty("Some of the log is missing."))),
    };

    static IEnumerable<EvidenceCheck> Losses(IReadOnlyDictionary<string, string> settings)
    {
        string? Set(string key) => settings.GetValueOrDefault(key);
        if (Set("spark.eventLog.excludedPatterns") is { Length: > 0 } excluded)
            yield return new EvidenceCheck("excludedPatterns", CheckState.LessEvidence,
                $"spark.eventLog.excludedPatterns leaves events out: {excluded}.", "Unset spark.eventLog.excludedPatterns.",
                "Figures as Spark's History Server has them.");
        if ((Set("spark.eventLog.logStageExecutorMetrics") ?? Off) == Off)
            yield return new EvidenceCheck("stageExecutorMetrics", CheckState.LessEvidence,
                "Peaks of executor memory are known from task ends alone.", "Set spark.eventLog.logStageExecutorMetrics true (Spark 3.0).",
                "Peak memory of each stage and executor: surer advice about memory.");
        if ((Set("spark.executor.processTreeMetrics.enabled") ?? Set(
            "spark.eventLog.logStageExecutorProcessTreeMetrics.enabled") ?? Off) == Off)
            yield return new EvidenceCheck("processTreeMetrics", CheckState.LessEvidence,
                "Memory of Python workers and other native memory is not measured.",
                "Set spark.executor.processTreeMetrics.enabled true (Spark 3.1, Linux).", "Advice about memory overhead.");
        if (Set("spark.history.fs.eventLog.rolling.maxFilesToRetain") is { Length: > 0 } retained)
            yield return new EvidenceCheck("retainedFiles", CheckState.LessEvidence,
                $"The History Server compacts rolling logs to {retained} files: events of ended jobs are dropped.",
                "Unset spark.history.fs.eventLog.rolling.maxFilesToRetain, or copy logs before they are compacted.",
                "Waste and findings over the whole run.");
        if (Set("spark.sql.event.truncate.length") is { Length: > 0 } cut)
            yield return new EvidenceCheck("truncatedSql", CheckState.LessEvidence, $"SQL texts are cut at {cut} characters.",
                "Unset spark.sql.event.truncate.length.", "Queries by their whole text.");
    }

    static EvidenceCheck Simulation(AnalysisResult result) => result.Replay switch
    {
        null => new EvidenceCheck("simulation", CheckState.LessEvidence, "The run was not simulated, so savings are not known."),
        { Refused: { } why } => new EvidenceCheck("simulation", CheckState.LessEvidence, $"The run cannot be simulated, so savings are "
            + $"not known: {why}"),
        var replay => new EvidenceCheck("simulation", CheckState.Ok, replay.Match() ?? "The run was simulated; how exactly is not known."),
    };

    static IEnumerable<EvidenceCheck> Prices(Diagnosis.CostReport cost)
    {
        if (cost.Actual is not { } actual)
            yield return new EvidenceCheck("price", CheckState.LessEvidence, "The cost of the run is not known.",
                "Give --usd-per-hour, or --cluster with the JSON of aws emr describe-cluster, list-instances or get-job-run.",
                "Cost of the run, and savings in dollars.");
        else if (actual.TotalUsd is null)
            yield return new EvidenceCheck("price", CheckState.LessEvidence, "A line of the run's bill has no known price: "
                + string.Join(", ", actual.Lines.Where(l => l.AmountUsd is null).Select(l => l.Name.ToString()).Distinct()) + ".",
                "Run rightsizer prices refresh, and give its list with --prices.", "Cost of the run.");
        else if (actual.Ground is Ground.Assumed or Ground.Derived)
            yield return new EvidenceCheck("price", CheckState.LessEvidence,
                $"The cost of the run is {actual.Ground.ToString().ToLowerInvariant()}, not measured.",
                "Give --cluster with the JSON of the AWS CLI.", "The cost of the cluster that ran.");
        else yield return new EvidenceCheck("price", CheckState.Ok, "The run has a price.");
        if (cost.RegionGround == Ground.Assumed)
            yield return new EvidenceCheck("region", CheckState.LessEvidence, $"The log names no region: {cost.Region} is assumed.",
                "Give --region.", "Prices of the right region.");
    }

    static IEnumerable<EvidenceCheck> Detectors(IReadOnlyList<DetectorOutcome> outcomes)
    {
        var silent = outcomes.Where(d => d.Outcome == OutcomeKind.NotApplicable).ToList();
        if (silent.Count > 0)
            yield return new EvidenceCheck("detectors", CheckState.NotApplicable, "Checks that do not apply: "
                + string.Join(", ", silent.Select(d => $"{d.Kind} ({d.Reason})")) + ".");
        foreach (var failed in outcomes.Where(d => d.Outcome == OutcomeKind.Failed))
            yield return new EvidenceCheck("detectors", CheckState.Failed, $"The detector {failed.Kind} failed: {failed.Reason}.");
    }
}
