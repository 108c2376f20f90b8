using Rightsizer.EventLogParser.Input;
using Rightsizer.EventLogParser.Internals;
using Rightsizer.EventLogParser.Internals.Fast;
using Rightsizer.EventLogParser.Internals.Full;

namespace Rightsizer.EventLogParser;

/// <summary>Reads one event log from its first line to its last. docs/event-log-format.md has the events and fields.</summary>
/// <remarks>
/// Two lanes give the same answer. The fast one takes task events by template and hands every surprise to the full reader; it
/// may be told to step over the accumulables of tasks, and then does not see damage that lies wholly inside them.
/// </remarks>
public static class EventLogReader
{
    /// <summary>Hands every event of <paramref name="log"/> to <paramref name="sink"/>, in the log's order.</summary>
    /// <remarks>Damage is normal: whatever is whole is kept, the rest is counted in the summary. The sink is called by one thread at a
    /// time, not always the same one.</remarks>
    /// <exception cref="RightsizerException">A part cannot be opened.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static ReadSummary Read(
        EventLog log, IEventSink sink, EventLogReaderOptions options, IProgress<ReadProgress>? progress = null,
            CancellationToken cancellation = default)
    {
        var tally = new ReadTally();
        if (options.Lane == EventLogReaderOptions.FullLane) FullReader.Read(log, sink, tally, options, progress, cancellation);
        else FastReader.Read(log, sink, tally, options, progress, cancellation);
        cancellation.ThrowIfCancellationRequested();
        return tally.ToSummary();
    }
}
