using Rightsizer.EventLogParser;
using Rightsizer.EventLogParser.Events;
using Rightsizer.EventLogParser.Input;

namespace Rightsizer.Aws.ByIds;

/// <summary>Looks into the beginning of a log for a setting.</summary>
static class LogIdentity
{
    /// <summary>Null where the log does not have it, or cannot be read.</summary>
    /// <exception cref="OperationCanceledException">The program was cancelled.</exception>
    public static string? SettingOf(EventLog log, string name, CancellationToken cancellation)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var sink = new FirstSettings(enough);
        try
        {
            EventLogReader.Read(log, sink, new EventLogReaderOptions
            {
                ReadAccumulables = false,
                ReadErrorTexts = false,
                OnlyEvents = ["SparkListenerEnvironmentUpdate"],
            }, cancellation: enough.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // the settings were seen, or cannot come any more
        }
        catch (RightsizerException)
        {
            return null;
        }
        return sink.Settings?.GetValueOrDefault(name);
    }

    /// <summary>Ends the reading with the settings, or with the first task: settings come before.</summary>
    sealed class FirstSettings(CancellationTokenSource enough) : IEventSink
    {
        public IReadOnlyDictionary<string, string>? Settings { get; private set; }

        public void OnTaskStart(in TaskStartEvent e) => enough.Cancel();

        public void OnTaskEnd(in TaskEndEvent e, ReadOnlySpan<AccumulatorUpdate> updates) => enough.Cancel();

        public void OnEvent(SparkEvent e)
        {
            if (e is not EnvironmentUpdateEvent environment) return;
            Settings ??= environment.SparkProperties;
            enough.Cancel();
        }
    }
}
