using Rightsizer.Analyzer.Model;
using Rightsizer.EventLogParser;

namespace Rightsizer.Analyzer.Construction.Plausibility;

/// <summary>Which times of a log can be true: between 2009 and 2100, and within one application's life.</summary>
sealed class CredibleTimes(ImplausibleTally tally)
{
    long earliest = EventLimits.EarliestMs, latest = EventLimits.LatestMs;

    /// <summary>Latest credible time seen so far; 0 before the first.</summary>
    /// <value>Epoch milliseconds.</value>
    public long LastSeenMs { get; private set; }

    /// <summary>From the application's start on only the times of its life are credible.</summary>
    public void BeginApplication(long startMs)
    {
        earliest = Math.Max(EventLimits.EarliestMs, startMs - EventLimits.ClockToleranceMs);
        latest = Math.Min(EventLimits.LatestMs, startMs + EventLimits.LongestRunMs);
        // what stands before the start in the log could not be held against it
        LastSeenMs = startMs;
    }

    /// <summary>Nothing is known of the application's start, or another application follows in the same log.</summary>
    public void ForgetApplication() => (earliest, latest) = (EventLimits.EarliestMs, EventLimits.LatestMs);

    public bool IsCredible(long timeMs) => timeMs >= earliest && timeMs <= latest;

    /// <summary>Takes note of a credible time.</summary>
    public void See(long timeMs)
    {
        if (timeMs > LastSeenMs) LastSeenMs = timeMs;
    }

    /// <summary>The time, or null where it is absent or not credible; the latter is counted.</summary>
    /// <param name="timeMs">Epoch milliseconds; null or -1 where the log has none.</param>
    /// <param name="eventName">Event that states it.</param>
    /// <param name="field">Its field.</param>
    /// <param name="notBefore">What must not come after it.</param>
    /// <param name="subject">What rests on it.</param>
    public long? Check(long? timeMs, string eventName, string field, long? notBefore = null, DoubtSubject subject = DoubtSubject.Time)
    {
        if (timeMs is null or -1) return null;
        if (IsCredible(timeMs.Value) && !(timeMs < notBefore))
        {
            See(timeMs.Value);
            return timeMs;
        }
        tally.Add(eventName, field, subject);
        return null;
    }
}
