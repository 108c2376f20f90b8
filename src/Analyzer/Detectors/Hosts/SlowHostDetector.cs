using Rightsizer.Analyzer.Detectors.Skew;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Model;
using Rightsizer.Analyzer.Numerics;

namespace Rightsizer.Analyzer.Detectors.Hosts;

/// <summary>Equal work takes longer on one host than on the others.</summary>
sealed class SlowHostDetector : IDetector
{
    public DetectorDescriptor Descriptor { get; } = new(
        DetectorIds.SlowHost, "slowHost", "A host is slower than the others", DetectorCategory.Tasks,
        [
            new("minRatio", SlowHosts.MinRatio, "ratio",
                "median task over the same stages' median elsewhere; instances of one type differ by less"),
            new("minTasks", SlowHosts.MinTasks, "count", "tasks on the host that are needed to say so"),
            new("minStageTasks", SlowHosts.MinStageTasks, "count", "of them in a stage, for the stage to count"),
            new("minStages", SlowHosts.MinStages, "count", "in one stage alone a host may have warmed up later, or hold other data"),
            new("minQuartileRatio", SlowHosts.MinQuartileRatio, "ratio",
                "three in four tasks must be over it: one long task makes no slow host"),
            new("minShare", DetectorContext.MinShare, "ratio", "no simulation is exact to less of the run") { IsSettable = true },
        ],
        new("Take the slow host out", Degree.Low, Degree.Low, "it may be slow for a reason that moves along"));

    public Verdict Detect(ApplicationRun run, DetectorContext context)
    {
        var facts = context.Facts;
        if (facts.TaskExecutors.Select(e => e.HostName).Distinct(StringComparer.Ordinal).Count() < 2)
            return Verdict.NotApplicable("all tasks ran on one host");
        var slow = facts.SlowHostRatios;
        if (slow.Count == 0) return Verdict.Clean("no host is slow");
        var stages = facts.ExecutedStages.Where(s => s.Count > 0).ToList();
        var lost = slow.Keys.ToDictionary(h => h,
            h => stages.Sum(s =>
            Enumerable.Range(0, s.Count).Where(i => SlowHosts.HostOf(s, i, facts) == h).Sum(i => s.DurationMs[i] * (1 - 1 / slow[h]))),
            StringComparer.Ordinal);
        var total = Math.Max(1, lost.Values.Sum());
        var top = slow.MaxBy(h => lost[h.Key]);
        return new CauseFound
        {
            Where = [.. slow.Keys.Select(h =>
                new FindingPlace { Host = h, ExecutorId = facts.TaskExecutors.FirstOrDefault(e => e.HostName == h)?.Id,
                Share = lost[h] / total })],
            Evidence =
            [
                new("slowdownRatio", Math.Round(top.Value, 3), "ratio", SlowHosts.MinRatio),
                new("slowHosts", slow.Count, "count"),
                new("hosts", facts.TaskExecutors.Select(e => e.HostName).Distinct(StringComparer.Ordinal).Count(), "count"),
                new("lostTaskMs", Math.Round(total), "ms"),
            ],
            Cause = $"Tasks on host {top.Key} take {Quantity.Number(top.Value)} times as long as tasks of the same stages elsewhere. "
                + $"Cause: the host, not the data.",
            Advice =
            [
                new($"replace host {top.Key}, or find what else runs on it", null, null,
                    $"{Quantity.Duration(lost[top.Key])} of task time went to its slowness."),
                new("spark.speculation", facts.Settings.Now("spark.speculation", "false"), "true",
                    "A copy of a slow task is started elsewhere, and the first to end counts.",
                    "Tasks run twice; not for tasks with side effects."),
            ],
            Confidence = Confidence.High,
            EstimatedMs = stages.Sum(s =>
                Math.Max(0, GreedySchedule.MakespanMs(s.DurationMs, s.Slots) - GreedySchedule.MakespanMs(
                Healthy(s, slow, facts), s.Slots))),
            // a copy starts late, and the slow host takes tasks all the same
            Effects = Unknown.Effects("spark.speculation"),
            Without = plan => stages.Aggregate(plan, (p, s) => p.WithDurations(s, Healthy(s, slow, facts))),
        };
    }

    /// <summary>
    /// The stage's times with the slow hosts as quick as the others. First tasks, which start up besides, take what first tasks take
    /// elsewhere.
    /// </summary>
    static double[] Healthy(StageTasks s, IReadOnlyDictionary<string, double> slow, RunFacts facts)
    {
        var hosts = Enumerable.Range(0, s.Count).Select(i => SlowHosts.HostOf(s, i, facts)).ToArray();
        var firsts = s.DurationMs.Where((_, i) => s.FirstWave[i] && !slow.ContainsKey(hosts[i])).ToList();
        return [.. s.DurationMs.Select((d, i) => !slow.TryGetValue(hosts[i], out var ratio) ? d
            : s.FirstWave[i] && firsts.Count > 0 ? Math.Min(d, Statistics.Median(firsts)) : d / ratio)];
    }
}
