namespace Rightsizer.EventLogParser.Codecs;

/// <summary>The copy at the heart of every LZ77 format.</summary>
static class Match
{
    /// <summary>Repeats text from <paramref name="offset"/> bytes back. The caller has checked that source and target lie in the buffer.</summary>
    public static void Copy(Span<byte> buffer, int to, int offset, int length)
    {
        var from = to - offset;
        if (offset >= length)
        {
            buffer.Slice(from, length).CopyTo(buffer[to..]);
            return;
        }
        if (offset == 1)
        {
            buffer.Slice(to, length).Fill(buffer[from]);
            return;
        }
        // Overlap: what was just written is the source. Each round doubles the run that can be copied at once.
        for (var run = offset; length > 0; run *= 2)
        {
            var step = Math.Min(run, length);
            buffer.Slice(from, step).CopyTo(buffer[to..]);
            to += step;
            length -= step;
        }
    }
}
