using Rightsizer.EventLogParser;

namespace Rightsizer.Analyzer.Answers.Fleet.Bills;

/// <summary>One CSV file of an export.</summary>
public static class CsvBill
{
    /// <summary>Hands out every line.</summary>
    /// <param name="file">Name for errors.</param>
    /// <param name="plain">Its text, decompressed.</param>
    /// <param name="take">Gets each line.</param>
    /// <param name="damage">Asked at the end: why the text ended before its end; null where it is whole.</param>
    /// <exception cref="RightsizerException">Not a bill, or damaged so that its total would be wrong.</exception>
    public static BillFiles Read(string file, Stream plain, Action<BillLine> take, Func<string?>? damage = null)
    {
        var rows = new CsvRows(file, plain);
        long lines = 0, damaged = 0;
        if (!rows.Read())
        {
            throw damage?.Invoke() is null ? new RightsizerException(ExitCode.BadArguments, $"--bill {file}: the file is empty")
                : Damaged();
        }
        var header = rows.Cells.Select(c => (c ?? "").TrimStart('\uFEFF')).ToList();
        var columns = BillColumns.Create(file, header);
        rows.Wanted = columns.Wanted;
        while (rows.Read())
        {
            if (rows.Cells.Count == 1 && string.IsNullOrEmpty(rows.Cells[0])) continue;
            var line = rows.Cells.Count == header.Count ? columns.Read(rows.Cells) : BillColumns.Unreadable(rows.Cells);
            if (line.IsReadable) lines++;
            else damaged++;
            take(line);
        }
        return damage?.Invoke() is null ? new BillFiles(columns.Format, 1, lines, damaged) : throw Damaged();

        RightsizerException Damaged() => new(ExitCode.InputUnreadable, FormattableString.Invariant(
            $"--bill {file}: cut or damaged after row {rows.RowNumber}; its total would be wrong. Download the file again."));
    }
}
