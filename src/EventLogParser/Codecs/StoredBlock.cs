using System.Buffers;

namespace Rightsizer.EventLogParser.Codecs;

/// <summary>One block as it is stored, to be decoded on whichever thread has time. Reused: it keeps its memory.</summary>
public sealed class StoredBlock : IDisposable
{
    byte[] body = [];
    int bodyBytes;
    BlockHeader header;

    /// <value>Bytes that the block decodes to.</value>
    public int PlainBytes => header.PlainBytes;

    /// <summary>Decodes the block.</summary>
    /// <param name="destination">At least <see cref="PlainBytes"/>; what lies behind them is not touched.</param>
    /// <returns>Null, or <c>corrupt: ...</c> when the block is damaged.</returns>
    public string? Decode(Span<byte> destination) =>
        header.Decode(body.AsSpan(0, bodyBytes), destination[..PlainBytes]) is { } error ? CodecException.Corrupt(error).Message : null;

    internal void Set(BlockHeader header, ReadOnlySpan<byte> body)
    {
        if (this.body.Length < body.Length)
        {
            Dispose();
            this.body = ArrayPool<byte>.Shared.Rent(body.Length);
        }
        body.CopyTo(this.body);
        bodyBytes = body.Length;
        this.header = header;
    }

    public void Dispose()
    {
        if (body.Length > 0) ArrayPool<byte>.Shared.Return(body);
        body = [];
        bodyBytes = 0;
        header = default;
    }
}
