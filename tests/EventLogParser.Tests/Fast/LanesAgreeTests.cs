using Rightsizer.EventLogParser.Input;
using Rightsizer.TestSupport;

namespace Rightsizer.EventLogParser.Tests.Fast;

/// <summary>
/// Every sample log and every shared log, read by the full lane and by the fast lane in several ways, gives the same events and counts.
/// </summary>
public class LanesAgreeTests
{
    static readonly (int Threads, int BufferBytes)[] Ways = [(1, 512 * 1024), (2, 512 * 1024), (1, 4 * 1024), (3, 4 * 1024)];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Logs_FastLaneAtAnyThreadsAndBuffer_GivesTheFullLanesEvents(bool readAccumulables)
    {
        var full = new EventLogReaderOptions { Lane = EventLogReaderOptions.FullLane, ReadAccumulables = readAccumulables };
        var logs = Logs().ToList();
        Assert.True(logs.Count >= (SharedFolder.Path is null ? 6 : 90), $"{logs.Count} logs");
        foreach (var log in logs)
        {
            var expected = Reading.Read(log, full);
            foreach (var (threads, bufferBytes) in Ways)
            {
                var fast = new EventLogReaderOptions
                {
                    Lane = EventLogReaderOptions.FastLane,
                    Threads = threads,
                    BufferBytes = bufferBytes,
                    ReadAccumulables = readAccumulables
                };
                Assert.Null(Reading.Difference(log, full, fast, expected));
            }
        }
    }

    static IEnumerable<EventLog> Logs()
    {
        var entries = Directory.GetFileSystemEntries(Path.Combine(SharedFolder.RepositoryRoot, "sample-logs"), "*app-*").ToList();
        if (SharedFolder.Path is { } shared)
        {
            var folders = Directory.GetDirectories(Path.Combine(shared, "logs")).Where(d => Path.GetFileName(d) != "truth")
                .Concat(Directory.GetDirectories(Path.Combine(shared, "spark-logs")).Select(d => Path.Combine(d, "logs"))
                .Where(Directory.Exists));
            entries.AddRange(folders.SelectMany(Directory.EnumerateFileSystemEntries));
        }
        foreach (var entry in entries.Order(StringComparer.Ordinal))
        {
            foreach (var log in EventLogLocator.Find(entry)) yield return log;
        }
    }
}
