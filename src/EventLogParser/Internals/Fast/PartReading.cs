using Microsoft.Win32.SafeHandles;
using Rightsizer.EventLogParser.Codecs;
using Rightsizer.EventLogParser.Codecs.Zstd;
using Rightsizer.EventLogParser.Redacting;

namespace Rightsizer.EventLogParser.Internals.Fast;

/// <summary>One part of a log while its chunks are on their way.</summary>
sealed class PartReading(string name, string codec) : IDisposable
{
    public string Name => name;
    public string Codec => codec;

    /// <summary>A plain local file is read here, anywhere and by any worker.</summary>
    public SafeFileHandle? File { get; init; }

    /// <summary>Blocks that decode on their own are taken here by one worker at a time, and decoded by each on its own.</summary>
    public BlockStream? Blocks { get; init; }

    /// <summary>A block that was taken and did not fit the chunk before.</summary>
    public StoredBlock? Pending { get; set; }

    /// <summary>zstd is decoded here, in two stages.</summary>
    public ZstdStages? Zstd { get; init; }

    /// <summary>Anything else is read here, front to back, by one worker at a time.</summary>
    public DecodedStream? Stream { get; init; }

    /// <summary>What <see cref="Stream"/> gives, redacted; null where it is read as it is.</summary>
    public RedactedStream? Redacted { get; init; }

    /// <summary>Told of bytes that were unpacked; null where the part is not in an archive.</summary>
    public Action<long>? CountUnpacked { get; init; }

    /// <value>Plain bytes handed out so far.</value>
    public long NextOffset { get; set; }

    /// <value>Length of <see cref="File"/> when it was opened.</value>
    public long FileBytes { get; init; }

    /// <summary>Where the stored stream stopped short or made no sense; known once its last chunk was handed out.</summary>
    public string? StreamError => Stream?.StreamError ?? Blocks?.StreamError ?? Zstd?.StreamError;

    public void Dispose()
    {
        File?.Dispose();
        Blocks?.Dispose();
        Zstd?.Dispose();
        Redacted?.Dispose();
        Stream?.Dispose();
    }
}
