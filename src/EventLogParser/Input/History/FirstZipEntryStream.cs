using Rightsizer.EventLogParser.Codecs;
using Rightsizer.EventLogParser.Codecs.Deflate;

namespace Rightsizer.EventLogParser.Input.History;

/// <summary>
/// The first file of a zip that comes over the network, unzipped as it comes. The zip's directory, which comes last, is not needed.
/// </summary>
sealed class FirstZipEntryStream : ForwardStream
{
    readonly StoredInput input;
    readonly ZipForwardEntry entry;
    readonly UnpackGuard guard;

    /// <exception cref="RightsizerException">No zip, or one that Spark does not write.</exception>
    public FirstZipEntryStream(Stream zip, string place)
    {
        input = new StoredInput(zip);
        guard = new UnpackGuard(place);
        var bits = new BitInput(input, "zip not finished");
        try
        {
            if (bits.Read(32) != ZipForwardEntry.Signature) throw CodecException.Corrupt("it is no zip with a log");
            entry = ZipForwardEntry.Open(bits, new Inflater(bits), out var name);
            Name = name;
        }
        catch (CodecException e)
        {
            input.Dispose();
            throw new RightsizerException(ExitCode.InputUnreadable, $"{place}: the server's answer cannot be unzipped: {e.Message}", e);
        }
    }

    /// <summary>As it stands in the zip; ends in '/' for the folder of a rolling log.</summary>
    public string Name { get; }

    /// <exception cref="CodecException">The file is cut or damaged; all before was given.</exception>
    /// <exception cref="RightsizerException">It unpacks to more than any log.</exception>
    public override int Read(Span<byte> buffer)
    {
        var count = entry.Read(buffer);
        guard.Count(count, input.BytesRead);
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) input.Dispose();
        base.Dispose(disposing);
    }
}
