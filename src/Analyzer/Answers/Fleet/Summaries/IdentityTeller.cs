using System.Text.Json;
using Rightsizer.Analyzer.Model;

namespace Rightsizer.Analyzer.Answers.Fleet.Summaries;

/// <summary>Name, owner and labels of an application.</summary>
static class IdentityTeller
{
    const int MaxText = 16_384, MaxTags = 50, MaxTag = 256;

    public static RunIdentity Infer(ApplicationRun run)
    {
        var settings = run.Environment;
        return new RunIdentity(
            RunSummarizer.Cut(run.App.Id, MaxText), RunSummarizer.Cut(run.App.Name ?? settings["spark.app.name"], MaxText),
                run.App.AttemptId, run.App.SparkVersion,
            RunSummarizer.Cut(run.App.User, MaxTag),
                RunSummarizer.Cut(settings["spark.yarn.queue"] ?? settings["spark.kubernetes.namespace"], MaxTag), Tags(settings),
                MainClass(settings));
    }

    /// <summary>Null without names of pods.</summary>
    public static RunPods? PodsOf(SparkEnvironment settings)
    {
        var driver = RunSummarizer.Cut(settings["spark.kubernetes.driver.pod.name"], MaxTag);
        var prefix = RunSummarizer.Cut(settings["spark.kubernetes.executor.podNamePrefix"], MaxTag);
        return driver is null && prefix is null ? null : new(driver, prefix);
    }

    static IReadOnlyList<string> Tags(SparkEnvironment settings)
    {
        const string label = "spark.kubernetes.driver.label.";
        var tags = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var tag in (settings["spark.yarn.tags"] ?? "")
            .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)) Add(tag);
        foreach (var (key, value) in settings.SparkProperties)
        {
            if (key.StartsWith(label, StringComparison.Ordinal)) Add(key[label.Length..] + "=" + value);
        }
        if (settings["spark.databricks.clusterUsageTags.clusterAllTags"] is { } json) AddDatabricks(json);
        return [.. tags.Take(MaxTags)];

        void Add(string tag) => tags.Add(RunSummarizer.Cut(tag, MaxTag)!);

        void AddDatabricks(string text)
        {
            try
            {
                using var document = JsonDocument.Parse(text);
                if (document.RootElement.ValueKind != JsonValueKind.Array) return;
                foreach (var tag in document.RootElement.EnumerateArray())
                {
                    if (tag.ValueKind == JsonValueKind.Object && tag.TryGetProperty("key", out var key)
                        && tag.TryGetProperty("value", out var value)) Add($"{key}={value}");
                }
            }
            catch (JsonException)
            {
                // Spark redacts this setting in places: then there are no tags
            }
        }
    }

    /// <summary>From the command that the driver's JVM was started with.</summary>
    static string? MainClass(SparkEnvironment settings)
    {
        var words = (settings.SystemProperties.GetValueOrDefault("sun.java.command") ?? "")
            .Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var at = Array.IndexOf(words, "--class");
        var found = at >= 0 && at + 1 < words.Length ? words[at + 1]
            : words.FirstOrDefault(w => w.EndsWith(".py", StringComparison.Ordinal) || w.EndsWith(".R", StringComparison.Ordinal));
        return RunSummarizer.Cut(found, MaxTag);
    }
}
