namespace Rightsizer.EventLogParser.Codecs;

/// <summary>No compression: the stored bytes are the plain ones.</summary>
sealed class PlainDecoder(StoredInput input) : StreamDecoder
{
    public override int Read(Span<byte> destination) => input.Read(destination);
}
