using Rightsizer.Analyzer.Answers.Diagnosis;
using Rightsizer.Analyzer.Detectors;

namespace Rightsizer.Analyzer.Tests.Detectors;

/// <summary>Which of all proposed settings go together.</summary>
public class SettingsPatchTests
{
    [Fact]
    public void FirstInRank_DecidesAKey()
    {
        var patch = Patch(Finding("outOfMemory", new Advice("spark.executor.memory", "1g", "2g", "full")),
            Finding("unusedMemory", new Advice("spark.executor.memory", "1g", "600m", "empty"),
            new Advice("spark.executor.memoryOverhead", null, "384m", "keeps") { With = "spark.executor.memory" }));

        Assert.Equal([("spark.executor.memory", "2g")], patch.Settings.Select(s => (s.Key, s.Value)));
        Assert.Equal(["spark.executor.memory", "spark.executor.memoryOverhead"], patch.LeftOut.Select(s => s.Key));
    }

    [Fact]
    public void OneWayToMoreMemoryATask_IsEnough()
    {
        var patch = Patch(Finding("spill", new Advice("spark.executor.memory", "1g", "2g", "a"),
            new Advice("spark.executor.memoryOverhead", "100m", "384m", "along") { With = "spark.executor.memory" },
            new Advice("spark.executor.cores", "4", "2", "b")));

        Assert.Equal(["spark.executor.memory", "spark.executor.memoryOverhead"], patch.Settings.Select(s => s.Key));
        Assert.Equal(("spark.executor.cores", "spark.executor.memory"), patch.LeftOut.Select(s => (s.Key, s.Excluded)).Single());
    }

    [Fact]
    public void FixedAndDynamicExecutors_ExcludeEachOther()
    {
        var patch = Patch(Finding("idleCores", new Advice("spark.executor.instances", "8", "4", "a"),
            new Advice("spark.dynamicAllocation.enabled", "false", "true", "b"),
            new Advice("spark.dynamicAllocation.shuffleTracking.enabled", "false", "true",
            "c")
            { With = "spark.dynamicAllocation.enabled" }));

        Assert.Equal("spark.executor.instances", patch.Settings.Single().Key);
        Assert.Equal(2, patch.LeftOut.Count);
    }

    [Fact]
    public void AdviceForTheCode_IsNoSetting() =>
        Assert.Empty(Patch(Finding("skew", new Advice("salt the join key", null, null, "a"))).Settings);

    [Fact]
    public void SameValueTwice_StandsOnce() =>
        Assert.Single(Patch(Finding("a", new Advice("spark.speculation", "false", "true", "a")),
            Finding("b", new Advice("spark.speculation", "false", "TRUE", "b"))).Settings);

    static SettingsPatch Patch(params Finding[] findings) =>
        SettingsPatchBuilder.Build(new DetectorReport(findings, []), null, null, isStream: false);

    static Finding Finding(string kind, params Advice[] advice) => new()
    {
        Id = kind,
        Kind = kind,
        Title = kind,
        Severity = Severity.Warning,
        Where = [],
        Evidence = [],
        Cause = "",
        Confidence = Confidence.High,
        Advice = advice,
    };
}
