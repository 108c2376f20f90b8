using Rightsizer.Analyzer.Answers.Fleet.Summaries;
using Rightsizer.Analyzer.Answers.Sizing;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer.Model;

namespace Rightsizer.Analyzer.Tests.Construction.Plausibility;

/// <summary>What is paid goes by the times in the log, and by what shows that an executor was there.</summary>
public class ExecutorLifeTests
{
    const string Removed = """{"Event":"SparkListenerExecutorRemoved","Timestamp":1704067206000,"Executor ID":"1","Removed Reason":"idle"}""";

    [Fact]
    public void RemovedBeforeAdded_IsPaidUntilItsRemoval()
    {
        var run = SmallRun.Load([SmallRun.Start, SmallRun.Environment, Removed, .. SmallRun.Lines.Skip(3)]);

        // 2 cores from 1 s to 6 s
        Assert.Equal(10_000, RunOverview.Compute(run).PaidCoreMs);
    }

    [Fact]
    public void NeverAdded_IsPaidFromItsBlockManagerOn()
    {
        var run = SmallRun.Load([.. SmallRun.Lines.Where(l => l != SmallRun.Added)]);

        // 2 cores of the setting, from 1 s to 7 s
        Assert.Equal(12_000, RunOverview.Compute(run).PaidCoreMs);
        Assert.Equal((0, 1), (run.Executors[0].TotalCores, run.Log.InferredExecutors));
        Assert.Equal(QualityGrade.Partial, run.Log.Grade);
    }

    [Fact]
    public void EndWhileAJobRuns_IsNoBasis()
    {
        // its stage has no end either: with one, JobEnd would be a kind of event that was left out
        var run = SmallRun.Load([.. SmallRun.Lines.Where(l => l != SmallRun.JobEnd && l != SmallRun.Completed && l != SmallRun.TaskEnd)]);

        Assert.Equal((1, QualityGrade.Partial), (run.Log.UnfinishedJobs, run.Log.Grade));
        Assert.Contains(run.Log.Doubts, d => d.Contains("job 0 still ran", StringComparison.Ordinal));
        var verdict = RunVerdict.Judge(ApplicationAnalyzer.Analyze(run, new AnalysisOptions()));
        Assert.Equal(RunEnd.Unfinished, verdict.End);
        Assert.StartsWith("The work was not finished: 1 job still ran", verdict.Sentence, StringComparison.Ordinal);
    }

    /// <summary>Of two jobs the first has no JobEnd and all its stages: that event was dropped, the job was not.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void LostJobEnd_OfAJobWhoseLastStageEnded_IsNoUnfinishedJob(bool stageEnded)
    {
        static string Second(string line) => line.Replace("\"Job ID\":0", "\"Job ID\":1", StringComparison.Ordinal)
            .Replace("\"Stage ID\":0", "\"Stage ID\":1", StringComparison.Ordinal)
            .Replace("\"Stage IDs\":[0]", "\"Stage IDs\":[1]", StringComparison.Ordinal)
            .Replace("\"Task ID\":0", "\"Task ID\":1", StringComparison.Ordinal);
        var second = SmallRun.Lines[5..^1].Select(Second).ToList();
        var run = SmallRun.Load([
            .. SmallRun.Lines[..^1].Where(l => l != SmallRun.JobEnd && (stageEnded || l != SmallRun.Completed && l != SmallRun.TaskEnd)),
            .. second, SmallRun.End]);

        Assert.Equal(stageEnded ? 0 : 1, run.Log.UnfinishedJobs);
        Assert.Contains(run.Log.Doubts, d => d.StartsWith(
            stageEnded ? "The end of job 0 is not in the log" : "The application ended while job 0 still ran", StringComparison.Ordinal));
    }

    static string Query(int id, string kind, string rest) =>
        $$"""{"Event":"org.apache.spark.sql.execution.ui.SparkListenerSQLExecution{{kind}}","executionId":{{id}},"time":1704067202000{{rest}}}""";
    static string Begins(int id, string description) => Query(id, "Start", $$"""
        ,"description":"{{description}}","details":"","physicalPlanDescription":"","sparkPlanInfo":{"nodeName":"Scan","simpleString":"Scan","children":[],"metadata":{},"metrics":[]}
        """.Trim());

    [Fact]
    public void EndWhileTheOnlyQueryRuns_IsNoBasis()
    {
        ApplicationRun Of(params string[] queries) => SmallRun.Load([.. SmallRun.Lines[..^1], .. queries, SmallRun.End]);

        var run = Of(Begins(0, "count at job.py"));
        Assert.Equal(1, run.Log.UnfinishedQueries);
        Assert.Equal(RunEnd.Unfinished, RunVerdict.Judge(ApplicationAnalyzer.Analyze(run, new AnalysisOptions())).End);
        Assert.Equal("the application ended while a query still ran: the log holds a part of the work",
            ClusterSizer.Size([run], new SizingRequest()).Reason.ToString());
        var summary = RunSummarizer.Summarize(new RunKey { Uri = "x", Pricing = "" }, run, new PriceContext());
        Assert.Equal((RunOutcome.Unfinished, "the application ended while a query still ran"), (summary.Outcome, summary.Reason));

        // with its end it is done; of several queries without any end the log lacks the kind of event
        Assert.Equal(0, Of(Begins(0, "count at job.py"), Query(0, "End", "")).Log.UnfinishedQueries);
        Assert.Equal(0, Of(Begins(0, "count at job.py"), Begins(1, "count at job.py")).Log.UnfinishedQueries);

        // Spark was told to leave them out
        var told = SmallRun.Environment.Replace("\"spark.executor.cores\"",
            "\"spark.eventLog.excludedPatterns\":\".*SQLExecutionEnd\",\"spark.executor.cores\"", StringComparison.Ordinal);
        Assert.NotEqual(SmallRun.Environment, told);
        Assert.Equal(0, SmallRun.Load([.. SmallRun.Lines[..^1].Select(l => l == SmallRun.Environment ? told : l),
            Begins(0, "count at job.py"), SmallRun.End]).Log.UnfinishedQueries);
    }

    [Fact]
    public void EndWhileAQueryRuns_BetweenItsJobs_IsNoBasis()
    {
        ApplicationRun Of(string description) => SmallRun.Load(
            [.. SmallRun.Lines[..^1], Begins(0, "q"), Query(0, "End", ""), Begins(1, description), SmallRun.End]);

        var run = Of("count at job.py");
        Assert.Equal((0, 1), (run.Log.UnfinishedJobs, run.Log.UnfinishedQueries));
        Assert.Contains(run.Log.Doubts, d => d.Contains("SQL execution 1 still ran", StringComparison.Ordinal));
        // a stream is stopped while it works
        Assert.Equal(0, Of("id = a runId = b batch = 3").Log.UnfinishedQueries);
    }

    [Fact]
    public void ListedAgainByEachJob_TheAttemptThatRanIsKept()
    {
        // 50 later jobs list stage 0 again, and skip it
        var jobs = Enumerable.Range(1, 50).SelectMany(i => new[]
        {
            SmallRun.JobStart.Replace("Job ID\":0", "Job ID\":" + i, StringComparison.Ordinal),
            SmallRun.JobEnd.Replace("Job ID\":0", "Job ID\":" + i, StringComparison.Ordinal),
        });
        var run = SmallRun.Load([.. SmallRun.Lines[..^1], .. jobs, SmallRun.End]);

        var stage = Assert.Single(run.Stages);
        Assert.Equal(("COMPLETE", true, 1), (stage.Status, stage.RestShowsSkipped, stage.NumCompleteTasks));
        Assert.All(run.Jobs.Skip(1), j => Assert.Equal((1, 1), (j.NumSkippedStages, j.NumSkippedTasks)));
    }
}
