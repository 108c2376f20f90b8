using System.Text;
using System.Text.Json;
using Rightsizer.Analyzer.Answers.Fleet.Export;
using Rightsizer.Analyzer.Formatting;

namespace Rightsizer.Reports.Export;

/// <summary>What an export holds, as JSON beside the tables and as Markdown for the documentation.</summary>
public static class ExportSchema
{
    /// <param name="format">parquet, csv or jsonl.</param>
    /// <param name="rows">Rows of each table, by its name.</param>
    public static byte[] Json(string format, IReadOnlyDictionary<string, long> rows)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteNumber("schemaVersion", FleetExport.SchemaVersion);
            json.WriteString("format", format);
            json.WriteStartArray("tables");
            foreach (var table in FleetExport.Tables)
            {
                json.WriteStartObject();
                json.WriteString("name", table.Name);
                json.WriteString("partition", "day");
                json.WriteNumber("rows", rows.GetValueOrDefault(table.Name));
                json.WriteStartArray("columns");
                foreach (var column in table.Columns)
                {
                    json.WriteStartObject();
                    json.WriteString("name", column.Name);
                    json.WriteString("type", EnumWord.CamelCase(column.Type));
                    json.WriteString("meaning", column.Meaning);
                    json.WriteEndObject();
                }
                json.WriteEndArray();
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return [.. buffer.ToArray(), (byte)'\n'];
    }

    /// <summary>A heading and a table of columns for each table.</summary>
    public static string Markdown()
    {
        var text = new StringBuilder();
        foreach (var table in FleetExport.Tables)
        {
            text.Append("### ").Append(table.Name).Append("\n\n").Append(table.Meaning)
                .Append("\n\n| column | type | meaning |\n|---|---|---|\n");
            foreach (var column in table.Columns)
            {
                text.Append("| `").Append(column.Name).Append("` | ").Append(SqlType(column.Type)).Append(" | ").Append(column.Meaning)
                    .Append(" |\n");
            }
            text.Append('\n');
        }
        return text.ToString();
    }

    /// <summary>A statement for each table of an export in Parquet. The days need no crawler: Athena works them out.</summary>
    public static string AthenaTables()
    {
        var text = new StringBuilder();
        foreach (var table in FleetExport.Tables)
        {
            text.Append("CREATE EXTERNAL TABLE IF NOT EXISTS ").Append(table.Name).Append(" (\n")
                .AppendJoin(",\n", table.Columns.Select(c => $"  `{c.Name.ToLowerInvariant()}` {AthenaType(c.Type)}"))
                .Append("\n)\nPARTITIONED BY (`day` string)\nSTORED AS PARQUET\nLOCATION 's3://BUCKET/PREFIX/").Append(table.Name)
                .Append("/'\nTBLPROPERTIES ('projection.enabled' = 'true', 'projection.day.type' = 'date',\n")
                .Append("  'projection.day.format' = 'yyyy-MM-dd', 'projection.day.range' = '2020-01-01,NOW+1DAYS');\n\n");
        }
        return text.ToString();
    }

    static string AthenaType(ExportType type) => type switch
    {
        ExportType.Text => "string",
        ExportType.Time => "timestamp",
        _ => SqlType(type),
    };

    /// <summary>The type of Parquet's column in SQL.</summary>
    static string SqlType(ExportType type) => type switch
    {
        ExportType.Integer => "bigint",
        ExportType.Real => "double",
        ExportType.Money => "decimal(28,6)",
        ExportType.Exact => "decimal(28,12)",
        ExportType.Time => "timestamp (UTC)",
        ExportType.Flag => "boolean",
        _ => "varchar",
    };
}
