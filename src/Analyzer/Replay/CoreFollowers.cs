using System.Globalization;
using Rightsizer.Analyzer.Model;

namespace Rightsizer.Analyzer.Replay;

/// <summary>
/// Stages whose number of tasks is that of the cluster's cores or executors: reduceByKey, join and parallelize take it from
/// spark.default.parallelism, which is all cores where nobody sets it.
/// </summary>
/// <remarks>
/// A number that the program chose can be the same by accident, and one that was set for this cluster may be set anew for another. So one
/// way is predicted and the other widens the band.
/// </remarks>
sealed record CoreFollowers(ReplayPlan There, ReplayPlan? Other, Doubt? Doubt)
{
    /// <summary>Fewer cores than that equal too many numbers by accident.</summary>
    const int LeastCores = 4;

    /// <param name="plan">The run.</param>
    /// <param name="at">The run at the asked shape, but for what follows the cores.</param>
    /// <param name="executors">Executors of the asked shape.</param>
    /// <param name="totalCores">Cores of all of them.</param>
    public static CoreFollowers At(ReplayPlan plan, ReplayPlan at, int executors, int totalCores)
    {
        var run = plan.Run;
        var observed = PartitionCounts.CoresOf(plan);
        if (observed == totalCores && plan.PeakExecutors == executors || observed < LeastCores) return new(at, null, null);
        var set = int.TryParse(run.Environment["spark.default.parallelism"], NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n
            : (int?)null;
        var (here, there) = (plan.PeakExecutors, executors);
        var leavesAreSet = run.Environment["spark.sql.leafNodeDefaultParallelism"] is not null;
        var sql = run.Jobs.Where(j => j.SqlExecutionId is not null).Select(j => j.JobId).ToHashSet();
        var (counts, maybe) = (new Dictionary<int, int>(), new Dictionary<int, int>());
        foreach (var s in run.Stages)
        {
            if (plan.PlaceOf(s.StageId, s.AttemptId) is not (var place and >= 0) || ReadsSplits(s)) continue;
            // a query's shuffles have their own number; its ranges and local rows take that of parallelize
            var isQuery = s.JobIds.Any(sql.Contains);
            if (isQuery && (leavesAreSet || s.Info.ParentIds.Count > 0
                || !s.Info.Rdds.Any(r => r.Name == "ParallelCollectionRDD"))) continue;
            if (s.Tasks.Count != s.Info.NumTasks) continue;
            // a barrier stage with more tasks than slots fails: that the program would ask for fewer is not known
            if (plan.Stages[place].IsBarrier) continue;
            if (Multiple(s, observed) is { } each)
            {
                if (observed == totalCores) continue;
                if (set is { } given && given != s.Tasks.Count) continue;
                // set by hand, several times the cores, or a range, whose number is often given: as likely the program's own
                (set is null && each == 1 && !isQuery ? counts : maybe)[place] = each * totalCores;
            }
            else if (here >= LeastCores && here != there && s.Tasks.Count == here) maybe[place] = there;
        }
        if (counts.Count + maybe.Count == 0) return new(at, null, null);
        var stages = counts.Keys.Concat(maybe.Keys).Order().Select(p => plan.Stages[p].StageId).ToList();
        var named = string.Join(", ", stages.Take(6)) + (stages.Count > 6 ? ", ..." : "");
        var text = string.Create(CultureInfo.InvariantCulture,
            $"{(stages.Count == 1 ? "Stage" : "Stages")} {named} had as many tasks as the cluster had cores or executors, or two or three ")
            + "times as many" + (set is not null ? "; spark.default.parallelism is set, and taken to stay." : counts.Count > 0
            ? "; those with one task a core are taken to follow the cores." : "; they are taken to stay.");
        return new(at.WithPartitions(counts), counts.Count > 0 ? at : at.WithPartitions(maybe),
            new Doubt(Effects.PartitionsFollowCores, text));
    }

    /// <summary>
    /// One or two times as many, or three where a shuffle is read: Spark's tuning guide advises two to three tasks a core.
    /// </summary>
    static int? Multiple(StageAttempt stage, int cores) =>
        stage.Tasks.Count % cores == 0 && stage.Tasks.Count / cores is >= 1 and <= 3 and var each
            && (each < 3 || stage.ShuffleReadBytes > 0) ? each : null;

    /// <summary>Its tasks are splits of files, which have their own rule.</summary>
    static bool ReadsSplits(StageAttempt stage) => stage.Info.Rdds.Any(r => r.Name is "FileScanRDD" or "HadoopRDD" or "NewHadoopRDD");
}
