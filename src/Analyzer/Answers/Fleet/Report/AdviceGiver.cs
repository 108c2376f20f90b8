using Rightsizer.Analyzer.Answers.Fleet.State;
using Rightsizer.Analyzer.Answers.Fleet.Summaries;
using Rightsizer.Analyzer.Detectors;

namespace Rightsizer.Analyzer.Answers.Fleet.Report;

/// <summary>The advice of a report as the state keeps it: the savings that rest on findings, each with its promise a run.</summary>
static class AdviceGiver
{
    public static IReadOnlyList<AdviceRecord> Give(IReadOnlyList<CostedRun> runs, IReadOnlyList<FleetSaving> savings, DateOnly on)
    {
        var given = new List<AdviceRecord>();
        var jobs = runs.Where(r => r.Run is { Outcome: not RunOutcome.Failed }).ToLookup(r => (r.Job, r.Owner));
        foreach (var saving in savings)
        {
            var found = jobs[(saving.Job, saving.Owner)]
                .SelectMany(r => r.Run!.Findings.Where(f => f.Kind == saving.Kind && Counts(f)).Select(f => (Run: r, Finding: f))).ToList();
            if (found.Count == 0) continue;
            var (last, latest) = found.MaxBy(f => f.Run.StartMs);
            given.Add(new AdviceRecord
            {
                Id = IdOf(saving.Job, saving.Owner, latest),
                Job = saving.Job,
                Owner = saving.Owner,
                FindingId = latest.Id,
                Kind = latest.Kind,
                Setting = latest.Setting,
                Now = latest.Now,
                Proposed = latest.Proposed,
                SavesMs = Promised(found.Select(f => f.Finding.SavesMs)),
                SavesCoreMs = Promised(found.Select(f => f.Finding.SavesCoreMs)),
                SavesUsd = found.Any(f => f.Run.Usd is null || f.Run.PaidCoreMs == 0) ? null
                    : Ledgers.BillingMath.Round6(RunMedians.Of(found.Select(f => f.Run.UsdOf(f.Finding)))!.Value),
                Runs = found.Count,
                LastStartMs = last.StartMs,
                GivenOn = StateDay.Write(on),
            });
        }
        return [.. given.DistinctBy(g => g.Id)];
    }

    /// <summary>What the list of savings counts: with a saving, from severity warning on.</summary>
    public static bool Counts(RunFinding finding) => finding.SavesCoreMs > 0 && finding.Severity > Severity.Info;

    /// <summary>A setting is part of what makes an advice; words that name a host or a line of code are not.</summary>
    static string IdOf(string job, string owner, RunFinding finding) => Fingerprint.Compute(
        [job, owner, finding.Id, finding.Setting is { } s && s.StartsWith("spark.", StringComparison.Ordinal) ? s : ""]);

    static long? Promised(IEnumerable<long?> values) => RunMedians.Of(values.OfType<long>().Where(v => v > 0));
}
