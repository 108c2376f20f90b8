using Rightsizer.EventLogParser.Codecs.Deflate;
using Rightsizer.EventLogParser.Codecs.Zstd;

namespace Rightsizer.EventLogParser.Codecs;

/// <summary>Turns stored bytes into plain ones.</summary>
abstract class StreamDecoder : IDisposable
{
    /// <summary>Gives at least one byte, or 0 at a clean end.</summary>
    /// <remarks>A call that has bytes to give returns them; a complaint waits for the next call, so nothing decoded is lost.</remarks>
    /// <exception cref="CodecException">The stream stops short or makes no sense.</exception>
    public abstract int Read(Span<byte> destination);

    public virtual void Dispose() { }

    /// <summary>The decoder for a codec that <see cref="Codec.Sniff"/> told.</summary>
    public static StreamDecoder Open(string codec, StoredInput input) => codec switch
    {
        Codec.Zstd => new ManagedZstdDecoder(input),
        Codec.Gzip => new GzipDecoder(input),
        Codec.Lz4 => new Lz4BlockDecoder(input),
        Codec.Lz4Frame => new Lz4FrameDecoder(input),
        Codec.Snappy => new SnappyDecoder(input),
        Codec.Lzf => new LzfDecoder(input),
        Codec.Zip => new ZipDecoder(input),
        Codec.Utf16Le => new Utf16Decoder(input, bigEndian: false),
        Codec.Utf16Be => new Utf16Decoder(input, bigEndian: true),
        _ => new PlainDecoder(input),
    };
}
