using Rightsizer.EventLogParser.Codecs;
using Rightsizer.EventLogParser.Codecs.Zstd;
using Rightsizer.EventLogParser.Input;
using Rightsizer.EventLogParser.Redacting;

namespace Rightsizer.EventLogParser.Internals.Fast;

/// <summary>Cuts the parts of a log into chunks. One caller at a time.</summary>
/// <param name="log">The log.</param>
/// <param name="options">With several threads, blocks that can be decoded on their own are handed out as they are stored.</param>
/// <param name="chunksHeld">Chunks on their way at most.</param>
sealed class ChunkSource(EventLog log, EventLogReaderOptions options, int chunksHeld) : IDisposable
{
    readonly List<PartReading> opened = [];
    int nextPart;
    PartReading? current;

    /// <summary>Says what the next chunk is, and fills it unless that can be done by the worker on its own.</summary>
    /// <returns>False when the log is at its end.</returns>
    public bool TryNext(LogChunk chunk)
    {
        if (current is null)
        {
            if (nextPart == log.Parts.Count) return false;
            current = Open(log.Parts[nextPart++]);
            opened.Add(current);
        }
        chunk.Reset();
        chunk.Part = current;
        chunk.Offset = current.NextOffset;
        if (current.Stream is { } stream) Fill(chunk, stream, current.Redacted);
        else if (current.Blocks is { } blocks) Take(chunk, blocks, current);
        else if (current.Zstd is { } zstd) chunk.EndsPart = !zstd.TryNext(chunk.Run);
        else
        {
            chunk.Length = (int)Math.Min(chunk.Capacity, current.FileBytes - current.NextOffset);
            chunk.EndsPart = current.NextOffset + chunk.Length == current.FileBytes;
        }
        current.NextOffset += chunk.Length;
        if (chunk.EndsPart) current = null;
        return true;
    }

    static void Fill(LogChunk chunk, DecodedStream stream, RedactedStream? redacted)
    {
        var have = 0;
        while (have < chunk.Capacity)
        {
            var read = redacted is null ? stream.Read(chunk.Room(have)) : redacted.Read(chunk.Room(have));
            if (read == 0)
            {
                chunk.EndsPart = true;
                break;
            }
            have += read;
        }
        chunk.Length = have;
        chunk.StoredBytes = stream.BytesRead;
    }

    /// <summary>As many blocks as fill the chunk once they are decoded.</summary>
    static void Take(LogChunk chunk, BlockStream blocks, PartReading part)
    {
        while (true)
        {
            var block = part.Pending;
            part.Pending = null;
            if (block is null)
            {
                block = chunk.SpareBlock();
                if (!blocks.Next(block))
                {
                    chunk.EndsPart = true;
                    chunk.StoredBytes = blocks.BytesRead;
                    return;
                }
            }
            if (chunk.TryAdd(block, blocks.BytesRead)) continue;
            chunk.Surrender(block);
            part.Pending = block;
            return;
        }
    }

    PartReading Open(LogPart part)
    {
        if (options.Redact)
        {
            var decoded = DecodedStream.Open(part);
            return new PartReading(part.Name, decoded.Codec)
            {
                Stream = decoded,
                Redacted = new RedactedStream(decoded, options.MaxLineBytes, part.Location),
                CountUnpacked = part.CountUnpacked,
            };
        }
        if (part.LocalPath is { } path && OpenPlain(part.Name, path) is { } plain) return plain;
        if (options.Threads > 1 && part.LocalPath is not null && BlockStream.TryOpen(part) is { } blocks)
        {
            return new PartReading(part.Name, blocks.Codec) { Blocks = blocks };
        }
        var input = DecodedStream.OpenInput(part, out var codec);
        if (codec == Codec.Zstd)
        {
            return new PartReading(
                part.Name, codec)
            { Zstd = ZstdStages.Open(part, input, chunksHeld), CountUnpacked = part.CountUnpacked };
        }
        return new PartReading(part.Name, codec) { Stream = DecodedStream.Open(part, input, codec), CountUnpacked = part.CountUnpacked };
    }

    /// <summary>Null where the file is compressed, or cannot be had; opening it as a stream says what is wrong with it.</summary>
    static PartReading? OpenPlain(string name, string path)
    {
        try
        {
            var file = File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete);
            Span<byte> head = stackalloc byte[Codec.HeadBytes];
            head = head[..RandomAccess.Read(file, head, 0)];
            if (Codec.Sniff(head) == Codec.None && Codec.SniffUnsupported(head) is null)
            {
                return new PartReading(name, Codec.None) { File = file, FileBytes = RandomAccess.GetLength(file) };
            }
            file.Dispose();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            // told by DecodedStream in the words it has for it
        }
        return null;
    }

    public void Dispose()
    {
        foreach (var part in opened) part.Dispose();
    }
}
