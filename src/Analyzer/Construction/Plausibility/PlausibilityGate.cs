using Rightsizer.Analyzer.Model;
using Rightsizer.EventLogParser;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Analyzer.Construction.Plausibility;

/// <summary>
/// Stands between the events and the model: what cannot be true is not passed on, and is counted. docs/limits.md has the limits.
/// </summary>
sealed class PlausibilityGate : IEventSink
{
    readonly IEventSink sink;
    readonly ImplausibleTally tally = new();
    readonly CredibleTimes times;
    readonly TaskGate tasks;
    readonly ExecutorGate executors;
    readonly StageGate stages;

    /// <param name="sink">Receives the events that remain.</param>
    public PlausibilityGate(IEventSink sink)
    {
        this.sink = sink;
        times = new CredibleTimes(tally);
        tasks = new TaskGate(times, tally);
        executors = new ExecutorGate(times, tally);
        stages = new StageGate(times, tally);
    }

    public IReadOnlyList<ImplausibleField> Found => tally.Found;

    public void OnTaskStart(in TaskStartEvent e)
    {
        if (!tasks.IsCredible(e))
        {
            sink.OnTaskStart(tasks.Mend(e));
            return;
        }
        times.See(e.Task.LaunchTimeMs);
        sink.OnTaskStart(e);
    }

    public void OnTaskEnd(in TaskEndEvent e, ReadOnlySpan<AccumulatorUpdate> updates)
    {
        if (!tasks.IsCredible(e))
        {
            sink.OnTaskEnd(tasks.Mend(e), updates);
            return;
        }
        times.See(e.Task.FinishTimeMs);
        sink.OnTaskEnd(e, updates);
    }

    public void OnEvent(SparkEvent e)
    {
        if (Check(e) is { } credible) sink.OnEvent(credible);
    }

    SparkEvent? Check(SparkEvent e) => e switch
    {
        ApplicationStartEvent x => Check(x),
        ApplicationEndEvent x => Check(x),
        ExecutorAddedEvent x => executors.Check(x),
        ExecutorRemovedEvent x => executors.Check(x),
        BlockManagerAddedEvent x => executors.Check(x),
        ResourceProfileAddedEvent x => executors.Check(x),
        ProcessAddedEvent x => executors.Check(x),
        JobStartEvent x => stages.Check(x),
        JobEndEvent x => stages.Check(x),
        StageSubmittedEvent x => stages.Check(x),
        StageCompletedEvent x => stages.Check(x),
        SqlExecutionStartEvent x => stages.Check(x),
        SqlExecutionEndEvent x => stages.Check(x),
        TaskGettingResultEvent x => tasks.Check(x),
        _ => e,
    };

    ApplicationStartEvent Check(ApplicationStartEvent e)
    {
        times.ForgetApplication();
        var start = times.Check(e.TimeMs, "SparkListenerApplicationStart", "Timestamp");
        if (start is { } credible) times.BeginApplication(credible);
        return e with { TimeMs = start };
    }

    /// <summary>An end before what stands before it in the log is none.</summary>
    ApplicationEndEvent? Check(ApplicationEndEvent e)
    {
        var end = times.Check(
            e.TimeMs == -1 ? 0 : e.TimeMs, "SparkListenerApplicationEnd", "Timestamp", times.LastSeenMs - EventLimits.EndToleranceMs);
        return end is { } credible ? e with { TimeMs = credible } : null;
    }
}
