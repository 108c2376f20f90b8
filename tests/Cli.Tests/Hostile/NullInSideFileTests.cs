using System.Text.Json.Nodes;
using Rightsizer.TestSupport;

namespace Rightsizer.Cli.Tests.Hostile;

/// <summary>Files beside a log with null in place of any value: an answer or one line; null for an entry of a list is refused.</summary>
public class NullInSideFileTests
{
    static readonly Dictionary<string, string[]> Commands = new(StringComparer.Ordinal)
    {
        ["rules"] = ["report", "%L", "--rules", "%F"],
        ["commitments"] = ["report", "%L", "--commitments", "%F"],
        ["discounts"] = ["diagnose", "%L", "--discounts", "%F"],
        ["cluster"] = ["diagnose", "%L", "--cluster", "%F"],
        ["shapes"] = ["prices", "quote", "%F"],
        ["calibration"] = ["diagnose", "%L", "--calibration", "%F"],
    };

    static string Text(string file) => file switch
    {
        "commitments" => """{"commitments":[{"name":"ri","kind":"reservation","usdPerHour":1.2,"instanceType":"m5.xlarge","count":10}]}""",
        "shapes" => """{"shapes":[{"region":"us-west-2","emrOnEks":{"pods":[{"role":"executor","vcpu":2,"memoryGiB":12,"seconds":9}]}}]}""",
        "calibration" => """
            {"calibrationVersion":1,"pairs":9,"jobs":3,"contention":0.1,"limitedContention":0.2,"ownOfJvm":0.1,"assumedWarmUp":0.1,
            "bandRatio":1}
            """,
        _ => File.ReadAllText(Path.Combine(SharedFolder.RepositoryRoot, "tests", "Fuzz", "Inputs", file + ".json")),
    };

    public static TheoryData<string> Files => [.. Commands.Keys];

    [Theory, MemberData(nameof(Files))]
    public void NullInPlaceOfAnyValue_IsAnAnswerOrOneLine(string file)
    {
        using var log = new TinyLog(TinyLog.Start, TinyLog.End);
        var path = log.In("side.json");
        string[] args = [.. Commands[file].Select(w => w switch { "%L" => log.Log, "%F" => path, _ => w })];
        File.WriteAllText(path, Text(file));
        var good = CliRun.Of(args);
        Assert.True(good.ExitCode == 0, good.Error);
        File.WriteAllText(path, "null");
        Assert.True(CliRun.Of(args) is { ExitCode: 2 } whole && !whole.Error.Contains("has a bug", StringComparison.Ordinal));
        for (var i = 0; Without(Text(file), i, out var isEntry) is { } changed; i++)
        {
            File.WriteAllText(path, changed);
            var run = CliRun.Of(args);
            Assert.True(run.ExitCode is 0 or 2 && !run.Error.Contains("has a bug", StringComparison.Ordinal), changed + run.Error);
            // Amazon's own answer may hold anything
            if (isEntry && file != "cluster") Assert.True(run.ExitCode == 2, changed);
        }
    }

    /// <summary>The text with its i-th value as null; null where it has none.</summary>
    static string? Without(string json, int i, out bool isEntry)
    {
        var root = JsonNode.Parse(json)!;
        var values = Values(root).ToList();
        isEntry = i < values.Count && values[i].Parent is JsonArray;
        if (i >= values.Count) return null;
        var at = values[i];
        if (at.Parent is JsonArray list) list[at.GetElementIndex()] = null;
        else at.Parent![at.GetPropertyName()] = null;
        return root.ToJsonString();
    }

    static IEnumerable<JsonNode> Values(JsonNode node)
    {
        var inside = node switch
        {
            JsonObject o => o.Select(f => f.Value),
            JsonArray a => a,
            _ => Enumerable.Empty<JsonNode?>(),
        };
        foreach (var value in inside.OfType<JsonNode>())
        {
            yield return value;
            foreach (var deeper in Values(value)) yield return deeper;
        }
    }
}
