using Rightsizer.Analyzer.Model;
using Rightsizer.TestSupport;

namespace Rightsizer.Analyzer.Tests.Construction;

/// <summary>A log from which one kind of event was left out is not complete, and names the kind.</summary>
public class MissingEventsTests(ITestOutputHelper output)
{
    /// <summary>Nothing else in a log shows that these happened.</summary>
    static readonly string[] unseen = ["UnpersistRDD", "SQLAdaptiveSQLMetricUpdates", "MiscellaneousProcessAdded"];

    /// <summary>Kinds whose absence has a sentence of its own.</summary>
    static readonly string[] ends = ["ApplicationStart", "ApplicationEnd"];

    static readonly string samples = Path.Combine(SharedFolder.RepositoryRoot, "sample-logs");

    public static TheoryData<string> SampleLogs => [.. Directory.EnumerateFileSystemEntries(samples)
        .Select(p => Path.GetFileName(p)).Where(n => n.Contains("app-", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(SampleLogs))]
    public void SampleLog_IsComplete_AndWithoutOneKindIsNot(string name) => CheckEachKind(Path.Combine(samples, name), complete: true);

    /// <summary>A log of Spark 4.3 with executor metrics, one whose executors die, and one of local mode.</summary>
    [Theory]
    [InlineData("eventlog_v2_app-20261128224513-0001")]
    [InlineData("eventlog_v2_app-20261128225101-0004")]
    [InlineData("eventlog_v2_local-1795906536475")]
    public void Spark4Log_WithoutOneKind_IsNotComplete(string name)
    {
        Assert.SkipWhen(SharedFolder.Path is null, SharedFolder.SkipReason);
        CheckEachKind(Path.Combine(SharedFolder.Path!, "spark-logs", "spark4x", "logs", name), complete: false);
    }

    void CheckEachKind(string path, bool complete)
    {
        var lines = LogLines.Of(path);
        var whole = LogLines.Load(lines);
        if (complete) Assert.Equal((QualityGrade.Complete, ""), (whole.Log.Grade, string.Join(' ', whole.Log.Doubts)));
        Assert.Empty(whole.Log.MissingEvents);
        foreach (var kind in lines.Select(LogLines.KindOf).Distinct().Where(IsJudged).ToList())
        {
            var run = LogLines.Load(lines.Where(l => LogLines.KindOf(l) != kind));
            output.WriteLine($"{kind}: {run.Log.Grade}: {string.Join(" | ", run.Log.Doubts)}");
            // the default resource profile is what the settings say: nothing is in doubt without it
            if (kind != "ResourceProfileAdded") Assert.NotEqual(QualityGrade.Complete, run.Log.Grade);
            if (!ends.Contains(kind)) Assert.Contains("SparkListener" + kind, run.Log.MissingEvents.Select(m => m.Event));
        }

        bool IsJudged(string kind) => !unseen.Contains(kind) && !kind.StartsWith("Connect", StringComparison.Ordinal)
            && (kind != "ExecutorMetricsUpdate" || whole.App.DurationMs > 60_000);
    }

    [Fact]
    public void ExcludedPatterns_NameWhatNothingElseShows()
    {
        var lines = LogLines.Of(Path.Combine(samples, SampleLogs.First().Data));
        var at = Array.FindIndex(lines, l => LogLines.KindOf(l) == "EnvironmentUpdate");
        lines[at] = lines[at].Replace("\"Spark Properties\":{",
            "\"Spark Properties\":{\"spark.eventLog.excludedPatterns\":\"SparkListenerUnpersistRDD\",", StringComparison.Ordinal);

        var run = LogLines.Load(lines);

        Assert.Equal("SparkListenerUnpersistRDD", Assert.Single(run.Log.MissingEvents).Event);
        Assert.Equal(QualityGrade.Partial, run.Log.Grade);
    }
}
