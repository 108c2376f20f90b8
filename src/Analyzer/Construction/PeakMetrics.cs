using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Analyzer.Construction;

/// <summary>The largest executor metrics seen so far, raised in place: every task end does it twice.</summary>
sealed class PeakMetrics
{
    ExecutorMetrics peak = ExecutorMetrics.None;
    bool any;

    /// <summary>Null until metrics were seen.</summary>
    public ExecutorMetrics? Value => any ? peak : null;

    public void Raise(in ExecutorMetrics metrics)
    {
        any = true;
        peak.RaiseTo(metrics);
    }
}
