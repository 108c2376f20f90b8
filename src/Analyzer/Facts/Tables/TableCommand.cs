namespace Rightsizer.Analyzer.Facts.Tables;

/// <summary>What a query does to a table.</summary>
/// <param name="Verb">The command.</param>
/// <param name="Format">Null where the plan does not name it.</param>
/// <param name="Table">As the plan names it: a name of the catalog or a path. Null where it does not.</param>
/// <param name="Procedure">Iceberg's procedure, such as rewrite_data_files, or what Hudi does, such as compaction; null for others.</param>
public sealed record TableCommand(TableVerb Verb, TableFormat? Format, string? Table, string? Procedure = null)
{
    const int MostTable = 40;

    /// <summary>The table is rewritten or tidied up; no rows are asked for or changed.</summary>
    public bool IsMaintenance => Verb is TableVerb.Optimize or TableVerb.Vacuum or TableVerb.Procedure;

    /// <summary>"MERGE INTO ice.db.t"; a long name keeps its end, which tells tables apart.</summary>
    public string Words => Table is not null ? $"{Command} {Short(Table)}"
        : Format == TableFormat.Hudi && Verb == TableVerb.Procedure ? $"Hudi {Procedure}" : Command;

    string Command => Verb switch
    {
        TableVerb.Insert => "INSERT INTO",
        TableVerb.Overwrite => "INSERT OVERWRITE",
        TableVerb.Create => "CREATE TABLE",
        TableVerb.Update => "UPDATE",
        TableVerb.Delete => "DELETE FROM",
        TableVerb.UpdateOrDelete => "UPDATE or DELETE of",
        TableVerb.Merge => "MERGE INTO",
        TableVerb.Optimize => "OPTIMIZE",
        TableVerb.Vacuum => "VACUUM",
        _ => Format == TableFormat.Hudi ? $"Hudi {Procedure} of" : Procedure ?? "table maintenance",
    };

    /// <summary>The end of a long name or path.</summary>
    internal static string Short(string table) => table.Length <= MostTable ? table : "..." + table[^(MostTable - 3)..];
}
