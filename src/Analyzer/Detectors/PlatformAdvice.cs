using System.Globalization;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Platforms;

namespace Rightsizer.Analyzer.Detectors;

/// <summary>The same advice in what the platform takes.</summary>
static class PlatformAdvice
{
    static readonly Version YarnDecommissions = new(3, 4);

    /// <summary>
    /// The advice itself where the platform takes its setting, else what does the same there; nothing where nothing does.
    /// </summary>
    /// <param name="advice">Of a detector.</param>
    /// <param name="facts">Of the run.</param>
    /// <param name="room">The executors that start where it ran.</param>
    public static IEnumerable<Advice> InPlaceOf(Advice advice, RunFacts facts, ExecutorRoom room)
    {
        if (!SettingValues.IsKey(advice.Setting)) return [advice];
        if (PlatformSettings.IsDecommission(advice.Setting) && !TakesDecommission(facts)) return [];
        var isGlue = facts.Platform() == RunPlatform.Glue;
        return PlatformSettings.InPlaceOf(facts.Platform(), advice.Setting) switch
        {
            SettingSubstitute.None => [advice],
            SettingSubstitute.NodeType when advice.Proposed is not null && room.With([(advice.Setting, advice.Proposed)]) is var change =>
                change.Problem is null ? [NodeType(advice, facts, isGlue) with { PriceRatio = change.PriceRatio }] : [],
            SettingSubstitute.NodeCount when Whole(advice.Proposed) is { } n =>
                [new(isGlue ? $"{n + 1} workers (NumberOfWorkers), of which the driver takes 1"
                : $"{n} workers for the cluster, or that many at most where it scales", null, null, advice.Why, advice.MayCost)],
            SettingSubstitute.Autoscaling when advice.Setting == "spark.dynamicAllocation.enabled" && advice.Proposed == "true" =>
                [new(isGlue ? "auto scaling of the job (--enable-auto-scaling true)"
                    : "autoscaling of the cluster, with a low minimum of workers", null, null, advice.Why, advice.MayCost)],
            SettingSubstitute.Decommissioning => Decommissioning(facts),
            SettingSubstitute.RemoteShuffle =>
                [new("shuffle output on S3 (--write-shuffle-files-to-s3 true)", null, null,
                "Shuffle output then outlives the worker that wrote it.", "Reading a shuffle from S3 takes longer than from a worker.")],
            SettingSubstitute.CoresMax when Whole(advice.Proposed) is { } n && CoresOf(facts) is { } cores =>
                [CoresMax(advice, n, cores, facts)],
            _ => [],
        };
    }

    /// <summary>
    /// YARN tells Spark of a node that is decommissioned from Spark 3.4 on, and only where no external shuffle service serves the blocks
    /// (SPARK-30835, SPARK-39018).
    /// </summary>
    static bool TakesDecommission(RunFacts facts) =>
        facts.Platform() is not (RunPlatform.Yarn or RunPlatform.EmrOnEc2 or RunPlatform.Dataproc)
        || facts.Settings.Version >= YarnDecommissions && !facts.Settings.Flag("spark.shuffle.service.enabled", false);

    /// <summary>Executors and nodes are one there, so more or less of either is another type of node.</summary>
    static Advice NodeType(Advice advice, RunFacts facts, bool isGlue)
    {
        var isDriver = advice.Setting.StartsWith("spark.driver.", StringComparison.Ordinal);
        var less = !advice.Setting.EndsWith(".cores", StringComparison.Ordinal)
            && !advice.Setting.Contains("Overhead", StringComparison.Ordinal)
            && SparkSettings.ParseBytes(advice.Proposed, 1 << 20) < facts.Settings.Bytes(advice.Setting, 1 << 30, 1 << 20);
        var (what, whose) = (isGlue ? "worker" : "node", isDriver ? " for the driver" : "");
        var setting = (less, isGlue) switch
        {
            (true, true) => $"a worker type with less memory{whose} (G.1X to G.8X have half that of R.1X to R.8X)",
            (true, false) => $"a node type with less memory per core{whose}",
            (false, true) => $"a worker type with more memory{whose} (R.1X to R.8X have twice that of G.1X to G.8X)",
            _ => $"a node type with more memory per core{whose}",
        };
        // the value itself can be set there by nobody; what was found still holds
        var why = less ? $"{advice.Proposed} for each {(isDriver ? "driver" : "executor")} would be enough." : advice.Why;
        return new(setting, null, null,
            $"{why} {(isGlue ? "AWS Glue" : "Databricks")} gives each executor what its {what} has, so {advice.Setting} has no "
            + $"effect there.", advice.MayCost);
    }

    static IEnumerable<Advice> Decommissioning(RunFacts facts)
    {
        const string tracking = "spark.dynamicAllocation.shuffleTracking.enabled";
        yield return new("spark.decommission.enabled", facts.Settings.Now("spark.decommission.enabled", "false"), "true",
            "Kubernetes has no external shuffle service. An executor that is asked to stop gives its blocks to others first "
                + "(spark.storage.decommission.shuffleBlocks.enabled).",
                "Needs a notice before the pod ends; does not help after a crash.");
        if (facts.Settings.Flag("spark.dynamicAllocation.enabled", false))
            yield return new(tracking, facts.Settings
                .Now(tracking, SparkDefaults.Find(tracking, facts.Settings.Version, facts.Platform())!), "true",
                "Executors that hold shuffle output still needed are kept.");
    }

    static Advice CoresMax(Advice advice, int executors, int cores, RunFacts facts) =>
        new("spark.cores.max", facts.Settings["spark.cores.max"], SettingText.Whole(executors * (double)cores),
            $"{advice.Why} A standalone cluster gives executors up to this many cores: {executors} of {cores}.", advice.MayCost);

    static int? CoresOf(RunFacts facts) => facts.TaskExecutors.Where(e => e.TotalCores > 0).Select(e => (int?)e.TotalCores).Max();

    static int? Whole(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : null;
}
