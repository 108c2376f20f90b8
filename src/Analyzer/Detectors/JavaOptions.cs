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

    /// <summary>-XX:+UseG1GC and its kin.</summary>
    static bool IsCollector(string option) =>
        option is "-XX:+UseG1GC" or "-XX:+UseParallelGC" or "-XX:+UseSerialGC" or "-XX:+UseConcMarkSweepGC" or "-XX:+UseParallelOldGC"
        or "-XX:+UseZGC" or "-XX:+UseShenandoahGC" or "-XX:+UseParNewGC";
}
