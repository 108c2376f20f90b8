namespace Rightsizer.EventLogParser.Input;

/// <summary>One stored file of a log: on disk, in a zip, on S3, standard input.</summary>
public abstract class LogPart
{
    /// <summary>File name without its folder.</summary>
    public abstract string Name { get; }

    /// <summary>Path or URI as a user would write it.</summary>
    public abstract string Location { get; }

    /// <value>Stored bytes; null where not known before it is read (standard input).</value>
    public abstract long? Length { get; }

    /// <summary>The store's own mark of this version of the bytes, without quotes; null where the store has none (files on disk).</summary>
    public virtual string? ETag => null;

    /// <summary>When the bytes were last written, as the store tells it.</summary>
    /// <value>Epoch milliseconds; null where not known.</value>
    public virtual long? ModifiedMs => null;

    /// <summary>Opens the stored bytes from the start. Throws <see cref="RightsizerException"/> when they cannot be had.</summary>
    public abstract Stream OpenRead();

    /// <summary>The file's path when it is an ordinary local file, which can be read in ranges; else null.</summary>
    public virtual string? LocalPath => null;

    /// <summary>Told of bytes that the part unpacked to beyond the codec of the file that holds it.</summary>
    /// <exception cref="RightsizerException">They are more than any log's.</exception>
    internal virtual void CountUnpacked(long plainBytes)
    {
    }
}
