using Rightsizer.Analyzer.Answers.Fleet.State;
using Rightsizer.Analyzer.Answers.Fleet.Summaries;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.EventLogParser;

namespace Rightsizer.Analyzer.Answers.Fleet.Report;

/// <summary>Compares the clusters that were chosen with the runs on them.</summary>
static class MoveTracker
{
    /// <summary>Runs on the chosen cluster before it is judged.</summary>
    internal const int LeastRuns = 5;

    /// <summary>Part of the runs that must meet the deadline.</summary>
    const double DeadlineShare = 0.9;

    public static IReadOnlyList<FleetMove> Track(IReadOnlyList<MoveRecord> moves, IReadOnlyList<CostedRun> runs, DateOnly untilExcl)
    {
        if (moves.Count == 0) return [];
        var until = StateDay.Write(untilExcl);
        var jobs = runs.Where(r => r.Run is { Outcome: RunOutcome.Succeeded, WallMs: > 0 } && r.Day < untilExcl)
            .ToLookup(r => RecurringName.Parse(r.Run!.App?.Name), StringComparer.Ordinal);
        // a later choice for a job takes the place of the earlier one
        return [.. moves.Where(m => string.CompareOrdinal(m.ChosenOn, until) < 0).GroupBy(m => m.Job, StringComparer.Ordinal)
            .Select(g => Follow(g.OrderBy(m => m.LastStartMs).ThenBy(m => m.Id, StringComparer.Ordinal).Last(), jobs[g.Key]))
            .OrderByDescending(m => m.Verdict).ThenByDescending(m => m.PredictedUsd ?? 0).ThenBy(m => m.Job, StringComparer.Ordinal)];
    }

    static FleetMove Follow(MoveRecord move, IEnumerable<CostedRun> job)
    {
        var since = job.Where(r => r.StartMs > move.LastStartMs && IsOn(r, move)).ToList();
        var typical = RunMedians.Take(since);
        var ratio = typical is null ? 1 : new RunMedians
        {
            Runs = 1,
            WallMs = move.RunMs,
            NoJobMs = 0,
            PaidCoreMs = 0,
            UsedCoreMs = 0,
            WallSpreadMs = 0,
            InputRecords = move.InputRecords,
            InputBytes = move.InputBytes,
        }.VolumeTo(typical);
        var met = since.Count(r => r.Run!.WallMs <= move.DeadlineMs);
        var before = move.TodayUsd * (decimal)ratio;
        return new FleetMove
        {
            Id = move.Id,
            Job = move.Job,
            Name = move.Name,
            Platform = move.Platform,
            ChosenOn = move.ChosenOn,
            MovedOn = since.Count > 0 ? StateDay.Day(since[0].StartMs) : null,
            Verdict = VerdictOf(since.Count, met, typical?.Usd, before),
            Runs = since.Count,
            PredictedMs = (long)Math.Round(move.RunMs * ratio),
            PredictedP90Ms = (long)Math.Round(move.RunP90Ms * ratio),
            RealisedMs = typical?.WallMs,
            PredictedUsd = move.Usd is { } usd ? BillingMath.Round6(usd * (decimal)ratio) : null,
            RealisedUsd = typical?.Usd,
            RealisedGround = since.Count == 0 ? Ground.Missing : since.Min(r => r.Ground),
            Pilot = PilotOf(move, since, typical?.Usd, ratio),
            BeforeUsd = before is { } b ? BillingMath.Round6(b) : null,
            DeadlineMs = move.DeadlineMs,
            DeadlineMet = met,
            VolumeRatio = ratio,
        };
    }

    static FleetPilot? PilotOf(MoveRecord move, List<CostedRun> since, decimal? realisedUsd, double ratio)
    {
        if (move.PilotMs is not { } pilot || since.Count == 0) return null;
        var deadline = (long)Math.Round(pilot * ratio);
        var met = since.Count(r => r.Run!.WallMs <= deadline);
        decimal? most = move.UsdP90 is { } usd ? BillingMath.Round6(usd * (decimal)ratio) : null;
        return new FleetPilot(deadline, met, most, since.Count < LeastRuns ? null
            : met < DeadlineShare * since.Count || realisedUsd > most ? false
            : most is null || realisedUsd is not null ? true : null);
    }

    static MoveVerdict VerdictOf(int runs, int met, decimal? realisedUsd, decimal? beforeUsd)
    {
        if (runs == 0) return MoveVerdict.NotMoved;
        if (runs < LeastRuns) return MoveVerdict.Wait;
        return met < DeadlineShare * runs || realisedUsd > beforeUsd ? MoveVerdict.GoBack : MoveVerdict.GoOn;
    }

    /// <summary>Node types in a summary are mostly inferred: platform and executors tell the cluster.</summary>
    static bool IsOn(CostedRun run, MoveRecord move) => run.Platform == move.Platform
        && run.Run!.Cluster is { } c && c.ExecutorCores == move.ExecutorCores
        && (c.DynamicAllocation || c.PeakExecutors == move.Executors);
}
