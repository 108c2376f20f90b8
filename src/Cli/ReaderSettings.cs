using Rightsizer.EventLogParser;

namespace Rightsizer.Cli;

/// <summary>How this process reads logs: all cores for one log, and the lane that RIGHTSIZER_PARSER forces.</summary>
static class ReaderSettings
{
    const string LaneVariable = "RIGHTSIZER_PARSER";

    /// <param name="readAccumulables">Per-task SQL metrics are wanted.</param>
    /// <param name="threads">All cores when null; one where logs are read side by side.</param>
    /// <param name="redact">Strings of the log that are not known are replaced as they are read.</param>
    public static EventLogReaderOptions Create(bool readAccumulables, int? threads = null, bool redact = false) => new()
    {
        Redact = redact,
        ReadAccumulables = readAccumulables,
        Threads = threads ?? Environment.ProcessorCount,
        Lane = Environment.GetEnvironmentVariable(LaneVariable) switch
        {
            null or "" => null,
            EventLogReaderOptions.FullLane => EventLogReaderOptions.FullLane,
            EventLogReaderOptions.FastLane => EventLogReaderOptions.FastLane,
            var other => throw new RightsizerException(
                ExitCode.BadArguments,
                $"{LaneVariable}={other}: must be {EventLogReaderOptions.FullLane} or {EventLogReaderOptions.FastLane}"),
        },
    };
}
