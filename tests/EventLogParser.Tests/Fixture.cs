using Rightsizer.TestSupport;

namespace Rightsizer.EventLogParser.Tests;

/// <summary>The small encoded files under Fixtures, which Spark's own libraries made.</summary>
static class Fixture
{
    public static readonly string Folder = Path.Combine(SharedFolder.RepositoryRoot, "tests", "EventLogParser.Tests", "Fixtures");

    /// <summary>Every encoded file with its codec.</summary>
    public static readonly (string Name, string Codec)[] All =
    [
        ("small.plain", "none"), ("small.zstd", "zstd"), ("small-unfinished.zstd", "zstd"), ("small-checksum.zstd", "zstd"),
            ("small.lz4", "lz4"),
        ("small-unfinished.lz4", "lz4"), ("small.lz4frame", "lz4frame"), ("small.snappy", "snappy"), ("small.lzf", "lzf"),
            ("small.gz", "gz"),
    ];

    public static readonly byte[] Text = Bytes("small.plain");

    public static byte[] Bytes(string name) => File.ReadAllBytes(Path.Combine(Folder, name));
}
