using Rightsizer.EventLogParser.Codecs;

namespace Rightsizer.EventLogParser.Internals.Fast;

/// <summary>Bytes outside the collected heap, page-aligned, with <see cref="Bytes.Overread"/> readable bytes behind them.</summary>
sealed unsafe class NativeBuffer : IDisposable
{
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
        Free();
        Start = bigger;
        Capacity = size;
    }

    public void Dispose()
    {
        Free();
        Start = null;
    }

    static byte* Allocate(int capacity) => SpareMemory.Shared.Take((long)capacity + Bytes.Overread);

    void Free() => SpareMemory.Shared.Give(Start, (long)Capacity + Bytes.Overread);
}
