using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Rightsizer.TestSupport;

namespace Rightsizer.Cli.Tests.Fleet;

/// <summary>The report for code scanning and for builds: what is new fails, and only that.</summary>
public class ReportGateTests
{
    /// <summary>The state of two weeks in which a job has a finding in the second only; its logs are gone.</summary>
    static string State(TinyLog folder)
    {
        var state = folder.In("state");
        var log = Path.Combine(SharedFolder.RepositoryRoot, "sample-logs", "app-20261121124741-0000.zstd");
        var line = JsonNode.Parse(CliRun.Of("summarize", log, "--usd-per-hour", "36").Output)!;
        foreach (var (day, findings) in new[] { (0, false), (7, true) })
        {
            var run = line.DeepClone();
            run["key"]!["uri"] = folder.In("logs") + $"/app-{day}";
            run["app"]!["id"] = $"app-{day}";
            var start = line["startMs"]!.GetValue<long>() + day * 86_400_000L;
            run["startMs"] = start;
            run["endMs"] = start + line["wallMs"]!.GetValue<long>();
            if (!findings) run["findings"] = new JsonArray();
            var bytes = Encoding.UTF8.GetBytes(run.ToJsonString() + "\n");
            var hash = Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 16));
            var date = DateTimeOffset.FromUnixTimeMilliseconds(start).UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            var part = Directory.CreateDirectory(Path.Combine(state, "date=" + date)).FullName;
            File.WriteAllBytes(Path.Combine(part, $"part-{hash}.jsonl"), bytes);
        }
        Directory.CreateDirectory(folder.In("logs"));
        return state;
    }

    [Fact]
    public void ANewFinding_IsNewInSarif_AndFailsItsJobInJUnit()
    {
        using var folder = new TinyLog();
        string[] report = ["report", folder.In("logs"), "--usd-per-hour", "36", "--state", State(folder), "--since", "2026-11-25"];
        var sarif = CliRun.Of([.. report, "--format", "sarif"]);
        Assert.True(sarif.ExitCode == 0, sarif.Error);
        var results = JsonDocument.Parse(sarif.Output).RootElement.GetProperty("runs")[0].GetProperty("results").EnumerateArray().ToList();
        var severe = JsonDocument.Parse(CliRun.Of([.. report, "--format", "json"]).Output).RootElement.GetProperty("report")
            .GetProperty("findingChanges").EnumerateArray().Count();
        Assert.True(severe > 0);
        Assert.Equal(severe, results.Count(r => r.GetProperty("baselineState").GetString() == "new"));
        Assert.All(results, r => Assert.EndsWith("/app-7", r.GetProperty("locations")[0].GetProperty("physicalLocation")
            .GetProperty("artifactLocation").GetProperty("uri").GetString(), StringComparison.Ordinal));

        var suite = XDocument.Parse(CliRun.Of([.. report, "--format", "junit"]).Output).Root!.Element("testsuite")!;
        Assert.Equal(("1", "1"), (suite.Attribute("tests")!.Value, suite.Attribute("failures")!.Value));
        Assert.Contains("New in skewed_join", suite.Element("testcase")!.Element("failure")!.Value, StringComparison.Ordinal);
        var mild = XDocument.Parse(CliRun.Of([.. report, "--format", "junit", "--fail-on", "critical"]).Output).Root!;
        Assert.Equal("0", mild.Element("testsuite")!.Attribute("failures")!.Value);
    }

    [Fact]
    public void AJobOverItsBudget_EndsWithExitCode10_AfterTheReport()
    {
        using var folder = new TinyLog();
        var rules = folder.In("rules.json");
        File.WriteAllText(rules, """{"rules":[{"match":{"name":"skewed*"},"budgetUsdAWeek":0.01}]}""");
        var run = CliRun.Of("report", folder.In("logs"), "--usd-per-hour", "36", "--state", State(folder), "--rules", rules);

        Assert.Equal(10, run.ExitCode);
        Assert.Contains("over the budgets of the rules", run.Error, StringComparison.Ordinal);
        Assert.Contains("1 job over budget", run.Output, StringComparison.Ordinal);
    }
}
