using Rightsizer.Analyzer.Ledgers;

namespace Rightsizer.Analyzer.Answers.Fleet.Summaries;

/// <summary>
/// States of before 2026-11-29 name an alternative by its title alone. The titles of that time are part of that format and are frozen here.
/// </summary>
static class OldAlternatives
{
    static readonly Dictionary<string, LedgerKind> titles = new(StringComparer.Ordinal)
    {
        ["EMR on EC2 On-Demand (x86)"] = LedgerKind.EmrOnDemandX86,
        ["EMR on EC2 Spot (x86)"] = LedgerKind.EmrSpotX86,
        ["EMR on EC2 On-Demand (Graviton)"] = LedgerKind.EmrOnDemandGraviton,
        ["EMR Serverless x86_64"] = LedgerKind.ServerlessX86,
        ["EMR Serverless arm64"] = LedgerKind.ServerlessGraviton,
        ["EMR on EKS (x86)"] = LedgerKind.EmrOnEks,
        ["Glue"] = LedgerKind.Glue,
    };

    /// <summary>The summary with the kind of every alternative; as it is where it has them.</summary>
    public static RunSummary? WithKinds(RunSummary? summary)
    {
        // a name is no nullable property, but one of a line that somebody wrote by hand may be absent
        if (summary?.Cost?.Alternatives.Any(a => a is null or { Name: null }) == true) return null;
        if (summary?.Cost is not { } cost || cost.Alternatives.All(a => a.Kind is not null)) return summary;
        return summary with
        {
            Cost = cost with
            {
                Alternatives = [
            .. cost.Alternatives.Select(a => a.Kind is null && titles.TryGetValue(a.Name, out var kind) ? a with { Kind = kind } : a)]
            }
        };
    }
}
