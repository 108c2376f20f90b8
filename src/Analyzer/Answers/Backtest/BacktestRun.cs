using System.Globalization;
using Rightsizer.Analyzer.Model;
using Rightsizer.Analyzer.Replay;
using Rightsizer.EventLogParser;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Analyzer.Answers.Backtest;

/// <summary>One run of a job: what can be predicted from it, and what it can be held against.</summary>
public sealed class BacktestRun
{
    readonly Dictionary<double, ReplayPreparation> prepared = [];
    readonly Lazy<ReplayReport> report;
    readonly RunExecutors executors;

    BacktestRun(ApplicationRun run, string name, BacktestLabel? label)
    {
        (Run, Name, Label) = (run, name, label);
        executors = RunExecutors.Read(run);
        report = new(() => RunReplay.Report(run, Prepared(Calibration.BuiltIn)));
        Job = RecurringName.Parse(run.App.Name);
        Plan = PlanOf(run);
    }

    public static BacktestRun Create(ApplicationRun run, string name, BacktestLabel? label = null) => new(run, name, label);

    internal ApplicationRun Run { get; }

    /// <summary>What the log is called.</summary>
    public string Name { get; }

    /// <summary>Application name without dates and counters.</summary>
    public string Job { get; }

    /// <summary>Equal for runs that compute the same: query plans, and how many queries and other jobs there were.</summary>
    internal string? Plan { get; }

    internal BacktestLabel? Label { get; }

    public long StartMs => Run.App.StartTimeMs ?? 0;
    public int Executors => executors.Count;
    public int CoresPerExecutor => executors.Cores;
    public bool Dynamic => executors.Dynamic;
    internal ClusterShape Shape => executors.Shape;
    internal int Slots => executors.Count * executors.Cores;

    /// <summary>"8x2", "dynamic up to 8x2".</summary>
    public string ShapeText => string.Create(CultureInfo.InvariantCulture, $"{(Dynamic ? "dynamic " : "")}{Executors}x{CoresPerExecutor}");

    internal ReplayReport Report => report.Value;

    /// <summary>The plan with these constants; kept, as fitting asks often.</summary>
    internal ReplayPreparation Prepared(Calibration by)
    {
        lock (prepared)
        {
            if (!prepared.TryGetValue(by.AssumedWarmUp, out var known))
                prepared[by.AssumedWarmUp] = known = RunReplay.Prepare(Run, by);
            return known.Plan is { } plan && plan.Calibration != by ? known with { Plan = plan.WithCalibration(by) } : known;
        }
    }

    /// <summary>Bytes read from outside, or rows where the source counts no bytes; 0 where the log has neither.</summary>
    internal double Volume
    {
        get
        {
            double bytes = 0, rows = 0;
            foreach (var s in Run.Stages.Where(s => s.WasExecuted))
            {
                bytes += s.Metrics[TaskMetric.InputBytes];
                rows += s.Metrics[TaskMetric.InputRecords];
            }
            return bytes > 0 ? bytes : rows;
        }
    }

    /// <summary>From the submission of <see cref="FirstJob"/>, or of the first, to the last job's end.</summary>
    internal double? JobsMs
    {
        get
        {
            if (Prepared(Calibration.BuiltIn).Plan is not { Jobs.Count: > 0 } plan) return null;
            var from = plan.Jobs.Where(Counts).Select(j => j.SubmittedMs).ToList();
            return from.Count == 0 ? null : plan.Jobs.Max(j => j.EndedMs) - from.Min();
        }
    }

    /// <summary>Job id with which the work begins; null where all jobs count.</summary>
    internal int? FirstJob
    {
        get
        {
            if (Label?.FirstJob is { } named) return named;
            if (Label?.WorkMs is not { } work || Prepared(Calibration.BuiltIn).Plan is not { Jobs.Count: > 0 } plan) return null;
            var end = plan.Jobs.Max(j => j.EndedMs);
            return plan.Jobs.MinBy(j => Math.Abs(end - j.SubmittedMs - work))!.JobId;
        }
    }

    /// <summary>True for the job with which the work begins, or for all.</summary>
    internal bool Counts(PlanJob job) => FirstJob is not { } first || job.JobId == first;

    static string? PlanOf(ApplicationRun run)
    {
        if (Fleet.Summaries.PlanShape.Hash(run) is not { } shape) return null;
        var others = run.Jobs.Count(j => j.SqlExecutionId is null);
        return string.Create(CultureInfo.InvariantCulture, $"{shape} {run.SqlExecutions.Count} {others}");
    }
}

/// <summary>What was measured beside a log and is not in it.</summary>
/// <param name="FirstJob">Job id with which the work begins; null takes all jobs.</param>
/// <param name="WorkMs">The same as the time from its submission to the last job's end; null where the job is named or all count.</param>
/// <param name="ProbeMs">How long a fixed piece of work took in that run: how slow the computer was. Null where nobody measured.</param>
public sealed record BacktestLabel(int? FirstJob, long? WorkMs, double? ProbeMs);
