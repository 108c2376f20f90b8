using Rightsizer.TestSupport;

namespace Rightsizer.Cli.Tests.Redacting;

/// <summary>Logs that redaction is tried on: the shared ones where they are, the sample logs always.</summary>
static class LogsToRedact
{
    static readonly string[] NoLogs = [".md", ".py", ".tsv", ".txt", ".java", ".csv", ".sh"];

    public static IReadOnlyList<string> All { get; } = [.. Find().Order(StringComparer.Ordinal)];

    static IEnumerable<string> Find()
    {
        var sample = Path.Combine(SharedFolder.RepositoryRoot, "sample-logs");
        foreach (var entry in Directory.GetFileSystemEntries(sample))
        {
            if (!entry.EndsWith(".md", StringComparison.Ordinal) && Path.GetFileName(entry) != "generate") yield return entry;
        }
        if (SharedFolder.Path is not { } shared) yield break;
        var databricks = new HashSet<string>(StringComparer.Ordinal);
        foreach (var folder in new[] { "logs", "cases", "spark-logs" }.Select(f => Path.Combine(shared, f)))
        {
            foreach (var rolling in Directory.GetDirectories(folder, "eventlog_v2_*", SearchOption.AllDirectories)) yield return rolling;
            foreach (var file in Directory.GetFiles(folder, "*", SearchOption.AllDirectories))
            {
                var steps = file.Split('/', '\\');
                if (NoLogs.Contains(Path.GetExtension(file)) && !file.EndsWith("_event_log.txt", StringComparison.Ordinal)
                    || steps.Any(s => s is "truth" or "right" or "programs" or "generate")
                    || steps.Any(s => s.StartsWith("eventlog_v2_", StringComparison.Ordinal))) continue;
                if (!steps[^1].StartsWith("eventlog", StringComparison.Ordinal)) yield return file;
                else if (databricks.Add(Path.GetDirectoryName(file)!)) yield return Path.GetDirectoryName(file)!;
            }
        }
    }
}
