using Parquet;
using Parquet.Schema;
using Rightsizer.Analyzer.Answers.Fleet.Export;

namespace Rightsizer.Cli.Exporting;

/// <summary>A part as a Parquet file of one row group. Columns are written one by one: nothing is serialized by reflection.</summary>
static class ParquetPart
{
    /// <summary>Digits of a decimal: as many as .NET's has.</summary>
    const int Precision = 28, MoneyScale = 6, ExactScale = 12;

    /// <summary>The calendar of timestamps.</summary>
    const long LastMs = 253_402_300_799_999;

    public static void Write(ExportPart part, Stream stream) => WriteAsync(part, stream).GetAwaiter().GetResult();

    static async Task WriteAsync(ExportPart part, Stream stream)
    {
        var schema = new ParquetSchema(part.Table.Columns.Select(FieldOf));
        await using var writer = await ParquetWriter.CreateAsync(schema, stream).ConfigureAwait(false);
        using var group = writer.CreateRowGroup();
        for (var i = 0; i < schema.DataFields.Length; i++)
            await WriteAsync(group, schema.DataFields[i], part.Table.Columns[i].Type, part.Rows, i).ConfigureAwait(false);
        group.CompleteValidate();
    }

    static Field FieldOf(ExportColumn column) => column.Type switch
    {
        ExportType.Integer => new DataField<long?>(column.Name),
        ExportType.Real => new DataField<double?>(column.Name),
        ExportType.Flag => new DataField<bool?>(column.Name),
        ExportType.Money => new DecimalDataField(column.Name, Precision, MoneyScale, isNullable: true),
        ExportType.Exact => new DecimalDataField(column.Name, Precision, ExactScale, isNullable: true),
        ExportType.Time => new DateTimeDataField(column.Name, DateTimeFormat.Timestamp, isAdjustedToUTC: true, DateTimeTimeUnit.Millis,
            isNullable: true),
        _ => new DataField<string>(column.Name),
    };

    static async Task WriteAsync(
        ParquetRowGroupWriter group, DataField field, ExportType type, IReadOnlyList<IReadOnlyList<object?>> rows, int column)
    {
        switch (type)
        {
            case ExportType.Integer: await group.WriteAsync<long>(field, Values<long>()).ConfigureAwait(false); break;
            case ExportType.Real: await group.WriteAsync<double>(field, Values<double>()).ConfigureAwait(false); break;
            case ExportType.Flag: await group.WriteAsync<bool>(field, Values<bool>()).ConfigureAwait(false); break;
            case ExportType.Money or ExportType.Exact:
                await group.WriteAsync<decimal>(field, Values<decimal>()).ConfigureAwait(false);
                break;
            case ExportType.Time: await group.WriteAsync<DateTime>(field, Times()).ConfigureAwait(false); break;
            default:
                // absent strings are nulls of the library's own collection
                await group.WriteAsync(field, rows.Select(r => (string)r[column]!).ToArray()).ConfigureAwait(false);
                break;
        }

        ReadOnlyMemory<T?> Values<T>() where T : struct => rows.Select(r => (T?)r[column]).ToArray();

        ReadOnlyMemory<DateTime?> Times() => rows.Select(r => r[column] is long ms
            ? DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(ms, 0, LastMs)).UtcDateTime : (DateTime?)null).ToArray();
    }
}
