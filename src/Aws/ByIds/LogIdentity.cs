using Rightsizer.EventLogParser;
using Rightsizer.EventLogParser.Events;
using Rightsizer.EventLogParser.Input;

namespace Rightsizer.Aws.ByIds;

/// <summary>Looks into the beginning of a log for the Glue job run that wrote it.</summary>
static class LogIdentity
{
    const string IdSetting = "spark.glue.JOB_RUN_ID";

    /// <summary>Glue sets the id as a property, and names the application after it: nativespark-JOB-jr_ID. False where the log cannot be
    /// read.</summary>
    /// <exception cref="OperationCanceledException">The program was cancelled.</exception>
    public static bool IsOfGlueRun(EventLog log, string run, CancellationToken cancellation)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var sink = new FirstEvents(run, enough);
        try
        {
            EventLogReader.Read(log, sink, new EventLogReaderOptions
            {
                ReadAccumulables = false,
                ReadErrorTexts = false,
                OnlyEvents = ["SparkListenerEnvironmentUpdate", "SparkListenerApplicationStart"],
            }, cancellation: enough.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // enough was seen
        }
        catch (RightsizerException)
        {
            return false;
        }
        return sink.IsOfRun;
    }

    /// <summary>Ends the reading when it is sure, or with the first task: both events come before.</summary>
    sealed class FirstEvents(string run, CancellationTokenSource enough) : IEventSink
    {
        public bool IsOfRun { get; private set; }

        public void OnTaskStart(in TaskStartEvent e) => enough.Cancel();

        public void OnTaskEnd(in TaskEndEvent e, ReadOnlySpan<AccumulatorUpdate> updates) => enough.Cancel();

        public void OnEvent(SparkEvent e)
        {
            if (enough.IsCancellationRequested) return;
            if (e is EnvironmentUpdateEvent environment && environment.SparkProperties.GetValueOrDefault(IdSetting) is { } id)
            {
                IsOfRun = id == run;
                enough.Cancel();
            }
            else if (e is ApplicationStartEvent { AppName: { } name } && name.EndsWith("-" + run, StringComparison.Ordinal))
            {
                IsOfRun = true;
                enough.Cancel();
            }
        }
    }
}
