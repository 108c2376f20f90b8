using Rightsizer.Analyzer.Answers.Fleet.Rules;
using Rightsizer.Analyzer.Answers.Fleet.Summaries;

namespace Rightsizer.Analyzer.Answers.Fleet.Report;

/// <summary>Which summaries count: the rule of reports, exports and sites.</summary>
static class FleetRuns
{
    /// <summary>What can be counted: read, with a start, and not in doubt.</summary>
    public static List<RunSummary> Readable(IReadOnlyList<RunSummary> summaries) => [.. summaries.Where(s =>
        s.Log?.InDoubt != true && s.Outcome != RunOutcome.Unreadable && s.StartMs is > 0 and var at
        && at < DateTimeOffset.MaxValue.ToUnixTimeMilliseconds())];

    /// <summary>
    /// One summary an application attempt: a log may lie in two places, or beside its own copy of before its end. The fullest counts.
    /// Two masters started alike give the same ids: other applications have other names.
    /// </summary>
    public static List<RunSummary> Distinct(List<RunSummary> readable) =>
    [
        .. readable.Where(s => s.App?.Id is null),
        .. readable.Where(s => s.App?.Id is not null).GroupBy(s => (s.App!.Id, s.App.Attempt, s.StartMs, s.App.Name))
            .Select(g => g.OrderBy(s => s.Outcome == RunOutcome.Unfinished).ThenByDescending(s => s.Log?.Lines ?? 0)
            .ThenBy(s => s.Log?.Quality).ThenBy(s => s.Key.Uri, StringComparer.Ordinal).First()),
    ];

    /// <summary>With owner and job, oldest first.</summary>
    public static List<CostedRun> Costed(IEnumerable<RunSummary> distinct, FleetRules rules) =>
        [.. distinct.Select(s => CostedRun.From(s, rules)).OrderBy(r => r.StartMs).ThenBy(r => r.Run!.Key.Uri, StringComparer.Ordinal)];

    /// <summary>All three.</summary>
    public static List<CostedRun> Choose(IReadOnlyList<RunSummary> summaries, FleetRules rules) =>
        Costed(Distinct(Readable(summaries)), rules);
}
