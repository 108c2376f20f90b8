using Rightsizer.Analyzer.Facts.Tables;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Model;

namespace Rightsizer.Reports.Json;

/// <summary>What a query does to a table of Iceberg, Delta or Hudi.</summary>
/// <param name="Verb">insert, overwrite, create, update, delete, updateOrDelete, merge, optimize, vacuum or procedure.</param>
/// <param name="Format">iceberg, delta or hudi; null where the plan does not name it.</param>
/// <param name="Table">Name or path; null where the plan does not name it.</param>
/// <param name="Procedure">Of Iceberg, such as rewrite_data_files, or of Hudi, such as compaction; null for other commands.</param>
/// <param name="Rows">What became of the rows of a MERGE; null where its metrics are not in the log.</param>
public sealed record TableCommandView(string Verb, string? Format, string? Table, string? Procedure, TableRows? Rows)
{
    public static TableCommandView? From(TableCommand? command, SqlExecution sql) => command is null ? null : new(
        EnumWord.CamelCase(command.Verb), command.Format is { } format ? EnumWord.CamelCase(format) : null, command.Table,
        command.Procedure, TableRows.Read(sql));
}
