using Rightsizer.Analyzer.Answers.Diagnosis;
using Rightsizer.Analyzer.Answers.Fleet.Bills;
using Rightsizer.Analyzer.Answers.Fleet.State;
using Rightsizer.Analyzer.Detectors;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer.Model;
using Rightsizer.Analyzer.Replay.Accounting;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Analyzer.Answers.Fleet.Summaries;

/// <summary>From an analysed run to its summary.</summary>
public static class RunSummarizer
{
    const int MaxDoubts = 10, MaxReason = 500;

    /// <summary>Analyses a run, without what-ifs, and keeps what a fleet needs of it.</summary>
    public static RunSummary Summarize(RunKey key, ApplicationRun run, PriceContext pricing, CancellationToken cancellation = default,
        DetectorSettings? detectors = null, bool oneCore = false) => From(key, Analyze(run, pricing, detectors, oneCore, cancellation));

    /// <summary>As <see cref="Summarize"/>, with what pages and tables about the run need.</summary>
    public static (RunSummary Summary, RunDetail Detail) SummarizeWithDetail(
        RunKey key, ApplicationRun run, PriceContext pricing, CancellationToken cancellation = default, DetectorSettings? detectors = null,
            bool oneCore = false)
    {
        var result = Analyze(run, pricing, detectors, oneCore, cancellation);
        return (From(key, result), RunDetailBuilder.From(key, result));
    }

    static AnalysisResult Analyze(
        ApplicationRun run, PriceContext pricing, DetectorSettings? detectors, bool oneCore, CancellationToken cancellation) =>
        ApplicationAnalyzer.Analyze(
            run, new AnalysisOptions
            {
                Pricing = pricing,
                Detectors = detectors ?? DetectorSettings.Default,
                OneCore = oneCore,
                AlternativesAreTold = false,
            }, null, cancellation);

    /// <summary>What a fleet needs of a run that was analysed already.</summary>
    public static RunSummary From(RunKey key, AnalysisResult result)
    {
        var run = result.Run;
        // where the replay is refused the accounting of what was seen still holds
        var waterfall = result.Waterfall
            ?? (!run.Log.LacksWork && result.RefusedPlan is { } plan ? WaterfallBuilder.Build(plan) : null);
        var overview = RunOverview.Compute(run);
        var workload = WorkloadTeller.Infer(run);
        var (outcome, reason) = OutcomeOf(run, workload.Workload);
        var settings = CostSettings.Pick(run.Environment);
        var identity = IdentityTeller.Infer(run);
        return new RunSummary
        {
            Key = key,
            Outcome = outcome,
            Reason = Cut(reason, MaxReason),
            App = identity,
            Workflow = WorkflowTeller.Infer(run.Environment, identity.Tags),
            Pods = IdentityTeller.PodsOf(run.Environment),
            Platform = result.Cost.Platform,
            Workload = workload.Workload,
            InteractiveKind = workload.InteractiveKind,
            StartMs = run.App.StartTimeMs,
            EndMs = run.CountedUntilMs,
            WallMs = run.ObservedMs,
            NoJobMs = NoJobMs(run),
            Work = WorkOf(run, overview),
            Cluster = ClusterTeller.Infer(run, result.Cost),
            Cores = CoresOf(run, overview),
            SettingsFingerprint = Fingerprint.Compute(settings.Select(s => s.Key + "=" + s.Value)),
            Settings = settings,
            AdvisedSettings = CostSettings.PickAdvised(run.Environment),
            PlanFingerprint = PlanShape.Hash(run),
            Findings = [.. result.Findings.Select(FindingOf)],
            Waste = WasteAccount.Split(outcome, workload.Workload, waterfall, overview, result),
            Cost = CostOf(result),
            Connect = ConnectOf(result.Connect),
            Log = LogOf(run.Log),
        };
    }

    const int MaxSessions = 100;

    static List<RunConnectSession>? ConnectOf(ConnectReport? connect)
    {
        if (connect is null || connect.Sessions.Count == 0) return null;
        var ordered = connect.Sessions.OrderByDescending(s => s.TaskMs).ThenBy(s => s.SessionId, StringComparer.Ordinal).ToList();
        return [.. ordered.Take(MaxSessions)
                .Select(s => new RunConnectSession(s.SessionId, s.User, 1, s.Operations, s.FailedOperations, s.BusyMs, s.TaskMs)),
            .. ordered.Skip(MaxSessions).GroupBy(s => s.User).OrderBy(g => g.Key, StringComparer.Ordinal).Take(MaxSessions)
                .Select(g => new RunConnectSession(null, g.Key, g.Count(), g.Sum(s => s.Operations), g.Sum(s => s.FailedOperations),
                    Model.Saturating.Sum(g.Select(s => s.BusyMs)), Model.Saturating.Sum(g.Select(s => s.TaskMs))))];
    }

    /// <summary>The summary of a log that could not be read, or not in time.</summary>
    public static RunSummary Unreadable(RunKey key, ReadFailure failure, string reason) =>
        new() { Key = key, Outcome = RunOutcome.Unreadable, Failure = failure, Reason = Cut(reason, MaxReason) };

    static (RunOutcome, string?) OutcomeOf(ApplicationRun run, Workload workload)
    {
        if (run.App.EndTimeMs is null) return (RunOutcome.Unfinished, "no application end in the log: still running, killed, or cut");
        if (run.Log.UnfinishedJobs > 0 && workload == Workload.Batch)
        {
            return (RunOutcome.Unfinished,
                FormattableString.Invariant($"the application ended while {run.Log.UnfinishedJobs} of its jobs still ran"));
        }
        if (run.Log.UnfinishedQueries > 0 && workload == Workload.Batch)
            return (RunOutcome.Unfinished, "the application ended while a query still ran");
        if (run.App.ExitCode is { } code and not 0) return (RunOutcome.Failed, FormattableString.Invariant($"exit code {code}"));
        if (run.App.ExitCode is 0 || workload != Workload.Batch) return (RunOutcome.Succeeded, null);
        // before Spark 4 the log does not say how the application ended: a last job that failed does
        var last = run.Jobs.Where(j => j.CompletionTimeMs is not null).MaxBy(j => (j.CompletionTimeMs, j.JobId));
        return last is { Status: "FAILED" }
            ? (RunOutcome.Failed, FormattableString.Invariant($"its last job, {last.JobId}, failed")
            + (last.Failure is { } why ? ": " + why.Split('\n')[0] : ""))
            : (RunOutcome.Succeeded, null);
    }

    /// <summary>Application time outside of every job.</summary>
    static long? NoJobMs(ApplicationRun run)
    {
        if (run.App.StartTimeMs is not { } start || run.CountedUntilMs is not { } end || end < start) return null;
        long covered = 0, until = start;
        foreach (var job in run.Jobs.Where(j => j.SubmissionTimeMs is not null).OrderBy(j => j.SubmissionTimeMs))
        {
            var from = Math.Max(until, job.SubmissionTimeMs!.Value);
            var to = Math.Min(end, job.CompletionTimeMs ?? end);
            if (to <= from) continue;
            covered += to - from;
            until = to;
        }
        return end - start - covered;
    }

    static RunWork WorkOf(ApplicationRun run, RunOverview overview)
    {
        var m = overview.Metrics;
        return new RunWork
        {
            Jobs = run.Jobs.Count,
            FailedJobs = run.Jobs.Count(j => j.Status == "FAILED"),
            Stages = overview.StagesRun,
            Tasks = overview.Tasks,
            FailedTasks = overview.FailedTasks,
            InputBytes = m[TaskMetric.InputBytes],
            InputRecords = m[TaskMetric.InputRecords] is > 0 and var rows ? rows : null,
            OutputBytes = m[TaskMetric.OutputBytes],
            ShuffleReadBytes = m[TaskMetric.ShuffleLocalBytesRead] + m[TaskMetric.ShuffleRemoteBytesRead],
            ShuffleWriteBytes = m[TaskMetric.ShuffleWriteBytes],
            MemorySpilledBytes = m[TaskMetric.MemoryBytesSpilled],
            DiskSpilledBytes = m[TaskMetric.DiskBytesSpilled],
        };
    }

    static RunCores? CoresOf(ApplicationRun run, RunOverview overview)
    {
        if (overview.PaidCoreMs is not { } paid) return null;
        var used = Math.Min(paid, overview.UsedCoreMs);
        return new RunCores { PaidCoreMs = paid, UsedCoreMs = used, IdleCoreMs = paid - used, PaidBySlice = Slices(run, paid) };
    }

    /// <summary>A slice a minute, 24 at most.</summary>
    static IReadOnlyList<long> Slices(ApplicationRun run, long paid)
    {
        var count = (int)Math.Clamp((run.ObservedMs ?? 0) / 60_000, 1, 24);
        return CoreTimeline.Compute(run, count) is { } line ? Apportion.Split(paid, line.PaidCores) : [paid];
    }

    static RunFinding FindingOf(Detectors.Finding f)
    {
        var advice = f.Advice.Count > 0 ? f.Advice[0] : null;
        return new RunFinding
        {
            Id = f.Id,
            Kind = f.Kind,
            Severity = f.Severity,
            Confidence = f.Confidence,
            SavesMs = f.SavesMs,
            SavesCoreMs = f.SavesCoreMs,
            SavesUsd = f.SavesUsd,
            Setting = advice?.Setting,
            Now = advice?.Now,
            Proposed = advice?.Proposed,
        };
    }

    static RunCost CostOf(AnalysisResult result)
    {
        var cost = result.Cost;
        return new RunCost
        {
            PriceBook = cost.PriceBook,
            PriceDate = cost.PriceDate,
            Region = cost.Region,
            RegionGround = cost.RegionGround,
            ActualUsd = cost.Actual?.TotalUsd,
            ActualName = cost.Actual?.Name.ToString(),
            ActualKind = cost.Actual?.Kind,
            ActualGround = cost.Actual?.TotalUsd is null ? Ground.Missing : cost.Actual.Ground,
            Missing = cost.Actual is null ? cost.ActualMissing : cost.Actual.TotalUsd is null
                ? cost.Actual.Lines.FirstOrDefault(l => l.AmountUsd is null) is { } hole ? LedgerBuilder.HoleWords(hole).ToString() : null
                : null,
            Services = cost.Actual?.TotalUsd is null ? null
                : [.. cost.Actual.Lines.GroupBy(l => l.Service).OrderBy(g => g.Key)
                    .Select(g => new RunServiceCost(BillServices.Word(g.Key), g.Sum(l => l.AmountUsd!.Value)))],
            Alternatives = [.. cost.Alternatives.Select(AlternativeOf)],
        };
    }

    static RunAlternative AlternativeOf(Ledger ledger) =>
        new(ledger.Title.ToString(), ledger.Shape?.ToString(), ledger.TotalUsd, ledger.Ground) { Kind = ledger.Kind };

    static RunLog LogOf(LogQuality log) =>
        new(log.Kind, log.Grade, [.. log.Doubts.Take(MaxDoubts).Select(d => Cut(d, MaxReason)!)], log.Bytes, log.PlainBytes, log.Lines,
            log.MalformedLines)
        {
            LacksWork = log.LacksWork ? true : null,
            InDoubt = log.IsInDoubtOfTimeOrMoney || log.LostTooMuch ? true : null,
        };

    /// <summary>The beginning of a text, never half of a letter.</summary>
    internal static string? Cut(string? text, int max) => text is null || text.Length <= max ? text
        : text[..(char.IsHighSurrogate(text[max - 1]) ? max - 1 : max)];
}
