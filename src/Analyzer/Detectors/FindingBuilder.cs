using Rightsizer.Analyzer.Detectors.Failures;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Model;
using Rightsizer.Analyzer.Replay;

namespace Rightsizer.Analyzer.Detectors;

/// <summary>Puts saving, severity and rank to a cause.</summary>
static class FindingBuilder
{
    /// <summary>Warning from 5 % of the run's time or core-hours, critical from 20 %.</summary>
    internal const double WarningShare = 0.05, CriticalShare = 0.20;

    /// <summary>Less than both is never more than info, whatever share of a short run it is: nobody changes a job for it.</summary>
    internal const double NoticedMs = 1_000, NoticedCoreMs = 10_000;

    /// <summary>The finding and the share of the run that ranks it; null when a matter of degree costs too little to tell.</summary>
    /// <param name="descriptor">Of the detector.</param>
    /// <param name="cause">What it found.</param>
    /// <param name="plans">What <see cref="Saving.Plans"/> gave for the cause.</param>
    /// <param name="context">Of the run.</param>
    public static (double Rank, Finding Finding)? Build(
        DetectorDescriptor descriptor, CauseFound cause, (ReplayPlan Baseline, ReplayPlan Changed)? plans, DetectorContext context)
    {
        var saving = Saving.Simulate(cause, plans, context);
        // a job that succeeds does more work than one that failed: without its error the run is not shorter
        if (IsOfFailedJobs(descriptor, cause, context.Facts.Run)) saving = Saving.Arithmetic(cause, context);
        var isStream = context.Facts.IsStream;
        if (isStream) saving = saving.OfStream(cause);
        if (saving.Share < context.MinShareOf(descriptor, cause)) return null;
        var severity = saving.IsReplayed && saving.Share <= Math.Abs(context.ReplayErrorPct) / 100 ? Severity.Info
            : SeverityOf(saving.Share);
        if (severity > cause.AtMost) severity = cause.AtMost;
        if (IsTrifle(saving, cause)) severity = Severity.Info;
        if (isStream && saving.CoreMs is null) severity = Severity.Info;
        // the run without the cause ends later and is paid for longer: what would make it so is no advice
        var isWorse = saving is { Ms: < 0, CoreMs: null or <= 0 };
        if (isWorse) (saving, severity) = (saving with { Ms = 0, CoreMs = 0 }, Severity.Info);
        var advice = AdviceRules.Apply(
            isWorse ? cause.Advice.Where(a => cause.Effects.ContainsKey(a.Setting)) : cause.Advice, context.Facts, context.Room);
        if (descriptor.Category != DetectorCategory.Failures) advice = [.. advice.Where(a => !OnlyCosts(a, cause, context.Facts))];
        // the way that costs least is open
        var priceRatio = advice.Count == 0 ? 1 : advice.Min(a => a.PriceRatio);
        var usd = context.Cost?.Saved(saving.Ms, saving.CoreMs, priceRatio);
        // neither sooner nor cheaper: fewer executors save less than the driver costs that waits for them
        if (usd < 0 && saving.Ms is not > 0) return null;
        return (cause.IsAfterOthers ? 0 : saving.Share, new Finding
        {
            Id = descriptor.Id,
            Kind = descriptor.Kind,
            Title = descriptor.Title,
            Severity = severity < cause.AtLeast ? cause.AtLeast : severity,
            Where = [.. cause.Where.OrderByDescending(w => w.Share ?? 0)],
            Evidence = cause.Evidence,
            Cause = cause.Cause,
            SavesMs = saving.Ms is { } ms ? Math.Max(0, ms) : null,
            LongerMs = saving.Ms is < 0 and var longer ? -longer : null,
            SavesCoreMs = saving.CoreMs,
            SavesUsd = usd,
            Confidence = cause.Confidence,
            Advice = advice,
        });
    }

    /// <summary>The cause is what jobs failed of, and no other job lost time by it.</summary>
    static bool IsOfFailedJobs(DetectorDescriptor descriptor, CauseFound cause, ApplicationRun run)
    {
        if (descriptor.Category != DetectorCategory.Failures) return false;
        var failed = run.Jobs.Where(j => j.Status == "FAILED" && !FailedJobDetector.IsCancelled(j)).ToList();
        var places = cause.Where.Where(w => w.JobId is not null || w.StageId is not null).ToList();
        return failed.Count > 0 && places.Count > 0
            && places.TrueForAll(w => failed.Exists(j => j.JobId == w.JobId || w.StageId is { } stage && j.StageIds.Contains(stage)));
    }

    /// <summary>
    /// No replay can tell that the setting saves time, and its dearer cores cost more than all that the cause may have cost.
    /// </summary>
    static bool OnlyCosts(Advice advice, CauseFound cause, RunFacts facts) => advice.PriceRatio is > 1
        && cause.Effects.TryGetValue(advice.Setting, out var effect) && effect is null && facts.PaidCoreMs is { } paid
        && Math.Max(cause.EstimatedCoreMs, cause.EstimatedMs / Math.Max(1, facts.RunMs ?? 1) * paid) is var most
        && (decimal)most <= (decimal)Math.Max(0, paid - most) * (advice.PriceRatio.Value - 1);

    static bool IsTrifle(Saving saving, CauseFound cause) =>
        (saving.Ms ?? cause.EstimatedMs) < NoticedMs && (saving.CoreMs ?? cause.EstimatedCoreMs) < NoticedCoreMs;

    internal static Severity SeverityOf(double share) =>
        share >= CriticalShare ? Severity.Critical : share >= WarningShare ? Severity.Warning : Severity.Info;
}
