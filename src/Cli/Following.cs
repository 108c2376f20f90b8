using System.Text;
using Rightsizer.Analyzer;
using Rightsizer.Analyzer.Answers.Fleet.Report;
using Rightsizer.Analyzer.Answers.Fleet.Rules;
using Rightsizer.Analyzer.Answers.Fleet.Summaries;
using Rightsizer.Analyzer.Construction;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Cli.Fleet;
using Rightsizer.EventLogParser;
using Rightsizer.Reports.Text;

namespace Rightsizer.Cli;

/// <summary><c>diagnose --follow</c>: a line about a running application each time its log has grown, and the report when it has
/// ended.</summary>
sealed class Following(DiagnosisRequest request, CliContext context)
{
    const string InProgress = ".inprogress";

    IReadOnlyList<RunSummary>? known;
    string location = request.Log;
    long? seenBytes;
    string? lastLine;

    public static int Run(DiagnosisRequest request, CliContext context) => new Following(request, context).Run();

    int Run()
    {
        while (true)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            if (Look() is { } look)
            {
                if (look.IsOver) return Report(look.Result);
                var forecast = Forecast(look.Result);
                Print(FollowLine.Compose(look.Result, forecast));
                Gate(look.Result, forecast);
            }
            context.Cancellation.WaitHandle.WaitOne(context.FollowEvery);
        }
    }

    int Report(AnalysisResult result)
    {
        if (lastLine is not null) Print(FollowLine.Compose(result, null) + "\n");
        var code = Diagnosis.Run(request with { Log = location }, context);
        if (request.DeadlineMs < result.Run.ObservedMs) Miss("--deadline: the run took longer");
        return code;
    }

    /// <summary>The run as far as its log goes; null where it has not grown, or has no events yet.</summary>
    (AnalysisResult Result, bool IsOver)? Look()
    {
        try
        {
            var (attempts, cluster) = LogSources.FindWithCluster(location, request.Source, context);
            var log = AttemptChoice.Pick(attempts, request.Attempt);
            // a History Server does not tell the length
            long? bytes = log.Parts.Any(p => p.Length is null) ? null : log.Parts.Sum(p => p.Length!.Value);
            if (bytes is not null && bytes == seenBytes && log.InProgress != false) return null;
            var run = ApplicationRunLoader.Load(log, ReaderSettings.Create(readAccumulables: false), null, context.Cancellation);
            // what only the report shows is worked out for the report
            var options = request.Analysis with
            {
                Alternatives = false,
                Sweep = false,
                Patch = false,
                Volumes = [],
                WhatIf = [],
                Pricing = request.Analysis.Pricing.OrCluster(cluster),
            };
            var result = ApplicationAnalyzer.Analyze(run, options, null, context.Cancellation);
            seenBytes = bytes;
            return (result, run.App.EndTimeMs is not null || log.InProgress == false);
        }
        catch (RightsizerException e) when (e.ExitCode == ExitCode.InputUnreadable && IsNamedInProgress)
        {
            // Spark renames a log when the application ends
            location = location[..^InProgress.Length];
            return Look();
        }
        catch (RightsizerException e) when (e.ExitCode == ExitCode.NotAnEventLog && IsNamedInProgress)
        {
            return null;
        }
    }

    bool IsNamedInProgress => location.EndsWith(InProgress, StringComparison.Ordinal);

    RunForecast? Forecast(AnalysisResult result)
    {
        if ((request.State ?? request.History) is null) return null;
        var run = RunSummarizer.From(new RunKey { Uri = LogUri.Write(location), Pricing = request.PricingFingerprint }, result);
        // the longer the run takes, the more runs are needed of which some took longer: all that may be read are
        known ??= RunHistory.Known(run, _ => false, request, context);
        return RunForecast.Compute(run, known, FleetRules.None);
    }

    void Print(string line)
    {
        if (line == lastLine) return;
        lastLine = line;
        context.Output.Write(Encoding.UTF8.GetBytes(line + "\n"));
        context.Output.Flush();
    }

    /// <summary>What is missed already is sure. What will be is so for 9 of 10 runs like it: the lower edge of the band is over the
    /// limit.</summary>
    void Gate(AnalysisResult result, RunForecast? forecast)
    {
        if (request.DeadlineMs is { } deadline)
        {
            if (result.Run.ObservedMs is { } taken && taken > deadline)
                Miss($"--deadline: the run has taken longer ({Quantity.Duration(taken)}; the limit is {Quantity.Duration(deadline)})");
            if (forecast?.Wall is { } wall && wall.Low > deadline)
                Miss("--deadline: it is expected to be missed, as by 9 of 10 runs like it");
        }
        if (request.BudgetUsd is { } budget)
        {
            if (result.Cost.Actual?.TotalUsd is { } total && total > budget)
                Miss(FormattableString.Invariant($"--budget-usd {budget}: the run has cost {total:0.00##} USD so far"));
            if (forecast?.Usd is { } usd && usd.Low > budget)
                Miss(FormattableString.Invariant($"--budget-usd {budget}: it is expected to be missed, as by 9 of 10 runs like it"));
        }
    }

    static void Miss(string why) => throw new RightsizerException(ExitCode.GateMissed, why);
}
