using Rightsizer.EventLogParser.Events;

namespace Rightsizer.EventLogParser;

/// <summary>Receives the events of one application in the order in which they stand in its log.</summary>
/// <remarks>
/// The two task events make up nine tenths of a log and come as structs; everything else comes as a <see cref="SparkEvent"/>.
/// Arguments passed by reference are valid only during the call.
/// </remarks>
public interface IEventSink
{
    void OnTaskStart(in TaskStartEvent e);

    /// <param name="e">The event.</param>
    /// <param name="updates">"Task Info"."Accumulables" that carry an "Update" which is a whole number; empty when
    /// <see cref="EventLogReaderOptions.ReadAccumulables"/> is off.</param>
    void OnTaskEnd(in TaskEndEvent e, ReadOnlySpan<AccumulatorUpdate> updates);

    void OnEvent(SparkEvent e);
}
