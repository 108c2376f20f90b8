using System.Buffers;
using System.Text;

namespace Rightsizer.EventLogParser.Internals.Full;

/// <summary>Puts U+FFFD where bytes are not UTF-8, as Java and Python do when they are told to replace.</summary>
static class BadUtf8
{
    public static ReadOnlySpan<byte> Replace(ReadOnlySpan<byte> line)
    {
        var mended = new ArrayBufferWriter<byte>(line.Length + 64);
        while (!line.IsEmpty)
        {
            var ascii = line.IndexOfAnyExceptInRange((byte)0, (byte)0x7F);
            if (ascii != 0)
            {
                var plain = ascii < 0 ? line : line[..ascii];
                mended.Write(plain);
                line = line[plain.Length..];
                continue;
            }
            // the rune of bytes that make none is U+FFFD
            Rune.DecodeFromUtf8(line, out var rune, out var taken);
            mended.Advance(rune.EncodeToUtf8(mended.GetSpan(4)));
            line = line[taken..];
        }
        return mended.WrittenSpan;
    }
}
