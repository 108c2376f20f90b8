using Rightsizer.Analyzer.Numerics;
using Rightsizer.Analyzer.Replay.Accounting;
using Rightsizer.Analyzer.Replay.Simulation;

namespace Rightsizer.Analyzer.Replay;

/// <summary>The same run on another shape, with a band that holds eight in ten runs.</summary>
public static class WhatIf
{
    const int Replicates = 50, FewestReplicates = 12, DefaultSeed = 42;

    /// <summary>Tasks simulated over all replicates before there are fewer of them: about two seconds of one core.</summary>
    const int TaskBudget = 5_000_000;

    /// <summary>A doubt that moves the answer by less is not told.</summary>
    const double MaterialRatio = 0.02;

    /// <summary>P10 and P90 of a normal distribution lie that many standard deviations from its middle.</summary>
    const double Z90 = 1.2815515655446004;

    /// <summary>Predicts, or says why not: then every time is null.</summary>
    /// <param name="prepared">The run.</param>
    /// <param name="spec">The shape.</param>
    /// <param name="priceUsd">What a simulated run costs; null where nothing is priced.</param>
    /// <param name="seed">Of the replicates.</param>
    /// <param name="taskBudget">Tasks simulated over all replicates before there are fewer of them.</param>
    public static WhatIfAnswer Answer(
        ReplayPreparation prepared, WhatIfSpec spec, Func<SimulatedRun, decimal?>? priceUsd = null, int seed = DefaultSeed,
            int taskBudget = TaskBudget) =>
        prepared.Plan is { } plan
            ? Answer(prepared, RunReplay.Report(plan.Run, prepared), spec, priceUsd, seed, taskBudget)
            : Empty(spec.Shape) with { Refused = prepared.Refused };

    /// <summary>As the other, for one who has the replay's report.</summary>
    /// <param name="prepared">The run.</param>
    /// <param name="report">What <see cref="RunReplay.Report"/> says of it.</param>
    /// <param name="spec">The shape.</param>
    /// <param name="priceUsd">What a simulated run costs; null where nothing is priced.</param>
    /// <param name="seed">Of the replicates.</param>
    /// <param name="taskBudget">Tasks simulated over all replicates before there are fewer of them.</param>
    public static WhatIfAnswer Answer(
        ReplayPreparation prepared, ReplayReport report, WhatIfSpec spec, Func<SimulatedRun, decimal?>? priceUsd = null,
            int seed = DefaultSeed, int taskBudget = TaskBudget) =>
        Answer(prepared, report, spec, null, priceUsd, seed, taskBudget);

    /// <summary>As the others, with another volume of input where there is one.</summary>
    internal static WhatIfAnswer Answer(ReplayPreparation prepared, ReplayReport report, WhatIfSpec spec, VolumeChange? volume,
        Func<SimulatedRun, decimal?>? priceUsd = null, int seed = DefaultSeed, int taskBudget = TaskBudget)
    {
        var empty = Empty(spec.Shape);
        if (prepared.Plan is not { } plan) return empty with { Refused = prepared.Refused };
        if (report.Refused is { } why) return empty with { Refused = why };
        // more input brings more executors, within the bounds that the run had
        var asRan = spec.Shape is DynamicShape bounds ? volume is null && RunExecutors.HadBounds(plan, bounds) : volume is not null;
        var change = ShapeChange.Measure(plan, spec.Shape, asRan);
        if (Refusals.OfPrediction(plan, change.SlotsRatio, change.Same && volume is null) is { } not) return empty with { Refused = not };
        if (!asRan && Refusals.OfShape(plan, spec.Shape) is { } never) return empty with { Refused = never };
        if (!change.Same && change.Cliff.Refused is { } cliff) return empty with { Refused = cliff };
        if (volume?.Refused is { } unknown) return empty with { Refused = unknown };
        var followers = volume?.There is { } more ? new CoreFollowers(more, null, null) : At(plan, change);
        var there = followers.There;
        // the shape that ran is the run itself
        var shape = change.Same ? ClusterShape.Observed : spec.Shape;
        var point = Simulator.Run(there, shape);
        if (!point.Finished) return empty with { Refused = "the simulation did not finish: no executor of this size can run every task" };
        if (!SimulationBounds.Hold(there, point))
            return empty with { Refused = "the simulation ended before its own critical path, so it is wrong" };
        var (ofEnd, ofJobs) = Spread(there, shape, change.Noise, seed, taskBudget);
        ofEnd = Hypot(ofEnd, change.Working * StageShare(point, point.EndMs));
        ofEnd = Hypot(ofEnd, change.Start * StartMs(there, point) / Math.Max(1, point.EndMs));
        ofJobs = Hypot(ofJobs, change.Working * StageShare(point, point.JobsMs));
        Doubt? followed = null;
        foreach (var scenario in Scenarios(there, followers.Other, change))
        {
            var run = Simulator.Run(scenario, shape);
            if (!run.Finished) continue;
            ofEnd = Hypot(ofEnd, Apart(run.EndMs, point.EndMs));
            ofJobs = Hypot(ofJobs, Apart(run.JobsMs, point.JobsMs));
            if (ReferenceEquals(scenario, followers.Other))
                followed = Apart(run.EndMs, point.EndMs) >= MaterialRatio || Apart(run.JobsMs, point.JobsMs) >= MaterialRatio
                    ? followers.Doubt : null;
        }
        var (doubts, tier) = (change.Doubts, change.Tier);
        if (volume is not null)
        {
            var (endApart, jobsApart) = Farthest(volume.Others, shape, point);
            ofEnd = Hypot(Hypot(ofEnd, volume.Working * StageShare(point, point.EndMs)), endApart);
            ofJobs = Hypot(Hypot(ofJobs, volume.Working * StageShare(point, point.JobsMs)), jobsApart);
            doubts = [.. doubts, .. volume.Doubts];
            tier = volume.Severe || tier == "C" ? "C" : "B";
        }
        (ofEnd, ofJobs) = (ofEnd * plan.Calibration.BandRatio, ofJobs * plan.Calibration.BandRatio);
        return empty with
        {
            DurationMs = Round(point.EndMs),
            DurationP10Ms = Round(point.EndMs * Math.Exp(-Z90 * ofEnd)),
            DurationP90Ms = Round(point.EndMs * Math.Exp(Z90 * ofEnd)),
            JobsMs = Round(point.JobsMs),
            JobsP10Ms = Round(point.JobsMs * Math.Exp(-Z90 * ofJobs)),
            JobsP90Ms = Round(point.JobsMs * Math.Exp(Z90 * ofJobs)),
            Jobs = [.. point.Jobs.Select((j, i) => new WhatIfJob(plan.Jobs[i].JobId, Round(j.StartMs), Round(j.EndMs)))],
            CostUsd = priceUsd?.Invoke(point),
            Tier = followed is null || tier == "C" ? tier : "B",
            Doubts = followed is { } follow ? [.. doubts, follow] : doubts,
        };
    }

    /// <summary>The middle of an answer without its band, for those that ask very often; null where it does not finish.</summary>
    internal static SimulatedRun? Middle(ReplayPlan plan, ClusterShape asked)
    {
        var change = ShapeChange.Measure(plan, asked);
        var run = Simulator.Run(At(plan, change).There, change.Same ? ClusterShape.Observed : asked);
        return run.Finished ? run : null;
    }

    /// <summary>
    /// As <see cref="Middle"/>, the application's time alone; null also where an answer would be refused, or would doubt that cached data
    /// fits.
    /// </summary>
    internal static double? EndMs(ReplayPlan plan, ClusterShape asked)
    {
        var change = ShapeChange.Measure(plan, asked);
        if (Refusals.OfPrediction(plan, change.SlotsRatio) is not null || Refusals.OfShape(plan, asked) is not null
            || !change.Same && (change.Cliff.Refused is not null || change.Cliff.Doubt is not null)) return null;
        return Middle(plan, asked)?.EndMs;
    }

    static CoreFollowers At(ReplayPlan plan, ShapeChange change) => change.Same ? new CoreFollowers(plan, null, null)
        : CoreFollowers.At(plan, PartitionCounts.At(plan, change.TotalCores).WithBodyFactor(change.BodyFactor), change.Executors,
            change.TotalCores);

    /// <summary>Plans as likely as the one predicted with, each of them one standard deviation away.</summary>
    static IEnumerable<ReplayPlan> Scenarios(ReplayPlan there, ReplayPlan? other, ShapeChange change)
    {
        if (other is not null) yield return other;
        if (change.Same) yield break;
        if (there.Stages.Any(s => s.WarmAssumed)) yield return there.WithoutAssumedWarmUp();
        if (there.Stages.Any(s => s.Losers.Count > 0)) yield return there.WithoutCopies();
    }

    /// <summary>The largest distances in the logarithm to plans as likely, each of them one standard deviation away.</summary>
    static (double OfEnd, double OfJobs) Farthest(IReadOnlyList<Func<ReplayPlan>> others, ClusterShape shape, SimulatedRun point)
    {
        var runs = others.Select(other => Simulator.Run(other(), shape)).Where(r => r.Finished).ToList();
        return runs.Count == 0 ? (0, 0)
            : (runs.Max(r => Apart(r.EndMs, point.EndMs)), runs.Max(r => Apart(r.JobsMs, point.JobsMs)));
    }

    /// <summary>Time before the first job, and what new executors cost its first tasks.</summary>
    static double StartMs(ReplayPlan plan, SimulatedRun run)
    {
        var first = run.Jobs.Count == 0 ? 0 : run.Jobs.Min(j => j.StartMs);
        return first + (plan.Stages.Count == 0 ? 0 : plan.Stages[0].Cold.FirstOfExecutorMs);
    }

    /// <summary>Share of the time in which any stage runs.</summary>
    static double StageShare(SimulatedRun run, double ofMs)
    {
        double covered = 0, until = 0;
        foreach (var s in run.Stages.Where(s => !double.IsNaN(s.EndMs)).OrderBy(s => s.StartMs))
        {
            covered += Math.Max(0, s.EndMs - Math.Max(s.StartMs, until));
            until = Math.Max(until, s.EndMs);
        }
        return ofMs > 0 ? Math.Min(1, covered / ofMs) : 1;
    }

    static double Apart(double a, double b) => a > 0 && b > 0 ? Math.Abs(Math.Log(a / b)) : 0;

    static double Hypot(double a, double b) => Math.Sqrt(a * a + b * b);

    /// <summary>Standard deviations of the logarithms of application time and jobs' time over seeded replicates.</summary>
    static (double OfEnd, double OfJobs) Spread(ReplayPlan plan, ClusterShape shape, NoiseScale scale, int seed, int taskBudget)
    {
        // executors without tasks have their start and end as well
        var executors = shape switch { FixedShape f => f.Executors, DynamicShape d => d.MaxExecutors, _ => 0 };
        var count = Math.Clamp(taskBudget / Math.Max(1, Math.Max(plan.TaskCount, executors)), FewestReplicates, Replicates);
        var (ends, jobs) = (new double[count], new double[count]);
        var ofRun = count < Replicates ? EvenNormals(count) : null;
        // each replicate has its own place in the stream of random numbers, so the order in which they run does not matter
        Parallel.For(0, count, i =>
        {
            var run = Simulator.Run(plan, shape, new RunNoise(seed, i, scale, ofRun?[i]));
            (ends[i], jobs[i]) = (Math.Log(Math.Max(1, run.EndMs)), Math.Log(Math.Max(1, run.JobsMs)));
        });
        return (StandardDeviation(ends), StandardDeviation(jobs));
    }

    /// <summary>
    /// Standard normals at even places, of standard deviation one: few replicates tell the spread of what all of their tasks share, the
    /// most of a long run's, as well as many.
    /// </summary>
    static double[] EvenNormals(int count)
    {
        var even = new double[count];
        for (var i = 0; i < count; i++) even[i] = NormalQuantile.Compute((i + 0.5) / count);
        var spread = StandardDeviation(even);
        return Array.ConvertAll(even, z => z / spread);
    }

    static double StandardDeviation(double[] values)
    {
        var mean = values.Average();
        return Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1));
    }

    static long Round(double ms) => (long)Math.Round(ms);

    static WhatIfAnswer Empty(ClusterShape shape) => shape switch
    {
        DynamicShape d =>
            new WhatIfAnswer { MinExecutors = d.MinExecutors, MaxExecutors = d.MaxExecutors, CoresPerExecutor = d.CoresPerExecutor },
        FixedShape f => new WhatIfAnswer { Executors = f.Executors, CoresPerExecutor = f.CoresPerExecutor },
        _ => throw new ArgumentException("what-if needs a fixed or a dynamic number of executors", nameof(shape)),
    };
}
