using System.Collections.Concurrent;

namespace Rightsizer.Aws.S3;

/// <summary>The buffers of one stream, used again and again.</summary>
/// <remarks>Not the shared pool, which keeps some for every thread that ever gave one back: at 8 MB each that cost some 36 MB.</remarks>
sealed class RangeBuffers
{
    readonly ConcurrentQueue<byte[]> free = new();

    /// <summary>A buffer of at least this length; ones too short are left to the collector.</summary>
    public byte[] Rent(int length)
    {
        while (free.TryDequeue(out var buffer))
        {
            if (buffer.Length >= length) return buffer;
        }
        return GC.AllocateUninitializedArray<byte>(length);
    }

    public void Return(byte[] buffer) => free.Enqueue(buffer);
}
