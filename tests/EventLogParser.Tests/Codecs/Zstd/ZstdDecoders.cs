using Rightsizer.EventLogParser.Codecs;
using Rightsizer.EventLogParser.Codecs.Zstd;

namespace Rightsizer.EventLogParser.Tests.Codecs.Zstd;

/// <summary>Runs one of the two zstd decoders by itself.</summary>
static class ZstdDecoders
{
    public static (byte[] Plain, string? Error) Managed(byte[] stored, int readBytes = 1 << 16) =>
        Run(stored, readBytes, i => new ManagedZstdDecoder(i));

    public static (byte[] Plain, string? Error) Library(byte[] stored, int readBytes = 1 << 16) =>
        Run(stored, readBytes, i => new LibraryZstdDecoder(i));

    static (byte[] Plain, string? Error) Run(byte[] stored, int readBytes, Func<StoredInput, StreamDecoder> make)
    {
        using var input = new StoredInput(new MemoryStream(stored));
        using var decoder = make(input);
        var plain = new MemoryStream();
        var buffer = new byte[readBytes];
        try
        {
            int count;
            while ((count = decoder.Read(buffer)) > 0) plain.Write(buffer, 0, count);
            return (plain.ToArray(), null);
        }
        catch (CodecException e)
        {
            return (plain.ToArray(), e.Message);
        }
    }
}
