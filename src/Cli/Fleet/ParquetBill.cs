using System.Globalization;
using Parquet;
using Parquet.Schema;
using Rightsizer.Analyzer.Answers.Fleet.Bills;
using Rightsizer.EventLogParser;

namespace Rightsizer.Cli.Fleet;

/// <summary>One Parquet file of an export, row group by row group, the columns that are needed and no others.</summary>
static class ParquetBill
{
    /// <summary>Values of one column in a row group: exports have far fewer, and a damaged footer may claim any number.</summary>
    const long MaxValues = 20_000_000;

    /// <exception cref="RightsizerException">Not a bill, or damaged.</exception>
    public static BillFiles Read(string file, Stream stream, Action<BillLine> take)
    {
        try
        {
            return ReadAsync(file, stream, take).GetAwaiter().GetResult();
        }
        catch (Exception e) when (e is not (RightsizerException or OperationCanceledException or OutOfMemoryException))
        {
            // the library throws whatever its decoders meet
            throw new RightsizerException(ExitCode.InputUnreadable,
                $"--bill {file}: not a whole Parquet file, or of an encoding that is not read ({e.Message}). Download it again, or export "
                + "CSV.", e);
        }
    }

    static async Task<BillFiles> ReadAsync(string file, Stream stream, Action<BillLine> take)
    {
        await using var reader = await ParquetReader.CreateAsync(stream).ConfigureAwait(false);
        var fields = reader.Schema.Fields;
        var columns = BillColumns.Create(file, [.. fields.Select(f => f.Name)]);
        long lines = 0, damaged = 0;
        for (var group = 0; group < reader.RowGroupCount; group++)
        {
            using var rows = reader.OpenRowGroupReader(group);
            var count = checked((int)Checked(rows.RowCount));
            var cells = new string?[fields.Count][];
            List<KeyValuePair<string, string>>?[]? tags = null;
            for (var i = 0; i < fields.Count; i++)
            {
                if (!columns.Wanted[i]) continue;
                if (fields[i] is DataField plain) cells[i] = await TextsAsync(rows, plain, count).ConfigureAwait(false);
                else if (i == columns.TagsColumn) tags = await TagsAsync(rows, reader.Schema, fields[i].Name, count).ConfigureAwait(false);
            }
            var row = new string?[fields.Count];
            for (var r = 0; r < count; r++)
            {
                for (var i = 0; i < row.Length; i++) row[i] = cells[i]?[r];
                var line = columns.Read(row, tags is null ? null : tags[r] ?? []);
                if (line.IsReadable) lines++;
                else damaged++;
                take(line);
            }
        }
        return new BillFiles(columns.Format, 1, lines, damaged);
    }

    /// <summary>Key and value of a map are columns of their own, with one entry a pair; repetition level 0 begins a row.</summary>
    static async Task<List<KeyValuePair<string, string>>?[]?> TagsAsync(
        ParquetRowGroupReader rows, ParquetSchema schema, string name, int count)
    {
        var parts = schema.DataFields.Where(f => f.Path.FirstPart == name && f.ClrType == typeof(ReadOnlyMemory<char>)).ToList();
        if (parts.Count != 2) return null;
        var keys = await RawAsync<ReadOnlyMemory<char>>(rows, parts[0]).ConfigureAwait(false);
        var values = await RawAsync<ReadOnlyMemory<char>>(rows, parts[1]).ConfigureAwait(false);
        var tags = new List<KeyValuePair<string, string>>?[count];
        int row = -1, key = 0, value = 0;
        for (var i = 0; i < keys.Definition.Length && i < values.Definition.Length; i++)
        {
            if (keys.Repetition[i] == 0) row++;
            var hasKey = keys.Definition[i] == parts[0].MaxDefinitionLevel;
            var hasValue = values.Definition[i] == parts[1].MaxDefinitionLevel;
            if (hasKey && hasValue && row < count)
                (tags[row] ??= []).Add(new(keys.Values[key].ToString(), values.Values[value].ToString()));
            if (hasKey) key++;
            if (hasValue) value++;
        }
        return tags;
    }

    static async Task<string?[]> TextsAsync(ParquetRowGroupReader rows, DataField field, int count)
    {
        if (field.MaxRepetitionLevel > 0) return new string?[count];
        if (field.ClrType == typeof(ReadOnlyMemory<char>)) return await As<ReadOnlyMemory<char>>(v => v.ToString()).ConfigureAwait(false);
        if (field.ClrType == typeof(double)) return await As<double>(v => Number(v)).ConfigureAwait(false);
        if (field.ClrType == typeof(float)) return await As<float>(v => Number(v)).ConfigureAwait(false);
        if (field.ClrType == typeof(decimal)) return await As<decimal>(v => Number(v)).ConfigureAwait(false);
        if (field.ClrType == typeof(long)) return await As<long>(v => Number(v)).ConfigureAwait(false);
        if (field.ClrType == typeof(int)) return await As<int>(v => Number(v)).ConfigureAwait(false);
        if (field.ClrType == typeof(DateTime))
            return await As<DateTime>(v => DateTime.SpecifyKind(v, DateTimeKind.Utc).ToString("O", CultureInfo.InvariantCulture))
                .ConfigureAwait(false);
        return new string?[count];

        async Task<string?[]> As<T>(Func<T, string?> text) where T : struct
        {
            var raw = await RawAsync<T>(rows, field).ConfigureAwait(false);
            var texts = new string?[count];
            for (int row = 0, value = 0; row < count; row++)
            {
                if (field.MaxDefinitionLevel == 0 || raw.Definition[row] == field.MaxDefinitionLevel)
                    texts[row] = text(raw.Values[value++]);
            }
            return texts;
        }
    }

    static string Number(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);

    /// <summary>Values without the absent ones, and both levels.</summary>
    static async Task<(T[] Values, int[] Definition, int[] Repetition)> RawAsync<T>(ParquetRowGroupReader rows, DataField field)
        where T : struct
    {
        var length = checked((int)Checked(rows.GetMetadata(field)?.MetaData?.NumValues ?? 0));
        var (values, definition, repetition) = (new T[length], new int[length], new int[length]);
        await rows.ReadRawAsync<T>(field, values, definition, repetition).ConfigureAwait(false);
        return (values, definition, repetition);
    }

    static long Checked(long count) => count is >= 0 and <= MaxValues ? count
        : throw new InvalidDataException("more values in a row group than any export has");
}
