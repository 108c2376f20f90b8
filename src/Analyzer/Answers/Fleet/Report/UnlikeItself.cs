using System.Globalization;
using Rightsizer.Analyzer.Answers.Fleet.Rules;
using Rightsizer.Analyzer.Answers.Fleet.Summaries;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Ledgers;

namespace Rightsizer.Analyzer.Answers.Fleet.Report;

/// <summary>A run against the last good runs of its job.</summary>
/// <param name="Job">Its name without dates and ids.</param>
/// <param name="Runs">Good runs that it is compared with; 0 where none is known.</param>
/// <param name="WallMs">Its application time.</param>
/// <param name="UsualMs">Their median.</param>
/// <param name="Usd">Its cost; null without a price.</param>
/// <param name="UsualUsd">Their median; null where one has none.</param>
/// <param name="Differences">What differs: the most time first, then what has no time of its own.</param>
public sealed record RunUnlike(
    string Job, int Runs, long WallMs, long UsualMs, decimal? Usd, decimal? UsualUsd, IReadOnlyList<RunDifference> Differences)
{
    /// <summary>How both costs are known: the weakest of the runs; missing without them.</summary>
    public Ground Ground { get; init; }

    /// <summary>Core time that its executors were there for: what it cost where it has no price.</summary>
    public long PaidCoreMs { get; init; }

    /// <summary>Their median; 0 without any.</summary>
    public long UsualCoreMs { get; init; }
}

/// <param name="Kind">data, finding, outsideJobs, spill, failures, settings.</param>
/// <param name="Words">What differs, in words.</param>
/// <param name="CostsMs">
/// Time that it adds; negative: takes away. Estimates that may overlap and are not added up. Null where none is known.
/// </param>
public sealed record RunDifference(string Kind, string Words, long? CostsMs);

/// <summary>What differs between a run and the last good runs of its job.</summary>
public static class UnlikeItself
{
    /// <summary>Good runs that are compared, the latest.</summary>
    const int MostRuns = 5;

    /// <summary>A difference of time is worth a line from this part of the usual time on.</summary>
    const double LeastShare = 0.05;

    /// <summary>A finding is another one where it costs this many times as much.</summary>
    const double Larger = 1.5;

    /// <summary>Less than this is written to disk in no time that counts.</summary>
    const long LeastSpillBytes = 64L << 20;

    /// <summary>Changes of cluster, settings and plan that are listed.</summary>
    const int MostChanges = 6;

    /// <summary>Findings that more slots than before bring about.</summary>
    static readonly HashSet<string> MoreSlots = new(StringComparer.Ordinal) { "tooFewPartitions", "idleCores" };

    /// <summary>Findings whose time passes outside of jobs, at least in part.</summary>
    static readonly HashSet<string> OutsideOfJobs = new(StringComparer.Ordinal) { "driverBound", "slowStart" };

    /// <param name="run">The run.</param>
    /// <param name="known">Summaries of any runs: those of its job that ended well before it began are taken.</param>
    /// <param name="rules">What makes runs one job.</param>
    public static RunUnlike Compare(RunSummary run, IReadOnlyList<RunSummary> known, FleetRules rules)
    {
        var (owner, _, job) = rules.Of(run);
        List<CostedRun> good = run.StartMs is not { } start ? [] : [.. known
            .Where(s => s is { Outcome: RunOutcome.Succeeded, WallMs: > 0, Log.InDoubt: not true } && s.StartMs < start
                && (run.App?.Id is not { } id || s.App?.Id != id))
            .Select(s => CostedRun.From(s, rules)).Where(r => r.Job == job && r.Owner == owner).OrderBy(r => r.StartMs).TakeLast(MostRuns)];
        if (RunMedians.Take(good) is not { } usual || run.StartMs is null || RunMedians.Take([CostedRun.From(run, rules)]) is not { } now)
            return new(job, 0, run.WallMs ?? 0, 0, run.Cost?.ActualUsd, null, []);
        var differences = new List<RunDifference>();
        if (usual.VolumeTo(now) is not 1 and var ratio)
            differences.Add(new("data", string.Create(CultureInfo.InvariantCulture,
                $"reads {ratio:0.##} times the usual data"), (long)((usual.WallMs - usual.NoJobMs) * (ratio - 1))));
        var changes = ChangeSplit.Changes(good, [CostedRun.From(run, rules)]).ToList();
        var outside = OutsideJobs(usual, now);
        foreach (var f in run.Findings.Where(AdviceGiver.Counts))
        {
            if (Difference(f, good) is not { } found) continue;
            var because = changes.Where(c => c.Of == f.Setting || c.Of == ChangeSplit.OfShape && MoreSlots.Contains(f.Kind)).ToList();
            foreach (var change in because)
            {
                // what the setting sets changed with it
                changes.RemoveAll(c => c == change || c.Of == ChangeSplit.OfShape && CostSettings.OfCluster.Contains(change.Of));
                found = found with { Words = $"{found.Words}; {change.Words}" };
            }
            if (outside is { } measured && OutsideOfJobs.Contains(f.Kind) && measured.CostsMs > 0 == found.CostsMs > 0)
            {
                found = new(found.Kind, $"{found.Words}; {measured.Words}", measured.CostsMs);
                outside = null;
            }
            differences.Add(found);
        }
        if (outside is not null) differences.Add(outside);
        if (Spill(run, good) is { } spill) differences.Add(spill);
        if (Failures(run, good) is { } failures) differences.Add(failures);
        if (run.Outcome != RunOutcome.Succeeded)
            differences.Add(new("failures", $"did not succeed: {run.Reason ?? "no reason in the log"}", null));
        differences.AddRange(changes.Take(MostChanges).Select(c => new RunDifference("settings", c.Words, null)));
        return new(job, good.Count, now.WallMs, usual.WallMs, now.Usd, usual.Usd,
            [.. differences.OrderByDescending(d => d.CostsMs is not null).ThenByDescending(d => Math.Abs(d.CostsMs ?? 0))])
        {
            Ground = BillingMath.Weakest(now.Ground, usual.Ground),
            PaidCoreMs = now.PaidCoreMs,
            UsualCoreMs = usual.PaidCoreMs,
        };
    }

    static RunDifference? OutsideJobs(RunMedians usual, RunMedians now) =>
        Math.Abs(now.NoJobMs - usual.NoJobMs) < LeastShare * usual.WallMs ? null
            : new("outsideJobs", $"{Quantity.Duration(now.NoJobMs)} outside of jobs (start-up, driver), usually "
                + Quantity.Duration(usual.NoJobMs), now.NoJobMs - usual.NoJobMs);

    /// <summary>Null where the job's runs have it as well, as large.</summary>
    static RunDifference? Difference(RunFinding f, List<CostedRun> good)
    {
        var before = RunMedians.Of(good.Select(g => g.Run!.Findings.Where(x => x.Kind == f.Kind).Sum(x => x.SavesMs ?? 0)))!.Value;
        var seen = good.Any(g => g.Run!.Findings.Any(x => x.Kind == f.Kind && AdviceGiver.Counts(x)));
        if (!seen) return new("finding", $"new: {SavingKinds.Find(f.Kind).Action} ({f.Kind})", f.SavesMs - before);
        return f.SavesMs > Larger * before ? new("finding", $"more of {f.Kind} than usual", f.SavesMs - before) : null;
    }

    /// <summary>The replay puts no time on most spills: that a run spills which never did is worth a line all the same.</summary>
    static RunDifference? Spill(RunSummary run, List<CostedRun> good)
    {
        var usual = RunMedians.Of(good.Select(g => g.Run!.Work?.DiskSpilledBytes ?? 0))!.Value;
        return run.Work?.DiskSpilledBytes is { } spilled && spilled >= LeastSpillBytes && spilled > Larger * usual
            ? new("spill", $"tasks spilled {Quantity.Bytes(spilled)} to disk, usually {(usual > 0 ? Quantity.Bytes(usual) : "none")}", null)
            : null;
    }

    static RunDifference? Failures(RunSummary run, List<CostedRun> good)
    {
        var usual = RunMedians.Of(good.Select(g => g.Run!.Work?.FailedTasks ?? 0))!.Value;
        return run.Work?.FailedTasks is { } failed && failed > usual
            ? new("failures", $"{Quantity.Plural(failed, "failed task")}, usually {Quantity.Count(usual)}", null) : null;
    }
}
