namespace Rightsizer.Analyzer.Detectors;

/// <summary>JVM options: more of them beside those that are there.</summary>
static class JavaOptions
{
    /// <summary>
    /// The options with more before them, where people see it; null where the log hides what they are. A second collector takes the place
    /// of the first: the JVM starts with one only.
    /// </summary>
    public static string? Add(string? existing, string more)
    {
        if (string.IsNullOrWhiteSpace(existing)) return more;
        if (existing.Contains("(redacted)", StringComparison.Ordinal)) return null;
        var added = more.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var kept = existing.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Where(o => !added.Contains(o, StringComparer.Ordinal) && !(added.Any(IsCollector) && IsCollector(o)));
        return string.Join(' ', added.Concat(kept));
    }

    /// <summary>
    /// What the user set: without the options with which Spark itself opens the JDK's modules, which since 3.3 it writes into the
    /// setting and adds again at every start (org.apache.spark.launcher.JavaModuleOptions). Null where nothing is left.
    /// </summary>
    public static string? WithoutSparks(string? existing)
    {
        const string mark = "-XX:+IgnoreUnrecognizedVMOptions";
        if (existing is null || !existing.Contains(mark, StringComparison.Ordinal)) return existing;
        var own = existing.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(o => o != mark && !IsSparks(o));
        return string.Join(' ', own) is { Length: > 0 } left ? left : null;
    }

    static bool IsSparks(string option) =>
        option is "-Djdk.reflect.useDirectMethodHandle=false" or "-Dio.netty.tryReflectionSetAccessible=true"
            or "--add-modules=jdk.incubator.vector" or "--enable-native-access=ALL-UNNAMED"
        || option.StartsWith("-Djava.net.preferIPv6Addresses=", StringComparison.Ordinal)
        || (option.StartsWith("--add-opens=java.", StringComparison.Ordinal) && option.EndsWith("=ALL-UNNAMED", StringComparison.Ordinal));

    /// <summary>-XX:+UseG1GC and its kin.</summary>
    static bool IsCollector(string option) =>
        option is "-XX:+UseG1GC" or "-XX:+UseParallelGC" or "-XX:+UseSerialGC" or "-XX:+UseConcMarkSweepGC" or "-XX:+UseParallelOldGC"
        or "-XX:+UseZGC" or "-XX:+UseShenandoahGC" or "-XX:+UseParNewGC";
}
