using System.Globalization;
using System.Text.RegularExpressions;
using Rightsizer.Analyzer.Facts.Tables;
using Rightsizer.Analyzer.Model;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Analyzer.Facts;

/// <summary>Finds in a stage's plan, or in its RDDs, what decides how many tasks it has.</summary>
static partial class PartitionSources
{
    public static PartitionSource Find(StageTasks tasks, RunFacts facts)
    {
        var sql = facts.SqlOf(tasks.Stage);
        var found = sql is null ? null : OfPlan(tasks.Stage, sql);
        // a stage that failed has no metrics that lead to its plan
        if (found is null && (sql?.Plan is null || PlanSegment.Find(tasks.Stage, sql) is null))
            found = OfRdds(tasks.Stage, sql is not null);
        return found ?? new(PartitionKnob.Unknown, tasks.Stage.Info.NumTasks, CallSites.InUserCode(tasks.Stage.Info.Name));
    }

    static PartitionSource? OfPlan(StageAttempt stage, SqlExecution sql)
    {
        if (PlanSegment.Find(stage, sql) is not { } segment) return null;
        var place = CallSites.InUserCode(stage.Info.Name);
        foreach (var node in segment.Nodes.Where(n => n.NodeName == "Coalesce"))
        {
            if (LastNumber(node.SimpleString) is { } n && n <= stage.Info.NumTasks) return new(PartitionKnob.UserCoalesce, n, place);
        }
        if (segment.Reads.FirstOrDefault(r => !r.NodeName.Contains("Reused", StringComparison.Ordinal)) is { } exchange)
            return OfExchange(exchange, segment, stage, place);
        if (segment.Reads.Count > 0) return null;
        foreach (var node in segment.Nodes)
        {
            var name = node.NodeName;
            if (name == "Range") return new(PartitionKnob.Slices, LastNumber(node.SimpleString), place);
            if (name.StartsWith("InMemoryTableScan", StringComparison.Ordinal))
                return new(PartitionKnob.Cached, stage.Info.NumTasks, place);
            if (name.Contains("JDBCRelation", StringComparison.Ordinal))
                return new(PartitionKnob.JdbcPartitions, stage.Info.NumTasks, place);
            if (name.Contains("LocalTableScan", StringComparison.Ordinal)) return new(PartitionKnob.Slices, stage.Info.NumTasks, place);
            if (name.StartsWith("Scan ExistingRDD", StringComparison.Ordinal)) return null;
            if (name.Contains("Scan", StringComparison.Ordinal) && TableScan.FormatOf(node) == TableFormat.Iceberg)
                return new(PartitionKnob.TableSplits, stage.Info.NumTasks, place);
            if (name.Contains("Scan", StringComparison.Ordinal)) return new(PartitionKnob.FileSplits, stage.Info.NumTasks, place);
        }
        return null;
    }

    static PartitionSource OfExchange(SparkPlanInfo exchange, PlanSegment segment, StageAttempt stage, string? place)
    {
        var text = exchange.SimpleString;
        var count = PartitioningCount(text);
        if (text.Contains("REQUIRED_BY_STATEFUL_OPERATOR", StringComparison.Ordinal)
            || segment.Nodes.Any(n => n.NodeName.StartsWith("StateStore", StringComparison.Ordinal)))
            return new(PartitionKnob.StreamState, count, place);
        if (text.Contains("REPARTITION_BY_NUM", StringComparison.Ordinal)
            || text.Contains("REPARTITION_WITH_NUM", StringComparison.Ordinal)) return new(
            PartitionKnob.UserRepartition, count ?? 1, place);
        if (text.Contains("SinglePartition", StringComparison.Ordinal)) return new(PartitionKnob.SinglePartition, 1, place);
        if (TableSize().IsMatch(text)) return new(PartitionKnob.TableWrite, count, place);
        if (text.Contains("REBALANCE_PARTITIONS", StringComparison.Ordinal))
            return new(PartitionKnob.AdaptiveCoalesce, count, place) { IsRebalance = true };
        // before Spark 3.1 an exchange does not say who asked for it; only repartition(n) deals rows out in turn
        if (text.Contains("RoundRobinPartitioning", StringComparison.Ordinal)
            && !text.Contains("REPARTITION_BY_COL", StringComparison.Ordinal)
            && !text.Contains("ENSURE_REQUIREMENTS", StringComparison.Ordinal))
            return new(PartitionKnob.UserRepartition, count, place);
        var merged = segment.Nodes.Any(
            n => n.NodeName is "AQEShuffleRead" or "CustomShuffleReader" && n.SimpleString.Contains("coalesced", StringComparison.Ordinal));
        return merged && count is { } c && stage.Info.NumTasks < c ? new(PartitionKnob.AdaptiveCoalesce, count, place)
            : new(PartitionKnob.ShufflePartitions, count, place);
    }

    static PartitionSource? OfRdds(StageAttempt stage, bool isSql)
    {
        var rdds = stage.Info.Rdds;
        var known = rdds.Select(r => r.RddId).ToHashSet();
        if (rdds.FirstOrDefault(r => r.Name == "CoalescedRDD" && r.NumPartitions == stage.Info.NumTasks) is { } coalesced
            && !Scope(coalesced).Contains("repartition", StringComparison.Ordinal))
            return new(PartitionKnob.UserCoalesce, coalesced.NumPartitions, CallSites.InUserCode(coalesced.Callsite));
        if (rdds.FirstOrDefault(
            r => Scope(r).Contains("repartition", StringComparison.Ordinal) && r.NumPartitions == stage.Info.NumTasks) is { } again)
            return new(PartitionKnob.UserRepartition, again.NumPartitions, CallSites.InUserCode(again.Callsite));
        var root = rdds.Where(r => r.NumPartitions == stage.Info.NumTasks && !r.ParentIds.Any(known.Contains)).OrderBy(r => r.RddId)
            .FirstOrDefault();
        return root switch
        {
            null => null,
            { Name: "FileScanRDD" or "DataSourceRDD" or "HadoopRDD" or "NewHadoopRDD" } =>
                new(PartitionKnob.FileSplits, root.NumPartitions, CallSites.InUserCode(stage.Info.Name))
                {
                    InfersSchema = InfersSchema(stage),
                },
            { Name: "ShuffledRowRDD" } when isSql =>
                new(PartitionKnob.ShufflePartitions, root.NumPartitions, CallSites.InUserCode(stage.Info.Name)),
            { Name: "JDBCRDD" } => new(PartitionKnob.JdbcPartitions, root.NumPartitions, CallSites.InUserCode(stage.Info.Name)),
            { Name: "ParallelCollectionRDD" } => new(PartitionKnob.Slices, root.NumPartitions, CallSites.InUserCode(root.Callsite)),
            { Name: "ShuffledRDD" or "CoGroupedRDD" or "ShuffledRowRDD" or "SubtractedRDD" } =>
                new(PartitionKnob.RddShuffle, root.NumPartitions, CallSites.InUserCode(root.Callsite)),
            _ when Scope(root).Contains("textFile", StringComparison.Ordinal)
                || Scope(root).Contains("hadoop", StringComparison.OrdinalIgnoreCase) =>
                new(PartitionKnob.FileSplits, root.NumPartitions, CallSites.InUserCode(root.Callsite)),
            _ => null,
        };
    }

    /// <summary>
    /// Begun inside of DataFrameReader.csv or json: with a schema given the reader runs no job. Rows are objects there, which a scan for a
    /// query never makes of text.
    /// </summary>
    static bool InfersSchema(StageAttempt stage) =>
        (stage.Info.Details.Contains("DataFrameReader.csv(", StringComparison.Ordinal)
            || stage.Info.Details.Contains("DataFrameReader.json(", StringComparison.Ordinal))
        && stage.Info.Rdds.Any(r => Scope(r).Contains("DeserializeToObject", StringComparison.Ordinal)
            || Scope(r).Contains("mapPartitions", StringComparison.Ordinal));

    /// <summary>
    /// A job that DataFrameReader begins over a list of paths, to list them or to read the columns from footers: Spark decides how many
    /// tasks it has, and no more than there are files.
    /// </summary>
    public static bool IsReadersOwn(StageAttempt stage) =>
        stage.Info.Details.StartsWith("org.apache.spark.sql.DataFrameReader.", StringComparison.Ordinal)
        && stage.Info.Rdds.Any(r => r.Name == "ParallelCollectionRDD");

    /// <summary>A rebalance with a size of its own: "REBALANCE_PARTITIONS_BY_COL, 402653184", as Iceberg asks for before a write.</summary>
    [GeneratedRegex(@"REBALANCE_PARTITIONS_BY_\w{1,40}, \d{5}", RegexOptions.CultureInvariant)]
    private static partial Regex TableSize();

    static string Scope(RddInfo rdd) => rdd.Scope ?? "";

    /// <summary>The last number inside of "...partitioning(a, b, 200)".</summary>
    static int? PartitioningCount(string text)
    {
        var at = text.IndexOf("artitioning(", StringComparison.Ordinal);
        if (at < 0) return null;
        var depth = 0;
        for (var i = at + "artitioning(".Length - 1; i < text.Length; i++)
        {
            if (text[i] == '(') depth++;
            else if (text[i] == ')' && --depth == 0) return LastNumber(text[at..i]);
        }
        return null;
    }

    /// <summary>The number at the end of a text, before a closing bracket if there is one.</summary>
    static int? LastNumber(string text)
    {
        var end = text.TrimEnd(')', ' ').Length;
        var begin = end;
        while (begin > 0 && char.IsAsciiDigit(text[begin - 1])) begin--;
        return begin < end && int.TryParse(text.AsSpan(begin, end - begin), NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n
            : null;
    }
}
