using Rightsizer.Benchmarks.Generator;
using Rightsizer.EventLogParser.Input;

namespace Rightsizer.Benchmarks;

/// <summary>The logs that the benchmarks read, made once a process.</summary>
static class LogFile
{
    const int Megabytes = 100, Seed = 1;

    /// <summary>A plain log of 100 MB in the default layout.</summary>
    public static EventLog Default { get; } = Make();

    public static long Bytes { get; private set; }
    public static long Tasks { get; private set; }

    static EventLog Make()
    {
        var path = Path.Combine(Path.GetTempPath(), "rightsizer-benchmark.json");
        using (var file = File.Create(path)) (Tasks, Bytes) = new LogGenerator(file, LogLayout.Default, Seed).Write(Megabytes * 1_000_000L);
        return EventLogLocator.Find(path)[^1];
    }
}
