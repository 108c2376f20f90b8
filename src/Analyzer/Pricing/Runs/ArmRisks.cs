using Rightsizer.Analyzer.Model;

namespace Rightsizer.Analyzer.Pricing.Runs;

/// <summary>Jars on the class path that are known to carry native code without an arm64 build.</summary>
static class ArmRisks
{
    // aws-graviton-getting-started, CommonNativeJarsTable and its Java page (2026-07): no arm64 artifact is published of these
    static readonly string[] names = ["leveldbjni-all", "jansi-native", "hadoop-lzo"];

    /// <summary>File names, each once, ordinal order. What EMR installs itself is left out: it has arm64 builds there.</summary>
    public static IReadOnlyList<string> Of(ApplicationRun run) => [.. run.Environment.ClasspathEntries.Keys
        .Where(p => !p.StartsWith("/usr/lib/hadoop-lzo/", StringComparison.Ordinal))
        .Select(p => p[(p.LastIndexOf('/') + 1)..])
        .Where(f => names.Any(n => f.StartsWith(n, StringComparison.Ordinal)) || f.Contains("linux-x86_64", StringComparison.Ordinal))
        .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}
