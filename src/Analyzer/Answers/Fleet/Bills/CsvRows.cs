using System.Text;
using Rightsizer.EventLogParser;

namespace Rightsizer.Analyzer.Answers.Fleet.Bills;

/// <summary>Rows of a CSV file (RFC 4180, UTF-8), one at a time; a row's cells hold until the next one is read.</summary>
/// <param name="file">Name for errors.</param>
/// <param name="stream">Plain text.</param>
public sealed class CsvRows(string file, Stream stream)
{
    /// <summary>No row of a bill is longer.</summary>
    public const int MaxRowBytes = 4 << 20;

    const int MaxColumns = 5000;

    readonly byte[] buffer = new byte[64 << 10];
    readonly List<string?> cells = [];
    byte[] cell = new byte[1024];
    int at, filled, cellLength, rowLength;

    /// <summary>Cells that are not wanted are null; all are wanted where this is null.</summary>
    public IReadOnlyList<bool>? Wanted { get; set; }

    public IReadOnlyList<string?> Cells => cells;

    /// <summary>1-based, of the row that was read last.</summary>
    public long RowNumber { get; private set; }

    /// <exception cref="RightsizerException">A row has no end.</exception>
    public bool Read()
    {
        cells.Clear();
        cellLength = rowLength = 0;
        var quoted = false;
        var any = false;
        for (var b = Next(); b >= 0; b = Next())
        {
            any = true;
            if (quoted)
            {
                if (b != '"') Append((byte)b);
                else if (Peek() == '"') Append((byte)Next());
                else quoted = false;
            }
            else if (b == '"') quoted = true;
            else if (b == ',') EndCell();
            else if (b == '\n') break;
            else if (b != '\r') Append((byte)b);
        }
        if (!any) return false;
        EndCell();
        RowNumber++;
        return true;
    }

    int Next()
    {
        var b = Peek();
        if (b < 0) return b;
        at++;
        if (++rowLength > MaxRowBytes)
            throw new RightsizerException(ExitCode.InputUnreadable, FormattableString.Invariant(
                $"--bill {file}: row {RowNumber + 1} is longer than {MaxRowBytes >> 20} MiB: not a bill, or damaged there"));
        return b;
    }

    int Peek()
    {
        if (at < filled) return buffer[at];
        filled = stream.Read(buffer, 0, buffer.Length);
        at = 0;
        return filled > 0 ? buffer[0] : -1;
    }

    bool IsWanted => Wanted is not { } wanted || cells.Count < wanted.Count && wanted[cells.Count];

    void Append(byte b)
    {
        if (!IsWanted) return;
        if (cellLength == cell.Length) Array.Resize(ref cell, cell.Length * 2);
        cell[cellLength++] = b;
    }

    void EndCell()
    {
        if (cells.Count < MaxColumns) cells.Add(IsWanted ? Encoding.UTF8.GetString(cell, 0, cellLength) : null);
        cellLength = 0;
    }
}
