using Rightsizer.Analyzer.Construction;
using Rightsizer.Analyzer.Detectors;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer.Platforms;
using Rightsizer.EventLogParser.Input;
using Rightsizer.TestSupport;

namespace Rightsizer.Analyzer.Tests.Detectors;

/// <summary>
/// What a finding says of other executors, of failures and of waiting agrees with the rest of its screen and with the raw log.
/// </summary>
public class ScreensThatAgreeTests
{
    const double MaxSlowdown = 0.02;

    [Fact]
    public void NoFinding_DeniesWhatTheTableOfExecutorsShows()
    {
        Assert.SkipWhen(SharedFolder.Path is null, SharedFolder.SkipReason);
        var (wrong, named, denied) = (new List<string>(), 0, 0);
        foreach (var log in SharedLogs.All.Where(l => l.Name.StartsWith("causes/", StringComparison.Ordinal)))
        {
            var result = Analyze(log.Path);
            if (result.Sweep is not { Points.Count: > 0 } sweep) continue;
            if (result.Findings.FirstOrDefault(f => f.Kind == "idleCores") is not { } idle) continue;
            var today = sweep.Points.Single(p => p.Executors == sweep.TodayExecutors).Answer.DurationMs!.Value * (1 + MaxSlowdown);
            var needed = (int?)idle.Evidence.FirstOrDefault(e => e.Name == "executorsNeeded")?.Value;
            if (needed is { } k && !idle.Cause.Contains("With the other findings fixed", StringComparison.Ordinal))
            {
                named++;
                if (sweep.Points.FirstOrDefault(p => p.Executors == k)?.Answer.DurationMs is not { } ms || ms > today)
                    wrong.Add($"{log.Name}: {k} executors would do, and the table does not say so");
            }
            else if (idle.Cause.Contains("take longer", StringComparison.Ordinal)
                || idle.Cause.Contains("taken longer", StringComparison.Ordinal))
            {
                denied++;
                if (sweep.Points.FirstOrDefault(p => p.Executors < sweep.TodayExecutors && p.Answer.DurationMs <= today) is { } fewer)
                    wrong.Add($"{log.Name}: {fewer.Executors} executors would do, and the finding denies it");
            }
        }
        Assert.Empty(wrong);
        Assert.True(named > 0, "no log names a number of executors");
        Assert.True(denied > 0, "no log needs all its executors");
    }

    /// <summary>
    /// Four executors of two cores, never more than two tasks at a time: one executor runs both. It pays a quarter of the core time.
    /// </summary>
    [Fact]
    public void TwoTasksAtATime_NeedOneExecutorOfTwoCores()
    {
        var result = Shared("spark-logs", "causes", "logs", "over_provisioned.zstd");
        var idle = result.Findings.Single(f => f.Kind == "idleCores");

        Assert.Equal(1, idle.Evidence.Single(e => e.Name == "executorsNeeded").Value);
        var paid = idle.Evidence.Single(e => e.Name == "paidCoreMs").Value;
        Assert.InRange(idle.SavesCoreMs!.Value / paid, 0.70, 0.80);
        Assert.Contains(result.Sweep!.Points, p => p.Executors == 1);
        // a standalone cluster has no spark.executor.instances
        Assert.Contains(result.Verdict.Conf, c => c is { Key: "spark.cores.max", Value: "2" });
        // what is saved is core time: the run takes about as long
        Assert.Matches("^Paid cores are idle. Fixing this could save up to ~1[34]\\d core-s of 193 core-s paid for.$",
            result.Verdict.Sentence);
    }

    /// <summary>
    /// A shell on YARN: eight executors of four cores from 14.015 s to 17.259 s after the start, job 0 at 80.525 s. Five jobs have no start
    /// in the log. Job 79 still ran when the application was shut down at 97.482 s; two executors went at 97.200 s and 97.352 s.
    /// </summary>
    [Fact]
    public void ShellThatWasShutDown_WaitedBeforeItsFirstJobAndLostNothing()
    {
        var result = Shared("logs", "rapids", "tasks_executors_fail_compressed_eventlog.zstd");

        Assert.InRange(result.Waterfall!.Time.Single(l => l.Name == "beforeFirstJob").Ms, 80_425, 80_625);
        var session = result.Findings.Single(f => f.Kind == "interactive");
        Assert.Equal(80_525 - 17_259, session.Evidence.Single(e => e.Name == "longestGapMs").Value);
        Assert.Equal(1, result.Verdict.CutOffJobs);
        Assert.Equal(0, result.Verdict.FailedJobs);
        Assert.Equal(OutcomeKind.NotApplicable, result.Detectors.Single(d => d.Kind == "failedJob").Outcome);
        Assert.DoesNotContain(result.Findings, f => f.Kind is "lostExecutor" or "fetchFailure");
        Assert.Contains("spark.task.cpus=4", result.Findings.Single(f => f.Kind == "tooManyPartitions").Cause, StringComparison.Ordinal);
    }

    /// <summary>
    /// The only executor, of four cores, came at 106.855 s; the last job ended at 107.695 s, the application at 139.764 s.
    /// </summary>
    [Fact]
    public void SessionWithoutExecutors_WasNotPaidForWhileItHadNone()
    {
        var session = Shared("logs", "spark", "application_1578436911597_0052").Findings.Single(f => f.Kind == "interactive");

        Assert.Equal(139_764 - 107_695, session.Evidence.Single(e => e.Name == "heldMs").Value);
        Assert.Equal(4 * (139_764 - 107_695), session.Evidence.Single(e => e.Name == "heldCoreMs").Value);
        Assert.Contains("32.1 s of that time: 128 core-s", session.Cause, StringComparison.Ordinal);
    }

    /// <summary>YARN tells Spark of nodes that are decommissioned from 3.4 on, and without a shuffle service (SPARK-39018).</summary>
    [Theory]
    [InlineData("yarn", "3.1.1", false, false)]
    [InlineData("yarn", "3.4.0", false, true)]
    [InlineData("yarn", "3.5.0", true, false)]
    [InlineData("spark://host:7077", "3.1.1", false, true)]
    public void Decommissioning_IsProposedWhereThePlatformTakesIt(string master, string version, bool service, bool taken)
    {
        var run = new RunSketch(60_000) { SparkVersion = version }.Setting("spark.master", master)
            .Setting("spark.shuffle.service.enabled", service ? "true" : "false").Executor("1").Build();
        var advice = AdviceRules.Apply(
            [new Advice("spark.decommission.enabled", "false", "true", "why")], new RunFacts(run),
            new ExecutorRoom(run, new PriceContext()));

        Assert.Equal(taken, advice.Count > 0);
    }

    static AnalysisResult Shared(params string[] path)
    {
        Assert.SkipWhen(SharedFolder.Path is null, SharedFolder.SkipReason);
        return Analyze(Path.Combine([SharedFolder.Path!, .. path]));
    }

    static AnalysisResult Analyze(string path) => ApplicationAnalyzer.Analyze(
        ApplicationRunLoader.Load(EventLogLocator.Find(path)[0]), new AnalysisOptions { Sweep = true, BriefSweep = true, Patch = true });
}
