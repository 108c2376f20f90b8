using Rightsizer.EventLogParser;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Fuzz;

/// <summary>Takes every event and keeps none.</summary>
sealed class NoSink : IEventSink
{
    public void OnTaskStart(in TaskStartEvent e) { }

    public void OnTaskEnd(in TaskEndEvent e, ReadOnlySpan<AccumulatorUpdate> updates) { }

    public void OnEvent(SparkEvent e) { }
}
