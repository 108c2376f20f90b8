using System.Text.Json;
using Rightsizer.Analyzer;
using Rightsizer.Analyzer.Answers.Diagnosis;
using Rightsizer.Analyzer.Construction;
using Rightsizer.EventLogParser.Input;
using Rightsizer.Reports.Json;
using Rightsizer.TestSupport;

namespace Rightsizer.Reports.Tests.Json;

/// <summary>Every shared log's JSON against what the oracle, and a History Server before it, say of the same log.</summary>
public class TruthTests(ITestOutputHelper output)
{
    static readonly string[] Sections = ["app", "executors", "jobs", "stages", "sql"];

    [Fact]
    public void EverySharedLog_JsonEqualsItsTruthFieldByField()
    {
        Assert.SkipWhen(SharedFolder.Path is null, SharedFolder.SkipReason);
        var failures = new List<string>();
        var equal = 0;
        foreach (var log in SharedLogs.All)
        {
            var comparer = Compare(log);
            equal += comparer.Equal;
            failures.AddRange(comparer.Differences.Take(5).Select(d => log.Name + ": " + d));
        }
        output.WriteLine($"{SharedLogs.All.Count} logs, {equal} fields equal, {failures.Count} differences shown");

        Assert.Empty(failures);
        Assert.True(equal > 100_000, $"only {equal} fields were compared");
    }

    static TruthComparer Compare(SharedLog log)
    {
        using var truth = JsonDocument.Parse(File.ReadAllBytes(log.TruthPath), new JsonDocumentOptions { MaxDepth = 512 });
        using var ours = JsonDocument.Parse(JsonOf(log.Path));
        var comparer = new TruthComparer();
        foreach (var section in Sections)
            comparer.Compare(truth.RootElement.GetProperty(section), ours.RootElement.GetProperty(section), section);
        comparer.Compare(truth.RootElement.GetProperty("derived").GetProperty("totals"), ours.RootElement.GetProperty("totals"), "totals");
        var source = truth.RootElement.GetProperty("source");
        var read = ours.RootElement.GetProperty("log");
        foreach (var (theirs, name) in new[] { ("bytes", "bytes"), ("decodedBytes", "plainBytes"), ("lines", "lines"),
            ("malformedLines", "malformedLines") })
            comparer.Compare(source.GetProperty(theirs), read.GetProperty(name), "log." + name);
        return comparer;
    }

    static byte[] JsonOf(string path)
    {
        using var stream = new MemoryStream();
        JsonReport.Write(stream, ResultOf(path));
        return stream.ToArray();
    }

    internal static AnalysisResult ResultOf(string path) => new()
    {
        Run = ApplicationRunLoader.Load(EventLogLocator.Find(path)[^1]),
        Findings = [],
        Detectors = [],
        Cost = new CostReport
        {
            PriceBook = "none",
            PriceDate = "2026-01-01",
            Region = "us-east-1",
            RegionGround = Ground.Assumed,
            Platform = "unknown",
            Alternatives = [],
        },
    };
}
