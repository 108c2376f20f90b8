namespace Rightsizer.EventLogParser.Codecs.Zstd;

/// <summary>Decodes zstd frames with the system's libzstd, one block a call.</summary>
/// <remarks>libzstd keeps back what it decoded in a call that then fails; a call never holds more than one block, so nothing is lost.</remarks>
sealed unsafe class LibZstdDecoder(StoredInput input) : StreamDecoder
{
    readonly ZstdFraming framing = new(input);
    void* stream = LibZstd.CreateDStream();
    int pieceLeft; // libzstd takes a raw block in as many bites as the destination asks for
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
            var source = new LibZstd.Buffer { Pointer = from, Size = (nuint)piece.Length };
            var target = new LibZstd.Buffer { Pointer = to, Size = (nuint)destination.Length };
            do
            {
                var code = LibZstd.DecompressStream(stream, &target, &source);
                if (LibZstd.ErrorOf(code) is { } error) throw CodecException.Corrupt("zstd: " + error);
            }
            while (source.Position < source.Size && target.Position < target.Size);
            pieceLeft = (int)(source.Size - source.Position);
            mayHoldMore = target.Position == target.Size;
            return (int)target.Position;
        }
    }

    public override void Dispose()
    {
        if (stream is null) return;
        LibZstd.FreeDStream(stream);
        stream = null;
    }
}
