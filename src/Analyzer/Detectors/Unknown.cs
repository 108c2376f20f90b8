using Rightsizer.Analyzer.Replay;

namespace Rightsizer.Analyzer.Detectors;

/// <summary>Settings whose effect no replay can tell: nothing is promised for them.</summary>
static class Unknown
{
    public static IReadOnlyDictionary<string, Func<ReplayPlan, ReplayPlan>?> Effects(params string[] settings) =>
        settings.Distinct(StringComparer.Ordinal).ToDictionary(s => s, _ => (Func<ReplayPlan, ReplayPlan>?)null, StringComparer.Ordinal);
}
