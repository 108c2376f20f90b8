using System.Formats.Tar;
using Rightsizer.EventLogParser.Codecs;

namespace Rightsizer.EventLogParser.Input;

/// <summary>Lists the files of a tar, plain or compressed, in one pass over it.</summary>
static class TarDirectory
{
    /// <summary>A file of a compressed tar is reached by unpacking all before it. More than this in sum is refused.</summary>
    const long MostUnpackedAgainBytes = 64L << 30;

    /// <summary>The files up to where the tar is cut, if it is.</summary>
    /// <exception cref="RightsizerException">Not a tar, or one with too many files.</exception>
    public static IReadOnlyList<TarEntryPart> Read(LogPart archive)
    {
        var guard = new UnpackGuard(archive.Location);
        var found = new List<TarEntryPart>();
        using var decoded = DecodedStream.Open(archive);
        using var counted = new CountingStream(decoded);
        using var tar = new TarReader(counted);
        long counters = 0, unpackedAgain = 0;
        while (Next(tar, archive, found.Count) is { } entry)
        {
            guard.Count(counted.BytesRead - counters, decoded.BytesRead);
            counters = counted.BytesRead;
            if (!IsFile(entry)) continue;
            if (found.Count == InputLimits.ZipEntries)
            {
                throw new RightsizerException(
                    ExitCode.InputUnreadable, $"{archive.Location}: the tar has more than {InputLimits.ZipEntries} files; "
                    + $"unpack the log that you want and give its path, or lift the limit with {InputLimits.ZipVariable}");
            }
            if (decoded.Codec != Codec.None && (unpackedAgain += counted.BytesRead) > MostUnpackedAgainBytes)
            {
                throw new RightsizerException(ExitCode.InputUnreadable,
                    $"{archive.Location}: this compressed tar is too large to read file by file; unpack it and give the path of a log");
            }
            found.Add(new TarEntryPart(archive, NameOf(entry), counted.BytesRead, entry.Length, guard));
        }
        return found;
    }

    /// <summary>The next entry; null at the end, and where the tar is cut or damaged after its first file.</summary>
    static TarEntry? Next(TarReader tar, LogPart archive, int before)
    {
        try
        {
            return tar.GetNextEntry();
        }
        catch (Exception e) when (e is InvalidDataException or IOException or FormatException or NotSupportedException
            or OverflowException or ArgumentException)
        {
            if (before > 0) return null;
            throw new RightsizerException(
                ExitCode.InputUnreadable, $"{archive.Location}: the tar is cut short or damaged; download it again", e);
        }
    }

    static bool IsFile(TarEntry entry) =>
        entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile;

    /// <summary>Name with '/' between folders; tar writes ./ before what it was given as a folder.</summary>
    static string NameOf(TarEntry entry)
    {
        var name = entry.Name.Replace('\\', '/');
        while (name.StartsWith("./", StringComparison.Ordinal)) name = name[2..];
        return name.TrimStart('/');
    }
}
