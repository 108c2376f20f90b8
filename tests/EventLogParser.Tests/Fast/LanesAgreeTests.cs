using Rightsizer.EventLogParser.Input;
using Rightsizer.TestSupport;

namespace Rightsizer.EventLogParser.Tests.Fast;

/// <summary>Every shared log, read by the full lane and by the fast lane in several ways, gives the same events and counts.</summary>
public class LanesAgreeTests
{
    static readonly (int Threads, int BufferBytes)[] Ways = [(1, 512 * 1024), (2, 512 * 1024), (1, 4 * 1024), (3, 4 * 1024)];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void SharedLogs_FastLaneAtAnyThreadsAndBuffer_GivesTheFullLanesEvents(bool readAccumulables)
    {
        Assert.SkipWhen(SharedFolder.Path is null, SharedFolder.SkipReason);
        var full = new EventLogReaderOptions { Lane = EventLogReaderOptions.FullLane, ReadAccumulables = readAccumulables };
        var logs = Logs().ToList();
        Assert.True(logs.Count > 90, $"{logs.Count} logs");
        foreach (var log in logs)
        {
            var expected = Reading.Of(log, full);
            foreach (var (threads, bufferBytes) in Ways)
            {
                var fast = new EventLogReaderOptions { Lane = EventLogReaderOptions.FastLane, Threads = threads, BufferBytes = bufferBytes, ReadAccumulables = readAccumulables };
                Assert.Null(Reading.Difference(log, full, fast, expected));
            }
        }
    }

    static IEnumerable<EventLog> Logs()
    {
        foreach (var folder in new[] { "logs/delight", "logs/kubeflow", "logs/rapids", "logs/spark", "logs/sparklint", "logs/sync", "spark-logs/causes/logs", "spark-logs/codecs/logs", "spark-logs/curves/logs" })
        {
            foreach (var entry in Directory.EnumerateFileSystemEntries(Path.Combine(SharedFolder.Path!, folder)).Order(StringComparer.Ordinal))
            {
                foreach (var log in EventLogLocator.Find(entry)) yield return log;
            }
        }
    }
}
