namespace Rightsizer.EventLogParser.Codecs;

/// <summary>Turns stored bytes into plain ones.</summary>
abstract class StreamDecoder : IDisposable
{
    /// <summary>Gives at least one byte, or 0 at a clean end.</summary>
    /// <remarks>A call that has bytes to give returns them; a complaint waits for the next call, so nothing decoded is lost.</remarks>
    /// <exception cref="CodecException">The stream stops short or makes no sense.</exception>
    public abstract int Read(Span<byte> destination);

    public virtual void Dispose() { }
}
