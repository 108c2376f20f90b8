using System.Runtime.InteropServices;

namespace Rightsizer.EventLogParser.Internals.Fast;

/// <summary>Bytes outside the collected heap, page-aligned, with <see cref="Bytes.Overread"/> readable bytes behind them.</summary>
sealed unsafe class NativeBuffer : IDisposable
{
    const nuint PageBytes = 4096;

    public NativeBuffer(int capacity)
    {
        Start = Allocate(capacity);
        Capacity = capacity;
    }

    public byte* Start { get; private set; }
    public int Capacity { get; private set; }

    /// <summary>Makes room for <paramref name="capacity"/> bytes and keeps the first <paramref name="used"/>.</summary>
    public void Grow(int capacity, int used)
    {
        if (capacity <= Capacity) return;
        var size = (int)Math.Min(Math.Max(capacity, 2L * Capacity), Array.MaxLength);
        var bigger = Allocate(size);
        Buffer.MemoryCopy(Start, bigger, size, used);
        NativeMemory.AlignedFree(Start);
        Start = bigger;
        Capacity = size;
    }

    public void Dispose()
    {
        NativeMemory.AlignedFree(Start);
        Start = null;
    }

    static byte* Allocate(int capacity) => (byte*)NativeMemory.AlignedAlloc((nuint)capacity + Bytes.Overread, PageBytes);
}
