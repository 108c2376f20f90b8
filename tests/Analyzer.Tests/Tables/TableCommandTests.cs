using System.Collections.Concurrent;
using Rightsizer.Analyzer.Construction;
using Rightsizer.Analyzer.Facts.Tables;
using Rightsizer.Analyzer.Model;
using Rightsizer.EventLogParser.Events;
using Rightsizer.EventLogParser.Input;
using Rightsizer.TestSupport;
using static Rightsizer.Analyzer.Tests.Tables.PlanSketch;

namespace Rightsizer.Analyzer.Tests.Tables;

public class TableCommandTests
{
    internal const string DeltaLog = "eventlog_v2_app-20261128225625-0000";
    const string Write = "IcebergWrite(table=ice.db.t, format=PARQUET)";

    [Theory]
    [InlineData("AppendData", $"AppendData DataSourceV2Strategy$$Lambda$1/0x1@1, {Write}", "INSERT INTO ice.db.t")]
    [InlineData("OverwritePartitionsDynamic", $"OverwritePartitionsDynamic x, {Write}", "INSERT OVERWRITE ice.db.t")]
    [InlineData("AtomicCreateTableAsSelect", "AtomicCreateTableAsSelect org.apache.iceberg.spark.SparkCatalog@1, db.t, Project",
        "CREATE TABLE db.t")]
    [InlineData("ReplaceData", $"ReplaceData {Write}", "UPDATE or DELETE of ice.db.t")]
    [InlineData("Execute VacuumTableCommand", "Execute VacuumTableCommand", "VACUUM")]
    public void TopOfThePlan_NamesTheCommand(string node, string text, string expected) =>
        Assert.Equal(expected, Of(Node(node, text))?.Words);

    [Theory]
    [InlineData("AppendData", "AppendData x, JDBCWrite(table=t)")]
    [InlineData("Execute SaveIntoDataSourceCommand", "Execute SaveIntoDataSourceCommand")]
    [InlineData("Execute InsertIntoHadoopFsRelationCommand", "s3://b/t, false, Parquet")]
    public void OtherWrites_AreNoCommandOnATable(string node, string text) => Assert.Null(Of(Node(node, text)));

    /// <summary>Descriptions as HoodieSparkEngineContext.setJobStatus writes them: "%s:%s" of class and activity.</summary>
    [Theory]
    [InlineData(null, "BaseSparkCommitActionExecutor:Doing partition and writing data: trips",
        "Hudi write of trips: Doing partition and writing data")]
    [InlineData(null, "RunCompactionActionExecutor:Compacting file slices: db.trips",
        "Hudi compaction of db.trips: Compacting file slices")]
    [InlineData(null, "SparkRDDTableServiceClient:Collect compaction write status and commit compaction: trips",
        "Hudi compaction of trips: Collect compaction write status and commit compaction")]
    [InlineData(null, "CleanPlanActionExecutor:Obtaining list of partitions to be cleaned: trips",
        "Hudi clean of trips: Obtaining list of partitions to be cleaned")]
    [InlineData(null, "UpsertPartitioner:Getting small files from partitions", "Hudi write: Getting small files from partitions")]
    [InlineData("HoodieBloomIndex", "Compute all comparisons needed between records and files",
        "Hudi index lookup: Compute all comparisons needed between records and files")]
    public void HudisJobs_AreNamedByServiceTableAndStep(string? group, string description, string expected)
    {
        var job = new Job { JobId = 1, Status = "SUCCEEDED", JobGroup = group, Description = description, Name = "collect at X.java:1" };
        var run = new RunSketch(1_000).Executor("1").Build();
        Assert.Equal(expected, new TableCommands(run with { Jobs = [job] }).NameOf(job));
    }

    [Theory]
    [InlineData(null, "Nightly:load of orders: trips")]
    [InlineData("hoodie", "load")]
    [InlineData("MyCompactor", "load: trips")]
    public void OtherJobs_AreNotHudis(string? group, string description) => Assert.Null(HudiJobs.Read(group, description));

    [Theory]
    [InlineData("Execute InsertIntoHoodieTableCommand", "Execute InsertIntoHoodieTableCommand `db`.`trips`, Project",
        "INSERT INTO db.trips")]
    [InlineData("Execute MergeIntoHoodieTableCommand", "Execute MergeIntoHoodieTableCommand MergeIntoTable", "MERGE INTO")]
    public void HudisCommands_AreKnownByTheirClasses(string node, string text, string expected)
    {
        var command = Of(Node(node, text))!;
        Assert.Equal((expected, TableFormat.Hudi), (command.Words, command.Format!.Value));
    }

    [Fact]
    public void RowsOfAMerge_AreThoseOfItsMetrics()
    {
        var node = Node("MergeRows") with
        {
            Metrics = [new("number of target rows inserted", 1, "sum"), new("number of target rows updated", 2, "sum"),
                new("number of target rows copied unmodified because they did not match any action", 4, "sum")],
        };
        var sql = new SqlExecution
        {
            Id = 1,
            Status = "COMPLETED",
            Plan = Node("ReplaceData", "x", node),
            Sums = new Dictionary<long, long> { [1] = 3, [2] = 5, [4] = 1_000 }
        };

        Assert.Equal(new TableRows(3, 5, 0, 1_000), TableRows.Read(sql));
        Assert.Null(TableRows.Read(sql with { Sums = new Dictionary<long, long>() }));
        Assert.Null(TableRows.Read(sql with { Plan = Node("ReplaceData", "x", Node("MergeRows")) }));
    }

    [Fact]
    public void MergeRows_MakesAMerge() =>
        Assert.Equal("MERGE INTO ice.db.t", Of(Node("ReplaceData", $"ReplaceData {Write}", Node("MergeRows")))?.Words);

    [Theory]
    [InlineData("ReplaceData", $"ReplaceData {Write}", "Project [6 AS __row_operation#1, if ((id#2 = 3)) u else v#3 AS v#4]",
        TableVerb.Update)]
    [InlineData("ReplaceData", $"ReplaceData {Write}", "Project [6 AS __row_operation#1, id#2]", TableVerb.UpdateOrDelete)]
    [InlineData("WriteDelta", "WriteDelta org.apache.iceberg.X@1", "Project [1 AS __row_operation#1, _file#2]", TableVerb.Delete)]
    [InlineData("WriteDelta", "WriteDelta org.apache.iceberg.X@1", "Expand [[2 AS __row_operation#1, _file#2]]", TableVerb.Update)]
    public void RowOperations_TellUpdateFromDelete(string node, string text, string below, TableVerb expected) =>
        Assert.Equal(expected, Of(Node(node, text, Node(below[..below.IndexOf(' ')], below)))?.Verb);

    [Fact]
    public void MergeOnRead_TakesTheTableFromTheScanOfItsRows() =>
        Assert.Equal("DELETE FROM ice.db.t", Of(Node("WriteDelta", "WriteDelta org.apache.iceberg.X@1",
            Node("Project", "Project [1 AS __row_operation#1]", Node("BatchScan ice.db.src", "BatchScan ice.db.src[id#1]"),
                Node("BatchScan ice.db.t", "BatchScan ice.db.t[id#1, _file#2, _pos#3L]"))))?.Words);

    [Fact]
    public void DeltaSave_IsReadFromTheTextOfThePlan()
    {
        const string text = """
            (2) SaveIntoDataSourceCommand
            Arguments: org.apache.spark.sql.delta.sources.DeltaDataSource@55d7e493, [__partition_columns=["k"], path=/data/dt], Append

            """;

        Assert.Equal("INSERT INTO /data/dt", Of(Node("Execute SaveIntoDataSourceCommand"), text)?.Words);
        Assert.Null(Of(Node("Execute SaveIntoDataSourceCommand"), text.Replace("delta", "jdbc", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("REWRITE-DATA-FILES-3", "Rewriting 5 files (BIN-PACK) in ice.db.t",
        "rewrite_data_files ice.db.t: Rewriting 5 files (BIN-PACK)")]
    [InlineData("EXPIRE-SNAPSHOTS-1", "Expiring snapshots", "expire_snapshots: Expiring snapshots")]
    [InlineData("REWRITE-DATA-FILES-mine", "my own group", "count")]
    [InlineData("nightly", "load", "count")]
    public void JobGroupsOfIceberg_NameTheProcedure(string group, string description, string expected)
    {
        var run = new RunSketch(1_000).Executor("1").Job(0, 0, 500).Build();
        var job = run.Jobs[0] with { JobGroup = group, Description = description, Name = "count at NativeMethodAccessorImpl.java:0" };

        Assert.Equal(expected, new TableCommands(run with { Jobs = [job] }).NameOf(job));
    }

    [Fact]
    public void WhatACommandStarts_IsNamedAfterIt()
    {
        var vacuum = Query(1, "Execute VacuumTableCommand", "") with
        {
            PlanText = "(2) ResolvedTable\nArguments: org.apache.spark.sql.delta.catalog.DeltaCatalog@1, delta.`/data/dt`, DeltaTableV2(x)",
        };
        var inner = Query(2, "Range", "Range") with { RootExecutionId = 1, StageIds = [4], JobIds = [7] };
        var run = new RunSketch(1_000).Executor("1").Sql(vacuum).Sql(inner).Job(7, 0, 500, 4).Build();
        var tables = new TableCommands(run);

        Assert.Equal("VACUUM /data/dt", tables.NameOf(run.Jobs[0] with { SqlExecutionId = 2, Name = "$anonfun$x at Y.scala:1" }));
        Assert.Equal("VACUUM /data/dt", tables.NameOf(inner));
    }

    /// <summary>The statements of the two programs, in their order.</summary>
    [Theory]
    [InlineData("eventlog_v2_app-20261128230042-0001", "INSERT INTO ice.db.t x 4, UPDATE ice.db.t, DELETE FROM ice.db.t x 2, "
        + "MERGE INTO ice.db.t, rewrite_data_files ice.db.t x 7, rewrite_manifests ice.db.t")]
    [InlineData(DeltaLog, "CREATE TABLE /data/r0/dt, INSERT INTO /data/r0/dt x 3, UPDATE /data/r0/dt, "
        + "DELETE FROM /data/r0/dt x 2, MERGE INTO file:/data/r0/dt, OPTIMIZE /data/r0/dt, VACUUM /data/r0/dt")]
    public void RealLogs_HaveTheStatementsOfTheirPrograms(string log, string expected)
    {
        Assert.SkipWhen(SharedFolder.Path is null, SharedFolder.SkipReason);
        var run = Load(log);
        var tables = new TableCommands(run);
        var words = run.SqlExecutions.Where(x => x.Id == x.RootExecutionId).Select(x => tables.Of(x)?.Words).OfType<string>().ToList();
        var counted = words.Distinct().Select(w => words.Count(x => x == w) is > 1 and var n ? $"{w} x {n}" : w);

        Assert.Equal(expected, string.Join(", ", counted));
        // no job or stage keeps the name of a thread of Spark or Delta
        Assert.All(run.Jobs, j => Assert.DoesNotContain("anonfun", tables.NameOf(j) ?? "anonfun"));
    }

    static readonly ConcurrentDictionary<string, Lazy<ApplicationRun>> loaded = new();

    /// <summary>A log of the shared folder, read once.</summary>
    internal static ApplicationRun Load(string log) => loaded.GetOrAdd(log, name => new(() => ApplicationRunLoader.Load(
        EventLogLocator.Find(Path.Combine(SharedFolder.Path!, "spark-logs", "spark4x", "logs", name))[^1]))).Value;

    static TableCommand? Of(SparkPlanInfo plan, string? text = null)
    {
        var sql = new SqlExecution { Id = 1, RootExecutionId = 1, Status = "COMPLETED", Plan = plan, PlanText = text };
        return new TableCommands(new RunSketch(1_000).Executor("1").Sql(sql).Build()).Of(sql);
    }
}
