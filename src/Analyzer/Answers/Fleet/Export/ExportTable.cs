namespace Rightsizer.Analyzer.Answers.Fleet.Export;

/// <summary>A table of the export: its columns in their order. The day by which it is partitioned is no column.</summary>
/// <param name="Name">Of its folder.</param>
/// <param name="Meaning">One sentence, for the documentation.</param>
/// <param name="Columns">In order.</param>
public sealed record ExportTable(string Name, string Meaning, IReadOnlyList<ExportColumn> Columns);

/// <summary>The rows of one table on one day.</summary>
/// <param name="Table">Which one.</param>
/// <param name="Day">UTC day, ISO.</param>
/// <param name="Rows">A value for each column: string, long, double, decimal, bool or null; times are epoch milliseconds.</param>
public sealed record ExportPart(ExportTable Table, string Day, IReadOnlyList<IReadOnlyList<object?>> Rows);

/// <summary>A table and how its rows are made.</summary>
sealed class TableOf<T>(
    string name, string meaning, params (string Name, ExportType Type, string Meaning, Func<T, object?> Value)[] columns)
{
    public ExportTable Table { get; } = new(name, meaning, [.. columns.Select(c => new ExportColumn(c.Name, c.Type, c.Meaning))]);

    public ExportPart Part(string day, IEnumerable<T> rows) =>
        new(Table, day, [.. rows.Select(r => (IReadOnlyList<object?>)[.. columns.Select(c => c.Value(r))])]);
}
