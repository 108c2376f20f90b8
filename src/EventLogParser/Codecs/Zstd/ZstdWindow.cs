using System.Buffers;

namespace Rightsizer.EventLogParser.Codecs.Zstd;

/// <summary>What was decoded last, to which matches reach back. A block is always written in one run; when the room to the end is
/// too small for one, writing starts over at the front and what stands behind is the older text.</summary>
sealed class ZstdWindow : IDisposable
{
    /// <summary>Bytes behind a run that wide copies may overwrite or read.</summary>
    public const int Slack = 2 * Match.Overshoot;

    const int BlockRoom = ZstdFraming.MaxBlockBytes + Slack, LargestSpareBytes = 1 << 22;

    /// <summary>A header may claim any window: beyond this, memory follows what is really decoded.</summary>
    const int TakenAtOnceBytes = 1 << 24;

    byte[] buffer = [];
    long target;

    /// <summary>Where the next block goes.</summary>
    public int Position { get; private set; }

    /// <summary>End of the older text, which starts behind the block that is being written; 0 when there is none.</summary>
    public int OldEnd { get; private set; }

    /// <summary>Farthest that a match may reach back.</summary>
    public long WindowBytes { get; private set; }

    /// <summary>All the memory of the window.</summary>
    public Span<byte> Memory => buffer;

    public void StartFrame(long windowBytes)
    {
        WindowBytes = windowBytes;
        // Spare room makes starting over rare; it is bounded, so that memory is the window and a constant.
        target = windowBytes + Math.Clamp(windowBytes, 2 * BlockRoom, LargestSpareBytes);
        Position = OldEnd = 0;
    }

    /// <summary>Makes room for one block at <see cref="Position"/>.</summary>
    public void MakeRoom()
    {
        if (buffer.Length - Position >= BlockRoom) return;
        if (buffer.Length < target)
        {
            var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(target, Math.Max(TakenAtOnceBytes, buffer.Length * 2L)));
            buffer.AsSpan(0, Position).CopyTo(larger);
            Dispose();
            buffer = larger;
            if (buffer.Length - Position >= BlockRoom) return;
        }
        OldEnd = Position;
        Position = 0;
    }

    public void Gain(int count) => Position += count;

    public void Dispose()
    {
        if (buffer.Length > 0) ArrayPool<byte>.Shared.Return(buffer);
        buffer = [];
    }
}
