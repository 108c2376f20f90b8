using Rightsizer.Analyzer.Model;

namespace Rightsizer.Analyzer.Facts;

/// <summary>Jars on the class path that are known to carry native code without an arm64 build.</summary>
static class ArmRisks
{
    // aws-graviton-getting-started, CommonNativeJarsTable and its Java page (2026-07): no arm64 artifact is published of these
    static readonly string[] names = ["leveldbjni-all", "jansi-native", "hadoop-lzo"];

    /// <summary>
    /// File names, each once, ordinal order. What the platform installs itself is left out, since EMR has arm64 builds of it: Spark's own
    /// folder of jars, and /usr/lib.
    /// </summary>
    public static IReadOnlyList<string> Find(ApplicationRun run)
    {
        var paths = run.Environment.ClasspathEntries.Keys;
        var sparks = paths.Where(p => p[(p.LastIndexOf('/') + 1)..].StartsWith("spark-core_", StringComparison.Ordinal)).Select(Folder)
            .ToHashSet(StringComparer.Ordinal);
        return [.. paths.Where(p => !p.StartsWith("/usr/lib/", StringComparison.Ordinal) && !sparks.Contains(Folder(p)))
            .Select(p => p[(p.LastIndexOf('/') + 1)..])
            .Where(f => names.Any(n => f.StartsWith(n, StringComparison.Ordinal)) || f.Contains("linux-x86_64", StringComparison.Ordinal))
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    static string Folder(string path) => path[..(path.LastIndexOf('/') + 1)];
}
