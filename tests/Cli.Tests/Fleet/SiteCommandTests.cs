using System.Text.Json;
using System.Text.RegularExpressions;
using Rightsizer.TestSupport;

namespace Rightsizer.Cli.Tests.Fleet;

/// <summary>The static site of <c>report --site</c>: whole, linked both ways, incremental, safe and redacted.</summary>
public partial class SiteCommandTests
{
    static readonly string[] Samples = ["app-20261121124741-0000.zstd", "app-20261121124951-0003.zstd"];

    static string Copy(TinyLog folder, int count)
    {
        var logs = Directory.CreateDirectory(folder.In("logs")).FullName;
        foreach (var name in Samples.Take(count))
            File.Copy(Path.Combine(SharedFolder.RepositoryRoot, "sample-logs", name), Path.Combine(logs, name), overwrite: true);
        return logs;
    }

    static CliRun Report(TinyLog folder, string logs, params string[] more)
    {
        var run = CliRun.Of(["report", logs, "--usd-per-hour", "3", "--state", folder.In("state"), "--site", folder.In("site"),
            "--output", folder.In("week.txt"), .. more]);
        Assert.True(run.ExitCode == 0, run.Error);
        return run;
    }

    [Fact]
    public void AWorkflow_HasAPage_LinkedFromItsJob_AndRedacted()
    {
        const string Settings = "{\"Event\":\"SparkListenerEnvironmentUpdate\",\"JVM Information\":{},\"Spark Properties\":{"
            + "\"spark.airflow.dag_id\":\"dag_of_night\",\"spark.airflow.run_id\":\"r1\",\"spark.airflow.task_id\":\"step_a\"},"
            + "\"System Properties\":{},\"Classpath Entries\":{}}";
        using var folder = new TinyLog(TinyLog.Start, Settings, TinyLog.End);
        Report(folder, folder.Log);
        var pages = Directory.GetFiles(folder.In("site"), "*.html").ToDictionary(p => Path.GetFileName(p), File.ReadAllText);
        var workflow = Assert.Single(pages, p => p.Key.StartsWith("workflow-", StringComparison.Ordinal));
        var job = Assert.Single(pages, p => p.Key.StartsWith("job-", StringComparison.Ordinal));

        Assert.Contains("step_a", workflow.Value, StringComparison.Ordinal);
        Assert.Contains(job.Key, workflow.Value, StringComparison.Ordinal);
        foreach (var page in new[] { job.Value, pages["index.html"], pages["search.html"] })
            Assert.Contains(workflow.Key, page, StringComparison.Ordinal);

        Report(folder, folder.Log, "--redact");
        Assert.All(Directory.GetFiles(folder.In("site"), "*.html"), p =>
        {
            Assert.DoesNotContain("dag_of_night", File.ReadAllText(p), StringComparison.Ordinal);
            Assert.DoesNotContain("step_a", File.ReadAllText(p), StringComparison.Ordinal);
        });
    }

    [Fact]
    public void ANewRun_WritesOnlyWhatChanged_AndEveryLinkLeadsToAPage()
    {
        using var folder = new TinyLog();
        var first = Report(folder, Copy(folder, 1));
        var same = Report(folder, folder.In("logs"));
        var second = Report(folder, Copy(folder, 2));

        // first page, search, week, job, run
        Assert.Contains("5 pages, 5 of them new or changed", first.Error, StringComparison.Ordinal);
        Assert.Contains("5 pages, 0 of them new or changed", same.Error, StringComparison.Ordinal);
        // the job and the run of before stay as they are
        Assert.Contains("7 pages, 5 of them new or changed", second.Error, StringComparison.Ordinal);

        var pages = Directory.GetFiles(folder.In("site"), "*.html").ToDictionary(p => Path.GetFileName(p), File.ReadAllText);
        Assert.Equal(7, pages.Count);
        Assert.All(pages, p => Assert.InRange(p.Value.Length, 1_000, 1_000_000));
        Assert.All(pages, p =>
            Assert.Contains("Content-Security-Policy\" content=\"default-src 'none'", p.Value, StringComparison.Ordinal));
        foreach (var (name, page) in pages)
        {
            foreach (Match link in Href().Matches(page))
            {
                var to = link.Groups["page"].Value is { Length: > 0 } other ? other : name;
                Assert.True(pages.ContainsKey(to), $"{name} leads to {to}");
                if (link.Groups["id"].Value is { Length: > 0 } id)
                    Assert.Contains($" id=\"{id}\"", pages[to], StringComparison.Ordinal);
            }
        }
        var run = pages.Single(p => p.Key.StartsWith("run-", StringComparison.Ordinal)
            && p.Value.Contains("Tasks of a stage are skewed", StringComparison.Ordinal));
        var job = pages.Single(p => p.Key.StartsWith("job-", StringComparison.Ordinal)
            && p.Value.Contains(run.Key, StringComparison.Ordinal));
        Assert.Contains(job.Key, run.Value, StringComparison.Ordinal);
        Assert.Contains("spark.sql.adaptive.skewJoin.skewedPartitionThresholdInBytes", run.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void APageThatIsGone_IsWrittenAgain_AndOneThatNoLongerBelongs_Goes()
    {
        using var folder = new TinyLog();
        var logs = Copy(folder, 1);
        Report(folder, logs);
        var run = Directory.GetFiles(folder.In("site"), "run-*.html").Single();
        File.Delete(run);
        var job = Directory.GetFiles(folder.In("site"), "job-*.html").Single();
        var rules = folder.In("owners.json");
        File.WriteAllText(rules, """{"rules":[{"match":{"name":"*"},"owner":"olga"}]}""");
        Report(folder, logs);
        Assert.True(File.Exists(run));

        Report(folder, logs, "--rules", rules);
        Assert.False(File.Exists(job));
        Assert.Contains("olga", File.ReadAllText(Directory.GetFiles(folder.In("site"), "job-*.html").Single()), StringComparison.Ordinal);
    }

    [Fact]
    public void HostileNames_AreText_AndRedactedPagesHaveNoName()
    {
        const string evil = "</script><script>alert(x)</script>";
        using var folder = new TinyLog(TinyLog.Start.Replace("tiny", evil, StringComparison.Ordinal)
            .Replace("\"u\"", "\"<img src=x>\"", StringComparison.Ordinal), TinyLog.End);
        var logs = Copy(folder, 1);
        File.Copy(folder.Log, Path.Combine(logs, "app-1"));
        Report(folder, logs);
        var site = Directory.GetFiles(folder.In("site"), "*.html").Select(File.ReadAllText).ToList();
        Assert.All(site, p => Assert.DoesNotContain("<script>alert", p, StringComparison.Ordinal));
        Assert.All(site, p => Assert.DoesNotContain("<img", p, StringComparison.Ordinal));
        var data = JsonOf(folder.In("site/search.html"));
        Assert.Contains(data.GetProperty("jobs").EnumerateArray(), j => j[1].GetString() == evil);

        Report(folder, logs, "--redact");
        var redacted = string.Concat(Directory.GetFiles(folder.In("site")).Select(File.ReadAllText));
        foreach (var name in (string[])["alert(", "skewed_join", folder.Folder, "<img", "127.0.1.2"])
            Assert.DoesNotContain(name, redacted, StringComparison.Ordinal);
        Assert.Contains("Tasks of a stage are skewed", redacted, StringComparison.Ordinal);
    }

    static JsonElement JsonOf(string page) =>
        JsonDocument.Parse(Data().Match(File.ReadAllText(page)).Groups["json"].Value).RootElement;

    [Fact]
    public void ASiteWithoutAState_OrOverAnotherOne_IsAnError()
    {
        using var folder = new TinyLog(TinyLog.Start, TinyLog.End);
        var without = CliRun.Of("report", folder.Log, "--site", folder.In("site"));
        Assert.Equal(2, without.ExitCode);
        Assert.Contains("--site: needs --state", without.Error, StringComparison.Ordinal);

        var other = Directory.CreateDirectory(folder.In("other")).FullName;
        File.WriteAllText(Path.Combine(other, "index.html"), "mine");
        var over = CliRun.Of("report", folder.Log, "--state", folder.In("state"), "--site", other);
        Assert.Equal(2, over.ExitCode);
        Assert.Equal("mine", File.ReadAllText(Path.Combine(other, "index.html")));
    }

    [GeneratedRegex("href=\"(?<page>[a-z0-9-]+\\.html)?(?:#(?<id>[^\"]*))?\"")]
    private static partial Regex Href();

    [GeneratedRegex("id=\"index-data\">(?<json>.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex Data();
}
