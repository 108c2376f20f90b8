namespace Rightsizer.TestSupport;

/// <summary>A log of the shared folder with the file that holds its right answers.</summary>
/// <param name="Name">Short name, unique.</param>
/// <param name="Path">File or folder.</param>
/// <param name="TruthPath">JSON of the oracle.</param>
public sealed record SharedLog(string Name, string Path, string TruthPath);

/// <summary>All logs of the shared folder that have answers.</summary>
public static class SharedLogs
{
    /// <summary>Empty where the shared folder is missing.</summary>
    public static IReadOnlyList<SharedLog> All { get; } = SharedFolder.Path is { } shared ? [.. Find(shared)] : [];

    static IEnumerable<SharedLog> Find(string shared)
    {
        foreach (var truth in Files(Path.Combine(shared, "logs", "truth")))
        {
            var name = Path.GetFileNameWithoutExtension(truth);
            yield return new SharedLog(name, Path.Combine(shared, "logs", name.Replace("__", "/", StringComparison.Ordinal)), truth);
        }
        foreach (var group in new[] { "causes", "codecs", "curves", "spark4x" })
        {
            foreach (var truth in Files(Path.Combine(shared, "spark-logs", group, "truth")))
            {
                var name = Path.GetFileNameWithoutExtension(truth);
                yield return new SharedLog(group + "/" + name, Path.Combine(shared, "spark-logs", group, "logs", name), truth);
            }
        }
    }

    static IEnumerable<string> Files(string folder) =>
        Directory.Exists(folder) ? Directory.GetFiles(folder, "*.json").Order(StringComparer.Ordinal) : [];
}
