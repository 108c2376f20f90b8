using Rightsizer.Analyzer.Detectors;
using Rightsizer.Analyzer.Model;
using Rightsizer.TestSupport;

namespace Rightsizer.Analyzer.Tests.Construction;

/// <summary>A log from which one kind of event was left out is not complete, and names the kind.</summary>
public class MissingEventsTests(ITestOutputHelper output)
{
    /// <summary>Nothing that is said of a run rests on them.</summary>
    static readonly string[] notRead = ["CreateTablePreEvent", "CreateTableEvent"];

    /// <summary>Kinds whose absence has a sentence of its own.</summary>
    static readonly string[] ends = ["ApplicationStart", "ApplicationEnd"];

    /// <summary>Logs of spark4x that were written without some kinds of event.</summary>
    static readonly string[] LacksEvents = ["20261128230253-0000", "20261128230410-0001"];

    static readonly string samples = Path.Combine(SharedFolder.RepositoryRoot, "sample-logs");

    public static TheoryData<string> SampleLogs => [.. Directory.EnumerateFileSystemEntries(samples)
        .Select(p => Path.GetFileName(p)).Where(n => n.Contains("app-", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(SampleLogs))]
    public void SampleLog_IsComplete_AndWithoutOneKindIsNot(string name) => CheckEachKind(Path.Combine(samples, name), complete: true);

    /// <summary>Of Spark 4.3, with executor metrics, with executors that die, of local mode; weekly twenty, of older Spark too.</summary>
    public static TheoryData<string> SharedSparkLogs => SharedFolder.Path is not { } shared ? [""]
        : [.. Thoroughness.Choose([.. new[] { ("spark4x", 10), ("causes", 6), ("codecs", 4) }.SelectMany(group => Directory
            .EnumerateFileSystemEntries(Path.Combine(shared, "spark-logs", group.Item1, "logs")).Order(StringComparer.Ordinal)
            .Where(p => !LacksEvents.Any(p.EndsWith)).Take(group.Item2))], nth: 20)];

    [Theory]
    [MemberData(nameof(SharedSparkLogs))]
    public void SharedLog_WithoutOneKind_IsNotComplete(string path)
    {
        Assert.SkipWhen(SharedFolder.Path is null, SharedFolder.SkipReason);
        CheckEachKind(path, complete: false);
    }

    [Fact]
    public void EndsLeftOut_AreNoTasksThatHangAndNoJobsThatRanOn()
    {
        var lines = LogLines.Of(Path.Combine(samples, SampleLogs.First().Data));

        var withoutTaskEnds = LogLines.Load(lines.Where(l => LogLines.KindOf(l) != "TaskEnd"));
        var withoutJobEnds = LogLines.Load(lines.Where(l => LogLines.KindOf(l) != "JobEnd"));

        Assert.DoesNotContain(
            DetectorCatalog.Run(withoutTaskEnds, new DetectorContext(withoutTaskEnds)).Findings, f => f.Kind == "unendedTasks");
        Assert.Equal(0, withoutJobEnds.Log.UnfinishedJobs);
        Assert.DoesNotContain(withoutJobEnds.Log.Doubts, d => d.Contains("still ran", StringComparison.Ordinal));
    }

    void CheckEachKind(string path, bool complete)
    {
        var lines = LogLines.Of(path);
        var whole = LogLines.Load(lines);
        if (complete) Assert.Equal((QualityGrade.Complete, ""), (whole.Log.Grade, string.Join(' ', whole.Log.Doubts)));
        Assert.Empty(whole.Log.MissingEvents);
        foreach (var kind in lines.Select(LogLines.KindOf).Distinct().Except(notRead).ToList())
        {
            var run = LogLines.Load(lines.Where(l => LogLines.KindOf(l) != kind));
            output.WriteLine($"{kind}: {run.Log.Grade}: {string.Join(" | ", run.Log.Doubts)}");
            Assert.NotEqual(QualityGrade.Complete, run.Log.Grade);
            if (!ends.Contains(kind))
            {
                Assert.Contains(kind, run.Log.MissingEvents.Concat(run.Log.UnverifiedEvents).Select(m => LogLines.NameOf(m.Event)));
                Assert.Equal(run.Log.MissingEvents.Count > 0, run.Log.Grade != QualityGrade.NoGapSeen);
            }
        }
    }

    /// <summary>
    /// Spark posts its settings before the application's start; in 189 logs of the shared folder none has another order, and only those
    /// made by hand do. Such a log need not have the default profile, on which no figure rests.
    /// </summary>
    [Theory]
    [InlineData(false, 0, QualityGrade.Partial)]
    [InlineData(true, 0, QualityGrade.Complete)]
    [InlineData(true, 1, QualityGrade.Partial)]
    public void WithoutProfiles_ALogOfAnotherTool_IsCompleteWhileItNamesNoOther(bool byHand, int profile, QualityGrade grade)
    {
        var lines = LogLines.Of(Path.Combine(samples, SampleLogs.First().Data)).Where(l => LogLines.KindOf(l) != "ResourceProfileAdded")
            .Select(l => LogLines.KindOf(l) == "ExecutorAdded"
                ? l.Replace("\"Resource Profile Id\":0", $"\"Resource Profile Id\":{profile}", StringComparison.Ordinal) : l).ToList();
        if (byHand)
        {
            var start = lines.FindIndex(l => LogLines.KindOf(l) == "ApplicationStart");
            var settings = lines.FindIndex(l => LogLines.KindOf(l) == "EnvironmentUpdate");
            Assert.True(settings < start);
            (lines[start], lines[settings]) = (lines[settings], lines[start]);
        }

        var run = LogLines.Load(lines);

        Assert.Equal(grade, run.Log.Grade);
        Assert.Equal(grade == QualityGrade.Partial, run.Log.Lacks("ResourceProfileAdded"));
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
