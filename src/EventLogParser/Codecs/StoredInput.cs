using System.Buffers;

namespace Rightsizer.EventLogParser.Codecs;

/// <summary>The stored bytes of one part, buffered so that a decoder can look at a whole block at once.</summary>
sealed class StoredInput(Stream stream) : IDisposable
{
    /// <summary>Bytes that can be read before any that are given: what they are means nothing.</summary>
    public const int ReadableBefore = 16;

    byte[] buffer = ArrayPool<byte>.Shared.Rent(1 << 18);
    int start = ReadableBefore, end = ReadableBefore;
    bool ended;

    /// <summary>Bytes taken from the source so far, those that still lie in the buffer included.</summary>
    public long BytesRead { get; private set; }

    /// <summary>Why the source ended where it did, when it is itself a decoder's output and is damaged there.</summary>
    public CodecException? Complaint { get; private set; }

    /// <summary>What lies in the buffer. Valid until the next call.</summary>
    public ReadOnlySpan<byte> Available => buffer.AsSpan(start, end - start);

    /// <summary>The next <paramref name="count"/> bytes without taking them; fewer at the end. Valid until the next call.</summary>
    public ReadOnlySpan<byte> Peek(int count)
    {
        while (end - start < count && Fill()) { }
        return buffer.AsSpan(start, Math.Min(count, end - start));
    }

    /// <summary>Takes exactly <paramref name="count"/> bytes. Valid until the next call.</summary>
    /// <exception cref="CodecException">The source ends before.</exception>
    public ReadOnlySpan<byte> Take(int count, string what)
    {
        var span = Peek(count);
        if (span.Length < count) throw CodecException.Truncated(what);
        start += count;
        return span;
    }

    /// <summary>The last <paramref name="count"/> bytes of what <see cref="Take"/> gave, as long as nothing else was called.</summary>
    public ReadOnlySpan<byte> LastTaken(int count) => buffer.AsSpan(start - count, count);

    public void Advance(int count) => start += count;

    /// <summary>Steps over bytes; false when the source ends before.</summary>
    public bool Skip(long count)
    {
        while (count > 0)
        {
            if (start == end && !Fill()) return false;
            var step = (int)Math.Min(count, end - start);
            start += step;
            count -= step;
        }
        return true;
    }

    /// <summary>True when nothing is left.</summary>
    public bool AtEnd => start == end && !Fill();

    /// <summary>Copies what is there, straight from the source when the buffer is empty; 0 at the end.</summary>
    public int Read(Span<byte> destination)
    {
        if (start < end)
        {
            var count = Math.Min(destination.Length, end - start);
            buffer.AsSpan(start, count).CopyTo(destination);
            start += count;
            return count;
        }
        if (ended || destination.IsEmpty) return 0;
        return ReadSource(destination);
    }

    /// <summary>Adds at least one byte to the buffer, which doubles only when it is full of bytes that were really there.</summary>
    bool Fill()
    {
        if (ended) return false;
        if (start > ReadableBefore)
        {
            buffer.AsSpan(start, end - start).CopyTo(buffer.AsSpan(ReadableBefore));
            end -= start - ReadableBefore;
            start = ReadableBefore;
        }
        if (end == buffer.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
            buffer.AsSpan(0, end).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(buffer);
            buffer = larger;
        }
        var read = ReadSource(buffer.AsSpan(end));
        end += read;
        return read > 0;
    }

    int ReadSource(Span<byte> destination)
    {
        var read = 0;
        try
        {
            read = stream.Read(destination);
        }
        catch (CodecException e)
        {
            Complaint = e; // an archive's entry is damaged from here on; it ends here
        }
        if (read == 0) ended = true;
        BytesRead += read;
        return read;
    }

    public void Dispose()
    {
        stream.Dispose();
        if (buffer.Length > 0) ArrayPool<byte>.Shared.Return(buffer);
        buffer = [];
        start = end = 0;
        ended = true;
    }
}
