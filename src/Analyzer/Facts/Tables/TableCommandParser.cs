using System.Text.RegularExpressions;
using Rightsizer.Analyzer.Model;
using Rightsizer.EventLogParser;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Analyzer.Facts.Tables;

/// <summary>Reads what a query does to a table from the top of its plan, and from what Iceberg and Delta call their jobs.</summary>
/// <remarks>Tried on plans of Iceberg 1.10 and Delta 4.0 with Spark 4.0.</remarks>
static partial class TableCommandParser
{
    /// <summary>Commands of Delta by the beginning of the node's name; Databricks appends to some of them.</summary>
    static readonly (string Node, TableVerb Verb)[] deltaCommands =
    [
        ("Execute UpdateCommand", TableVerb.Update), ("Execute DeleteCommand", TableVerb.Delete),
        ("Execute MergeIntoCommand", TableVerb.Merge), ("Execute OptimizeTableCommand", TableVerb.Optimize),
        ("Execute VacuumTableCommand", TableVerb.Vacuum),
    ];

    /// <summary>Commands of Hudi, by its classes.</summary>
    static readonly (string Node, TableVerb Verb)[] hudiCommands =
    [
        ("Execute InsertIntoHoodieTableCommand", TableVerb.Insert), ("Execute UpdateHoodieTableCommand", TableVerb.Update),
        ("Execute DeleteHoodieTableCommand", TableVerb.Delete), ("Execute MergeIntoHoodieTableCommand", TableVerb.Merge),
        ("Execute CreateHoodieTableAsSelectCommand", TableVerb.Create),
    ];

    /// <summary>Spark's own nodes that write to a table of a catalog.</summary>
    static readonly (string Node, TableVerb Verb)[] catalogCommands =
    [
        ("AppendData", TableVerb.Insert), ("OverwriteByExpression", TableVerb.Overwrite),
        ("OverwritePartitionsDynamic", TableVerb.Overwrite), ("CreateTableAsSelect", TableVerb.Create),
        ("AtomicCreateTableAsSelect", TableVerb.Create), ("ReplaceTableAsSelect", TableVerb.Create),
        ("AtomicReplaceTableAsSelect", TableVerb.Create),
    ];

    /// <summary>By the top of the plan; null where it does nothing to a table that is known.</summary>
    public static TableCommand? OfPlan(SqlExecution sql)
    {
        if (sql.Plan is not { } top) return null;
        foreach (var (node, verb) in deltaCommands)
        {
            if (top.NodeName.StartsWith(node, StringComparison.Ordinal))
                return new(verb, TableFormat.Delta, DeltaTable(sql.PlanText ?? top.SimpleString));
        }
        foreach (var (node, verb) in hudiCommands)
        {
            if (top.NodeName.StartsWith(node, StringComparison.Ordinal))
                return new(verb, TableFormat.Hudi, CatalogName().Match(top.SimpleString) is { Success: true } m
                    ? m.Value.Replace("`", "", StringComparison.Ordinal) : null);
        }
        if (top.NodeName.StartsWith("Execute SaveIntoDataSourceCommand", StringComparison.Ordinal)) return DeltaSave(sql);
        if (top.NodeName is "ReplaceData" or "WriteDelta") return RowLevel(top, sql);
        foreach (var (node, verb) in catalogCommands)
        {
            if (top.NodeName == node) return Catalog(verb, top);
        }
        return null;
    }

    /// <summary>By the group or description of a job; null where neither Iceberg nor Hudi started it.</summary>
    public static TableCommand? OfGroup(string? group, string? description)
    {
        if (HudiJobs.Read(group, description) is { } hudi) return hudi;
        if (group is null || JobTexts.IcebergProcedure(group) is not { } procedure) return null;
        return new(TableVerb.Procedure, TableFormat.Iceberg,
            description is not null && TableAtEnd().Match(description) is { Success: true } m ? m.Groups[1].Value : null, procedure);
    }

    /// <summary>A write of Spark's own: the format is Iceberg's where the node names its write.</summary>
    static TableCommand? Catalog(TableVerb verb, SparkPlanInfo top)
    {
        if (IcebergWrite().Match(top.SimpleString) is { Success: true } iceberg)
            return new(verb, TableFormat.Iceberg, iceberg.Groups[1].Value);
        if (verb != TableVerb.Create) return null;
        var isIceberg = top.SimpleString.Contains("org.apache.iceberg.", StringComparison.Ordinal);
        return isIceberg ? new(verb, TableFormat.Iceberg, CreatedTable().Match(top.SimpleString) is { Success: true } m ? m.Groups[1].Value
            : null) : null;
    }

    /// <summary>
    /// UPDATE, DELETE and MERGE of a table of a catalog. A merge has a node of its own; the rest differs in the number of the operation
    /// that Spark puts before each row: 1 deletes, 2 updates, and whole files are rewritten with neither.
    /// </summary>
    static TableCommand RowLevel(SparkPlanInfo top, SqlExecution sql)
    {
        var nodes = sql.PlanNodes.ToList();
        var scan = nodes.FirstOrDefault(n => n.NodeName.StartsWith("BatchScan ", StringComparison.Ordinal)
            && n.SimpleString.Contains("_file#", StringComparison.Ordinal));
        var iceberg = IcebergWrite().Match(top.SimpleString);
        var format = iceberg.Success || top.SimpleString.Contains("org.apache.iceberg.", StringComparison.Ordinal) ? TableFormat.Iceberg
            : (TableFormat?)null;
        var table = iceberg.Success ? iceberg.Groups[1].Value : scan?.NodeName["BatchScan ".Length..].Trim();
        return new(Verb(), format, table);

        TableVerb Verb()
        {
            if (nodes.Any(n => n.NodeName.StartsWith("MergeRows", StringComparison.Ordinal))) return TableVerb.Merge;
            var text = string.Join('\n', nodes.Where(n => n.NodeName is "Project" or "Expand").Select(n => n.SimpleString));
            if (text.Contains("2 AS __row_operation", StringComparison.Ordinal)) return TableVerb.Update;
            if (top.NodeName == "WriteDelta")
                return text.Contains("1 AS __row_operation", StringComparison.Ordinal) ? TableVerb.Delete : TableVerb.UpdateOrDelete;
            // an UPDATE of whole files computes new values where its condition holds; a DELETE leaves rows out
            return text.Split('\n').Any(HasUpdatedColumn) ? TableVerb.Update : TableVerb.UpdateOrDelete;
        }
    }

    /// <summary>A condition behind the column that says what becomes of the row.</summary>
    static bool HasUpdatedColumn(string node) =>
        node.IndexOf("__row_operation#", StringComparison.Ordinal) is >= 0 and var at && Condition().IsMatch(node, at);

    /// <summary>A DataFrame's save: the provider and the mode are in the text of the plan alone.</summary>
    static TableCommand? DeltaSave(SqlExecution sql)
    {
        if (sql.PlanText is not { } text || DeltaSaveArgumentsOf(text) is not { } m) return null;
        var verb = m.Groups[2].Value switch { "Append" => TableVerb.Insert, "Overwrite" => TableVerb.Overwrite, _ => TableVerb.Create };
        return new(verb, TableFormat.Delta, PathOption().Match(m.Groups[1].Value) is { Success: true } path ? path.Groups[1].Value : null);
    }

    /// <summary>The node is named in the tree of the plan and again before its arguments; another's text may name it without end.</summary>
    static Match? DeltaSaveArgumentsOf(string text)
    {
        const string node = "SaveIntoDataSourceCommand";
        const int places = 10, length = 16_384;
        var at = 0;
        for (var i = 0; i < places && (at = text.IndexOf(node, at, StringComparison.Ordinal)) >= 0; i++)
        {
            at += node.Length;
            if (DeltaSaveArguments().Match(text.Substring(at, Math.Min(length, text.Length - at))) is { Success: true } m) return m;
        }
        return null;
    }

    /// <summary>The table of a command of Delta: by its name where the plan has it, else by its folder.</summary>
    static string? DeltaTable(string text)
    {
        if (ResolvedTable().Match(text) is { Success: true } resolved) return Plain(resolved.Groups[1].Value);
        if (SubqueryAlias().Match(text) is { Success: true } alias) return Plain(alias.Groups[1].Value);
        return DeltaFolder().Match(text) is { Success: true } folder ? folder.Groups[1].Value : null;
    }

    /// <summary>delta.`/data/t` and spark_catalog.delta.`/data/t` are tables by their path.</summary>
    static string Plain(string name)
    {
        var tick = name.IndexOf("delta.`", StringComparison.Ordinal);
        return tick >= 0 && name.EndsWith('`') ? name[(tick + 7)..^1]
            : name.StartsWith("spark_catalog.", StringComparison.Ordinal) ? name["spark_catalog.".Length..] : name;
    }

    [GeneratedRegex(@"IcebergWrite\(table=([^,)]+)", RegexOptions.CultureInvariant)]
    private static partial Regex IcebergWrite();

    [GeneratedRegex(@"TableAsSelect org\.apache\.iceberg\.\S+, ([^,\s]+),", RegexOptions.CultureInvariant)]
    private static partial Regex CreatedTable();

    [GeneratedRegex(@"`[^`]{1,255}`(?:\.`[^`]{1,255}`){0,2}", RegexOptions.CultureInvariant)]
    private static partial Regex CatalogName();

    [GeneratedRegex(@" in (\S+)$", RegexOptions.CultureInvariant)]
    private static partial Regex TableAtEnd();

    [GeneratedRegex(@"\bif \(", RegexOptions.CultureInvariant)]
    private static partial Regex Condition();

    [GeneratedRegex(
        @"^\s+Arguments: \S*\.delta\.sources\.DeltaDataSource@\w+, \[([^\]\n]*(?:\][^\]\n]*)?)\], (\w+)",
        RegexOptions.CultureInvariant)]
    private static partial Regex DeltaSaveArguments();

    [GeneratedRegex(@"\bpath=([^,\]]+)", RegexOptions.CultureInvariant)]
    private static partial Regex PathOption();

    [GeneratedRegex(@"ResolvedTable\s{1,20}Arguments: [^,\n]{1,1000}, ([^,\n]{1,1000}),", RegexOptions.CultureInvariant)]
    private static partial Regex ResolvedTable();

    [GeneratedRegex(@"SubqueryAlias\s{1,20}Arguments: (\S+)", RegexOptions.CultureInvariant)]
    private static partial Regex SubqueryAlias();

    [GeneratedRegex(@"Delta\[version=-?\d{1,18}, ([^\]\n]{1,1024})\]", RegexOptions.CultureInvariant)]
    private static partial Regex DeltaFolder();
}
