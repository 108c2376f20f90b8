using System.Diagnostics;
using Rightsizer.Analyzer.Answers.Fleet.State;
using Rightsizer.Analyzer.Answers.Fleet.Summaries;
using Rightsizer.Aws.ByIds;
using Rightsizer.EventLogParser;
using Rightsizer.EventLogParser.Input;
using Rightsizer.Reports.Formatting;

namespace Rightsizer.Cli.Fleet;

/// <summary>
/// From sources to summaries: what the state holds is taken from there, the rest is read, a log a core, large ones first and by all cores.
/// </summary>
sealed class FleetReader(FleetRequest request, FleetState? state, CliContext context)
{
    /// <summary>A log of more stored bytes is read by all cores, before the others.</summary>
    const long LargeBytes = 64L << 20;

    /// <summary>
    /// What a kill may cost: so many summaries, or so much time. Each time makes a part of each day, and a day of many parts is read and
    /// written once more at the end.
    /// </summary>
    const int FlushEvery = 1_500;
    static readonly TimeSpan FlushAfter = TimeSpan.FromSeconds(30);

    /// <summary>
    /// A log that allocated more is swept out at once, when nothing of it has to be moved. The collector, which comes each 16 MB, moves
    /// what half-read logs hold, and what grew old in them stays (docs/adr/0012). Among more workers the logs of the others would be moved
    /// more often than their own is spared.
    /// </summary>
    const long SweepBytes = 8L << 20;
    const int MostSweepingWorkers = 2;

    readonly Lock gate = new();
    readonly List<RunSummary> summaries = [];
    readonly Stopwatch sinceFlush = Stopwatch.StartNew();

    /// <summary>Logs read, and those left alone because they were last written before the time that is asked for.</summary>
    public int Read { get; private set; }
    public int TooOld { get; private set; }

    public IReadOnlyList<RunSummary> ReadAll(FleetProgress progress)
    {
        var toRead = Sift(progress);
        progress.Begin(toRead.Count, toRead.Sum(l => l.Key.SizeBytes ?? 0), summaries.Count);
        var large = toRead.TakeWhile(l => l.Key.SizeBytes > LargeBytes).Count();
        var summarizer = new LogSummarizer(request.Pricing, request.Detectors, request.Timeout, context.Cancellation);
        try
        {
            foreach (var log in toRead.Take(large)) Keep(log, summarizer, Environment.ProcessorCount, progress);
            ReadSideBySide(toRead, large, summarizer, progress);
        }
        catch
        {
            KeepWhatWasRead();
            throw;
        }
        state?.Complete();
        return summaries;
    }

    /// <summary>What was read is not read again, however this ends; the failure that ends it is the one to report.</summary>
    void KeepWhatWasRead()
    {
        try
        {
            state?.Flush();
        }
        catch (RightsizerException)
        {
            // it is read again
        }
    }

    /// <summary>What is to be read, largest first.</summary>
    List<(RunKey Key, EventLog Log)> Sift(FleetProgress progress)
    {
        var toRead = new List<(RunKey Key, EventLog Log)>();
        var listed = new HashSet<string>(StringComparer.Ordinal);
        var oldest = request.Options.BeforeSince is { } day ? new DateTimeOffset(day, default, TimeSpan.Zero).ToUnixTimeMilliseconds()
            : long.MinValue;
        foreach (var log in request.OfJobs.Concat(request.Sources.Where(s => !JobLogs.Takes(s))
            .SelectMany(s => LogSources.FindAll(s, request.Source, context, IsKnown))))
        {
            context.Cancellation.ThrowIfCancellationRequested();
            request.Check?.Invoke(log);
            var key = RunKey.Create(log, LogUri.Write(log), request.PricingFingerprint);
            if (!listed.Add(key.Uri)) continue;
            progress.Found(listed.Count);
            if (state?.Find(key) is { } known) summaries.Add(known);
            else if (key.ModifiedMs < oldest) TooOld++;
            else toRead.Add((key, log));
        }
        // logs that are gone from the sources, by what was read of them
        var roots = request.Sources.Select(s => LogUri.Write(s).TrimEnd('/') + "/").ToList();
        summaries.AddRange((state?.Newest(request.PricingFingerprint) ?? [])
            .Where(s => !listed.Contains(s.Key.Uri) && s.Failure is null
            && roots.Any(r => s.Key.Uri.StartsWith(r, StringComparison.Ordinal))));
        return [.. toRead.OrderByDescending(l => l.Key.SizeBytes ?? 0).ThenBy(l => l.Key.Uri, StringComparer.Ordinal)];
    }

    /// <summary>The state has a summary of this very version of the file, as a log of its own.</summary>
    bool IsKnown(LogPart file) => state?.Find(new RunKey
    {
        Uri = LogUri.Write(file.Location),
        ETag = file.ETag,
        SizeBytes = file.Length,
        ModifiedMs = file.ModifiedMs,
        Pricing = request.PricingFingerprint,
    }) is { Log.Kind: "single" };

    void ReadSideBySide(List<(RunKey Key, EventLog Log)> logs, int first, LogSummarizer summarizer, FleetProgress progress)
    {
        var next = first - 1;
        Exception? failed = null;
        var workers = new Thread[Math.Min(Environment.ProcessorCount, logs.Count - first)];
        for (var i = 0; i < workers.Length; i++)
        {
            workers[i] = new Thread(Work, maxStackSize: 16 << 20);
            workers[i].Start();
        }
        foreach (var worker in workers) worker.Join();
        if (failed is not null) System.Runtime.ExceptionServices.ExceptionDispatchInfo.Capture(failed).Throw();

        void Work()
        {
            try
            {
                for (int i; failed is null && (i = Interlocked.Increment(ref next)) < logs.Count;)
                {
                    context.Cancellation.ThrowIfCancellationRequested();
                    var before = GC.GetAllocatedBytesForCurrentThread();
                    Keep(logs[i], summarizer, 1, progress);
                    if (workers.Length <= MostSweepingWorkers && GC.GetAllocatedBytesForCurrentThread() - before > SweepBytes)
                        GC.Collect(1, GCCollectionMode.Forced);
                }
            }
            catch (Exception e)
            {
                Interlocked.CompareExchange(ref failed, e, null);
            }
        }
    }

    void Keep((RunKey Key, EventLog Log) log, LogSummarizer summarizer, int threads, FleetProgress progress)
    {
        // details are for a state: nothing else keeps them
        var (summary, detail) = state is null ? (summarizer.Summarize(log.Key, log.Log, threads), null)
            : summarizer.SummarizeWithDetail(log.Key, log.Log, threads);
        // writes the detail's line: not while the others wait
        state?.Add(summary, detail);
        lock (gate)
        {
            summaries.Add(summary);
            Read++;
            if (Read % FlushEvery == 0 || sinceFlush.Elapsed > FlushAfter)
            {
                state?.Flush();
                sinceFlush.Restart();
            }
            progress.Done(log.Key.SizeBytes ?? 0);
            if (summary.Failure is not null) progress.Tell($"not read: {PlainText.OneLine(summary.Reason)}");
        }
    }
}
