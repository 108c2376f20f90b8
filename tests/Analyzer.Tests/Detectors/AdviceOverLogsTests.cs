using System.Globalization;
using Rightsizer.Analyzer.Construction;
using Rightsizer.Analyzer.Detectors;
using Rightsizer.Analyzer.Model;
using Rightsizer.Analyzer.Replay;
using Rightsizer.EventLogParser.Input;
using Rightsizer.TestSupport;

namespace Rightsizer.Analyzer.Tests.Detectors;

/// <summary>Every advice over every log at hand: none is so already, none lacks a value, none is refused by its platform.</summary>
public class AdviceOverLogsTests
{
    /// <summary>From Spark's configuration page.</summary>
    static readonly Dictionary<string, string> Documented = new(StringComparer.Ordinal)
    {
        ["spark.executor.memory"] = "1g",
        ["spark.driver.memory"] = "1g",
        ["spark.executor.instances"] = "2",
        ["spark.speculation"] = "false",
        ["spark.decommission.enabled"] = "false",
        ["spark.shuffle.service.enabled"] = "false",
        ["spark.dynamicAllocation.enabled"] = "false",
        ["spark.sql.shuffle.partitions"] = "200",
        ["spark.sql.files.maxPartitionBytes"] = "128m",
        ["spark.sql.adaptive.advisoryPartitionSizeInBytes"] = "64m",
        ["spark.reducer.maxSizeInFlight"] = "48m",
        ["spark.locality.wait"] = "3s",
    };

    [Fact]
    public void SampleLogs_HaveNoAdviceAgainstTheRules() =>
        Assert.Empty(BrokenUnder(Path.Combine(SharedFolder.RepositoryRoot, "sample-logs")));

    [Theory]
    [InlineData("logs")]
    [InlineData("spark-logs")]
    [InlineData("cases")]
    public void SharedLogs_HaveNoAdviceAgainstTheRules(string folder)
    {
        Assert.SkipWhen(SharedFolder.Path is null, SharedFolder.SkipReason);

        var broken = BrokenUnder(Path.Combine(SharedFolder.Path!, folder));

        // xunit shows the beginning of a list alone
        Assert.True(broken.Count == 0, string.Join('\n', broken));
    }

    static List<string> BrokenUnder(string folder) =>
        [.. EventLogLocator.FindAll(folder).AsParallel().AsOrdered().SelectMany(Broken)];

    static IEnumerable<string> Broken(EventLog log)
    {
        ApplicationRun run;
        try
        {
            run = ApplicationRunLoader.Load(log);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // what cannot be read has no advice
            yield break;
        }
        var prepared = RunReplay.Prepare(run);
        var replay = RunReplay.Report(run, prepared);
        var report = DetectorCatalog.Run(
            run, new DetectorContext(run) { Plan = replay.Refused is null ? prepared.Plan : null, ReplayErrorPct = replay.ErrorPct ?? 0 });
        foreach (var failed in report.Outcomes.Where(o => o.Outcome == OutcomeKind.Failed))
            yield return $"{log.Location}: {failed.Kind} {failed.Reason}";
        foreach (var finding in report.Findings)
        {
            foreach (var advice in finding.Advice)
            {
                if (Rule(advice, run) is { } rule)
                    yield return $"{log.Location}: {finding.Kind}: {rule}: {advice.Setting} {advice.Now} -> {advice.Proposed}";
            }
        }
    }

    static string? Rule(Advice a, ApplicationRun run)
    {
        if (a.Setting.Contains("coalesce(1)", StringComparison.Ordinal)) return "coalesce(1)";
        if (!a.Setting.StartsWith("spark.", StringComparison.Ordinal)) return a.Proposed is null ? null : "words with a value";
        if (a.Setting.Any(char.IsWhiteSpace)) return "a key with words";
        if (string.IsNullOrEmpty(a.Proposed)) return "no value";
        var log = run.Environment[a.Setting];
        if (Normal(a.Now) == Normal(a.Proposed) || log is not null && a.Now == log && Normal(log) == Normal(a.Proposed))
            return "so already";
        if (a.Now?.EndsWith(" (default)", StringComparison.Ordinal) == true)
        {
            if (log is not null) return "default of a key that is set";
            if (Documented.TryGetValue(a.Setting, out var known) && a.Now != known + " (default)") return "not the documented default";
        }
        if (a.Setting.EndsWith("extraJavaOptions", StringComparison.Ordinal) && log is not null
            && log.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Any(o => !o.StartsWith("-XX:+Use", StringComparison.Ordinal) && !IsOfSpark(o)
            && !a.Proposed.Contains(o, StringComparison.Ordinal))) return "drops JVM options";
        if (a.Setting is "spark.executor.memory" or "spark.driver.memory" && Normal(a.Proposed) is var bytes
            && double.Parse(bytes, CultureInfo.InvariantCulture) < 507 * 1024.0 * 1024) return "under Spark's minimum";
        var settings = run.Environment.SparkProperties.Keys;
        // spark.databricks.delta.* is open-source Delta's on any platform
        var isFixed = settings.Any(k =>
            k.StartsWith("spark.databricks.clusterUsageTags.", StringComparison.Ordinal)
            || k.StartsWith("spark.glue.", StringComparison.Ordinal));
        if (isFixed && a.Setting is "spark.executor.memory" or "spark.executor.cores" or "spark.executor.instances"
            or "spark.executor.memoryOverhead" && isFixed) return "fixed by the platform";
        var noService = run.Environment["spark.master"]?.StartsWith("k8s", StringComparison.Ordinal) == true
            || settings.Any(
            k => k.StartsWith("spark.emr-serverless.", StringComparison.Ordinal) || k.StartsWith("spark.glue.", StringComparison.Ordinal));
        return noService && a.Setting == "spark.shuffle.service.enabled" ? "no shuffle service there" : null;
    }

    /// <summary>Without the mark of a default, sizes in bytes.</summary>
    static string Normal(string? value)
    {
        var text = (value ?? "").Replace(" (default)", "", StringComparison.Ordinal).Trim().ToLowerInvariant().TrimEnd('b');
        var factor = text.Length == 0 ? 0 : text[^1] switch
        {
            'k' => 1024.0,
            'm' => 1024.0 * 1024,
            'g' => 1024.0 * 1024 * 1024,
            't' => 1024.0 * 1024 * 1024 * 1024,
            _ => 0
        };
        return factor > 0 && double.TryParse(text[..^1], NumberStyles.Float, CultureInfo.InvariantCulture, out var n)
            ? (n * factor).ToString("R", CultureInfo.InvariantCulture)
            : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var plain)
            ? plain.ToString("R", CultureInfo.InvariantCulture) : text;
    }

    /// <summary>What Spark's launcher adds at every start (JavaModuleOptions), so that nobody has to.</summary>
    static bool IsOfSpark(string option) => option.StartsWith("--add-", StringComparison.Ordinal)
        || option is "-XX:+IgnoreUnrecognizedVMOptions" or "-Djdk.reflect.useDirectMethodHandle=false"
            or "-Djava.net.preferIPv6Addresses=false" or "-Dio.netty.tryReflectionSetAccessible=true";
}
