using Rightsizer.Analyzer.Detectors;
using Rightsizer.Analyzer.Replay;
using Rightsizer.EventLogParser.Events;
using Rightsizer.TestSupport;

namespace Rightsizer.Analyzer.Tests.Detectors;

/// <summary>Runs as damaged logs give them: every detector answers, and every number can be printed.</summary>
public class HostileRunTests
{
    public static TheoryData<string> Damages =>
        ["noExecutors", "backwards", "zeroTime", "hugeMetrics", "negativeMetrics", "noEnd", "unknownExecutor"];

    [Theory]
    [MemberData(nameof(Damages))]
    public void DamagedRun_NoDetectorFailsAndEveryNumberIsFinite(string damage)
    {
        var run = Damaged(damage).Build();
        var report = DetectorCatalog.Run(run, new DetectorContext(run) { Plan = RunReplay.Prepare(run).Plan });

        Assert.DoesNotContain(report.Outcomes, o => o.Outcome == OutcomeKind.Failed);
        Assert.Equal(DetectorCatalog.All.Count, report.Outcomes.Count);
        foreach (var f in report.Findings)
        {
            Assert.All(f.Evidence,
                e => Assert.True(double.IsFinite(e.Value) && (e.Limit is not { } l || double.IsFinite(l)), $"{f.Kind} {e.Name}"));
            Assert.All(f.Where, w => Assert.True(w.Share is null or (>= 0 and <= 1), f.Kind));
            Assert.DoesNotContain("NaN", f.Cause);
        }
    }

    static RunSketch Damaged(string damage)
    {
        var run = new RunSketch(damage == "zeroTime" ? 0 : 30_000);
        if (damage != "noExecutors")
            run.Executor("1", cores: damage == "unknownExecutor" ? 0 : 2, addMs: damage == "backwards" ? 50_000 : 0);
        var stage = run.Stage(0);
        for (var i = 0; i < 40; i++)
        {
            var duration = damage switch { "backwards" => -500, "zeroTime" => 0, _ => i == 30 ? 9_000 : 300 };
            stage.Task(damage == "unknownExecutor" ? "ghost" : "1", i * 300, duration, v =>
            {
                v.Running = damage == "noEnd" && i % 2 == 0;
                v.Reason = i == 7 ? "ExceptionFailure" : i == 8 ? "FetchFailed" : null;
                var value = damage switch { "hugeMetrics" => long.MaxValue / 4, "negativeMetrics" => -1_000_000, _ => 1_000_000 };
                foreach (var m in Enum.GetValues<TaskMetric>()) v[m] = value;
            });
        }
        run.Stage(0, 1).Task("1", 20_000, 100);
        return run.Job(0, 100, damage == "noEnd" ? null : damage == "backwards" ? -100 : 25_000, "FAILED", 0).Job(1, 28_000, 29_000);
    }
}
