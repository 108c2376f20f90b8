using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Rightsizer.Analyzer.Facts.Tables;
using Rightsizer.Analyzer.Model;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Analyzer.Facts;

/// <summary>
/// Says what a stage does, by the operators of its plan: "scan parquet orders, sort-merge join (orders.py:14)". Spark itself names a
/// stage after the line that started its job, which is the same for every stage of a query.
/// </summary>
public static partial class StageNames
{
    const int MostOperators = 3, MostTable = 40;

    /// <summary>Operators that say nothing about the work: they wrap others, or every stage has them.</summary>
    static readonly string[] Wrappers =
    [
        "WholeStageCodegen", "InputAdapter", "Project", "ColumnarToRow", "RowToColumnar", "AdaptiveSparkPlan", "AQEShuffleRead",
        "CustomShuffleReader", "ShuffleQueryStage", "BroadcastQueryStage", "ResultQueryStage", "TableCacheQueryStage", "Subquery",
        "ReusedSubquery", "SerializeFromObject", "DeserializeToObject", "WriteFiles", "Scan OneRowRelation", "CommandResult", "Coalesce",
    ];

    /// <summary>By the beginning of the node's name; the first that fits.</summary>
    static readonly (string Begin, string Words, int Weight)[] Operators =
    [
        ("SortMergeJoin", "sort-merge join", 9),
        ("BroadcastHashJoin", "broadcast hash join", 9),
        ("ShuffledHashJoin", "shuffled hash join", 9),
        ("BroadcastNestedLoopJoin", "nested-loop join", 9),
        ("CartesianProduct", "cross join", 9),
        ("BatchEvalPython", "Python UDF", 8),
        ("ArrowEvalPython", "pandas UDF", 8),
        ("FlatMapGroupsInPandas", "pandas function on groups", 8),
        ("MapInPandas", "pandas function", 8),
        ("HashAggregate", "aggregate", 5),
        ("ObjectHashAggregate", "aggregate", 5),
        ("SortAggregate", "aggregate", 5),
        ("WindowGroupLimit", "window", 6),
        ("Window", "window", 6),
        ("Generate", "explode", 6),
        ("Expand", "expand", 4),
        ("TakeOrderedAndProject", "top rows", 4),
        ("Sort", "sort", 3),
        ("InMemoryTableScan", "read cached data", 7),
        ("InMemoryRelation", "read cached data", 7),
        ("LocalTableScan", "local rows", 2),
        ("Scan ExistingRDD", "scan RDD", 7),
        ("Range", "range", 2),
        ("Sample", "sample", 2),
        ("Union", "union", 2),
        ("CollectLimit", "limit", 2),
        ("LocalLimit", "limit", 2),
        ("GlobalLimit", "limit", 2),
        ("Filter", "filter", 1),
        ("AppendData", "write table", 8),
        ("OverwriteByExpression", "write table", 8),
        ("OverwritePartitionsDynamic", "write table", 8),
    ];

    static readonly string[] Writers = ["Execute Insert", "Execute CreateDataSource", "Execute SaveIntoDataSource", "Execute CreateHive"];

    static readonly string[] Engines = ["Gpu", "Photon", "Comet"];

    static readonly ConditionalWeakTable<ApplicationRun, ConcurrentDictionary<StageAttempt, string?>> known = new();

    /// <summary>What each stage attempt does; null where neither the plan nor the call site says.</summary>
    public static Func<StageAttempt, string?> Name(ApplicationRun run)
    {
        var sqlByStage = new Dictionary<int, SqlExecution>();
        foreach (var sql in run.SqlExecutions)
        {
            foreach (var stage in sql.StageIds) sqlByStage.TryAdd(stage, sql);
        }
        var tables = new Lazy<TableCommands>(() => new TableCommands(run));
        return stage => Name(run, stage, sqlByStage.GetValueOrDefault(stage.StageId), () => tables.Value);
    }

    /// <summary>
    /// The same with the command on a table before it: "MERGE INTO ice.db.t: sort-merge join (orders.py:14)". Found once a stage attempt.
    /// </summary>
    /// <param name="run">Of the stage.</param>
    /// <param name="stage">Of the run.</param>
    /// <param name="sql">The first execution of the run that has the stage.</param>
    /// <param name="tables">Of the run; asked for where the name is not known yet.</param>
    internal static string? Name(ApplicationRun run, StageAttempt stage, SqlExecution? sql, Func<TableCommands> tables)
    {
        return known.GetValue(run, static _ => new(ReferenceEqualityComparer.Instance)).GetOrAdd(stage, Find);

        string? Find(StageAttempt stage)
        {
            var work = Name(stage, sql) ?? tables().RequestOf(stage);
            return tables().Prefix(stage) is not { } command ? work : work is null ? command : $"{command}: {work}";
        }
    }

    /// <summary>What the stage does; null where neither the plan nor the call site says.</summary>
    public static string? Name(StageAttempt stage, SqlExecution? sql)
    {
        var work = sql is null ? OfRdds(stage) : OfPlan(stage, sql);
        if (work.Count == 0) return CallSites.Short(stage.Info.Name);
        var words = string.Join(", ", work);
        return CallSites.Place(stage.Info.Name) is { } place ? $"{words} ({place})" : words;
    }

    static IReadOnlyList<string> OfPlan(StageAttempt stage, SqlExecution sql)
    {
        if (PlanSegment.Find(stage, sql) is not { } segment) return [];
        var found = new List<(string Words, int Weight)>();
        // parents come before children, rows flow the other direction
        for (var i = segment.Nodes.Count - 1; i >= 0; i--)
        {
            if (Describe(segment.Nodes[i], sql) is { } operation && found.All(f => f.Words != operation.Words)) found.Add(operation);
        }
        if (found.Any(f => f.Words == "sort-merge join")) found.RemoveAll(f => f.Words == "sort");
        if (found.Count > 1) found.RemoveAll(f => f.Words == "filter");
        if (found.Count == 0) return segment.Reads.Count > 0 ? ["read a shuffle"] : segment.Writes is null ? [] : ["write a shuffle"];
        while (found.Count > MostOperators) found.RemoveAt(found.FindLastIndex(f => f.Weight == found.Min(o => o.Weight)));
        return [.. found.Select(f => f.Words)];
    }

    static (string Words, int Weight)? Describe(SparkPlanInfo node, SqlExecution sql)
    {
        var name = node.NodeName;
        foreach (var engine in Engines)
        {
            if (name.StartsWith(engine, StringComparison.Ordinal)) name = name[engine.Length..];
        }
        if (Wrappers.Any(w => name.StartsWith(w, StringComparison.Ordinal))) return null;
        foreach (var (begin, words, weight) in Operators)
        {
            if (name.StartsWith(begin, StringComparison.Ordinal)) return (words, weight);
        }
        if (name.StartsWith("Scan ", StringComparison.Ordinal)) return ($"scan {Shorten(name["Scan ".Length..].Trim())}".Trim(), 7);
        if (name.StartsWith("BatchScan", StringComparison.Ordinal))
            return ($"scan {Shorten(name["BatchScan".Length..].Trim())}".Trim(), 7);
        if (Writers.Any(w => name.StartsWith(w, StringComparison.Ordinal)))
            return (sql.Writes is [.., { Format: { } format }] ? "write " + format.ToLowerInvariant() : "write files", 8);
        var word = FirstWord().Match(name).Value;
        return word.Length == 0 ? null : (CapitalLetter().Replace(word, " $1").Trim().ToLowerInvariant(), 2);
    }

    /// <summary>A path or a long name is cut from the left: its end tells tables apart.</summary>
    static string Shorten(string table) => table.Length <= MostTable ? table : "..." + table[^(MostTable - 3)..];

    /// <summary>The operations that made the stage's RDDs, oldest first; the last ones where there are many.</summary>
    static List<string> OfRdds(StageAttempt stage)
    {
        var names = new List<string>();
        foreach (var rdd in stage.Info.Rdds.OrderBy(r => r.RddId))
        {
            if (rdd.Scope is { } scope && ScopeName().Match(scope) is { Success: true } m && !names.Contains(m.Groups[1].Value))
                names.Add(m.Groups[1].Value);
        }
        return names.Count <= MostOperators ? names : names[^MostOperators..];
    }

    [GeneratedRegex("^[A-Za-z]+", RegexOptions.CultureInvariant)]
    private static partial Regex FirstWord();

    [GeneratedRegex("(?<=[a-z])([A-Z])", RegexOptions.CultureInvariant)]
    private static partial Regex CapitalLetter();

    [GeneratedRegex("\"name\":\"([^\"\\\\]+)\"", RegexOptions.CultureInvariant)]
    private static partial Regex ScopeName();
}
