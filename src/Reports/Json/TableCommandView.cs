using Rightsizer.Analyzer.Facts.Tables;
using Rightsizer.Analyzer.Formatting;

namespace Rightsizer.Reports.Json;

/// <summary>What a query does to a table of Iceberg, Delta or Hudi.</summary>
/// <param name="Verb">insert, overwrite, create, update, delete, updateOrDelete, merge, optimize, vacuum or procedure.</param>
/// <param name="Format">iceberg, delta or hudi; null where the plan does not name it.</param>
/// <param name="Table">Name or path; null where the plan does not name it.</param>
/// <param name="Procedure">Of Iceberg, such as rewrite_data_files; null for other commands.</param>
public sealed record TableCommandView(string Verb, string? Format, string? Table, string? Procedure)
{
    public static TableCommandView? From(TableCommand? command) => command is null ? null : new(
        EnumWord.CamelCase(command.Verb), command.Format is { } format ? EnumWord.CamelCase(format) : null, command.Table,
        command.Procedure);
}
