using Rightsizer.TestSupport;

namespace Rightsizer.Spark.Tests;

/// <summary>The logs of sample-logs/.</summary>
static class SampleLogs
{
    /// <summary>Files and rolling folders, by name.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        .. Directory.GetFileSystemEntries(Path.Combine(SharedFolder.RepositoryRoot, "sample-logs"))
            .Where(p => Path.GetFileName(p) is var n
            && (n.StartsWith("app-", StringComparison.Ordinal) || n.StartsWith("eventlog_v2_", StringComparison.Ordinal)))
            .Order(StringComparer.Ordinal),
    ];
}
