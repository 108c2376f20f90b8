using Rightsizer.Analyzer.Detectors;
using Rightsizer.Analyzer.Model;
using Rightsizer.Analyzer.Tests.Detectors;
using Rightsizer.EventLogParser.Events;
using Rightsizer.TestSupport;
using static Rightsizer.Analyzer.Tests.Tables.PlanSketch;

namespace Rightsizer.Analyzer.Tests.Tables;

public class TableDetectorTests
{
    const long MiB = 1 << 20;

    static RunSketch Scanning(long deleteFiles, long dataFiles, long planningMs = 5) =>
        new RunSketch(10_000).Executor("1").Sql(Query(3, "BatchScan ice.db.t", "BatchScan ice.db.t[id#1]",
            ("total planning duration (ms)", planningMs), ("number of result data files", dataFiles),
            ("number of result delete files", deleteFiles), ("total delete file size (bytes)", 20 * MiB),
            ("number of row deletes applied", 7)));

    [Theory]
    [InlineData(9, 10, false)]
    [InlineData(10, 10, true)]
    [InlineData(10, 100, true)]
    [InlineData(10, 101, false)]
    public void DeleteFiles_AreFoundFromTenAndATenthOfTheData(long deletes, long data, bool found) =>
        Assert.Equal(found, Scanning(deletes, data).Finding("deleteFiles") is not null);

    [Fact]
    public void DeleteFiles_AreAdvisedInTheWordsOfIceberg()
    {
        var finding = Scanning(50, 100).Finding("deleteFiles")!;

        Assert.Equal("SQL 3", finding.Cause[finding.Cause.IndexOf("SQL", StringComparison.Ordinal)..][..5]);
        Assert.Contains("rewrite_data_files(table => 'ice.db.t'", finding.Advice[0].Setting);
        Assert.All(finding.Advice, a => Assert.Null(a.Proposed));
        Assert.Equal(Severity.Info, finding.Severity);
    }

    [Fact]
    public void NoTable_IsNotApplicable()
    {
        var run = new RunSketch(1_000).Executor("1");

        Assert.Equal(OutcomeKind.NotApplicable, run.Outcome("deleteFiles").Outcome);
        Assert.Equal(OutcomeKind.NotApplicable, run.Outcome("tablePlanning").Outcome);
        Assert.Equal(OutcomeKind.NotApplicable, run.Outcome("tableRewrite").Outcome);
    }

    [Theory]
    [InlineData(999, false)]
    [InlineData(1_000, true)]
    public void PlanningOfIceberg_CountsAsFarAsNoJobRan(long planningMs, bool found)
    {
        // 3 s between the two jobs, and the second is the first of the query
        var run = Scanning(0, 10, planningMs).Job(0, 0, 1_000).Job(1, 4_000, 5_000);
        var built = run.Build();
        var report = DetectorCatalog.Run(built = built with
        {
            SqlExecutions = [built.SqlExecutions[0] with { JobIds = [1] }],
        }, new DetectorContext(built));

        Assert.Equal(found, report.Findings.Any(f => f.Kind == "tablePlanning"));
    }

    [Theory]
    [InlineData("Delta: Compute snapshot for version: 3", 1_000, OutcomeKind.Found)]
    [InlineData("Delta: Delta: Filtering files for query: Compute snapshot for version: 3", 1_000, OutcomeKind.Found)]
    [InlineData("Delta: Filtering files for query", 999, OutcomeKind.Clean)]
    [InlineData("Delta: Finding files to rewrite for UPDATE operation", 1_000, OutcomeKind.NotApplicable)]
    public void JobsThatReadTheLogOfDelta_AreFound(string description, long ms, OutcomeKind expected)
    {
        var run = new RunSketch(10_000).Executor("1").Job(0, 0, ms).Build();
        run = run with { Jobs = [run.Jobs[0] with { Description = description }] };

        Assert.Equal(expected, DetectorCatalog.Run(run, new DetectorContext(run)).Outcomes.Single(o => o.Kind == "tablePlanning").Outcome);
    }

    [Theory]
    [InlineData(100, 399, 1_000, false)]
    [InlineData(100, 400, 1_000, true)]
    [InlineData(100, 400, 999, false)]
    public void RewriteOfUnchangedRows_HasLimits(long changed, long copied, long ms, bool found) =>
        Assert.Equal(found, Updating(changed, copied, ms).Finding("tableRewrite") is not null);

    [Fact]
    public void CountsThatTheDriverSentAgain_AreNotDoubled()
    {
        var sql = Updating(100, 400, 1_000).Build().SqlExecutions[0];
        var id = sql.Plan!.Metrics.Single(m => m.Name == "number of rows updated.").AccumulatorId;
        // tasks counted 100, the driver sent 100: the sum is 200
        sql = sql with
        {
            Sums = new Dictionary<long, long>(sql.Sums) { [id] = 200 },
            DriverAccumUpdates = [new(id, 100)],
        };

        Assert.Equal(100, new RunSketch(10_000).Executor("1").Sql(sql).Finding("tableRewrite")!
            .Evidence.Single(e => e.Name == "rowsChanged").Value);
    }

    [Theory]
    [InlineData(10_000, "spark.sql.sources.parallelPartitionDiscovery.parallelism", "8")]
    [InlineData(9_999, "use 8 partitions in the stage", null)]
    public void ListingOfVacuum_IsAdvisedByItsOwnSetting(int tasks, string setting, string? proposed)
    {
        var run = new RunSketch(60_000).Executor("1").Executor("2");
        run.Stage(4).Tasks(0, 2, Enumerable.Repeat(10L, tasks), (_, v) => v[TaskMetric.ExecutorCpuTime] = 1_000_000);
        var finding = run.Sql(Query(1, "Execute VacuumTableCommand", ""))
            .Sql(new() { Id = 2, RootExecutionId = 1, Status = "COMPLETED", StageIds = [4] }).Finding("tooManyPartitions")!;

        Assert.StartsWith("VACUUM", finding.Where[0].Label);
        Assert.StartsWith(setting, finding.Advice[0].Setting);
        Assert.Equal(proposed, finding.Advice[0].Proposed);
    }

    [Theory]
    [InlineData("FileScan parquet [id#1] Format: Parquet, Location: TahoeBatchFileIndex(1 paths)[s3://b/t]",
        "run OPTIMIZE delta.`s3://b/t`")]
    [InlineData("FileScan parquet [id#1] Format: Parquet, Location: InMemoryFileIndex(1 paths)[s3://b/t]",
        "compact the input to 1 file")]
    public void SmallFilesOfDelta_AreAdvisedToOptimize(string scan, string advice)
    {
        var run = new RunSketch(10_000).Executor("1").Executor("2");
        run.Stage(0).Tasks(0, 2, Enumerable.Repeat(150L, 100), (_, v) => v[TaskMetric.InputBytes] = 1_000).Accumulables =
            [new(1, "number of files read", "1000", null, false, "sql")];
        var query = Query(1, "Scan parquet ", scan, ("number of files read", 1_000), ("size of files read", 100_000),
            ("number of partitions read", 1)) with
        { StageIds = [0] };
        var location = scan[(scan.IndexOf("Location: ", StringComparison.Ordinal) + 10)..];
        query = query with { Plan = query.Plan! with { Metadata = new Dictionary<string, string> { ["Location"] = location } } };

        Assert.StartsWith(advice, run.Sql(query).Finding("smallFilesRead")!.Advice[0].Setting);
    }

    /// <summary>UPDATE of the program: of 20,000 rows in 42 files every tenth changes.</summary>
    [Fact]
    public void RealUpdate_CopiedNineRowsOfTen()
    {
        Assert.SkipWhen(SharedFolder.Path is null, SharedFolder.SkipReason);
        var run = TableCommandTests.Load(TableCommandTests.DeltaLog);
        var finding = DetectorCatalog.Run(run, new DetectorContext(run)).Findings.Single(f => f.Kind == "tableRewrite");

        Assert.Equal("UPDATE /data/r0/dt", finding.Where[0].Label);
        Assert.Equal(2_000, finding.Evidence.Single(e => e.Name == "rowsChanged").Value);
        Assert.Equal(18_000, finding.Evidence.Single(e => e.Name == "rowsCopied").Value);
    }

    static RunSketch Updating(long changed, long copied, long ms) => new RunSketch(10_000).Executor("1").Sql(
        Query(1, "Execute UpdateCommand", "", ("number of files added.", 4), ("number of bytes added", MiB),
            ("number of files removed.", 9), ("number of rows updated.", changed), ("number of rows copied.", copied),
            ("time taken to rewrite the matched files", ms)));
}
