using System.Globalization;
using Rightsizer.Analyzer.Model;

namespace Rightsizer.Analyzer.Facts;

/// <summary>Spark settings with Spark's own defaults, as detectors ask for them.</summary>
/// <param name="run">The application's settings.</param>
/// <param name="session">Settings that one SQL execution's session changed; they go first.</param>
sealed class SparkSettings(ApplicationRun run, IReadOnlyDictionary<string, string>? session = null)
{
    /// <summary>The default of spark.sql.adaptive.enabled since SPARK-33679.</summary>
    static readonly Version AdaptiveByDefault = new(3, 2);

    public Version? Version { get; } = ParseVersion(run.App.SparkVersion);

    public bool AdaptiveEnabled => Flag("spark.sql.adaptive.enabled", Version is null || Version >= AdaptiveByDefault);

    /// <summary>The settings that held for one SQL execution.</summary>
    public SparkSettings For(SqlExecution? sql) => sql is { ModifiedConfigs.Count: > 0 } ? new(run, sql.ModifiedConfigs) : this;

    public string? this[string key] => session?.GetValueOrDefault(key) ?? run.Environment[key];

    public bool Flag(string key, bool otherwise) => bool.TryParse(this[key], out var set) ? set : otherwise;

    public double Number(string key, double otherwise) =>
        double.TryParse(this[key], NumberStyles.Float, CultureInfo.InvariantCulture, out var set) ? set : otherwise;

    /// <summary>A size such as 64m; a bare number counts in <paramref name="bareUnit"/> bytes.</summary>
    public double Bytes(string key, double otherwise, double bareUnit = 1) => ParseBytes(this[key], bareUnit) ?? otherwise;

    /// <summary>A time such as 60s, in milliseconds.</summary>
    public double Ms(string key, double otherwise) =>
        this[key] is { } set ? SettingValues.Milliseconds(set.Trim()) ?? otherwise : otherwise;

    /// <summary>The value in the log, or Spark's default marked as such.</summary>
    public string Now(string key, string otherwise) => this[key] ?? otherwise + " (default)";

    /// <summary>Heap of the JVM that runs the tasks: in local mode the driver's. Spark's default is 1g, EMR Serverless's 14g.</summary>
    public double ExecutorHeapBytes => ParseBytes(Sized(HeapSetting), 1 << 20) ?? 1 << 30;

    /// <summary>The value in the log, else the default of EMR Serverless where the run was there; null leaves Spark's.</summary>
    internal string? Sized(string key) => this[key] ?? (PlatformTraces.IsServerless(run) ? ServerlessDefaults.Find(key) : null);

    /// <summary>Least overhead of a container for a role, executor or driver; MiB.</summary>
    internal long LeastOverheadMib(string role) => Version >= new Version(4, 0)
        && ParseBytes(this[$"spark.{role}.minMemoryOverhead"], 1 << 20) is { } set and < 1L << 50
            ? (long)(set / (1 << 20)) : SparkMemory.MinOverheadMib;

    /// <summary>
    /// Overhead over heap as the log names it: Spark's own factor, else that of Kubernetes or of EMR Serverless where the run was there;
    /// null where it names none.
    /// </summary>
    internal string? OverheadFactor(string role) => this[$"spark.{role}.memoryOverheadFactor"]
        ?? (ClusterManager.OfMaster(run) is null or ClusterManager.Kubernetes ? this["spark.kubernetes.memoryOverheadFactor"] : null)
        ?? (PlatformTraces.IsServerless(run) ? this["spark.emr-serverless.memoryOverheadFactor"] : null);

    /// <summary>Memory of an executor's container outside its heap, where an amount is set.</summary>
    public double? SetOverheadBytes =>
        ParseBytes(this["spark.executor.memoryOverhead"] ?? this["spark.yarn.executor.memoryOverhead"], 1 << 20);

    /// <summary>What Spark asks for beside such a heap.</summary>
    internal double UsualOverheadBytes(double heapBytes, double factor) =>
        Math.Max(LeastOverheadMib("executor") * (double)(1 << 20), heapBytes * factor);

    public string HeapSetting => IsLocal ? "spark.driver.memory" : "spark.executor.memory";

    /// <summary>The driver runs the tasks.</summary>
    public bool IsLocal { get; } = !run.WorkerExecutors.Any();

    internal static double? ParseBytes(string? text, double bareUnit)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        var t = text.Trim().ToLowerInvariant();
        var digits = t.TakeWhile(c => char.IsAsciiDigit(c) || c == '.').Count();
        if (!double.TryParse(t.AsSpan(0, digits), NumberStyles.Float, CultureInfo.InvariantCulture, out var value)) return null;
        double? unit = t[digits..].Trim() switch
        {
            "" => bareUnit,
            "b" => 1,
            "k" or "kb" or "kib" => 1L << 10,
            "m" or "mb" or "mib" => 1L << 20,
            "g" or "gb" or "gib" => 1L << 30,
            "t" or "tb" or "tib" => 1L << 40,
            _ => null,
        };
        return value * unit;
    }

    /// <summary>True where the version is known to be older; a patch number that is missing is 0.</summary>
    internal static bool IsOlder(string? text, int major, int minor, int patch)
    {
        if (ParseVersion(text) is not { } version) return false;
        var parts = text!.Split('.', '-');
        return new Version(version.Major, version.Minor, parts.Length > 2
            && int.TryParse(parts[2], CultureInfo.InvariantCulture, out var p) ? p : 0) < new Version(
            major, minor, patch);
    }

    internal static Version? ParseVersion(string? text)
    {
        var parts = text?.Split('.', '-');
        return parts is { Length: >= 2 } && int.TryParse(parts[0], CultureInfo.InvariantCulture, out var major)
            && int.TryParse(parts[1], CultureInfo.InvariantCulture, out var minor)
            ? new(major, minor) : null;
    }
}
