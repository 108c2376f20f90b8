using Rightsizer.Analyzer.Answers.Fleet.Export;
using Rightsizer.Analyzer.Answers.Fleet.Report;
using Rightsizer.Analyzer.Answers.Fleet.Rules;
using Rightsizer.Analyzer.Answers.Fleet.Site;
using Rightsizer.Analyzer.Answers.Fleet.State;
using Rightsizer.Analyzer.Answers.Fleet.Summaries;
using Rightsizer.Analyzer.Detectors;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.TestSupport;
using static Rightsizer.Analyzer.Tests.Fleet.Summaries;

namespace Rightsizer.Analyzer.Tests.Fleet;

/// <summary>Which run of which workflow started an application, and what a run of it cost and waited for.</summary>
public class WorkflowTests
{
    const long MinuteMs = 60_000;

    /// <summary>By Python: base64(zlib({"data": {"asset_keys": ["orders"], "run_id": "0b1c5a6e-run", "job_name": "nightly"}})).</summary>
    const string DagsterContext = "eJwVzUEKAjEMheGrDFk7MC50MVcRKakNWu2kkqZgKb276fL93+J1CKgI+9IBSyF1H2rF5g2yBJIC99MC"
        + "XxSNGjNPNeSakmWp7GKwDZs/Py54pdUSmLyzd4wHTeP4fGlqMwupNMf18CRGmyX6qeA87GOMP+aDLlU="
        + "";

    static RunWorkflow? Of(params string[] settings)
    {
        var run = new RunSketch(1000).Executor("1");
        foreach (var setting in settings)
        {
            var at = setting.IndexOf('=', StringComparison.Ordinal);
            run.Setting(setting[..at], setting[(at + 1)..]);
        }
        return RunSummarizer.Summarize(new RunKey { Uri = "x", Pricing = "p" }, run.Build(), new PriceContext()).Workflow;
    }

    [Theory]
    [InlineData("airflow", "nightly", "scheduled__2026-11-02", "load", "spark.yarn.appMasterEnv.AIRFLOW_CTX_DAG_ID=nightly",
        "spark.yarn.appMasterEnv.AIRFLOW_CTX_DAG_RUN_ID=scheduled__2026-11-02", "spark.yarn.appMasterEnv.AIRFLOW_CTX_TASK_ID=load")]
    [InlineData("airflow", "nightly", "2026-11-02T00:00:00", null, "spark.executorEnv.AIRFLOW_CTX_DAG_ID=nightly",
        "spark.executorEnv.AIRFLOW_CTX_EXECUTION_DATE=2026-11-02T00:00:00")]
    [InlineData("airflow", "nightly", null, null, "spark.airflow.dag_id=nightly")]
    [InlineData("airflow", "nightly", "r1", "load", "spark.kubernetes.driver.label.dag_id=nightly",
        "spark.kubernetes.driver.label.run_id=r1", "spark.kubernetes.driver.label.task_id=load")]
    [InlineData("openLineage", "nightly.v2", "u1", "load.a", "spark.openlineage.rootParentJobName=nightly.v2",
        "spark.openlineage.rootParentRunId=u1", "spark.openlineage.parentJobName=nightly.v2.load.a")]
    [InlineData("dagster", "nightly", "0b1c5a6e-run", "orders", "spark.emr-serverless.driverEnv.DAGSTER_PIPES_CONTEXT=" + DagsterContext)]
    [InlineData("dagster", "nightly", "r1", null, "spark.yarn.tags=dagster/run-id=r1,dagster/job=nightly")]
    [InlineData("tags", "nightly", "exec-1", "load", "spark.yarn.tags=workflow=nightly,workflowRun=exec-1,workflowTask=load")]
    public void NamesOfOrchestrators_AreRead(string system, string name, string? run, string? task, params string[] settings) =>
        Assert.Equal(new RunWorkflow(system, name, run, task), Of(settings));

    [Theory]
    [InlineData("spark.app.name=nightly")]
    // DAG.TASK without the DAG: where the name of the DAG ends is not known
    [InlineData("spark.openlineage.parentJobName=nightly.load")]
    [InlineData("spark.yarn.appMasterEnv.DAGSTER_PIPES_CONTEXT=eJyrVkpJLElUslKorgUAHYUEeg==")]
    [InlineData("spark.yarn.appMasterEnv.DAGSTER_PIPES_CONTEXT=*********(redacted)")]
    [InlineData("spark.yarn.tags=workflows,workflowRun=1")]
    public void OtherSettings_NameNoWorkflow(string setting) => Assert.Null(Of(setting));

    static RunSummary Part(string name, double hour, double minutes, decimal? usd, string? run, int day = 0) =>
        Run(name, day, hour, minutes / 60, usd) with { Workflow = new("airflow", "nightly", run, name) };

    static FleetReport Report(params RunSummary[] runs) => FleetAnalyzer.Analyze(runs, new FleetOptions());

    /// <summary>Two applications of 20 and 35 minutes with 5 between them, for $1 and $2; the second has a finding and so a page.</summary>
    static RunSummary[] Night()
    {
        var load = Part("load", 6 + 25 / 60.0, 35, 2, "r1");
        return [Part("extract", 6, 20, 1, "r1"), load with
        {
            Findings = [new RunFinding { Id = "RSZ001", Kind = "skew", Severity = Severity.Warning, Confidence = Confidence.High }],
        }];
    }

    [Fact]
    public void Site_LinksAWorkflowWithItsJobsAndRuns()
    {
        var site = SiteBuilder.Build(Night(), new FleetOptions());
        var workflow = Assert.Single(site.Workflows);

        Assert.Equal((3m, 60 * MinuteMs, 55 * MinuteMs), (workflow.Workflow.UsdARun, workflow.Workflow.MedianWallMs,
            workflow.Workflow.Runs[0].PathMs));
        Assert.Equal(site.Jobs.Select(j => j.Id).Order(StringComparer.Ordinal), workflow.Jobs.Order(StringComparer.Ordinal));
        Assert.Equal([null, site.Jobs.Single(j => j.Name == "load").Runs[0].Id], Assert.Single(workflow.StepRuns));
    }

    [Fact]
    public void Export_HasARowForEachRunOfAWorkflow_AndForEachStepOfItsPath()
    {
        var parts = FleetExport.Build(Night(), new RunDetails(new MemoryStore()), [], FleetRules.None).ToList();
        Dictionary<string, object?>[] Rows(string table) => [.. parts.Where(p => p.Table.Name == table).SelectMany(p => p.Rows.Select(
            r => p.Table.Columns.Zip(r).ToDictionary(c => c.First.Name, c => c.Second)))];
        var run = Assert.Single(Rows("workflow_runs"));
        var steps = Rows("workflow_steps");

        Assert.Equal<object?>(["nightly", "r1", 60 * MinuteMs, 55 * MinuteMs, 3m, 2L],
            [run["workflow"], run["workflow_run"], run["wall_ms"], run["path_ms"], run["cost_usd"], run["path_steps"]]);
        Assert.Equal<object?>(["extract", 20 * MinuteMs, 0L, "load", 35 * MinuteMs, 5 * MinuteMs],
            steps.SelectMany(s => new[] { s["task"], s["wall_ms"], s["after_ms"] }));
        Assert.Equal(Rows("runs").Select(r => r["run_id"]).Order(), steps.Select(s => s["run_id"]).Order());
        Assert.Equal(["extract", "load"], Rows("runs").Select(r => r["workflow_task"]).Order());
    }

    [Fact]
    public void Run_HasItsCost_AndThePathByOrderInTime()
    {
        // 06:00 to 07:35: extract, then five minutes of something else, then load; check ran at the same time as extract
        var report = Report(Part("extract", 6, 60, 3, "r1"), Part("check", 6, 20, 1, "r1"), Part("load", 7 + 5 / 60.0, 30, 2, "r1"),
            Part("extract", 6, 30, 2, "r2", day: 1), Part("backfill", 9, 10, 1, null), Run("other", 0, usd: 5));

        var workflow = Assert.Single(report.Workflows);
        Assert.Equal((5, 1, 9m, 4m, 30 * MinuteMs),
            (workflow.Applications, workflow.WithoutRunId, workflow.Usd, workflow.UsdARun, workflow.MedianWallMs));
        Assert.Equal(["r2", "r1"], workflow.Runs.Select(r => r.RunId));
        var run = workflow.Runs[1];
        Assert.Equal((3, 6m, 95 * MinuteMs, 90 * MinuteMs), (run.Applications, run.Usd, run.WallMs, run.PathMs));
        Assert.Equal([("extract", 0L), ("load", 5 * MinuteMs)], run.Path.Select(s => (s.Task!, s.AfterMs)));
        Assert.Equal(run.WallMs, run.Path.Sum(s => s.WallMs + s.AfterMs));
        Assert.Equal(14m, report.Total.Usd);
    }

    [Fact]
    public void OverlappingRuns_WaitForNoOther_AndTheFirstStepMayStartLater()
    {
        // a ends last; b ended before a started, c did not
        var report = Report(Part("c", 6, 90, 1, "r"), Part("b", 6.25, 15, 1, "r"), Part("a", 7, 60, null, "r"));
        var run = Assert.Single(report.Workflows).Runs[0];

        Assert.Equal([("b", 15 * MinuteMs), ("a", 30 * MinuteMs)], run.Path.Select(s => (s.Task!, s.AfterMs)));
        Assert.Equal((120 * MinuteMs, 75 * MinuteMs), (run.WallMs, run.PathMs));
        Assert.Null(run.Usd);
    }

    [Fact]
    public void State_KeepsTheWorkflow_AndReadsLinesWithoutOne()
    {
        var run = Part("extract", 6, 60, 3, "r1");
        var line = RunSummaryJson.Write(run);
        Assert.Equal(run.Workflow, RunSummaryJson.Read(line, out _)!.Workflow);

        var old = RunSummaryJson.Write(run with { Workflow = null });
        Assert.DoesNotContain("workflow", System.Text.Encoding.UTF8.GetString(old), StringComparison.Ordinal);
        Assert.Null(RunSummaryJson.Read(old, out var version)!.Workflow);
        Assert.Equal(RunSummary.CurrentVersion, version);
    }
}
