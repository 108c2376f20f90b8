namespace Rightsizer.Analyzer.Detectors;

/// <summary>Puts severity and rank to a cause.</summary>
static class FindingBuilder
{
    /// <summary>Warning from 5 % of the run's time or core-hours, critical from 20 %; issue C, "Severity".</summary>
    internal const double WarningShare = 0.05, CriticalShare = 0.20;

    /// <summary>The finding and the share of the run that ranks it.</summary>
    public static (double Rank, Finding Finding) Build(DetectorDescriptor descriptor, CauseFound cause, RunFacts facts)
    {
        var rank = Math.Max(Share(cause.EstimatedMs, facts.RunMs), Share(cause.EstimatedCoreMs, facts.PaidCoreMs));
        var severity = SeverityOf(rank);
        return (rank, new Finding
        {
            Id = descriptor.Id,
            Kind = descriptor.Kind,
            Title = descriptor.Title,
            Severity = severity > cause.AtMost ? cause.AtMost : severity,
            Where = [.. cause.Where.OrderByDescending(w => w.Share ?? 0)],
            Evidence = cause.Evidence,
            Cause = cause.Cause,
            Confidence = cause.Confidence,
            Advice = cause.Advice,
        });
    }

    internal static Severity SeverityOf(double share) =>
        share >= CriticalShare ? Severity.Critical : share >= WarningShare ? Severity.Warning : Severity.Info;

    static double Share(double part, double? whole) => whole is > 0 and { } w && part > 0 ? part / w : 0;
}
