using System.Globalization;
using Rightsizer.Analyzer.Model;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Analyzer.Replay;

/// <summary>
/// Stages whose number of tasks follows the number of cores: coalesced shuffle reads of adaptive execution, and file scans. docs/science.md
/// 1.4.
/// </summary>
/// <remarks>
/// A stage is cut anew only where Spark's own formula, given the observed cores, gives the observed count; all else keeps its tasks.
/// </remarks>
static class PartitionCounts
{
    const double MiB = 1024 * 1024;

    /// <summary>How near the formula must come to the observed count before it is believed for another.</summary>
    const double ToleranceRatio = 0.25;

    public static ReplayPlan At(ReplayPlan plan, int totalCores)
    {
        var run = plan.Run;
        var observed = CoresOf(plan);
        // a parallelism that is set does not follow the cores
        if (observed == totalCores || run.Environment["spark.default.parallelism"] is not null) return plan;
        var counts = new Dictionary<int, int>();
        foreach (var attempt in run.Stages)
        {
            if (CountAt(attempt, run, observed, totalCores) is { } count
                && plan.PlaceOf(attempt.StageId, attempt.AttemptId) is var place and >= 0) counts[place] = count;
        }
        return plan.WithPartitions(counts);
    }

    /// <summary>Cores registered when stages were planned.</summary>
    internal static int CoresOf(ReplayPlan plan) =>
        Math.Max(1, plan.Executors.Count == 0 ? 1
            : plan.Executors.Where(x => x.RemoveMs is null || plan.Allocation.Dynamic).Sum(x => x.Cores));

    static int? CountAt(StageAttempt stage, ApplicationRun run, int observed, int there)
    {
        var count = CountAt(stage, run, observed, there, 1);
        return count == stage.Tasks.Count ? null : count;
    }

    /// <summary>Tasks of the stage at so many times the bytes; null where Spark's formula does not explain those it had.</summary>
    internal static int? CountAtVolume(StageAttempt stage, ReplayPlan plan, double bytesRatio)
    {
        var cores = int.TryParse(plan.Run.Environment["spark.default.parallelism"], NumberStyles.None, CultureInfo.InvariantCulture,
            out var set) && set > 0 ? set : CoresOf(plan);
        return CountAt(stage, plan.Run, cores, cores, bytesRatio);
    }

    static int? CountAt(StageAttempt stage, ApplicationRun run, int observed, int there, double bytesRatio)
    {
        Func<int, double, double>? formula = ReadsCoalesced(stage) ? Coalesced(stage, run)
            : ReadsFiles(stage) ? Splits(stage, run) : null;
        if (formula is null) return null;
        double here = formula(observed, 1), next = formula(there, bytesRatio), n = stage.Tasks.Count;
        if (here <= 0 || Math.Abs(here / n - 1) > ToleranceRatio) return null;
        return (int)Math.Clamp(Math.Round(n * next / here), 1, int.MaxValue);
    }

    /// <summary>CoalesceShufflePartitions: as many partitions as cores, none under the smallest or over the advised size.</summary>
    static Func<int, double, double>? Coalesced(StageAttempt stage, ApplicationRun run)
    {
        const string prefix = "spark.sql.adaptive.coalescePartitions.";
        if (run.Environment[prefix + "enabled"] == "false" || run.Environment[prefix + "parallelismFirst"] == "false") return null;
        if (run.Environment[prefix + "minPartitionNum"] is not null) return null;
        double read = stage.ShuffleReadBytes;
        var advised = Bytes(run.Environment["spark.sql.adaptive.advisoryPartitionSizeInBytes"], 64 * MiB);
        var smallest = Bytes(run.Environment[prefix + "minPartitionSize"], MiB);
        var most = Bytes(run.Environment["spark.sql.shuffle.partitions"], 200);
        return (cores, ratio) =>
        {
            var bytes = read * ratio;
            return Math.Min(most, Math.Ceiling(bytes / Math.Max(Math.Min(advised, Math.Ceiling(bytes / cores)), smallest)));
        };
    }

    /// <summary>FilePartition: splits so small that every core gets one, within the largest size and the cost of opening a file.</summary>
    static Func<int, double, double> Splits(StageAttempt stage, ApplicationRun run)
    {
        double read = stage.Metrics[TaskMetric.InputBytes];
        var largest = Bytes(run.Environment["spark.sql.files.maxPartitionBytes"], 128 * MiB);
        var open = Bytes(run.Environment["spark.sql.files.openCostInBytes"], 4 * MiB);
        return (cores, ratio) =>
            Math.Ceiling((read * ratio + open) / Math.Min(largest, Math.Max(open, (read * ratio + open) / cores)));
    }

    internal static bool ReadsCoalesced(StageAttempt stage) =>
        stage.ShuffleReadBytes > 0 && stage.Info.Rdds
            .Any(r => r.Scope is { } s
            && (s.Contains("AQEShuffleRead", StringComparison.Ordinal) || s.Contains("CustomShuffleReader", StringComparison.Ordinal)));

    internal static bool ReadsFiles(StageAttempt stage) =>
        stage.Metrics[TaskMetric.InputBytes] > 0 && stage.ShuffleReadBytes == 0 && stage.Info.Rdds.Any(r => r.Name == "FileScanRDD");

    /// <summary>Spark's size strings: bytes unless a unit says otherwise.</summary>
    internal static double Bytes(string? value, double none)
    {
        if (string.IsNullOrWhiteSpace(value)) return none;
        var text = value.Trim().ToLowerInvariant();
        var digits = text.TakeWhile(c => c is >= '0' and <= '9').Count();
        if (!double.TryParse(text.AsSpan(0, digits), NumberStyles.None, CultureInfo.InvariantCulture, out var n) || n <= 0) return none;
        return text[digits..].Trim() switch
        {
            "" or "b" => n,
            "k" or "kb" => n * 1024,
            "m" or "mb" => n * MiB,
            "g" or "gb" => n * 1024 * MiB,
            "t" or "tb" => n * 1024 * 1024 * MiB,
            _ => none,
        };
    }
}
