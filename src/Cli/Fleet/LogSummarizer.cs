using System.Collections.Concurrent;
using System.Globalization;
using Rightsizer.Analyzer.Answers.Fleet.State;
using Rightsizer.Analyzer.Answers.Fleet.Summaries;
using Rightsizer.Analyzer.Construction;
using Rightsizer.Analyzer.Detectors;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.EventLogParser;
using Rightsizer.EventLogParser.Input;

namespace Rightsizer.Cli.Fleet;

/// <summary>One log to one summary, whatever the log holds: what goes wrong is told in the summary.</summary>
/// <param name="pricing">How runs are priced.</param>
/// <param name="detectors">Findings that are not wanted, and limits.</param>
/// <param name="timeout">For one log; null is without end.</param>
/// <param name="cancellation">Ends everything.</param>
sealed class LogSummarizer(PriceContext pricing, DetectorSettings detectors, TimeSpan? timeout, CancellationToken cancellation)
{
    /// <summary>What an analysis may take to see that it is to end.</summary>
    static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    readonly ConcurrentBag<TimedThread> idle = [];

    /// <exception cref="OperationCanceledException">Everything was cancelled.</exception>
    public RunSummary Summarize(RunKey key, EventLog log, int threads, IProgress<ReadProgress>? progress = null) =>
        Read(key, log, threads, withDetail: false, progress).Summary;

    /// <summary>With what pages and tables about the run need; null where the log could not be read.</summary>
    /// <exception cref="OperationCanceledException">Everything was cancelled.</exception>
    public (RunSummary Summary, RunDetail? Detail) SummarizeWithDetail(
        RunKey key, EventLog log, int threads, IProgress<ReadProgress>? progress = null) =>
        Read(key, log, threads, withDetail: true, progress);

    (RunSummary Summary, RunDetail? Detail) Read(
        RunKey key, EventLog log, int threads, bool withDetail, IProgress<ReadProgress>? progress)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        if (timeout is not { } time) return Guard(key, log, threads, withDetail, progress, limit.Token);
        limit.CancelAfter(time);
        // a step that does not look at the clock must not hold up the others: it is left behind
        (RunSummary Summary, RunDetail? Detail)? read = null;
        if (!idle.TryTake(out var worker)) worker = new TimedThread();
        var ended = worker.Run(() =>
        {
            try { read = Guard(key, log, threads, withDetail, progress, limit.Token); } catch (OperationCanceledException) { }
        }, time + Grace);
        if (ended) idle.Add(worker);
        cancellation.ThrowIfCancellationRequested();
        return ended && read is { } done ? done : Failed(key, ReadFailure.Timeout,
            FormattableString.Invariant($"not read and analysed within {time.TotalSeconds:0.###} s (--timeout)"));
    }

    static (RunSummary, RunDetail?) Failed(RunKey key, ReadFailure failure, string reason) =>
        (RunSummarizer.Unreadable(key, failure, reason), null);

    (RunSummary, RunDetail?) Guard(
        RunKey key, EventLog log, int threads, bool withDetail, IProgress<ReadProgress>? progress, CancellationToken token)
    {
        try
        {
            var run = ApplicationRunLoader.Load(log, ReaderSettings.Create(readAccumulables: false, threads), progress, token);
            return withDetail ? RunSummarizer.SummarizeWithDetail(key, run, pricing, token, detectors, oneCore: threads == 1)
                : (RunSummarizer.Summarize(key, run, pricing, token, detectors, oneCore: threads == 1), null);
        }
        catch (RightsizerException e)
        {
            return Failed(
                key, e.ExitCode == ExitCode.NotAnEventLog ? ReadFailure.NotALog : ReadFailure.InputError, e.Message);
        }
        catch (OutOfMemoryException)
        {
            return Failed(key, ReadFailure.OutOfMemory, string.Create(CultureInfo.InvariantCulture,
                $"the {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 20} MiB that this process may take were not enough for it "
                    + $"(--memory-mb of the job on Spark, DOTNET_GCHeapHardLimit elsewhere)"));
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return Failed(
                key, ReadFailure.Crash, $"rightsizer has a bug: {e.GetType().Name}: {e.Message}");
        }
    }
}
