using Rightsizer.Analyzer.Model;

namespace Rightsizer.Analyzer.Tests.Pricing;

/// <summary>Runs of a few lines to price.</summary>
static class PricedRun
{
    public const long Start = 1_700_000_000_000;

    public static ApplicationRun Of(long seconds, IEnumerable<(string Host, int Cores, long FromSeconds, long? ToSeconds)> executors, params (string Key, string Value)[] settings) =>
        Of(Start, Start + seconds * 1000, executors, settings);

    public static ApplicationRun Of(long? startMs, long? endMs, IEnumerable<(string Host, int Cores, long FromSeconds, long? ToSeconds)> executors, params (string Key, string Value)[] settings) => new()
    {
        App = new ApplicationInfo { Id = "app-1", SparkVersion = "3.5.0", StartTimeMs = startMs, EndTimeMs = endMs },
        Environment = new SparkEnvironment
        {
            SparkProperties = settings.Where(s => s.Key.StartsWith("spark.", StringComparison.Ordinal)).ToDictionary(s => s.Key, s => s.Value),
            HadoopProperties = settings.Where(s => s.Key.StartsWith("yarn.", StringComparison.Ordinal)).ToDictionary(s => s.Key, s => s.Value),
            SystemProperties = settings.Where(s => s.Key.StartsWith("os.", StringComparison.Ordinal)).ToDictionary(s => s.Key, s => s.Value),
            ClasspathEntries = settings.Where(s => s.Key.StartsWith('/')).ToDictionary(s => s.Key, s => s.Value),
        },
        ResourceProfiles = [],
        Executors = [.. executors.Select((e, i) => new ExecutorLife
        {
            Id = e.Host == "driver" ? "driver" : $"{i}",
            Host = e.Host,
            TotalCores = e.Cores,
            AddTimeMs = Start + e.FromSeconds * 1000,
            RemoveTimeMs = e.ToSeconds is { } to ? Start + to * 1000 : null,
            AddedByEvent = true,
        })],
        Jobs = [],
        Stages = [],
        SqlExecutions = [],
        Processes = [],
        UnpersistedRdds = new HashSet<int>(),
        TaskEndReasons = new Dictionary<string, long>(),
        Log = new LogQuality
        {
            Path = "log",
            Kind = "single",
            Codec = "none",
            Bytes = 0,
            PlainBytes = 0,
            Lines = 0,
            MalformedLines = 0,
            MalformedByKind = new Dictionary<string, long>(),
            Truncated = false,
            Grade = QualityGrade.Complete,
            Doubts = [],
            EventCounts = new Dictionary<string, long>(),
        },
    };
}
