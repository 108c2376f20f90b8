using Rightsizer.Analyzer.Answers.Diagnosis;
using Rightsizer.Analyzer.Answers.Fleet.Report;
using Rightsizer.Analyzer.Answers.Fleet.Summaries;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Facts.Tables;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer.Model;
using Rightsizer.Analyzer.Tests.Tables;
using Rightsizer.TestSupport;
using static Rightsizer.Analyzer.Tests.Fleet.Summaries;

namespace Rightsizer.Analyzer.Tests.Connect;

public class ConnectReportTests
{
    const string Log = "eventlog_v2_local-1795906536475", Session = "44cdb0cd-960a-46c0-96ea-85c9584e4599";

    /// <summary>Times are differences of "eventTime" in the log's own lines; 1795906544043 to ...553010 is 8,967 ms.</summary>
    [Fact]
    public void RealSession_HasTheOperationsOfItsEvents()
    {
        Assert.SkipWhen(SharedFolder.Path is null, SharedFolder.SkipReason);
        var report = ConnectReport.Build(TableCommandTests.Load(Log))!;

        var session = Assert.Single(report.Sessions);
        Assert.Equal((Session, null, 1_795_906_543_333L, 1_795_906_560_322L, 5, 1),
            (session.SessionId, session.User, session.StartMs!.Value, session.EndMs!.Value, session.Operations, session.FailedOperations));
        // 8,967 + 3,382 + 2,720 + 132 + 494, none of which overlap
        Assert.Equal(15_695, session.BusyMs);
        Assert.Equal([(8_967L, 3_566L, 5_401L, 153L), (3_382, 495, 2_887, 14), (2_720, 1_726, 994, 39), (132, 131, 1, 35),
                (494, 98, 396, 20)],
            report.Operations.Select(o => (o.DurationMs!.Value, o.PlanMs!.Value, o.RunMs!.Value, o.SendMs!.Value)));
        Assert.Equal([10L, null, 6_000, 0, null], report.Operations.Select(o => o.ProducedRows));
        Assert.Equal(["finished", "finished", "finished", "finished", "failed"], report.Operations.Select(o => o.Status));
        Assert.Equal("INTERNAL: [USER_RAISED_EXCEPTION] x SQLSTATE: P0001", report.Operations[4].Error);
        Assert.Equal("0 1/2/3 4//5", string.Join('/', report.Operations.Select(o => string.Join(' ', o.JobIds))));
        Assert.Equal("0/1/2//3", string.Join('/', report.Operations.Select(o => string.Join(' ', o.SqlIds))));
        Assert.Equal(["aggregate of with_columns of range at /home/spark/jobs/four.py:135",
            "write_operation of with_columns of range at /home/spark/jobs/four.py:134", "filter of read", "SELECT raise_error('x')",
            "SELECT raise_error('x')"], report.Operations.Select(o => o.What));
    }

    [Fact]
    public void JobsAndStages_AreNamedAfterTheRequest_NotAfterTheSession()
    {
        Assert.SkipWhen(SharedFolder.Path is null, SharedFolder.SkipReason);
        var run = TableCommandTests.Load(Log);
        var tables = new TableCommands(run);
        var names = StageNames.Name(run);

        Assert.Equal("SELECT raise_error('x')", tables.NameOf(run.Jobs.Single(j => j.JobId == 5)));
        Assert.DoesNotContain(run.Jobs, j => tables.NameOf(j)?.Contains("session_id", StringComparison.Ordinal) == true);
        Assert.DoesNotContain(run.Stages, s => names(s)?.Contains("session_id", StringComparison.Ordinal) == true);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("", "")]
    [InlineData("plan-0123456789", "plan-0123456789")]
    [InlineData("sql {\n  query: \"SELECT \\'a\\'\\nFROM t\"\n}\n", "SELECT 'a' FROM t")]
    // cut in the middle, as Spark abbreviates what is long
    [InlineData("sql {\n  query: \"SELECT a, b, c", "SELECT a, b, c")]
    [InlineData("common {\n}\nlimit {\n  input {\n    common {\n    }\n    join {\n      left {\n        read {\n        }\n      }\n    }"
        + "\n  }\n}", "limit of join")]
    [InlineData("}\n}\n}\n", "}\n}\n}\n")]
    public void Statement_IsShortened(string? statement, string? what) => Assert.Equal(what, ConnectStatement.Short(statement));

    [Fact]
    public void Report_AddsUpUsersOverServers_AndSharesTheirCostByTaskTime()
    {
        RunConnectSession Of(string id, string? user, long taskMs) => new(id, user, 1, 10, 1, 5_000, taskMs);
        var report = FleetAnalyzer.Analyze(
        [
            Run("server", 0, usd: 8) with { Connect = [Of("a", "ann", 3_000), Of("b", "ben", 1_000)] },
            Run("server", 1, usd: 4) with { Connect = [Of("c", "ann", 500), Of("d", null, 500)] },
            Run("nightly", 1, usd: 100),
        ], new FleetOptions());

        Assert.Equal([("ann", 2, 2, 3_500L, 8m), ("ben", 1, 1, 1_000, 2m), (null, 1, 1, 500, 2m)],
            report.Connect.Select(u => (u.User, u.Runs, u.Sessions, u.TaskMs, u.Usd!.Value)));
        Assert.Equal(["a", "c"], report.Connect[0].Largest.Select(s => s.Id));
        Assert.Equal([6m, 2m], report.Connect[0].Largest.Select(s => s.Usd!.Value));
    }

    [Fact]
    public void Summary_KeepsItsSessionsAsALine()
    {
        Assert.SkipWhen(SharedFolder.Path is null, SharedFolder.SkipReason);
        var summary = RunSummarizer.Summarize(
            new RunKey { Uri = "x", Pricing = "p" }, TableCommandTests.Load(Log), new PriceContext());
        var read = RunSummaryJson.Read(RunSummaryJson.Write(summary), out _)!;

        var session = Assert.Single(read.Connect!);
        Assert.Equal((Session, 5, 1, 15_695L), (session.Id, session.Operations, session.FailedOperations, session.BusyMs));
    }

    [Fact]
    public void WithoutStarts_NothingIsKnownOfWhoAsked_AndTheLogSaysSo()
    {
        Assert.SkipWhen(SharedFolder.Path is null, SharedFolder.SkipReason);
        var lines = LogLines.Of(Path.Combine(SharedFolder.Path!, "spark-logs", "spark4x", "logs", Log));
        var run = LogLines.Load(lines.Where(l => LogLines.KindOf(l) is not ("ConnectOperationStarted" or "ConnectSessionStarted")));
        var report = ConnectReport.Build(run)!;

        Assert.Equal(["SparkListenerConnectSessionStarted", "SparkListenerConnectOperationStarted"],
            run.Log.MissingEvents.Select(m => m.Event));
        Assert.All(report.Operations, o => Assert.Equal((null, null, null, null), (o.User, o.SessionId, o.DurationMs, o.What)));
        Assert.Null(Assert.Single(report.Sessions).StartMs);
        Assert.Equal(QualityGrade.Partial, run.Log.Grade);
    }
}
