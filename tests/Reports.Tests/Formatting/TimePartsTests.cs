using Rightsizer.Analyzer;
using Rightsizer.Analyzer.Detectors;
using Rightsizer.Analyzer.Replay;
using Rightsizer.Reports.Formatting;

namespace Rightsizer.Reports.Tests.Formatting;

/// <summary>The largest part of the time has a finding, or one sentence why it has none.</summary>
public class TimePartsTests
{
    /// <summary>The parts that docs/science.md and the waterfall know.</summary>
    public static TheoryData<string> Parts =>
    [
        "cpu", "ioAndWait", "unknownRunTime", "gc", "spill", "shuffleFetchWait", "shuffleWrite", "deserialize", "schedulerDelay",
        "failedAttempts", "waitingForTail", "tooFewTasks", "waitingForLaunch", "waitingForExecutors", "repeatedStages", "betweenStages",
        "driver", "triggerWait", "beforeFirstJob", "afterLastJob",
    ];

    [Theory]
    [MemberData(nameof(Parts))]
    public void EveryPart_HasItsOwnReason(string part)
    {
        var sentence = TimeParts.Largest(WithParts([], (part, 600), ("other", 400)))!;

        Assert.Contains("(60 %), has no finding: ", sentence);
        Assert.DoesNotContain("no check looks at it", sentence);
        Assert.EndsWith(".", sentence);
    }

    [Theory]
    [InlineData("waitingForTail", "skew", "is explained by finding 2 (skew).")]
    [InlineData("driver", "writeCommit", "is explained by finding 2 (writeCommit).")]
    [InlineData("cpu", "skew", "is in part explained by finding 2 (skew).")]
    [InlineData("gc", "skew", "has no finding: no stage has more of it than a healthy job.")]
    public void Part_IsExplainedByTheFindingAboutIt(string part, string kind, string says) =>
        Assert.EndsWith(says, TimeParts.Largest(WithParts(["unusedMemory", kind], (part, 900), ("other", 100))));

    [Fact]
    public void TurnedOffKind_IsTheReason()
    {
        var result = WithParts([], ("waitingForTail", 900)) with
        {
            Detectors = [new(DetectorIds.Skew, "skew", OutcomeKind.Off, null)],
        };

        Assert.EndsWith("has no finding: skew is turned off in the settings.", TimeParts.Largest(result));
    }

    [Fact]
    public void Kinds_AreThoseOfDetectors()
    {
        var known = DetectorCatalog.Descriptors.Select(d => d.Kind).ToHashSet();
        foreach (var part in Parts)
            Assert.Null(TimeParts.Explains(part.Data, new HashSet<string> { "noSuchKind" }));
        Assert.Equal("skew", TimeParts.Explains("waitingForTail", known));
    }

    static AnalysisResult WithParts(string[] kinds, params (string Name, long Ms)[] parts)
    {
        var sample = SampleLogResult.Analyze(SampleLogResult.Names[0]);
        var total = parts.Sum(p => p.Ms);
        return sample with
        {
            Findings = [.. kinds.Select(k => sample.Findings[0] with { Kind = k })],
            Waterfall = new Waterfall(total, [.. parts.Select(p => new WaterfallLine(p.Name, p.Ms))], 0, []),
        };
    }
}
