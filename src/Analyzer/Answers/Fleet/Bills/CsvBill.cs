using System.Buffers.Binary;
using System.IO.Compression;
using Rightsizer.EventLogParser;

namespace Rightsizer.Analyzer.Answers.Fleet.Bills;

/// <summary>One CSV file of an export, plain or gzip.</summary>
public static class CsvBill
{
    /// <summary>Hands out every line.</summary>
    /// <param name="file">Name for errors.</param>
    /// <param name="stored">The bytes as they are stored.</param>
    /// <param name="isGzip">They are compressed.</param>
    /// <param name="take">Gets each line.</param>
    /// <exception cref="RightsizerException">Not a bill, or damaged so that its total would be wrong.</exception>
    public static BillFiles Read(string file, Stream stored, bool isGzip, Action<BillLine> take)
    {
        var plainBytes = isGzip ? PlainBytes(stored) : null;
        using var plain = isGzip ? new GZipStream(stored, CompressionMode.Decompress) : stored;
        var rows = new CsvRows(file, plain);
        long lines = 0, damaged = 0;
        try
        {
            if (!rows.Read()) throw new RightsizerException(ExitCode.BadArguments, $"--bill {file}: the file is empty");
            var header = rows.Cells.Select(c => (c ?? "").TrimStart('\uFEFF')).ToList();
            var columns = BillColumns.Create(file, header);
            rows.Wanted = columns.Wanted;
            while (rows.Read())
            {
                if (rows.Cells.Count == 1 && string.IsNullOrEmpty(rows.Cells[0])) continue;
                if (rows.Cells.Count == header.Count && columns.Read(rows.Cells) is { } line)
                {
                    lines++;
                    take(line);
                }
                else damaged++;
            }
            if (plainBytes is { } whole && whole != (uint)rows.BytesRead) throw new InvalidDataException();
            return new BillFiles(columns.Format, 1, lines, damaged);
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw new RightsizerException(ExitCode.InputUnreadable, FormattableString.Invariant(
                $"--bill {file}: cut or damaged after row {rows.RowNumber}; its total would be wrong. Download the file again."), e);
        }
    }

    /// <summary>The length, modulo 2^32, that a gzip file ends with: the framework takes a cut file for a whole one.</summary>
    static uint? PlainBytes(Stream stored)
    {
        if (!stored.CanSeek || stored.Length < 18) return null;
        Span<byte> end = stackalloc byte[4];
        stored.Seek(-4, SeekOrigin.End);
        stored.ReadExactly(end);
        stored.Position = 0;
        return BinaryPrimitives.ReadUInt32LittleEndian(end);
    }
}
