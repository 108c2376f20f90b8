using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Rightsizer.Analyzer;
using Rightsizer.Analyzer.Construction;
using Rightsizer.EventLogParser;
using Rightsizer.EventLogParser.Input;
using Rightsizer.Reports.Json;
using Rightsizer.TestSupport;

namespace Rightsizer.Cli.Tests.Redacting;

/// <summary>A redacted log gives the figures of the log that it was made of.</summary>
public sealed partial class RedactedFiguresTests
{
    /// <summary>Sizes of the file, and texts that were cut at another place or no longer have to be.</summary>
    static readonly string[] OfTheFile = ["bytes", "plainBytes", "cutTexts"];

    /// <summary>Words of lists that the program has: they say what was found.</summary>
    static readonly string[] Kinds = ["kind", "severity", "verb", "format", "procedure"];

    /// <summary>One for each kind of text that inference reads and few logs have: tables of Delta and of Iceberg, a cached DataFrame,
    /// RDDs, a stream, a failure of Python, the parts of Databricks.</summary>
    static readonly string[] OfEachKind =
    [
        "spark4x/logs/eventlog_v2_app-20261128225625-0000", "spark4x/logs/eventlog_v2_app-20261128230042-0001", "cliff-3-2x1.zstd",
        "example_spark_event_log.txt", "job_failure.zstd", "executor_lost.zstd", "photon-by-tags.zstd", "db_sim_eventlog",
    ];

    public static TheoryData<string> Logs() =>
    [
        .. Thoroughness.Choose(LogsToRedact.All, nth: 40).Union(
            LogsToRedact.All.Where(l => OfEachKind.Any(k => l.Replace('\\', '/').EndsWith(k, StringComparison.Ordinal)))),
    ];

    [Theory]
    [InlineData("livy-session-3")]
    [InlineData("Databricks Shell")]
    public void SessionKnownByItsNameAlone_HasTheSameFindings(string name)
    {
        Assert.SkipWhen(SharedFolder.Path is null, SharedFolder.SkipReason);
        using var folder = new TinyLog();
        var path = folder.In("log");
        var idle = LogsToRedact.All.Single(l => Path.GetFileName(l) == "idle_driver.zstd");
        File.WriteAllLines(path, LogStrings.Lines(idle).Select(l => AppName().Replace(l, $"\"App Name\":\"{name}\"")));
        var log = EventLogLocator.Find(path, null)[^1];
        var open = Figures(log, redact: false);

        Assert.Contains(open!["findings"]!.AsArray(), f => (string?)f!["kind"] == "interactive");
        Assert.Equal("", string.Join('\n', Differences(open, Figures(log, redact: true), "")));
    }

    [GeneratedRegex("\"App Name\":\"[^\"]*\"")]
    private static partial Regex AppName();

    [Theory]
    [MemberData(nameof(Logs))]
    public void Figures_AreTheSame(string path)
    {
        EventLog log;
        try
        {
            log = EventLogLocator.Find(path, null)[^1];
        }
        catch (RightsizerException)
        {
            return;
        }
        if (Figures(log, redact: false) is not { } open) return;
        var closed = Figures(log, redact: true);

        Assert.NotNull(closed);
        Assert.Equal("", string.Join('\n', Differences(open, closed, "").Take(10)));
    }

    /// <summary>Two days of two jobs are two jobs, and a run of a third is compared as another job, whoever hides the names.</summary>
    [Fact]
    public void RunsOfOneJob_StayOneJob()
    {
        using var folder = new TinyLog();
        var sample = LogsToRedact.All.First(l => Path.GetFileName(l) == "app-20261121124741-0000.zstd");
        foreach (var made in new[] { "in", "out" }) Directory.CreateDirectory(folder.In(made));
        string[] names = ["orders-2026-11-21", "orders-2026-11-22", "staff 17", "staff 18", "test", "test"];
        for (var i = 0; i < names.Length; i++)
            File.WriteAllLines(folder.In($"in/log{i}"), LogStrings.Lines(sample).Select(
                l => AppName().Replace(l, $"\"App Name\":\"{names[i]}\"")
                    .Replace("app-20261121124741-0000", $"app-2026112112474{i}-0000")));
        for (var i = 0; i < names.Length; i++)
            Assert.Equal(0, CliRun.Of("redact", folder.In($"in/log{i}"), "--output", folder.In($"out/log{i}")).ExitCode);

        JsonNode open = Study("in"), hidden = Study("in", "--redact"), copies = Study("out");

        // orders, staff and each of the two that say nothing
        Assert.Equal([2, 2, 1, 1], open["study"]!["jobs"]!.AsArray().Select(j => (int)j!["runs"]!).OrderDescending());
        foreach (var other in new[] { hidden, copies })
        {
            Assert.Equal("", string.Join('\n', Differences(open, other, "").Take(5)));
            Assert.DoesNotContain("orders", other.ToJsonString(), StringComparison.Ordinal);
            Assert.DoesNotContain("staff", other.ToJsonString(), StringComparison.Ordinal);
        }
        Assert.Contains("These are different applications", Compared("in"), StringComparison.Ordinal);
        Assert.Contains("These are different applications", Compared("out"), StringComparison.Ordinal);

        JsonNode Study(string logs, params string[] more) =>
            JsonNode.Parse(CliRun.Of(["size", folder.In(logs), "--format", "json", "--usd-per-hour", "1", .. more]).Output)!;
        string Compared(string logs) => CliRun.Of("compare", folder.In(logs + "/log0"), folder.In(logs + "/log2")).Output;
    }

    [Theory]
    [InlineData("--emit", "spark-submit")]
    [InlineData("--state", "kept")]
    public void SizeThatNeedsTheNames_IsNotRedacted(params string[] option)
    {
        var run = CliRun.Of(["size", LogsToRedact.All[0], "--redact", .. option]);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains($"not with {option[0]}", run.Error, StringComparison.Ordinal);
    }

    /// <summary>A log among others that cannot be read is told on standard error, by a stand-in.</summary>
    [Fact]
    public void WarningOfALogLeftOut_DoesNotNameIt()
    {
        using var folder = new TinyLog();
        Directory.CreateDirectory(folder.In("in"));
        File.Copy(LogsToRedact.All.First(l => Path.GetFileName(l) == "app-20261121124741-0000.zstd"), folder.In("in/a.zstd"));
        File.WriteAllText(folder.In("in/salaries"), "{\"Event\":\"SparkListenerLogStart\",\"Spark Version\":\"3.5.1\"");

        Assert.Contains("salaries", CliRun.Of("size", folder.In("in")).Error, StringComparison.Ordinal);
        var hidden = CliRun.Of("size", folder.In("in"), "--redact");
        Assert.Contains("left out: path-", hidden.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("salaries", hidden.Error, StringComparison.Ordinal);
    }

    /// <summary>What the command writes is what <c>--redact</c> reads.</summary>
    [Fact]
    public void RedactedLog_ReadsAsRedactDoes()
    {
        using var folder = new TinyLog();
        foreach (var log in LogsToRedact.All.Where(l => l.Contains("sample-logs", StringComparison.Ordinal)))
        {
            var copy = folder.In(Path.GetFileName(log) + ".copy");
            var written = CliRun.Of("redact", log, "--output", copy);
            Assert.True(written.ExitCode == 0, written.Error);
            JsonNode direct = JsonNode.Parse(CliRun.Of("diagnose", log, "--format", "json", "--redact").Output)!,
                ofCopy = JsonNode.Parse(CliRun.Of("diagnose", copy, "--format", "json").Output)!;
            foreach (var document in new[] { direct, ofCopy })
            {
                foreach (var field in new[] { "log", "otherAttempts" }) document.AsObject().Remove(field);
            }
            Assert.Equal(direct.ToJsonString(), ofCopy.ToJsonString());
        }
    }

    /// <summary>Null where the log holds no Spark event.</summary>
    static JsonNode? Figures(EventLog log, bool redact)
    {
        try
        {
            var run = ApplicationRunLoader.Load(log, EventLogReaderOptions.Default with { Redact = redact },
                cancellation: TestContext.Current.CancellationToken);
            var result = ApplicationAnalyzer.Analyze(run, new AnalysisOptions { Patch = true });
            using var json = new MemoryStream();
            JsonReport.Write(json, result);
            return JsonNode.Parse(Encoding.UTF8.GetString(json.ToArray()));
        }
        catch (RightsizerException e) when (e.ExitCode == ExitCode.NotAnEventLog)
        {
            return null;
        }
    }

    static IEnumerable<string> Differences(JsonNode? a, JsonNode? b, string at)
    {
        switch (a, b)
        {
            case (JsonObject x, JsonObject y):
                // keys of settings and events are strings too: the known ones are compared
                foreach (var (key, value) in x.Where(p => !OfTheFile.Contains(p.Key)))
                {
                    if (!y.ContainsKey(key)) { if (x.Count != y.Count) yield return $"{at}/{key}: missing"; }
                    else foreach (var d in Differences(value, y[key], $"{at}/{key}")) yield return d;
                }
                break;
            case (JsonArray x, JsonArray y):
                if (x.Count != y.Count) yield return $"{at}: {x.Count} and {y.Count} items";
                else for (var i = 0; i < x.Count; i++) foreach (var d in Differences(x[i], y[i], $"{at}/{i}")) yield return d;
                break;
            case (JsonValue x, JsonValue y) when x.GetValueKind() == System.Text.Json.JsonValueKind.String:
                if (y.GetValueKind() != System.Text.Json.JsonValueKind.String
                    || Kinds.Contains(at[(at.LastIndexOf('/') + 1)..]) && x.ToString() != y.ToString()) yield return $"{at}: {x} and {y}";
                break;
            default:
                if (a?.ToJsonString() != b?.ToJsonString()) yield return $"{at}: {a?.ToJsonString()} and {b?.ToJsonString()}";
                break;
        }
    }
}
