using Rightsizer.Analyzer.Replay;

namespace Rightsizer.Analyzer.Detectors;

/// <summary>Puts saving, severity and rank to a cause.</summary>
static class FindingBuilder
{
    /// <summary>Warning from 5 % of the run's time or core-hours, critical from 20 %.</summary>
    internal const double WarningShare = 0.05, CriticalShare = 0.20;

    /// <summary>Less than both is never more than info, whatever share of a short run it is: nobody changes a job for it.</summary>
    const double NoticedMs = 1_000, NoticedCoreMs = 10_000;

    /// <summary>The finding and the share of the run that ranks it; null when a matter of degree costs too little to tell.</summary>
    /// <param name="descriptor">Of the detector.</param>
    /// <param name="cause">What it found.</param>
    /// <param name="plans">What <see cref="Saving.Plans"/> gave for the cause.</param>
    /// <param name="context">Of the run.</param>
    public static (double Rank, Finding Finding)? Build(
        DetectorDescriptor descriptor, CauseFound cause, (ReplayPlan Baseline, ReplayPlan Changed)? plans, DetectorContext context)
    {
        var saving = Saving.Simulate(cause, plans, context);
        var isStream = context.Facts.IsStream;
        if (isStream) saving = saving.OfStream(cause);
        if (saving.Share < context.MinShareOf(descriptor, cause)) return null;
        var severity = saving.IsReplayed && saving.Share <= Math.Abs(context.ReplayErrorPct) / 100 ? Severity.Info
            : SeverityOf(saving.Share);
        if (severity > cause.AtMost) severity = cause.AtMost;
        if (IsTrifle(saving, cause)) severity = Severity.Info;
        if (isStream && saving.CoreMs is null) severity = Severity.Info;
        return (saving.Share, new Finding
        {
            Id = descriptor.Id,
            Kind = descriptor.Kind,
            Title = descriptor.Title,
            Severity = severity < cause.AtLeast ? cause.AtLeast : severity,
            Where = [.. cause.Where.OrderByDescending(w => w.Share ?? 0)],
            Evidence = cause.Evidence,
            Cause = cause.Cause,
            SavesMs = saving.Ms,
            SavesCoreMs = saving.CoreMs,
            SavesUsd = saving.CoreMs is { } core && context.UsdPerCoreHour is { } usd
                ? Math.Round(core * usd / 3_600_000, 6, MidpointRounding.AwayFromZero) : null,
            Confidence = cause.Confidence,
            Advice = AdviceRules.Apply(cause.Advice, context.Facts),
        });
    }

    static bool IsTrifle(Saving saving, CauseFound cause) =>
        (saving.Ms ?? cause.EstimatedMs) < NoticedMs && (saving.CoreMs ?? cause.EstimatedCoreMs) < NoticedCoreMs;

    internal static Severity SeverityOf(double share) =>
        share >= CriticalShare ? Severity.Critical : share >= WarningShare ? Severity.Warning : Severity.Info;
}
