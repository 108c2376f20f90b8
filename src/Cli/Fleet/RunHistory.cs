using Rightsizer.Analyzer;
using Rightsizer.Analyzer.Answers.Fleet.Report;
using Rightsizer.Analyzer.Answers.Fleet.Rules;
using Rightsizer.Analyzer.Answers.Fleet.State;
using Rightsizer.Analyzer.Answers.Fleet.Summaries;
using Rightsizer.Reports.Fleet;

namespace Rightsizer.Cli.Fleet;

/// <summary><c>diagnose --state</c> and <c>--history</c>: the run against the last good runs of its job.</summary>
static class RunHistory
{
    /// <summary>Earlier logs that are read at most, the newest; good runs of the job that are enough.</summary>
    const int MaxLogs = 30, EnoughRuns = 5;

    /// <summary>Lines to stand before the report; empty without either.</summary>
    public static IReadOnlyList<string> Lines(AnalysisResult result, DiagnosisRequest request, CliContext context)
    {
        if ((request.State ?? request.History) is null) return [];
        var key = new RunKey { Uri = LogUri.Write(request.Log), Pricing = request.PricingFingerprint };
        var run = RunSummarizer.From(key, result);
        var known = Known(run, r => UnlikeItself.Compare(run, r, FleetRules.None).Runs >= EnoughRuns, request, context);
        return UnlikeText.Compose(UnlikeItself.Compare(run, known, FleetRules.None));
    }

    /// <summary>Summaries of earlier runs, of this job and of others; empty without state and history.</summary>
    /// <param name="run">The run that is looked at.</param>
    /// <param name="isEnough">True where no more logs of <c>--history</c> need be read.</param>
    /// <param name="request">State, history and prices.</param>
    /// <param name="context">Messages and cancellation.</param>
    public static IReadOnlyList<RunSummary> Known(
        RunSummary run, Func<IReadOnlyList<RunSummary>, bool> isEnough, DiagnosisRequest request, CliContext context) =>
        request.State is { } place
            ? FleetState.Load(FleetReporting.Store(place, request.Source, context)).Newest(request.PricingFingerprint)
            : request.History is { } source ? Earlier(run, source, isEnough, request, context) : [];

    /// <summary>Summaries of earlier logs, newest first, until there are enough.</summary>
    static List<RunSummary> Earlier(
        RunSummary run, string source, Func<IReadOnlyList<RunSummary>, bool> isEnough, DiagnosisRequest request, CliContext context)
    {
        var logs = LogSources.FindAll(source, request.Source, context)
            .Select(l => (Log: l, Key: RunKey.Create(l, LogUri.Write(l), request.PricingFingerprint)))
            .Where(l => l.Key.Uri != run.Key.Uri).OrderByDescending(l => l.Key.ModifiedMs ?? 0)
            .ThenByDescending(l => l.Key.Uri, StringComparer.Ordinal).ToList();
        var summarizer = new LogSummarizer(request.Analysis.Pricing, request.Analysis.Detectors, null, context.Cancellation);
        var read = new List<RunSummary>();
        foreach (var (log, key) in logs.Take(MaxLogs))
        {
            context.Cancellation.ThrowIfCancellationRequested();
            read.Add(summarizer.Summarize(key, log, Environment.ProcessorCount));
            if (isEnough(read)) return read;
        }
        if (logs.Count > MaxLogs)
            context.Error.WriteLine(
                $"--history: the newest {MaxLogs} of {logs.Count} logs were read; report --state remembers all of them");
        return read;
    }
}
