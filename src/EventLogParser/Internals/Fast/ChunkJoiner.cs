using Rightsizer.EventLogParser.Input;
using Rightsizer.EventLogParser.Internals.Full;

namespace Rightsizer.EventLogParser.Internals.Fast;

/// <summary>Hands the chunks' events on in the log's order, and reads the lines that lie across chunks. One caller at a time.</summary>
sealed unsafe class ChunkJoiner(string location, IEventSink sink, ReadTally tally, EventLogReaderOptions options) : IDisposable
{
    /// <summary>Of one line.</summary>
    readonly EventBatch joint = new(rows: 1);
    readonly NativeBuffer carry = new(1 << 16);
    int carried;
    long carryOffset;
    bool tooLong, damaged;
    PartReading? part;
    long lines, plainBytes, storedBefore;
    readonly UnpackGuard guard = new(location);
    readonly ForeignGuard foreign = new(location);

    /// <param name="chunk">The next in the log's order.</param>
    /// <param name="scanner">The caller's own.</param>
    public void Apply(LogChunk chunk, LineScanner scanner)
    {
        if (chunk.Part != part) Start(chunk.Part!);
        else if (damaged) return;
        var holdsEvent = false;
        Carry(chunk.HasNewline ? chunk.Head[..^1] : chunk.Head);
        if (chunk.HasNewline)
        {
            EndLine(scanner, terminated: true);
            holdsEvent = joint.HoldsEvent || chunk.Batch.HoldsEvent;
            chunk.Batch.Apply(sink, tally, lines, plainBytes, terminated: true);
            lines += chunk.Batch.Lines;
            carryOffset = plainBytes + chunk.Length - chunk.Tail.Length;
            Carry(chunk.Tail);
        }
        plainBytes += chunk.Length;
        foreign.Count(chunk.Length, holdsEvent);
        guard.Count(chunk.Length, storedBefore + chunk.StoredBytes);
        part!.CountUnpacked?.Invoke(chunk.Length);
        damaged = chunk.Damage is not null;
        if (chunk.EndsPart || damaged) End(chunk, scanner);
    }

    void Start(PartReading next)
    {
        part = next;
        damaged = false;
        lines = plainBytes = carryOffset = 0;
        tally.StartPart(next.Name);
    }

    void End(LogChunk chunk, LineScanner scanner)
    {
        if (carried > 0 || tooLong) EndLine(scanner, terminated: false);
        storedBefore += chunk.StoredBytes;
        tally.EndPart(part!.Codec, chunk.StoredBytes, plainBytes, chunk.Damage ?? part.StreamError, lines);
        // what lies behind the damage may still be on its way
        if (!damaged) part.Dispose();
    }

    /// <summary>Keeps the beginning of a line; one over the limit is only counted from there on.</summary>
    void Carry(ReadOnlySpan<byte> bytes)
    {
        if (!tooLong && carried + (long)bytes.Length <= Math.Min(options.MaxLineBytes, Array.MaxLength - 1))
        {
            carry.Grow(carried + bytes.Length + 1, carried);
            bytes.CopyTo(new Span<byte>(carry.Start + carried, bytes.Length));
            carried += bytes.Length;
        }
        else
        {
            tooLong = true;
            carried = 0;
        }
    }

    void EndLine(LineScanner scanner, bool terminated)
    {
        joint.Clear();
        if (tooLong) joint.AddMalformed(MalformedKind.TooLong, 0);
        else if (!terminated) scanner.ReadAny(carry.Start, carry.Start + carried, carry.Start, joint);
        else
        {
            carry.Start[carried] = (byte)'\n';
            scanner.Scan(carry.Start, carry.Start + carried + 1, carry.Start, joint);
        }
        joint.Apply(sink, tally, lines, carryOffset, terminated);
        lines++;
        carried = 0;
        tooLong = false;
    }

    public void Dispose() => carry.Dispose();
}
