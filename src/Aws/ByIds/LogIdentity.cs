using Rightsizer.EventLogParser;
using Rightsizer.EventLogParser.Events;
using Rightsizer.EventLogParser.Input;

namespace Rightsizer.Aws.ByIds;

/// <summary>Looks into the beginning of a log for the job run that wrote it. False where the log cannot be read.</summary>
static class LogIdentity
{
    /// <summary>Glue sets the id as a property, and names the application after it: nativespark-JOB-jr_ID.</summary>
    /// <exception cref="OperationCanceledException">The program was cancelled.</exception>
    public static bool IsOfGlueRun(EventLog log, string run, CancellationToken cancellation) => Says(log,
        settings => settings.GetValueOrDefault("spark.glue.JOB_RUN_ID") is { } id ? id == run : null,
        name => name.EndsWith("-" + run, StringComparison.Ordinal) ? true : null, cancellation);

    /// <summary>EMR on EKS labels its pods with the id (emr-containers.amazonaws.com/job.id), and names them after it.</summary>
    /// <exception cref="OperationCanceledException">The program was cancelled.</exception>
    public static bool IsOfContainersRun(EventLog log, string run, CancellationToken cancellation) => Says(log,
        settings => settings.Any(s => s.Key.StartsWith("spark.kubernetes.", StringComparison.Ordinal)
            && s.Value.Split('-', '/', '.', '_').Contains(run)), _ => null, cancellation);

    static bool Says(EventLog log, Func<IReadOnlyDictionary<string, string>, bool?> settings, Func<string, bool?> name,
        CancellationToken cancellation)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var sink = new FirstEvents(settings, name, enough);
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
    sealed class FirstEvents(
        Func<IReadOnlyDictionary<string, string>, bool?> settings, Func<string, bool?> name, CancellationTokenSource enough) : IEventSink
    {
        public bool IsOfRun { get; private set; }

        public void OnTaskStart(in TaskStartEvent e) => enough.Cancel();

        public void OnTaskEnd(in TaskEndEvent e, ReadOnlySpan<AccumulatorUpdate> updates) => enough.Cancel();

        public void OnEvent(SparkEvent e)
        {
            if (enough.IsCancellationRequested) return;
            var said = e is EnvironmentUpdateEvent environment ? settings(environment.SparkProperties)
                : e is ApplicationStartEvent { AppName: { } app } ? name(app) : null;
            if (said is not { } sure) return;
            IsOfRun = sure;
            enough.Cancel();
        }
    }
}
