using Rightsizer.EventLogParser.Input;

namespace Rightsizer.EventLogParser.Codecs;

/// <summary>The plain bytes of one part of a log, whatever it was compressed with.</summary>
/// <remarks>
/// The codec is told by the first bytes. Damage never throws: what was decoded before it is given, then the stream ends and
/// <see cref="StreamError"/> says why. Memory is bounded by the codec's block or window, not by what a header claims.
/// </remarks>
public sealed class DecodedStream : Stream
{
    readonly LogPart part;
    readonly StoredInput input;
    readonly StreamDecoder decoder;
    bool ended;

    DecodedStream(LogPart part, StoredInput input, string codec)
    {
        this.part = part;
        this.input = input;
        Codec = codec;
        decoder = StreamDecoder.Open(codec, input);
    }

    /// <summary>
    /// none, zstd, gz, lz4 (LZ4BlockOutputStream), lz4frame, snappy (snappy-java), lzf; zip for an archive, whose one log is given;
    /// utf16le and utf16be for a text that is given as UTF-8.
    /// </summary>
    public string Codec { get; }

    /// <summary>
    /// Null while all is well; <c>truncated: ...</c> or <c>corrupt: ...</c> once the compressed stream stopped short or made no sense.
    /// </summary>
    public string? StreamError { get; private set; }

    /// <value>Stored bytes taken so far.</value>
    public long BytesRead => input.BytesRead;

    /// <value>Decompressed bytes given so far.</value>
    public long PlainBytes { get; private set; }

    /// <exception cref="RightsizerException">The bytes cannot be had.</exception>
    public static DecodedStream Open(LogPart part)
    {
        var input = OpenInput(part, out var codec);
        return Open(part, input, codec);
    }

    internal static DecodedStream Open(LogPart part, StoredInput input, string codec) => new(part, input, codec);

    /// <summary>Opens a part's stored bytes and looks at the first.</summary>
    internal static StoredInput OpenInput(LogPart part, out string codec)
    {
        var input = new StoredInput(part.OpenRead());
        try
        {
            var head = input.Peek(Codecs.Codec.HeadBytes);
            if (Codecs.Codec.SniffUnsupported(head) is { } unsupported)
            {
                throw new RightsizerException(ExitCode.InputUnreadable,
                    $"{part.Location}: compressed with {unsupported}, which Spark never writes and this program does not read; "
                    + $"decompress it first: {unsupported} -dk FILE");
            }
            codec = Codecs.Codec.Sniff(head);
            return input;
        }
        catch (Exception e)
        {
            input.Dispose();
            if (e is IOException or UnauthorizedAccessException) throw Unreadable(part, e);
            throw;
        }
    }

    public override int Read(Span<byte> buffer)
    {
        if (ended || buffer.IsEmpty) return 0;
        try
        {
            var count = decoder.Read(buffer);
            PlainBytes += count;
            if (count == 0) End(input.Complaint);
            return count;
        }
        catch (CodecException e)
        {
            End(input.Complaint ?? e);
            return 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(part, e);
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    void End(CodecException? complaint)
    {
        ended = true;
        StreamError = complaint?.Message;
    }

    internal static RightsizerException Unreadable(LogPart part, Exception e) =>
        new(ExitCode.InputUnreadable, $"{part.Location}: cannot be read: {e.Message}", e);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            decoder.Dispose();
            input.Dispose();
        }
        base.Dispose(disposing);
    }

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => PlainBytes; set => throw new NotSupportedException(); }
    public override void Flush() { }
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
