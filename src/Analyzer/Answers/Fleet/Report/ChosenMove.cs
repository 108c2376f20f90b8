using Rightsizer.Analyzer.Answers.Fleet.State;
using Rightsizer.Analyzer.Answers.Fleet.Summaries;
using Rightsizer.Analyzer.Answers.Sizing;
using Rightsizer.Analyzer.Answers.Study;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer.Model;
using Rightsizer.EventLogParser;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Analyzer.Answers.Fleet.Report;

/// <summary>The cluster that a sizing chose, as the state keeps it.</summary>
public static class ChosenMove
{
    /// <summary>Null where nothing was chosen but today's cluster, or the choice has no time.</summary>
    /// <param name="sizing">Of one job.</param>
    /// <param name="option">The option that was taken; null is the recommendation.</param>
    /// <param name="runs">The runs that the sizing was made from.</param>
    /// <param name="pilot">Null where the job is no pilot of a study.</param>
    public static MoveRecord? Record(
        SizingResult sizing, SizingCandidate? option, IReadOnlyList<ApplicationRun> runs, StudyPilot? pilot = null)
    {
        var chosen = option ?? (sizing.Advice == SizingAdvice.Change ? sizing.Pick : null);
        if (chosen is not { IsToday: false, RunMs: > 0 and var runMs, TimeMs: { } time, Executor: { } executor }) return null;
        if (sizing.DeadlineMs is not { } deadline || runs.Max(r => r.App.StartTimeMs) is not { } last || last <= 0) return null;
        var job = RecurringName.Parse(sizing.JobName);
        var shape = chosen.Name.ToString();
        return new MoveRecord
        {
            Id = Fingerprint.Compute([job, chosen.Platform, shape]),
            Job = job,
            Platform = chosen.Platform,
            Name = shape,
            Architecture = chosen.Architecture,
            ExecutorCores = executor.Cores,
            Executors = executor.Count,
            RunMs = runMs,
            RunP90Ms = Math.Max(runMs, time.P90 - chosen.StartUpMs),
            Usd = chosen.Usd?.P50,
            UsdP90 = chosen.Usd?.P90,
            // a sizing's deadline is from submit to end
            DeadlineMs = Math.Max(1, deadline - chosen.StartUpMs),
            PilotMs = pilot?.DeadlineMs,
            TodayRunMs = sizing.Today?.RunMs,
            // a move is not judged by a cost that was assumed
            TodayUsd = sizing.BaselineBasis == CostBasis.Known ? sizing.Today?.Usd?.P50 : null,
            InputRecords = Median(runs, TaskMetric.InputRecords),
            InputBytes = Median(runs, TaskMetric.InputBytes),
            LastStartMs = last,
            ChosenOn = StateDay.Day(last),
        };
    }

    static long? Median(IReadOnlyList<ApplicationRun> runs, TaskMetric metric) =>
        RunMedians.Of(runs.Select(r => RunOverview.Compute(r).Metrics[metric])) is > 0 and var value ? value : null;
}
