using System.Globalization;

namespace Rightsizer.EventLogParser.Input;

/// <summary>
/// What an input may ask for before it is refused, so that a hostile one cannot take the machine's memory; an environment variable
/// lifts each.
/// </summary>
public static class InputLimits
{
    /// <summary>An input that unpacks to less than this is read whatever its ratio.</summary>
    /// <value>1 GB.</value>
    public const long FreeUnpackedBytes = 1 << 30;

    public const string RatioVariable = "RIGHTSIZER_MAX_UNPACK_RATIO";

    public const string WindowVariable = "RIGHTSIZER_MAX_ZSTD_WINDOW_MB", ZipVariable = "RIGHTSIZER_MAX_ZIP_ENTRIES",
        LineVariable = "RIGHTSIZER_MAX_LINE_MB", LogsVariable = "RIGHTSIZER_MAX_LOGS", ForeignVariable = "RIGHTSIZER_MAX_FOREIGN_MB";

    /// <summary>Largest window of a zstd frame, which is held in memory; libzstd's own limit unless lifted.</summary>
    public static readonly long ZstdWindowBytes = Read(WindowVariable, 128, 1024) << 20;

    /// <summary>Entries of a zip that is read by its directory. A rolling log of 10 GB in Spark's default 128 MB files has 80.</summary>
    public static readonly long ZipEntries = Read(ZipVariable, 10_000, 100_000_000);

    /// <summary>Bytes that a stored byte may unpack to, once <see cref="FreeUnpackedBytes"/> are passed. Event logs reach 60.</summary>
    public static readonly long UnpackRatio = Read(RatioVariable, 1000, 1_000_000_000);

    /// <summary>Longest line of a log that is read.</summary>
    public static readonly long LineBytes = Read(LineVariable, 256, 2000) << 20;

    /// <summary>
    /// Bytes without an event of Spark after which an input is given up; room for two lines that are too long to be read.
    /// </summary>
    public static readonly long ForeignBytes = Math.Max(Read(ForeignVariable, 512, 1L << 40) << 20, 2 * LineBytes);

    /// <summary>Logs that one place may hold: a folder, a zip, a prefix, a server. A thousand jobs an hour are 170,000 a week.</summary>
    public static readonly long Logs = Read(LogsVariable, 200_000, 100_000_000);

    static long Read(string variable, long standard, long most) =>
        long.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? Math.Clamp(value, 1, most) : standard;
}
