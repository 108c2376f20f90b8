using System.Globalization;
using System.Text.Json;
using Rightsizer.Analyzer;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer.Model;
using Rightsizer.Analyzer.Replay;
using Rightsizer.Reports.Json;
using Rightsizer.TestSupport;

namespace Rightsizer.Reports.Tests.Json;

/// <summary>
/// A log from which one kind of event was left out states no number that the whole log contradicts: a number that differs is absent, or
/// below a place that <c>log.inDoubt</c> names.
/// </summary>
public class MissingKindsTests(ITestOutputHelper output)
{
    /// <summary>Events of a catalog, in a sample log alone. Nothing that is said of a run rests on them.</summary>
    static readonly string[] NotRead = ["CreateTablePreEvent", "CreateTableEvent"];

    /// <summary>Logs that were written without some kinds of event.</summary>
    static readonly string[] LacksEvents = ["20261128230253-0000", "20261128230410-0001"];

    static readonly string samples = Path.Combine(SharedFolder.RepositoryRoot, "sample-logs");

    /// <summary>Twenty of Spark 3.5 to 4.3: with losses, retries, caches, streams, tables, Connect, executor metrics, local mode.</summary>
    public static TheoryData<string> Logs
    {
        get
        {
            if (!Thoroughness.Full || SharedFolder.Path is not { } shared)
                return [.. Directory.EnumerateFileSystemEntries(samples, "*app-*").Order(StringComparer.Ordinal).Take(1)];
            var folder = Path.Combine(shared, "spark-logs");
            var spark4 = Directory.EnumerateFileSystemEntries(Path.Combine(folder, "spark4x", "logs")).Order(StringComparer.Ordinal)
                .Where(p => !LacksEvents.Any(p.EndsWith));
            string[] causes = ["executor_lost", "skew_join", "dra_bursts", "task_retries", "cached_unused", "streaming", "speculation",
                "collect_big", "job_failure", "spill_sort"];
            return [.. Thoroughness.Choose(
                [.. spark4, .. causes.Select(c => Path.Combine(folder, "causes", "logs", c + ".zstd"))], nth: 8)];
        }
    }

    [Theory]
    [MemberData(nameof(Logs))]
    public void WithoutOneKind_NoNumberIsStatedThatTheWholeLogContradicts(string path)
    {
        var lines = LogLines.Of(path);
        var whole = Figures(Analyze(lines));
        foreach (var kind in lines.Select(LogLines.KindOf).Distinct().ToList())
        {
            var result = Analyze(lines.Where(l => LogLines.KindOf(l) != kind));
            var log = result.Run.Log;
            var numbers = Figures(result);
            var wrong = numbers.Where(f => !(whole.TryGetValue(f.Key, out var right) && right.Number == f.Value.Number))
                .Where(f => !log.InDoubt.Any(d => IsBelow(f.Value.Place, d))).ToList();
            output.WriteLine(
                $"{kind}: {log.Grade}; {numbers.Count} numbers, {wrong.Count} wrong; in doubt: {string.Join(' ', log.InDoubt)}");
            foreach (var f in wrong.Take(8))
                output.WriteLine($"  {f.Key}: {f.Value.Number}, whole {(whole.TryGetValue(f.Key, out var w) ? w.Number : "none")}");
            Assert.Empty(wrong.Select(f => $"{kind}: {f.Key}"));
            if (!NotRead.Contains(kind))
            {
                Assert.NotEqual(QualityGrade.Complete, log.Grade);
                if (kind is not ("ApplicationStart" or "ApplicationEnd"))
                    Assert.Contains(kind, log.MissingEvents.Concat(log.UnverifiedEvents).Select(m => LogLines.NameOf(m.Event)));
            }
            if (kind == "TaskStart") RebuiltTotalsAreThoseOfTheWholeLog(whole, numbers);
        }
    }

    /// <summary>All that the tasks did stands in their ends.</summary>
    static void RebuiltTotalsAreThoseOfTheWholeLog(
        Dictionary<string, (string Place, string Number)> whole, Dictionary<string, (string Place, string Number)> rebuilt)
    {
        const string prefix = "totals.withRebuilt.";
        var totals = rebuilt.Where(f => f.Key.StartsWith(prefix, StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(totals);
        Assert.All(totals, f => Assert.Equal(whole["totals." + f.Key[prefix.Length..]].Number, f.Value.Number));
    }

    static AnalysisResult Analyze(IEnumerable<string> lines) => ApplicationAnalyzer.Analyze(LogLines.Load(lines), new AnalysisOptions
    {
        Pricing = new PriceContext { UsdPerHour = 3.20m },
        Sweep = true,
        Patch = true,
        WhatIf = [WhatIfSpec.Parse("4x2")],
    });

    static bool IsBelow(string place, string doubted) => place == doubted || place.StartsWith(doubted + ".", StringComparison.Ordinal);

    /// <summary>Every number and truth value by its path with ids; its place is the path without them. "log" is about the file, and
    /// "charts" are drawn from the rest.</summary>
    static Dictionary<string, (string Place, string Number)> Figures(AnalysisResult result)
    {
        using var bytes = new MemoryStream();
        JsonReport.Write(bytes, result);
        using var document = JsonDocument.Parse(bytes.ToArray());
        var found = new Dictionary<string, (string Place, string Number)>(StringComparer.Ordinal);
        foreach (var part in document.RootElement.EnumerateObject().Where(p => p.Name is not ("log" or "charts")))
            Add(part.Value, part.Name, part.Name, found);
        return found;
    }

    static void Add(JsonElement value, string path, string place, Dictionary<string, (string Place, string Number)> found)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var p in value.EnumerateObject()) Add(p.Value, $"{path}.{p.Name}", $"{place}.{p.Name}", found);
                break;
            case JsonValueKind.Array:
                var seen = new Dictionary<string, int>(StringComparer.Ordinal);
                var index = 0;
                foreach (var item in value.EnumerateArray())
                {
                    var id = item.ValueKind == JsonValueKind.Object && Id(item) is { } own ? own
                        : index.ToString(CultureInfo.InvariantCulture);
                    seen[id] = seen.GetValueOrDefault(id) + 1;
                    Add(item, seen[id] > 1 ? $"{path}[{id} {seen[id]}]" : $"{path}[{id}]", place, found);
                    index++;
                }
                break;
            case JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False:
                found[path] = (place, value.GetRawText());
                break;
        }
    }

    static readonly string[] ids = ["jobId", "id", "accumulatorId", "operationId", "sessionId", "kind", "name", "setting", "key"];

    static string? Id(JsonElement item)
    {
        if (item.TryGetProperty("stageId", out var stage) && item.TryGetProperty("attemptId", out var attempt)) return $"{stage}.{attempt}";
        foreach (var name in ids)
        {
            if (item.TryGetProperty(name, out var id) && id.ValueKind is JsonValueKind.String or JsonValueKind.Number) return id.ToString();
        }
        return null;
    }
}
