using Rightsizer.Analyzer.Replay;

namespace Rightsizer.Analyzer.Detectors;

/// <summary>What a cause costs: simulated where the run can be replayed, by plain arithmetic where not.</summary>
/// <param name="Ms">Time by which the run ends sooner; null when not replayed. Negative where less paid cores cost time.</param>
/// <param name="CoreMs">Core time that is not paid; null when not replayed.</param>
/// <param name="Share">The larger of both over the run's; never negative.</param>
/// <param name="IsReplayed">False when the share is arithmetic.</param>
readonly record struct Saving(long? Ms, long? CoreMs, double Share, bool IsReplayed)
{
    /// <summary>The run with what the cause is held against, and without the cause; null where it cannot be replayed.</summary>
    public static (ReplayPlan Baseline, ReplayPlan Changed)? Plans(CauseFound cause, DetectorContext context) =>
        context.Plan is { } plan && cause.Without is { } without ? (cause.Baseline is { } other ? other(plan) : plan, without(plan)) : null;

    public static Saving Simulate(CauseFound cause, (ReplayPlan Baseline, ReplayPlan Changed)? plans, DetectorContext context)
    {
        if (cause.FixedCoreMs is { } core) return new(null, (long)Math.Round(core), Part(core, context.Facts.PaidCoreMs), false);
        if (plans is var (baseline, changed))
        {
            if (changed.Replayed.Finished && baseline.Replayed.Finished)
            {
                var saved = baseline.SavingOf(changed);
                // a simulated stage may take longer than it took: what is left out cannot save more than that
                var part = cause.MostMs is { } most && saved.SavedMs > most ? most / saved.SavedMs : 1;
                return new((long)Math.Round(part * saved.SavedMs), (long)Math.Round(part * saved.SavedCoreMs),
                    Math.Max(0, part * Math.Max(saved.SavedRatio, saved.SavedCoreRatio)), true);
            }
        }
        // beside savings that were simulated, one that cannot be is not given a rank by guess
        if (context.Plan is not null && cause.IsFact) return new(null, null, 0, false);
        return Arithmetic(cause, context);
    }

    /// <summary>No saving is promised, and the measured part of the run ranks the cause.</summary>
    public static Saving Arithmetic(CauseFound cause, DetectorContext context) => new(null, null,
        Math.Max(Part(cause.EstimatedMs, context.Facts.RunMs), Part(cause.EstimatedCoreMs, context.Facts.PaidCoreMs)), false);

    /// <summary>
    /// The same for a stream: its length is set by whoever stops it, so that nothing makes it shorter or cheaper but fewer executors.
    /// </summary>
    public Saving OfStream(CauseFound cause) => cause.FixedCoreMs is not null ? this : this with { Ms = null, CoreMs = null };

    static double Part(double part, double? whole) => whole is > 0 and { } w && part > 0 ? part / w : 0;
}
