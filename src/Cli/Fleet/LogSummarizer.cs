using System.Collections.Concurrent;
using System.Globalization;
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
    public RunSummary Summarize(RunKey key, EventLog log, int threads, IProgress<ReadProgress>? progress = null)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        if (timeout is not { } time) return Guard(key, log, threads, progress, limit.Token);
        limit.CancelAfter(time);
        // a step that does not look at the clock must not hold up the others: it is left behind
        RunSummary? summary = null;
        if (!idle.TryTake(out var worker)) worker = new TimedThread();
        var ended = worker.Run(() =>
            { try { summary = Guard(key, log, threads, progress, limit.Token); } catch (OperationCanceledException) { } }, time + Grace);
        if (ended) idle.Add(worker);
        cancellation.ThrowIfCancellationRequested();
        return ended && summary is not null ? summary
            : RunSummarizer.Unreadable(
            key, ReadFailure.Timeout, FormattableString.Invariant($"not read and analysed within {time.TotalSeconds:0.###} s (--timeout)"));
    }

    RunSummary Guard(RunKey key, EventLog log, int threads, IProgress<ReadProgress>? progress, CancellationToken token)
    {
        try
        {
            var run = ApplicationRunLoader.Load(log, ReaderSettings.Create(readAccumulables: false, threads), progress, token);
            return RunSummarizer.Summarize(key, run, pricing, token, detectors);
        }
        catch (RightsizerException e)
        {
            return RunSummarizer.Unreadable(
                key, e.ExitCode == ExitCode.NotAnEventLog ? ReadFailure.NotALog : ReadFailure.InputError, e.Message);
        }
        catch (OutOfMemoryException)
        {
            return RunSummarizer.Unreadable(key, ReadFailure.OutOfMemory, string.Create(CultureInfo.InvariantCulture,
                $"the {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 20} MiB that this process may take were not enough for it "
                    + $"(--memory-mb of the job on Spark, DOTNET_GCHeapHardLimit elsewhere)"));
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return RunSummarizer.Unreadable(
                key, ReadFailure.Crash, $"rightsizer has a bug: {e.GetType().Name}: {e.Message}");
        }
    }
}
