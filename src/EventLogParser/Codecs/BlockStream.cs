using Rightsizer.EventLogParser.Input;

namespace Rightsizer.EventLogParser.Codecs;

/// <summary>
/// The stored blocks of a part whose blocks decode on their own (lz4, snappy, lzf), so that several threads can share the work.
/// </summary>
public sealed class BlockStream : IDisposable
{
    readonly LogPart part;
    readonly StoredInput input;
    readonly BlockDecoder decoder;
    bool ended;

    BlockStream(LogPart part, StoredInput input, string codec, BlockDecoder decoder)
    {
        this.part = part;
        this.input = input;
        this.decoder = decoder;
        Codec = codec;
    }

    /// <summary>As <see cref="DecodedStream.Codec"/>.</summary>
    public string Codec { get; }

    /// <summary>
    /// As <see cref="DecodedStream.StreamError"/>, for the stream; a damaged block is told by <see cref="StoredBlock.Decode"/>, and
    /// ends the text there.
    /// </summary>
    public string? StreamError { get; private set; }

    /// <value>Stored bytes taken so far.</value>
    public long BytesRead => input.BytesRead;

    /// <summary>Null when the part is in another codec: read it as a <see cref="DecodedStream"/>.</summary>
    /// <exception cref="RightsizerException">The bytes cannot be had.</exception>
    public static BlockStream? TryOpen(LogPart part)
    {
        var input = new StoredInput(part.OpenRead());
        try
        {
            var codec = Codecs.Codec.Sniff(input.Peek(Codecs.Codec.HeadBytes));
            BlockDecoder? decoder = codec switch
            {
                Codecs.Codec.Lz4 => new Lz4BlockDecoder(input),
                Codecs.Codec.Snappy => new SnappyDecoder(input),
                Codecs.Codec.Lzf => new LzfDecoder(input),
                _ => null,
            };
            if (decoder is not null) return new BlockStream(part, input, codec, decoder);
            input.Dispose();
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            input.Dispose();
            throw DecodedStream.Unreadable(part, e);
        }
    }

    /// <summary>Takes the next block; false at the end, clean or not.</summary>
    public bool Next(StoredBlock block)
    {
        if (ended) return false;
        try
        {
            if (decoder.NextBlock(out var header, out var body))
            {
                block.Set(header, body);
                return true;
            }
            StreamError = input.Complaint?.Message;
        }
        catch (CodecException e)
        {
            StreamError = (input.Complaint ?? e).Message;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw DecodedStream.Unreadable(part, e);
        }
        ended = true;
        return false;
    }

    public void Dispose() => input.Dispose();
}
