using System.Buffers.Binary;

namespace Rightsizer.EventLogParser.Codecs.Deflate;

/// <summary>The CRC of gzip and zip, eight bytes a step.</summary>
static class Crc32
{
    const uint Polynomial = 0xEDB88320;
    static readonly uint[] Tables = MakeTables();

    /// <summary>Goes on with <paramref name="crc"/>, 0 at the start.</summary>
    public static uint Append(uint crc, ReadOnlySpan<byte> data)
    {
        crc = ~crc;
        var t = Tables.AsSpan();
        for (; data.Length >= 8; data = data[8..])
        {
            var low = BinaryPrimitives.ReadUInt32LittleEndian(data) ^ crc;
            var high = BinaryPrimitives.ReadUInt32LittleEndian(data[4..]);
            crc = t[0x700 + (byte)low] ^ t[0x600 + (byte)(low >> 8)] ^ t[0x500 + (byte)(low >> 16)] ^ t[0x400 + (int)(low >> 24)]
                ^ t[0x300 + (byte)high] ^ t[0x200 + (byte)(high >> 8)] ^ t[0x100 + (byte)(high >> 16)] ^ t[(int)(high >> 24)];
        }
        foreach (var b in data) crc = t[(byte)(crc ^ b)] ^ crc >> 8;
        return ~crc;
    }

    static uint[] MakeTables()
    {
        var tables = new uint[8 * 256];
        for (uint i = 0; i < 256; i++)
        {
            var crc = i;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? crc >> 1 ^ Polynomial : crc >> 1;
            tables[i] = crc;
        }
        for (var i = 256; i < tables.Length; i++) tables[i] = tables[(byte)tables[i - 256]] ^ tables[i - 256] >> 8;
        return tables;
    }
}
