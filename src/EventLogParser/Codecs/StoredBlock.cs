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
        header.Decode(Body, destination[..PlainBytes]) is { } error ? CodecException.Corrupt(error).Message : null;

    /// <summary>
    /// Decodes two blocks, one behind the other. Their checksums are made side by side, in little more time than one takes.
    /// </summary>
    /// <param name="first">The first.</param>
    /// <param name="second">The second.</param>
    /// <param name="destination">Room for both.</param>
    /// <param name="plainBytes">Bytes of the blocks that are whole, up to the first that is not.</param>
    /// <returns>As <see cref="Decode"/>.</returns>
    public static string? DecodeTwo(StoredBlock first, StoredBlock second, Span<byte> destination, out int plainBytes)
    {
        Span<byte> firstPlain = destination[..first.PlainBytes], secondPlain = destination.Slice(first.PlainBytes, second.PlainBytes);
        plainBytes = 0;
        var together = first.PlainBytes == second.PlainBytes && first.header.Checksum is not null && second.header.Checksum is not null;
        var firstError = together ? first.header.DecodeUnchecked(first.Body, firstPlain) : first.header.Decode(first.Body, firstPlain);
        if (firstError is not null) return CodecException.Corrupt(firstError).Message;
        var secondError = together ? second.header.DecodeUnchecked(second.Body, secondPlain)
            : second.header.Decode(second.Body, secondPlain);
        if (together)
        {
            if (secondError is null) (firstError, secondError) = BlockHeader.CheckTwo(first.header, firstPlain, second.header, secondPlain);
            else firstError = first.header.Check(firstPlain);
            if (firstError is not null) return CodecException.Corrupt(firstError).Message;
        }
        plainBytes = first.PlainBytes;
        if (secondError is not null) return CodecException.Corrupt(secondError).Message;
        plainBytes += second.PlainBytes;
        return null;
    }

    ReadOnlySpan<byte> Body => body.AsSpan(0, bodyBytes);

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
