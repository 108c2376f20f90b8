using System.Runtime.CompilerServices;

namespace Rightsizer.EventLogParser.Codecs.Zstd;

/// <summary>What was decoded last, to which matches reach back. A block is always written in one run; when the room to the end is
/// too small for one, writing starts over at the front and what stands behind is the older text.</summary>
sealed unsafe class ZstdWindow
{
    /// <summary>Bytes behind a run that wide copies may overwrite or read.</summary>
    public const int Slack = 64;

    const int BlockRoom = ZstdFraming.MaxBlockBytes + Slack, FirstBytes = 1 << 20, LargestSpareBytes = 1 << 22;

    byte[] buffer = [];
    long target;

    /// <summary>Memory of the window, pinned.</summary>
    public byte* Start { get; private set; }

    /// <summary>Where the next block goes.</summary>
    public int Position { get; private set; }

    /// <summary>End of the older text, which starts behind the block that is being written; 0 when there is none.</summary>
    public int OldEnd { get; private set; }

    /// <summary>Farthest that a match may reach back.</summary>
    public long WindowBytes { get; private set; }

    public ReadOnlySpan<byte> Text(int from, int count) => buffer.AsSpan(from, count);

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
            // A header may claim any window: memory follows what is really decoded.
            var larger = GC.AllocateUninitializedArray<byte>((int)Math.Min(target, Math.Max(FirstBytes, buffer.Length * 2L)), pinned: true);
            buffer.AsSpan(0, Position).CopyTo(larger);
            buffer = larger;
            Start = (byte*)Unsafe.AsPointer(ref larger[0]);
            if (buffer.Length - Position >= BlockRoom) return;
        }
        OldEnd = Position;
        Position = 0;
    }

    public void Gain(int count) => Position += count;
}
