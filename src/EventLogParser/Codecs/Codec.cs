namespace Rightsizer.EventLogParser.Codecs;

/// <summary>Names of the codecs and how their first bytes tell them. A file's name says nothing: users rename logs.</summary>
static class Codec
{
    public const string None = "none", Zstd = "zstd", Gzip = "gz",
        Lz4 = "lz4", Lz4Frame = "lz4frame", Snappy = "snappy", Lzf = "lzf", Zip = "zip",
        Utf16Le = "utf16le", Utf16Be = "utf16be";

    /// <summary>Bytes that <see cref="Sniff"/> needs at most.</summary>
    public const int HeadBytes = 16;

    public static ReadOnlySpan<byte> Lz4Magic => "LZ4Block"u8;
    public static ReadOnlySpan<byte> SnappyMagic => [0x82, (byte)'S', (byte)'N', (byte)'A', (byte)'P', (byte)'P', (byte)'Y', 0];

    public static string Sniff(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith<byte>([0x28, 0xB5, 0x2F, 0xFD])) return Zstd;
        if (head.Length >= 4 && head[0] >> 4 == 5 && head[1..].StartsWith<byte>([0x2A, 0x4D, 0x18])) return Zstd; // a skippable frame first
        if (head.StartsWith<byte>([0x1F, 0x8B])) return Gzip;
        if (head.StartsWith(Lz4Magic)) return Lz4;
        if (head.StartsWith<byte>([0x04, 0x22, 0x4D, 0x18])) return Lz4Frame;
        if (head.StartsWith(SnappyMagic)) return Snappy;
        if (head.StartsWith("ZV\0"u8) || head.StartsWith("ZV\x01"u8)) return Lzf;
        if (head.StartsWith("PK\x03\x04"u8) || head.StartsWith("PK\x05\x06"u8)) return Zip;
        // a byte-order mark alone may be any short file
        if (head.Length >= 4 && head.StartsWith<byte>([0xFF, 0xFE])) return Utf16Le;
        if (head.Length >= 4 && head.StartsWith<byte>([0xFE, 0xFF])) return Utf16Be;
        return None;
    }

    /// <summary>Bytes that <see cref="IsTar"/> needs.</summary>
    public const int TarHeadBytes = 512;

    /// <summary>True for the first header of a tar that POSIX or GNU wrote.</summary>
    public static bool IsTar(ReadOnlySpan<byte> plain) => plain.Length >= TarHeadBytes && plain[257..].StartsWith("ustar"u8);

    /// <summary>Name of a compression that Spark never writes and that is not read here; null when the head is none of them.</summary>
    public static string? SniffUnsupported(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith<byte>([0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0])) return "xz";
        if (head.StartsWith("BZh"u8) && head.Length > 9 && head[4..].StartsWith<byte>([0x31, 0x41, 0x59, 0x26, 0x53, 0x59])) return "bzip2";
        return null;
    }
}
