using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Rightsizer.Analyzer.Answers.Fleet.Export;
using Rightsizer.Reports.Formatting;

namespace Rightsizer.Reports.Export;

/// <summary>Parts as text that programs read: CSV, and JSON a line.</summary>
public static class ExportText
{
    static readonly JavaScriptEncoder Encoder = JavaScriptEncoder.Create(UnicodeRanges.All);

    /// <summary>
    /// RFC 4180 with a heading; what is absent is empty. Text that a spreadsheet takes for a formula begins with a quote mark.
    /// </summary>
    public static void WriteCsv(ExportPart part, Stream stream)
    {
        using var output = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true);
        var columns = part.Table.Columns;
        output.Write(CsvText.Row(columns.Select(c => (object?)c.Name)));
        foreach (var row in part.Rows)
            output.Write(CsvText.Row(row.Select((v, i) => v is long ms && columns[i].Type == ExportType.Time ? Time(ms) : v)));
    }

    /// <summary>One object a row; what is absent is left out.</summary>
    public static void WriteJsonLines(ExportPart part, Stream stream)
    {
        var columns = part.Table.Columns;
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = Encoder });
        foreach (var row in part.Rows)
        {
            json.WriteStartObject();
            for (var i = 0; i < columns.Count; i++) Write(json, columns[i], row[i]);
            json.WriteEndObject();
            json.Flush();
            json.Reset();
            stream.WriteByte((byte)'\n');
        }
    }

    static void Write(Utf8JsonWriter json, ExportColumn column, object? value)
    {
        switch (value)
        {
            case null: break;
            case long ms when column.Type == ExportType.Time: json.WriteString(column.Name, Time(ms)); break;
            case long number: json.WriteNumber(column.Name, number); break;
            case decimal number: json.WriteNumber(column.Name, number); break;
            case double number when double.IsFinite(number): json.WriteNumber(column.Name, number); break;
            case bool flag: json.WriteBoolean(column.Name, flag); break;
            case string text: json.WriteString(column.Name, text); break;
        }
    }

    static string Time(long ms) => DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(ms, 0, 253_402_300_799_999))
        .ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
