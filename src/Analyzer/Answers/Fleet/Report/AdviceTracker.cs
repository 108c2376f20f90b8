using Rightsizer.Analyzer.Answers.Fleet.State;
using Rightsizer.Analyzer.Answers.Fleet.Summaries;
using Rightsizer.Analyzer.Ledgers;

namespace Rightsizer.Analyzer.Answers.Fleet.Report;

/// <summary>Compares what was advised with the runs that came after it.</summary>
static class AdviceTracker
{
    /// <summary>Days after which an advice that nobody follows is stale.</summary>
    internal const int StaleDays = 28;

    /// <summary>Runs before and after that are compared: the latest before it was followed, all since, at most so many of each.</summary>
    const int MaxRuns = 30;

    /// <summary>
    /// Data that grew or shrank by more cannot be taken out by a proportion: the realised saving is shown and not judged.
    /// </summary>
    const double MaxVolumeRatio = 2;

    /// <param name="given">All records of advice.</param>
    /// <param name="runs">All runs that are known, oldest first.</param>
    /// <param name="untilExcl">Day after the report's last.</param>
    public static FleetAdviceReport? Track(IReadOnlyList<AdviceRecord> given, IReadOnlyList<CostedRun> runs, DateOnly untilExcl)
    {
        var until = StateDay.Write(untilExcl);
        var known = given.Where(g => string.CompareOrdinal(g.GivenOn, until) < 0).GroupBy(g => g.Id, StringComparer.Ordinal).ToList();
        if (known.Count == 0) return null;
        var jobs = runs.Where(r => r.Run is { Outcome: RunOutcome.Succeeded } && r.Day < untilExcl).ToLookup(r => (r.Job, r.Owner));
        var items = known.Select(g => Follow([.. g.OrderBy(r => r.GivenOn, StringComparer.Ordinal).ThenBy(r => r.LastStartMs)
            .ThenBy(r => r.Proposed, StringComparer.Ordinal)], jobs, untilExcl)).ToList();
        var judged = items.Where(i => i.Verdict != AdviceVerdict.None).ToList();
        var kept = judged.Count(i => i.Verdict == AdviceVerdict.Kept);
        // what is realised is the job's, however many pieces of advice it followed
        var counted = judged.GroupBy(i => (i.Job, i.Owner)).Select(g => g.OrderByDescending(i => i.PromisedCoreMs ?? 0)
            .ThenBy(i => i.Id, StringComparer.Ordinal).First()).ToList();
        var priced = counted.Where(i => i is { PromisedUsd: not null, Outcome.RealisedUsd: not null }).ToList();
        return new FleetAdviceReport
        {
            Items = [.. items.OrderByDescending(i => i.Verdict == AdviceVerdict.Worse)
                .ThenByDescending(i => i.Verdict != AdviceVerdict.None)
                .ThenBy(i => i.Status).ThenByDescending(i => i.PromisedUsd ?? 0).ThenByDescending(i => i.PromisedCoreMs ?? 0)
                .ThenBy(i => i.Job, StringComparer.Ordinal).ThenBy(i => i.Id, StringComparer.Ordinal)],
            Judged = judged.Count,
            Kept = kept,
            HitRate = judged.Count > 0 ? (double)kept / judged.Count : null,
            PromisedCoreMs = counted.Sum(i => (i.PromisedCoreMs ?? 0) * i.Outcome!.RunsAfter),
            RealisedCoreMs = counted.Sum(i => i.Outcome!.RealisedCoreMs * i.Outcome.RunsAfter),
            PromisedUsd = priced.Count > 0 ? priced.Sum(i => i.PromisedUsd!.Value * i.Outcome!.RunsAfter) : null,
            RealisedUsd = priced.Count > 0 ? priced.Sum(i => i.Outcome!.RealisedUsd!.Value * i.Outcome.RunsAfter) : null,
        };
    }

    static FleetAdvice Follow(List<AdviceRecord> records, ILookup<(string, string), CostedRun> jobs, DateOnly untilExcl)
    {
        var (first, last) = (records[0], records[^1]);
        var job = jobs[(first.Job, first.Owner)].ToList();
        var later = job.Where(r => r.StartMs > first.LastStartMs).ToList();
        var followed = later.Where(r => AdvisedValue.IsFollowed(Latest(r.StartMs), r.Run!)).ToList();
        var status = StatusOf(records, later, followed, untilExcl);
        if (status == AdviceStatus.CauseGone) followed = WithoutCause(first, later);
        var promise = followed.Count > 0 ? Latest(followed[0].StartMs) : last;
        var outcome = followed.Count > 0 ? OutcomeOf(first, job, followed) : null;
        var verdict = outcome is null || status == AdviceStatus.Undone ? AdviceVerdict.None : Judge(promise, outcome, job, followed);
        return new FleetAdvice
        {
            Id = first.Id,
            Job = first.Job,
            Owner = first.Owner,
            Kind = last.Kind,
            Action = SavingKinds.Find(last.Kind).Action,
            Setting = promise.Setting,
            Now = promise.Now,
            Proposed = promise.Proposed,
            FirstGiven = first.GivenOn,
            LastGiven = last.GivenOn,
            Status = status,
            Verdict = verdict,
            FollowedSince = followed.Count > 0 ? StateDay.Day(followed[0].StartMs) : null,
            AppliedValue = status is AdviceStatus.Applied or AdviceStatus.Undone
                ? AdvisedValue.Read(followed[^1].Run!, promise.Setting!) : null,
            PromisedMs = promise.SavesMs,
            PromisedCoreMs = promise.SavesCoreMs,
            PromisedUsd = promise.SavesUsd,
            Outcome = outcome,
            Note = NoteOf(outcome, status),
        };

        // the advice as it stood when a run began: later reports may propose another value
        AdviceRecord Latest(long startMs) => records.LastOrDefault(r =>
            r.LastStartMs < startMs && string.CompareOrdinal(r.GivenOn, StateDay.Day(startMs)) < 0) ?? first;
    }

    static AdviceStatus StatusOf(List<AdviceRecord> records, List<CostedRun> later, List<CostedRun> followed, DateOnly untilExcl)
    {
        if (followed.Count > 0) return ReferenceEquals(followed[^1], later[^1]) ? AdviceStatus.Applied : AdviceStatus.Undone;
        if (later.Count == 0) return IsOld() ? AdviceStatus.NoRunSince : AdviceStatus.Open;
        if (WithoutCause(records[0], later).Count > 0) return AdviceStatus.CauseGone;
        return IsOld() ? AdviceStatus.Stale : AdviceStatus.Open;

        bool IsOld() => StateDay.Parse(records[0].GivenOn)!.Value.AddDays(StaleDays) < untilExcl;
    }

    /// <summary>The runs since the cause was last seen; none where the latest run has it.</summary>
    static List<CostedRun> WithoutCause(AdviceRecord advice, List<CostedRun> later) =>
        later[(later.FindLastIndex(r => Has(r, advice.Kind)) + 1)..];

    static bool Has(CostedRun run, string kind) => run.Run!.Findings.Any(f => f.Kind == kind && AdviceGiver.Counts(f));

    static AdviceOutcome? OutcomeOf(AdviceRecord advice, List<CostedRun> job, List<CostedRun> followed)
    {
        var earlier = job.Where(r => r.StartMs < followed[0].StartMs && Has(r, advice.Kind)).TakeLast(MaxRuns).ToList();
        var since = followed.TakeLast(MaxRuns).ToList();
        if (RunMedians.Take(earlier) is not { } before || RunMedians.Take(since) is not { } after) return null;
        var ratio = before.VolumeTo(after);
        // work grows with its data, and what is outside of jobs does not: the rule of ChangeSplit, for time as well
        var volumeMs = (long)Math.Round((before.WallMs - before.NoJobMs) * (ratio - 1));
        var volumeCoreMs = (long)Math.Round(before.UsedCoreMs * (ratio - 1));
        var volumeUsd = before is { Usd: { } usd, PaidCoreMs: > 0 } ? usd * volumeCoreMs / before.PaidCoreMs : 0;
        return new AdviceOutcome
        {
            RunsBefore = before.Runs,
            RunsAfter = after.Runs,
            BeforeMs = before.WallMs,
            AfterMs = after.WallMs,
            BeforeCoreMs = before.PaidCoreMs,
            AfterCoreMs = after.PaidCoreMs,
            VolumeMs = volumeMs,
            RealisedMs = before.WallMs + volumeMs - after.WallMs,
            RealisedCoreMs = before.PaidCoreMs + volumeCoreMs - after.PaidCoreMs,
            RealisedUsd = before.Usd is { } then && after.Usd is { } now ? BillingMath.Round6(then + volumeUsd - now) : null,
            VolumeRatio = ratio,
            AlsoChanged = ChangeSplit.What(earlier, since, advice.Setting),
        };
    }

    static AdviceVerdict Judge(AdviceRecord promise, AdviceOutcome outcome, List<CostedRun> job, List<CostedRun> followed)
    {
        const double worse = 0.05, kept = 0.5, madToSigma = 1.4826;
        if (outcome.VolumeRatio is > MaxVolumeRatio or < 1 / MaxVolumeRatio) return AdviceVerdict.None;
        var byTime = promise.SavesMs > 0;
        if (!byTime && promise.SavesCoreMs is not > 0) return AdviceVerdict.None;
        var realised = byTime ? outcome.RealisedMs : outcome.RealisedCoreMs;
        var expected = byTime ? outcome.BeforeMs + outcome.VolumeMs
            : outcome.RealisedCoreMs + outcome.AfterCoreMs;
        var earlier = RunMedians.Take([.. job.Where(r => r.StartMs < followed[0].StartMs).TakeLast(MaxRuns)])!;
        var spread = byTime && earlier.Runs >= 3 ? 2 * madToSigma * earlier.WallSpreadMs : 0;
        if (-realised > Math.Max(worse * expected, spread)) return AdviceVerdict.Worse;
        return realised >= kept * (byTime ? promise.SavesMs!.Value : promise.SavesCoreMs!.Value) ? AdviceVerdict.Kept : AdviceVerdict.Less;
    }

    static string? NoteOf(AdviceOutcome? outcome, AdviceStatus status)
    {
        if (status == AdviceStatus.Undone) return "the latest run no longer has the setting";
        if (outcome is null)
            return status is AdviceStatus.Applied or AdviceStatus.CauseGone ? "no earlier run to compare with is known" : null;
        if (outcome.VolumeRatio is > MaxVolumeRatio or < 1 / MaxVolumeRatio)
            return "not judged: the runs read more than twice or less than half of the data";
        return outcome.RunsAfter == 1 && outcome.RunsBefore == 1 ? "one run before and one after: chance is in it" : null;
    }
}
