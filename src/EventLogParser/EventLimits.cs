namespace Rightsizer.EventLogParser;

/// <summary>What a field of an event may be before it is not believed. docs/limits.md says the same in words.</summary>
public static class EventLimits
{
    /// <value>2009-01-01, epoch milliseconds: no Spark is older.</value>
    public const long EarliestMs = 1_230_768_000_000;

    /// <value>2100-01-01, epoch milliseconds.</value>
    public const long LatestMs = 4_102_444_800_000;

    /// <summary>An application that runs longer than this has a wrong clock.</summary>
    /// <value>Five years, in milliseconds.</value>
    public const long LongestRunMs = 5 * 365 * 86_400_000L;

    /// <summary>Times may be this much before the application's start, or after its end, and still be credible.</summary>
    /// <value>Milliseconds.</value>
    public const long ClockToleranceMs = 60_000;

    /// <summary>Events that stand before the application's end in the log may be this much later than it.</summary>
    /// <value>Milliseconds.</value>
    public const long EndToleranceMs = 1000;

    public const int MaxCoresPerExecutor = 100_000;
    public const int MaxCoresPerLog = 10_000_000;
    public const int MaxExecutors = 1_000_000;
    public const int MaxTasksPerLog = 100_000_000;

    /// <summary>Sessions of Spark Connect; further ones are left out.</summary>
    public const int MaxConnectSessions = 100_000;

    /// <summary>Operations of Spark Connect; further ones are left out.</summary>
    public const int MaxConnectOperations = 1_000_000;

    /// <summary>Operations of Spark Connect whose statement is kept.</summary>
    public const int MaxConnectStatements = 10_000;

    /// <summary>Executors that exclusions of hosts look at, over a log; further exclusions are left out.</summary>
    public const long MaxExclusionSteps = 50_000_000;

    /// <summary>Executors that exclusions of hosts find, over a log; further exclusions are left out.</summary>
    public const long MaxExcludedByHost = 1_000_000;

    /// <value>Bytes, records, blocks or milliseconds of one task; nanoseconds may be a million times as many.</value>
    public const long MaxTaskAmount = 1L << 50;

    /// <value>Nanoseconds of one task: the longest run.</value>
    public const long MaxTaskNs = LongestRunMs * 1_000_000;

    /// <value>Bytes of memory of one executor: 1 PiB.</value>
    public const long MaxMemoryBytes = 1L << 50;

    /// <value>Characters of a name: of an application, a host, a stage, a metric.</value>
    public const int MaxNameChars = 1024;

    /// <value>Characters of a message: of a failure, a call site, a description.</value>
    public const int MaxMessageChars = 16 * 1024;

    /// <value>Characters of the value of a setting.</value>
    public const int MaxSettingChars = 64 * 1024;

    /// <value>Characters of a query plan.</value>
    public const int MaxPlanChars = 1024 * 1024;
}
