using System.Globalization;
using Rightsizer.Analyzer.Model;
using Rightsizer.Analyzer.Numerics;

namespace Rightsizer.Analyzer.Replay.Preparation;

/// <summary>Dynamic allocation as the run's settings have it.</summary>
static class AllocationSettings
{
    const string Prefix = "spark.dynamicAllocation.";

    public static AllocationPolicy Read(ApplicationRun run)
    {
        var env = run.Environment;
        var backlog = DurationMs(env[Prefix + "schedulerBacklogTimeout"], 1000);
        var cached = run.Stages.Any(s => s.Info.Rdds.Any(r => r.NumCachedPartitions > 0));
        var shuffleService = IsTrue(env["spark.shuffle.service.enabled"]);
        return new AllocationPolicy(
            IsTrue(env[Prefix + "enabled"]), GrantLag(run), backlog, DurationMs(env[Prefix + "sustainedSchedulerBacklogTimeout"], backlog),
            DurationMs(env[Prefix + "executorIdleTimeout"], 60_000),
            double.TryParse(env[Prefix + "executorAllocationRatio"], NumberStyles.Float, CultureInfo.InvariantCulture, out var r) && r > 0
                ? Math.Min(r, 1) : 1,
            cached || !shuffleService);
    }

    static double? GrantLag(ApplicationRun run)
    {
        var lags = run.WorkerExecutors.Where(x => x.RequestTimeMs > 0 && x.AddTimeMs >= x.RequestTimeMs)
            .Select(x => (double)(x.AddTimeMs - x.RequestTimeMs!.Value)).Order().ToArray();
        return lags.Length == 0 ? null : Statistics.SparkQuantile(lags, 0.5);
    }

    static bool IsTrue(string? value) => string.Equals(value, "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>Spark's time strings: seconds unless a unit says otherwise.</summary>
    internal static double DurationMs(string? value, double none)
    {
        if (string.IsNullOrWhiteSpace(value)) return none;
        var text = value.Trim().ToLowerInvariant();
        var digits = text.TakeWhile(c => c is >= '0' and <= '9').Count();
        if (!double.TryParse(text.AsSpan(0, digits), NumberStyles.None, CultureInfo.InvariantCulture, out var n)) return none;
        return text[digits..].Trim() switch
        {
            "" or "s" => n * 1000,
            "ms" => n,
            "us" => n / 1000,
            "m" or "min" => n * 60_000,
            "h" => n * 3_600_000,
            "d" => n * 86_400_000,
            _ => none,
        };
    }
}
