using Rightsizer.Analyzer.Answers.Fleet.Summaries;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer.Model;
using Rightsizer.TestSupport;

namespace Rightsizer.Analyzer.Tests.Overview;

/// <summary>A log from which Spark dropped finished jobs, or a part of which is missing: one job of 100 s, long after the start.</summary>
public class LackingWorkTests
{
    static ApplicationRun Run(bool lacksWork)
    {
        var sketch = new RunSketch(1_000_000) { LacksWork = lacksWork };
        sketch.Executor("1", cores: 4);
        sketch.Stage(0).Tasks(800_000, 1, Enumerable.Repeat(10_000L, 10));
        return sketch.Job(0, 800_000, 900_000, 0).Build();
    }

    [Fact]
    public void WhatWasUsed_IsALowerBound()
    {
        Assert.Equal(0.025, RunOverview.Compute(Run(false)).UsedRatio);

        var overview = RunOverview.Compute(Run(true));
        Assert.Null(overview.UsedRatio);
        Assert.Equal((4_000_000L, 100_000L), (overview.PaidCoreMs, overview.UsedCoreMs));
    }

    [Fact]
    public void TimeWithoutTasks_IsNoFindingAndNoReplay()
    {
        Assert.Contains(ApplicationAnalyzer.Analyze(Run(false), new AnalysisOptions()).Findings, f => f.Kind == "slowStart");

        var result = ApplicationAnalyzer.Analyze(Run(true), new AnalysisOptions());
        Assert.DoesNotContain(result.Findings, f => f.Kind is "slowStart" or "idleTail" or "idleCores" or "driverBound");
        Assert.Null(result.Waterfall);
        Assert.NotNull(result.Replay!.Refused);
    }

    [Fact]
    public void Summary_HasItsCostAndNoWaste()
    {
        static RunSummary Of(bool lacksWork) => RunSummarizer.Summarize(
            new RunKey { Uri = "a", Pricing = "p" }, Run(lacksWork),
            new PriceContext { UsdPerHour = 36 });

        Assert.Contains(Of(false).Waste, w => w.Kind == "beforeFirstJob");
        var summary = Of(true);
        Assert.Empty(summary.Waste);
        Assert.Equal(10m, summary.Cost!.ActualUsd);
        Assert.True(summary.Log!.LacksWork);
    }
}
