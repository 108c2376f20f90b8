using Rightsizer.EventLogParser.Codecs.Deflate;
using Rightsizer.EventLogParser.Input;

namespace Rightsizer.EventLogParser.Codecs;

/// <summary>
/// A zip read from front to back, as it comes through a pipe or from a History Server: the parts of its one log, each in a codec of its
/// own, run together.
/// </summary>
/// <remarks>A zip on disk is not read by this but by its directory, which lets any log in it be picked.</remarks>
sealed class ZipDecoder : StreamDecoder
{
    const string Cut = "zip not finished";
    const uint DirectorySignature = 0x02014B50, EndSignature = 0x06054B50;

    readonly StoredInput input;
    readonly BitInput bits;
    readonly Inflater inflater;
    readonly byte[] scratch = new byte[1 << 13];
    ZipForwardEntry? entry;
    StoredInput? entryInput;
    StreamDecoder? decoder;
    string? log;
    int lastIndex;

    public ZipDecoder(StoredInput input)
    {
        this.input = input;
        bits = new BitInput(input, Cut);
        inflater = new Inflater(bits);
    }

    public override int Read(Span<byte> destination)
    {
        if (destination.IsEmpty) return 0;
        while (true)
        {
            if (decoder is null && !OpenNext()) return 0;
            var count = ReadEntry(destination);
            if (count > 0) return count;
            CloseEntry();
        }
    }

    int ReadEntry(Span<byte> destination)
    {
        try
        {
            var count = decoder!.Read(destination);
            return count > 0 || entryInput!.Complaint is null ? count : throw entryInput.Complaint;
        }
        catch (CodecException) when (entryInput!.Complaint is { } complaint)
        {
            throw complaint; // the entry was cut, not its codec
        }
    }

    /// <summary>Goes on to the next entry that is part of a log; false at the directory, which follows the last.</summary>
    bool OpenNext()
    {
        while (true)
        {
            var signature = bits.Read(32);
            if (signature is DirectorySignature or EndSignature)
            {
                input.Skip(long.MaxValue); // a pipe is read to its end
                return false;
            }
            if (signature != ZipForwardEntry.Signature) throw CodecException.Corrupt("zip entry signature missing");
            entry = ZipForwardEntry.Open(bits, inflater, out var name);
            if (IsWanted(name))
            {
                entryInput = new StoredInput(entry);
                var head = entryInput.Peek(Codec.HeadBytes);
                if (head.Length < Codec.HeadBytes && entryInput.Complaint is { } complaint) throw complaint; // too short to tell the codec
                if (!head.IsEmpty)
                {
                    var codec = Codec.Sniff(head);
                    decoder = Open(codec == Codec.Zip ? Codec.None : codec, entryInput);
                    return true;
                }
                CloseEntry();
                continue;
            }
            while (entry.Read(scratch) > 0) { }
        }
    }

    /// <summary>True for a part of the log that is being read; other files are stepped over.</summary>
    bool IsWanted(string name)
    {
        var file = name[(name.LastIndexOf('/') + 1)..];
        if (file.Length == 0 || LogNames.IsIgnored(name) || file.StartsWith(LogNames.StatusPrefix, StringComparison.Ordinal)) return false;
        var rolling = LogNames.IsRollingPart(file, out var index, out var application);
        var found = rolling ? application : name;
        if (log is not null && (found != log || index <= lastIndex))
        {
            throw CodecException.Corrupt($"zip goes on with another log, {name}; save it to a file and give its path");
        }
        log = found;
        lastIndex = index;
        return true;
    }

    void CloseEntry()
    {
        decoder?.Dispose();
        decoder = null;
        entryInput?.Dispose();
        entryInput = null;
    }

    public override void Dispose() => CloseEntry();
}
