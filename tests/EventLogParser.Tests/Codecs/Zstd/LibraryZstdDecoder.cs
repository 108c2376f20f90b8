using Rightsizer.EventLogParser.Codecs;
using Rightsizer.EventLogParser.Codecs.Zstd;
using ZstdSharp.Unsafe;

namespace Rightsizer.EventLogParser.Tests.Codecs.Zstd;

/// <summary>Decodes zstd frames with ZstdSharp, a port of libzstd, one block a call.</summary>
/// <remarks>
/// The library keeps back what it decoded in a call that then fails; a call never holds more than one block, so nothing is lost.
/// </remarks>
sealed unsafe class LibraryZstdDecoder(StoredInput input) : StreamDecoder
{
    readonly ZstdFraming framing = new(input);
    ZSTD_DCtx_s* stream = Methods.ZSTD_createDStream();
    int pieceLeft; // the library takes a raw block in as many bites as the destination asks for
    bool mayHoldMore;

    public override int Read(Span<byte> destination)
    {
        ObjectDisposedException.ThrowIf(stream is null, this);
        if (destination.IsEmpty) return 0;
        while (true)
        {
            if (pieceLeft == 0 && !mayHoldMore)
            {
                if (framing.Next(out var piece) == ZstdFraming.Piece.End) return 0;
                pieceLeft = piece.Length;
            }
            var count = Decompress(input.LastTaken(pieceLeft), destination);
            if (count > 0) return count;
        }
    }

    int Decompress(ReadOnlySpan<byte> piece, Span<byte> destination)
    {
        fixed (byte* from = piece, to = destination)
        {
            var source = new ZSTD_inBuffer_s { src = from, size = (nuint)piece.Length };
            var target = new ZSTD_outBuffer_s { dst = to, size = (nuint)destination.Length };
            do
            {
                var code = Methods.ZSTD_decompressStream(stream, &target, &source);
                if (Methods.ZSTD_isError(code)) throw CodecException.Corrupt("zstd: " + Methods.ZSTD_getErrorName(code));
            }
            while (source.pos < source.size && target.pos < target.size);
            pieceLeft = (int)(source.size - source.pos);
            mayHoldMore = target.pos == target.size;
            return (int)target.pos;
        }
    }

    public override void Dispose()
    {
        if (stream is null) return;
        Methods.ZSTD_freeDStream(stream);
        stream = null;
    }
}
