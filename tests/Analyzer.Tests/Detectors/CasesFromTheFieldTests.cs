using Rightsizer.Analyzer.Construction;
using Rightsizer.EventLogParser.Input;
using Rightsizer.TestSupport;

namespace Rightsizer.Analyzer.Tests.Detectors;

/// <summary>Logs of public reports; the figures are those that each case expects.</summary>
public class CasesFromTheFieldTests
{
    [Fact]
    public void Stream_IsPromisedNoShorterRunAndItsWaitIsNotTheDrivers()
    {
        var result = Case("04-streaming-trigger-wait");

        Assert.All(result.Findings, f => Assert.Null(f.SavesMs));
        Assert.DoesNotContain(result.Findings, f => f.Kind == "driverBound");
        var wait = result.Findings.Single(f => f.Kind == "triggerWait");
        Assert.Equal(53.5, wait.Evidence.Single(e => e.Name == "waitMs").Value / 60_000, 0.5);
        var idle = result.Findings.Single(f => f.Kind == "idleCores");
        Assert.Equal(14.3, idle.Evidence.Single(e => e.Name == "idleSlotMs").Value / 3_600_000, 0.3);
        Assert.True(idle.SavesCoreMs > 0);
        Assert.DoesNotContain(result.Waterfall!.Time, l => l.Name == "driver");
    }

    [Fact]
    public void RepeatedStage_IsAFetchFailureAndNotTooFewPartitions()
    {
        var result = Case("13-retry-attempt-too-few");

        Assert.DoesNotContain(result.Findings, f => f.Kind is "tooFewPartitions" or "lostExecutor");
        var finding = result.Findings.Single(f => f.Kind == "fetchFailure");
        Assert.Equal(2, finding.Evidence.Single(e => e.Name == "repeatedTasks").Value);
        Assert.Equal(0, finding.Where[0].StageId);
        Assert.DoesNotContain(result.Waterfall!.CoreTime, l => l.Name == "tooFewTasks");
        Assert.True(result.Waterfall!.Time.Single(l => l.Name == "repeatedStages").Ms > 20_000);
    }

    [Fact]
    public void Kubernetes_IsAdvisedToDecommission()
    {
        var result = Case("15-k8s-shuffle-service");

        var lost = result.Findings.Single(f => f.Kind == "lostExecutor");
        Assert.Contains(lost.Advice, a => a is { Setting: "spark.decommission.enabled", Proposed: "true" });
        Assert.DoesNotContain(result.Findings.SelectMany(f => f.Advice), a => a.Setting == "spark.shuffle.service.enabled");
        Assert.DoesNotContain(result.Findings, f => f.Kind is "tooFewPartitions" or "outOfMemory");
    }

    [Fact]
    public void Databricks_IsAdvisedAnotherNodeType()
    {
        var advice = Case("30-databricks-fixed-settings").Findings.SelectMany(f => f.Advice).ToList();

        Assert.DoesNotContain(advice, a => a.Setting is "spark.executor.memory" or "spark.executor.cores" or "spark.executor.instances");
        Assert.Contains(advice, a => a.Setting.Contains("node type", StringComparison.Ordinal));
    }

    /// <summary>spark4x heap-43: eight executors of 600 MiB and two cores died of "Java heap space".</summary>
    [Fact]
    public void FullHeap_IsOneCauseWithWhatFollowsIt()
    {
        Assert.SkipWhen(SharedFolder.Path is null, SharedFolder.SkipReason);
        var result = Analyzed(Path.Combine(SharedFolder.Path!, "spark-logs", "spark4x", "logs", "eventlog_v2_app-20261128225101-0004"));

        var finding = result.Findings.Single(f => f.Kind == "outOfMemory");
        Assert.Same(finding, result.Findings[0]);
        Assert.Equal(8, finding.Evidence.Single(e => e.Name == "lostExecutors").Value);
        Assert.Contains(finding.Advice, a => a is { Setting: "spark.executor.memory", Now: "600m", Proposed: "1200m" });
        Assert.Contains(finding.Advice, a => a is { Setting: "spark.executor.cores", Now: "2", Proposed: "1" });
        Assert.Contains(finding.Advice,
            a => a.Setting.Contains("partition", StringComparison.Ordinal) || a.Setting.Contains("slices", StringComparison.Ordinal));
        Assert.DoesNotContain(result.Findings, f => f.Kind is "unusedMemory" or "lostExecutor" or "fetchFailure" or "failedJob");
        Assert.DoesNotContain(result.Findings.SelectMany(f => f.Advice),
            a => a.Setting is "spark.task.maxFailures" or "spark.decommission.enabled" or "spark.shuffle.service.enabled");
    }

    static AnalysisResult Case(string name)
    {
        Assert.SkipWhen(SharedFolder.Path is null, SharedFolder.SkipReason);
        return Analyzed(Path.Combine(SharedFolder.Path!, "cases", name, "log.zstd"));
    }

    static AnalysisResult Analyzed(string path) =>
        ApplicationAnalyzer.Analyze(ApplicationRunLoader.Load(EventLogLocator.Find(path)[0]), new AnalysisOptions());
}
