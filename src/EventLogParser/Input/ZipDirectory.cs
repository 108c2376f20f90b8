using System.Buffers.Binary;
using System.Text;

namespace Rightsizer.EventLogParser.Input;

/// <summary>Reads the central directory of a zip.</summary>
/// <remarks>
/// Ours because the framework's reads every entry before the first can be counted, and because parts are read side by side.
/// </remarks>
static class ZipDirectory
{
    const int EndBytes = 22, Locator64Bytes = 20, End64Bytes = 56, EntryBytes = 46, LocalHeaderBytes = 30,
        MaxCommentBytes = ushort.MaxValue;
    const uint EndSignature = 0x06054B50, Locator64Signature = 0x07064B50, End64Signature = 0x06064B50, EntrySignature = 0x02014B50;

    /// <exception cref="RightsizerException">Not a whole zip, or one with too many entries.</exception>
    public static IReadOnlyList<ZipEntryPart> Read(LogPart archive)
    {
        using var stream = archive.OpenRead();
        if (!stream.CanSeek)
        {
            throw new RightsizerException(
                ExitCode.InputUnreadable, $"{archive.Location}: a zip cannot be read from a pipe; save it to a file and give its path");
        }
        try
        {
            return Read(archive, stream);
        }
        catch (Exception e) when (e is EndOfStreamException or ArgumentOutOfRangeException or OverflowException)
        {
            throw Damaged(archive);
        }
        catch (IOException e)
        {
            throw new RightsizerException(ExitCode.InputUnreadable, $"{archive.Location}: cannot be read: {e.Message}", e);
        }
    }

    static List<ZipEntryPart> Read(LogPart archive, Stream stream)
    {
        var (count, offset) = FindEnd(archive, stream);
        if (count > InputLimits.ZipEntries)
        {
            throw new RightsizerException(ExitCode.InputUnreadable,
                $"{archive.Location}: the zip has {count} entries, over the limit of {InputLimits.ZipEntries}; unzip the log that you "
                + $"want and give its path, or lift the limit with {InputLimits.ZipVariable}");
        }
        var found = new List<ZipEntry>();
        using var reader = new BufferedStream(stream, 1 << 16);
        reader.Position = offset;
        Span<byte> header = stackalloc byte[EntryBytes];
        for (long i = 0; i < count; i++)
        {
            reader.ReadExactly(header);
            if (BinaryPrimitives.ReadUInt32LittleEndian(header) != EntrySignature) throw Damaged(archive);
            var name = new byte[U16(header, 28)];
            reader.ReadExactly(name);
            var extra = new byte[U16(header, 30)];
            reader.ReadExactly(extra);
            reader.Position += U16(header, 32);

            long stored = U32(header, 20), plain = U32(header, 24), at = U32(header, 42);
            ReadZip64(extra, ref plain, ref stored, ref at);
            if (stored < 0 || plain < 0 || at < 0) throw Damaged(archive);
            var entry = new ZipEntry(Encoding.UTF8.GetString(name).Replace('\\', '/'), U16(header, 10), (U16(header, 8) & 1) != 0, stored,
                plain, U32(header, 16), at);
            found.Add(entry);
        }
        CheckLayout(archive, found, offset, stream.Length);
        var guard = new UnpackGuard(archive.Location);
        return found.ConvertAll(entry => new ZipEntryPart(archive, entry, guard));
    }

    /// <summary>Entries that lie in each other let a small zip unpack without end, and so do sizes that no log packs to.</summary>
    static void CheckLayout(LogPart archive, List<ZipEntry> entries, long directoryOffset, long archiveBytes)
    {
        var plainBytes = 0L;
        var free = 0L;
        foreach (var entry in entries.OrderBy(e => e.HeaderOffset))
        {
            if (entry.HeaderOffset < free || entry.StoredBytes > directoryOffset - entry.HeaderOffset - LocalHeaderBytes)
            {
                throw new RightsizerException(ExitCode.InputUnreadable,
                    $"{archive.Location}: files of the zip overlap, which only a damaged or malicious one does; download it again");
            }
            free = entry.HeaderOffset + LocalHeaderBytes + entry.StoredBytes;
            plainBytes = Math.Min(long.MaxValue - entry.PlainBytes, plainBytes) + entry.PlainBytes;
        }
        new UnpackGuard(archive.Location).Count(plainBytes, archiveBytes);
    }

    static (long Count, long Offset) FindEnd(LogPart archive, Stream stream)
    {
        var tail = new byte[(int)Math.Min(stream.Length, EndBytes + MaxCommentBytes + Locator64Bytes)];
        stream.Position = stream.Length - tail.Length;
        stream.ReadExactly(tail);
        for (var at = tail.Length - EndBytes; at >= 0; at--)
        {
            var end = tail.AsSpan(at);
            if (U32(end, 0) != EndSignature) continue;
            long count = U16(end, 10), offset = U32(end, 16);
            if ((count == ushort.MaxValue || offset == uint.MaxValue) && at >= Locator64Bytes
                && U32(tail.AsSpan(at - Locator64Bytes), 0) == Locator64Signature)
            {
                var end64 = new byte[End64Bytes];
                stream.Position = BinaryPrimitives.ReadInt64LittleEndian(tail.AsSpan(at - Locator64Bytes + 8));
                stream.ReadExactly(end64);
                if (U32(end64, 0) != End64Signature) throw Damaged(archive);
                count = BinaryPrimitives.ReadInt64LittleEndian(end64.AsSpan(32));
                offset = BinaryPrimitives.ReadInt64LittleEndian(end64.AsSpan(48));
            }
            if (count < 0 || offset < 0) throw Damaged(archive);
            return (count, offset);
        }
        throw Damaged(archive);
    }

    /// <summary>Sizes of 4 GiB and more stand in an extra field, in this order, each only where its own field is all ones.</summary>
    static void ReadZip64(ReadOnlySpan<byte> extra, ref long plain, ref long stored, ref long at)
    {
        while (extra.Length >= 4)
        {
            var (id, length) = (U16(extra, 0), U16(extra, 2));
            var field = extra.Slice(4, Math.Min(length, extra.Length - 4));
            if (id == 1)
            {
                Take(ref field, ref plain);
                Take(ref field, ref stored);
                Take(ref field, ref at);
                return;
            }
            extra = extra[(4 + field.Length)..];
        }

        static void Take(ref ReadOnlySpan<byte> field, ref long value)
        {
            if (value != uint.MaxValue || field.Length < 8) return;
            value = BinaryPrimitives.ReadInt64LittleEndian(field);
            field = field[8..];
        }
    }

    static RightsizerException Damaged(LogPart archive) =>
        new(ExitCode.InputUnreadable,
            $"{archive.Location}: the zip is cut short or damaged (its directory cannot be read); download it again");

    static ushort U16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    static uint U32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);
}
