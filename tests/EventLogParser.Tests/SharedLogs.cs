using System.Text.Json;
using Rightsizer.TestSupport;

namespace Rightsizer.EventLogParser.Tests;

/// <summary>The logs of the shared folder with the answers that stand beside them.</summary>
static class SharedLogs
{
    public sealed record Truth(string Path)
    {
        public JsonDocument Read() => JsonDocument.Parse(File.ReadAllBytes(Path));
    }

    public static IEnumerable<(string Log, Truth Truth)> All()
    {
        var root = SharedFolder.Path!;
        foreach (var truth in Directory.GetFiles(Path.Combine(root, "logs", "truth"), "*.json").Order(StringComparer.Ordinal))
        {
            yield return (Path.Combine(root, "logs", Path.GetFileNameWithoutExtension(truth).Replace("__", "/")), new Truth(truth));
        }
        foreach (var folder in Directory.GetDirectories(Path.Combine(root, "spark-logs")).Order(StringComparer.Ordinal))
        {
            foreach (var truth in Directory.GetFiles(Path.Combine(folder, "truth"), "*.json").Order(StringComparer.Ordinal))
            {
                yield return (Path.Combine(folder, "logs", Path.GetFileNameWithoutExtension(truth)), new Truth(truth));
            }
        }
    }
}
