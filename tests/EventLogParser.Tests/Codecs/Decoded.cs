using Rightsizer.EventLogParser.Codecs;
using Rightsizer.TestSupport;

namespace Rightsizer.EventLogParser.Tests.Codecs;

/// <summary>All that a stream gave.</summary>
sealed record Decoded(byte[] Plain, string Codec, string? StreamError, long BytesRead)
{
    public static Decoded Decode(byte[] stored, int readBytes = 4096, int stepBytes = int.MaxValue, long limit = long.MaxValue)
    {
        using var stream = DecodedStream.Open(new MemoryPart("x", stored, stepBytes));
        var plain = new MemoryStream();
        var buffer = new byte[readBytes];
        int count;
        while ((count = stream.Read(buffer)) > 0 && plain.Length < limit) plain.Write(buffer, 0, count);
        Assert.True(plain.Length == stream.PlainBytes || plain.Length >= limit);
        return new Decoded(plain.ToArray(), stream.Codec, stream.StreamError, stream.BytesRead);
    }
}
