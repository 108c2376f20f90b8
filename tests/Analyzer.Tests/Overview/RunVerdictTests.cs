using Rightsizer.Analyzer.Construction;
using Rightsizer.Analyzer.Detectors;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Model;
using Rightsizer.EventLogParser.Input;
using Rightsizer.TestSupport;

namespace Rightsizer.Analyzer.Tests.Overview;

/// <summary>How a run ended, and which words stand for its stages.</summary>
public class RunVerdictTests
{
    const string Failure = """
        Job aborted due to stage failure: Task 3 in stage 1.0 failed 4 times, most recent failure: Lost task 3.3 in stage 1.0 (TID 26) (h executor 0): org.apache.spark.api.python.PythonException: Traceback (most recent call last):
          File "/home/spark/jobs/orders.py", line 239, in fail
        RuntimeError: no such order
        """;

    [Fact]
    public void LastJobFailed_TheRunFailed_WithTheUsersOwnError()
    {
        var verdict = Of(new RunSketch { EndMs = 60_000 }.Executor("1").Job(0, 1_000, 9_000).Job(1, 10_000, 50_000, "FAILED", Failure));

        Assert.Equal(RunEnd.Failed, verdict.End);
        Assert.Equal("RuntimeError: no such order", verdict.Error);
        Assert.Equal("/home/spark/jobs/orders.py:239", verdict.ErrorPlace);
        Assert.Equal("Fix the error first: 40.0 s of jobs ended without a result.", verdict.Sentence);
    }

    [Fact]
    public void AJobAfterTheFailedOneSucceeded_TheRunFinished_AndTheErrorIsStillShown()
    {
        var verdict = Of(new RunSketch { EndMs = 60_000 }.Executor("1").Job(0, 1_000, 9_000, "FAILED", Failure).Job(1, 10_000, 50_000));

        Assert.Equal(RunEnd.Finished, verdict.End);
        Assert.Equal(1, verdict.FailedJobs);
        Assert.Equal("RuntimeError: no such order", verdict.Error);
    }

    /// <summary>A job that succeeds does more work than the one that failed: its error costs no time that a fix gives back.</summary>
    [Fact]
    public void AFailedJob_PromisesNothing()
    {
        var sketch = new RunSketch { EndMs = 60_000 }.Executor("1").Job(0, 1_000, 9_000, "FAILED", Failure).Job(1, 10_000, 50_000);
        var result = ApplicationAnalyzer.Analyze(sketch.Build(), new AnalysisOptions());
        var failed = result.Findings.Single(f => f.Kind == "failedJob");

        Assert.Equal(((long?)null, (long?)null, Severity.Warning), (failed.SavesMs, failed.SavesCoreMs, failed.Severity));
    }

    /// <summary>
    /// Known of the log: the code sets spark.sql.adaptive.enabled, and AQE's threshold does nothing without it. The partition was written
    /// by two map tasks, which AQE does not cut: two parts at any size, so that the size of a part is not proposed, and the settings
    /// save less than an even spread would.
    /// </summary>
    [Fact]
    public void ASettingOfTheCode_IsToldBesideThosePasted_AndThePromiseNeedsBoth()
    {
        var result = OfShared("skew_join");

        Assert.Equal(["spark.sql.adaptive.enabled=true"], result.Verdict.InCode.Select(c => $"{c.Key}={c.Value}"));
        Assert.Equal(["spark.sql.adaptive.skewJoin.skewedPartitionThresholdInBytes"], result.Verdict.Conf.Select(c => c.Key));
        Assert.InRange(result.Patch!.SavesMs!.Value, 1, 0.9 * result.Findings.Single(f => f.Kind == "skew").SavesMs!.Value);
        Assert.Contains("The proposed settings save ~", result.Verdict.Sentence);
    }

    [Theory]
    [InlineData("tiny_files", "tinyFiles", "write 1 file,")]
    [InlineData("small_files_read", "smallFilesRead", "compact the input to 1 file,")]
    public void TwoFindingsAboutTheSameFiles_HaveOneNumber(string log, string kind, string advice)
    {
        var findings = OfShared(log).Findings;

        Assert.Equal(1, findings.Single(f => f.Kind == kind).Evidence.Single(e => e.Name == "filesNeeded").Value);
        Assert.StartsWith(advice, findings.Single(f => f.Kind == "tooManyPartitions").Advice[0].Setting, StringComparison.Ordinal);
    }

    static AnalysisResult OfShared(string log)
    {
        Assert.SkipWhen(SharedFolder.Path is null, SharedFolder.SkipReason);
        var path = Path.Combine(SharedFolder.Path!, "spark-logs", "causes", "logs", log + ".zstd");
        return ApplicationAnalyzer.Analyze(ApplicationRunLoader.Load(EventLogLocator.Find(path)[^1]), new AnalysisOptions { Patch = true });
    }

    [Fact]
    public void ACancelledJob_IsNoFailure()
    {
        var verdict = Of(new RunSketch { EndMs = 60_000 }.Executor("1").Job(0, 1_000, 9_000, "FAILED", "Job 0 cancelled by the user"));

        Assert.Equal((RunEnd.Finished, 0, (string?)null), (verdict.End, verdict.FailedJobs, verdict.Error));
    }

    [Fact]
    public void WithoutAnEnd_TheRunIsUnfinished() => Assert.Equal(RunEnd.Unfinished, Of(new RunSketch().Job(0, 1_000, 9_000)).End);

    /// <summary>As Spark's own plan of the query has it: SortMergeJoin of two exchanges under a partial HashAggregate.</summary>
    [Fact]
    public void AStageOfAQuery_IsNamedByItsOperators()
    {
        var path = Path.Combine(SharedFolder.RepositoryRoot, "sample-logs", "app-20261121124741-0000.zstd");
        var run = ApplicationRunLoader.Load(EventLogLocator.Find(path)[^1]);
        var nameOf = StageNames.Name(run);

        Assert.Equal("sort-merge join, aggregate (skewed_join.py:14)", nameOf(run.Stages.Single(s => s.StageId == 2)));
    }

    [Theory]
    [InlineData("collect at /tmp/spark-work/jobs/skewed_join.py:14", "collect at skewed_join.py:14", "skewed_join.py:14")]
    [InlineData("parquet at NativeMethodAccessorImpl.java:0", "parquet", null)]
    [InlineData("$anonfun$withThreadLocalCaptured$1 at FutureTask.java:266", null, null)]
    [InlineData("count at <console>:25", "count at <console>:25", "<console>:25")]
    [InlineData("nightly orders", "nightly orders", null)]
    [InlineData(" ", null, null)]
    [InlineData("readRDDFromFile at PythonRDD.scala:289", "parallelize", null)]
    [InlineData("showString at NativeMethodAccessorImpl.java:0", "show", null)]
    [InlineData("run at ThreadPoolExecutor.java:1149", null, null)]
    [InlineData("runJob at SparkHadoopWriter.scala:83", null, null)]
    [InlineData("runJob at orders.py:14", "orders.py:14", "orders.py:14")]
    [InlineData("Listing leaf files and directories for 2004 paths:<br/>gs://b/a, ...", "list the files of 2004 paths", null)]
    public void ACallSite_IsShown_WhereItIsInTheUsersCode(string name, string? shown, string? place) =>
        Assert.Equal((shown, place), (CallSites.Short(name), CallSites.Place(name)));

    [Fact]
    public void NoNameOfAJobOrStage_IsSparksOwn()
    {
        Assert.SkipWhen(SharedFolder.Path is null, SharedFolder.SkipReason);
        string[] own = ["readRDDFromFile", "Listing leaf", "withThreadLocal", "NativeMethodAccessor", "ThreadPoolExecutor", "runId"];
        foreach (var log in (string[])["rapids/nds_q72_dataproc_2_2.zstd", "kubeflow/local-1776286786993.zstd",
            "delight/example_spark_event_log.txt", "spark/app-20200706201101-0003"])
        {
            var run = ApplicationRunLoader.Load(EventLogLocator.Find(Path.Combine(SharedFolder.Path!, "logs", log))[^1]);
            var (nameOf, tables) = (StageNames.Name(run), new Rightsizer.Analyzer.Facts.Tables.TableCommands(run));
            var names = run.Stages.Select(nameOf).Concat(run.Jobs.Select(tables.NameOf)).OfType<string>().ToList();

            Assert.True(names.Count > run.Jobs.Count, log);
            Assert.DoesNotContain(names, n => own.Any(o => n.Contains(o, StringComparison.Ordinal)));
        }
    }

    [Fact]
    public void EachStageOfAPlan_HasOneOperatorThatStandsForIt()
    {
        var path = Path.Combine(SharedFolder.RepositoryRoot, "sample-logs", "app-20261121124741-0000.zstd");
        var run = ApplicationRunLoader.Load(EventLogLocator.Find(path)[^1]);
        var sql = run.SqlExecutions.Single(s => s.Plan is not null);
        var operators = PlanOperator.List(sql, run.Stages.Where(s => s.WasExecuted));
        var tops = operators.SelectMany(o => o.TopOf).ToList();

        Assert.Equal(tops.Distinct().Order(), tops.Order());
        Assert.Equal(operators.SelectMany(o => o.StageIds).Distinct().Order(), tops.Order());
        Assert.All(operators.Where(o => o.IsExchange), o => Assert.Empty(o.TopOf));
    }

    static RunVerdict Of(RunSketch sketch) => ApplicationAnalyzer.Analyze(sketch.Build(), new AnalysisOptions()).Verdict;
}
