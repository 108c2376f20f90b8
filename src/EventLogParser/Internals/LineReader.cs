using Rightsizer.EventLogParser.Input;

namespace Rightsizer.EventLogParser.Internals;

/// <summary>Splits a stream into lines at '\n', in memory bounded by the longest line allowed.</summary>
/// <remarks>A line is valid until the next call. Offsets count decompressed bytes.</remarks>
/// <param name="stream">Decompressed bytes.</param>
/// <param name="bufferBytes">To begin with; grows to the longest line.</param>
/// <param name="maxLineBytes">Longer lines are stepped over.</param>
/// <param name="foreign">Counts what is stepped over, so that a line without an end is given up. Lines that are given are the caller's to
/// count.</param>
sealed class LineReader(Stream stream, int bufferBytes, long maxLineBytes, ForeignGuard? foreign = null)
{
    byte[] buffer = new byte[Math.Max(16, bufferBytes)];
    int start, end;
    bool atEnd;

    /// <summary>1-based number of the current line.</summary>
    public long LineNumber { get; private set; }

    /// <summary>0-based offset of the current line's first byte.</summary>
    public long LineOffset { get; private set; }

    /// <summary>False when the current line is the last and has no newline.</summary>
    public bool Terminated { get; private set; }

    /// <summary>The current line passed the limit and was stepped over; its span is empty.</summary>
    public bool TooLong { get; private set; }

    long nextOffset;

    public bool TryRead(out ReadOnlySpan<byte> line)
    {
        line = default;
        TooLong = false;
        LineOffset = nextOffset;
        var searched = 0;
        while (true)
        {
            var at = buffer.AsSpan(start + searched, end - start - searched).IndexOf((byte)'\n');
            if (at >= 0)
            {
                var length = searched + at;
                if (!TooLong) line = buffer.AsSpan(start, length);
                Advance(length + 1, terminated: true);
                if (line.Length > maxLineBytes) { TooLong = true; line = default; }
                return true;
            }
            searched = end - start;
            if (atEnd)
            {
                if (searched == 0 && !TooLong) return false;
                if (!TooLong) line = buffer.AsSpan(start, searched);
                Advance(searched, terminated: false);
                return true;
            }
            if (searched > maxLineBytes)
            {
                TooLong = true;
                foreign?.Count(searched, holdsEvent: false);
                nextOffset += searched;
                start = end = searched = 0;
            }
            Refill();
        }
    }

    void Advance(int bytes, bool terminated)
    {
        start += bytes;
        nextOffset += bytes;
        Terminated = terminated;
        LineNumber++;
    }

    void Refill()
    {
        if (start > 0)
        {
            buffer.AsSpan(start, end - start).CopyTo(buffer);
            end -= start;
            start = 0;
        }
        if (end == buffer.Length) Array.Resize(ref buffer, (int)Math.Min(Array.MaxLength, (long)buffer.Length * 2));
        var read = stream.Read(buffer, end, buffer.Length - end);
        if (read == 0) atEnd = true;
        end += read;
    }
}
