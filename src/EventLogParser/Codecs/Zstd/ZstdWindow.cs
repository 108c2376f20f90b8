using System.IO.Hashing;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Rightsizer.EventLogParser.Codecs.Zstd;

/// <summary>
/// The second half of decoding zstd: carries out the sequences of block after block, in the memory in which the text is then read.
/// </summary>
/// <remarks>
/// A run of blocks is written in one piece; when the room to the end is too small for it, writing starts over at the front and
/// what stands behind is the older text, to which matches reach back. The text of a run stays where it is until
/// <c>heldBytes</c> more have been written, so that others may read it meanwhile.
/// </remarks>
/// <param name="runBytes">Most that is written in one run.</param>
/// <param name="heldBytes">Text that must stay, besides the frame's window.</param>
sealed unsafe class ZstdWindow(int runBytes, int heldBytes) : IDisposable
{
    /// <summary>Bytes behind a run that wide copies may overwrite or read.</summary>
    public const int Slack = 128;

    /// <summary>A header may claim any window: beyond this, memory follows what is really decoded.</summary>
    const long TakenAtOnceBytes = 1 << 24;

    readonly XxHash64 hash = new();
    byte* memory;
    long capacity, wanted, position, oldEnd, written;

    /// <summary>Memory that was outgrown, and how much must have been written before nobody reads in it any more.</summary>
    readonly List<Outgrown> outgrown = [];

    sealed record Outgrown(nint Memory, long Bytes, long FreeAt);

    /// <summary>Where the next block goes.</summary>
    public byte* Next => memory + position;

    /// <summary>
    /// Makes room for the blocks of a run, which follow each other; a block that starts a frame may stand anywhere in it.
    /// </summary>
    /// <param name="bytes">Their text.</param>
    /// <param name="windowBytes">The largest window of the frames that start among them; 0 for none.</param>
    public void MakeRoom(int bytes, long windowBytes)
    {
        wanted = Math.Max(wanted, Math.Max(windowBytes, heldBytes) + 2L * (runBytes + Slack));
        if (outgrown.Count > 0 && outgrown[^1].FreeAt <= written) FreeOutgrown();
        if (capacity - position >= bytes + Slack) return;
        if (capacity < wanted)
        {
            Grow();
            if (capacity - position >= bytes + Slack) return;
        }
        oldEnd = position;
        position = 0;
    }

    void Grow()
    {
        var size = Math.Min(wanted, Math.Max(TakenAtOnceBytes, capacity * 2));
        var larger = SpareMemory.Shared.Take(size);
        // what was written before starting over is the older part of the history
        var old = Math.Max(0, oldEnd - position);
        Buffer.MemoryCopy(memory + position, larger, size, old);
        Buffer.MemoryCopy(memory, larger + old, size - old, position);
        if (memory is not null) outgrown.Add(new Outgrown((nint)memory, capacity, written + heldBytes));
        memory = larger;
        (capacity, position, oldEnd) = (size, old + position, 0);
    }

    /// <summary>Writes the block's text at <see cref="Next"/>, for which there must be room.</summary>
    /// <returns>False when the block is a checksum, and the frame's differs.</returns>
    public bool Execute(ZstdBlock block)
    {
        if (block.StartsWindowBytes > 0) hash.Reset();
        if (block.Checksum is { } checksum) return checksum == (uint)hash.GetCurrentHashAsUInt64();
        Run(block, memory, memory + position, memory + oldEnd);
        if (block.IsHashed) hash.Append(new ReadOnlySpan<byte>(memory + position, block.PlainBytes));
        position += block.PlainBytes;
        written += block.PlainBytes;
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Run(ZstdBlock block, byte* start, byte* to, byte* oldEnd)
    {
        byte* from = block.Literals, fromEnd = from + block.LiteralCount;
        var end = block.Sequences + block.SequenceCount;
        for (var s = block.Sequences; s < end; s++)
        {
            nint literals = (nint)s->LiteralLength, length = (nint)s->MatchLength, offset = (nint)s->Offset;
            Match.CopyApart(from, to, literals);
            from += literals;
            to += literals;
            if (offset >= 64 && offset <= to - start)
            {
                // most matches are of 64 bytes at most, and the branch that this spares is foreseen badly
                var match = to - offset;
                Vector256.Store(Vector256.Load(match), to);
                Vector256.Store(Vector256.Load(match + 32), to + 32);
                for (nint i = 64; i < length; i += 32) Vector256.Store(Vector256.Load(match + i), to + i);
            }
            else if (offset <= to - start) Match.CopyWide(to, offset, length);
            else CopyFromOldText(oldEnd - (offset - (to - start)), oldEnd, start, to, length);
            to += length;
        }
        var rest = fromEnd - from;
        Buffer.MemoryCopy(from, to, rest, rest);
    }

    /// <summary>A match that starts in the text before writing started over at the front, and may run on from there.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    static void CopyFromOldText(byte* from, byte* oldEnd, byte* start, byte* to, nint count)
    {
        var run = (nint)Math.Min(oldEnd - from, count);
        Buffer.MemoryCopy(from, to, run, run);
        for (var i = run; i < count; i++) to[i] = start[i - run];
    }

    void FreeOutgrown()
    {
        foreach (var old in outgrown) SpareMemory.Shared.Give((byte*)old.Memory, old.Bytes);
        outgrown.Clear();
    }

    public void Dispose()
    {
        FreeOutgrown();
        SpareMemory.Shared.Give(memory, capacity);
        memory = null;
        capacity = position = oldEnd = 0;
    }
}
