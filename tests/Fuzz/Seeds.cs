using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Rightsizer.EventLogParser.Codecs;
using Rightsizer.TestSupport;

namespace Rightsizer.Fuzz;

/// <summary>What mutations begin with: short logs made of the sample logs, and those stored in each codec.</summary>
static class Seeds
{
    /// <summary>Events of a kind that a short log keeps; the longest are left out, so that most of the time goes into trying.</summary>
    const int KeptOfAKind = 4, KeptTasks = 8, LongestLine = 24_000;

    /// <summary>Files right out of the sample folder, as they are stored.</summary>
    public static IReadOnlyList<(string Name, byte[] Bytes)> Stored { get; } = [.. Directory
        .EnumerateFiles(Path.Combine(SharedFolder.RepositoryRoot, "sample-logs"), "*", SearchOption.AllDirectories)
        .Where(f => IsLog(Path.GetFileName(f))).Order(StringComparer.Ordinal).Select(f => (Path.GetFileName(f), File.ReadAllBytes(f)))];

    /// <summary>Logs as lines, of up to 200 kB.</summary>
    public static IReadOnlyList<IReadOnlyList<byte[]>> Logs { get; } = [.. Stored.Select(s => Shorten(Lines(s.Bytes))), Smallest()];

    /// <summary>The same with one event of most kinds and no long lists or texts, some 10 kB, tried in less time.</summary>
    public static IReadOnlyList<IReadOnlyList<byte[]>> SmallLogs { get; } =
        [.. Stored.Select(s => SmallLog.Of(Lines(s.Bytes))), Smallest()];

    /// <summary>A log to change: one in 100 is long.</summary>
    public static IReadOnlyList<byte[]> Log(Random random)
    {
        var logs = random.Next(100) == 0 ? Logs : SmallLogs;
        return logs[random.Next(logs.Count)];
    }

    /// <summary>Stored bytes to change: one in 20 is of more than 10 kB.</summary>
    public static byte[] Stream(Random random)
    {
        var coded = random.Next(20) == 0 ? Coded : SmallCoded;
        return coded[random.Next(coded.Count)];
    }

    /// <summary>A short log in the codecs that the framework or a sample has.</summary>
    public static IReadOnlyList<byte[]> Coded { get; } = MakeCoded();

    static IReadOnlyList<byte[]> SmallCoded { get; } = [.. Coded.Where(c => c.Length < 10_000)];

    static List<byte[]> MakeCoded()
    {
        var coded = Stored.Where(s => s.Bytes.Length < 200_000).Select(s => s.Bytes).ToList();
        var plain = Mutators.LogMutator.Join(SmallLogs[0]);
        using var gzip = new MemoryStream();
        using (var stream = new GZipStream(gzip, CompressionLevel.Fastest, leaveOpen: true)) stream.Write(plain);
        coded.Add(gzip.ToArray());
        coded.Add(Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(plain))).ToArray());
        // one stored block of each of Spark's framings
        var some = plain[..Math.Min(plain.Length, 2_000)];
        coded.Add([.. "ZV\0"u8, (byte)(some.Length >> 8), (byte)some.Length, .. some]);
        coded.Add([0x82, .. "SNAPPY"u8, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 7, 5, 16, .. "hello"u8]);
        var fixtures = Path.Combine(SharedFolder.RepositoryRoot, "tests", "EventLogParser.Tests", "Fixtures");
        coded.AddRange(Directory.EnumerateFiles(fixtures).Where(f => new FileInfo(f).Length < 200_000).Order(StringComparer.Ordinal)
            .Select(File.ReadAllBytes));
        return coded;
    }

    static bool IsLog(string name) =>
        name.StartsWith("app-", StringComparison.Ordinal) || name.StartsWith("events_", StringComparison.Ordinal);

    static List<byte[]> Lines(byte[] stored)
    {
        using var stream = DecodedStream.Open(new MemoryPart("seed", stored));
        using var plain = new MemoryStream();
        stream.CopyTo(plain);
        return Split(Encoding.UTF8.GetString(plain.ToArray()));
    }

    static List<byte[]> Shorten(List<byte[]> lines)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        var kept = new List<byte[]>();
        foreach (var line in lines.Where(l => l.Length <= LongestLine))
        {
            using var json = JsonDocument.Parse(line);
            var kind = json.RootElement.GetProperty("Event").GetString()!;
            var count = seen[kind] = seen.GetValueOrDefault(kind) + 1;
            if (count <= (kind.StartsWith("SparkListenerTask", StringComparison.Ordinal) ? KeptTasks : KeptOfAKind)) kept.Add(line);
        }
        // the end of the application is the last event of most logs, and stays the last
        return kept;
    }

    /// <summary>The smallest log with one of everything that money rests on.</summary>
    static List<byte[]> Smallest() => Split(Input("nightly.json"));

    static List<byte[]> Split(string text) => [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Encoding.UTF8.GetBytes)];

    /// <summary>A file of the folder Inputs.</summary>
    public static string Input(string name) => File.ReadAllText(Path.Combine(SharedFolder.RepositoryRoot, "tests", "Fuzz", "Inputs", name));
}
