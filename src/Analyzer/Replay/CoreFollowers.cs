using System.Globalization;
using Rightsizer.Analyzer.Model;

namespace Rightsizer.Analyzer.Replay;

/// <summary>
/// Stages of RDD programs whose number of tasks is that of the cluster's cores: reduceByKey, join and parallelize take it from
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

    public static CoreFollowers At(ReplayPlan plan, ReplayPlan there, int totalCores)
    {
        var run = plan.Run;
        var observed = PartitionCounts.CoresOf(plan);
        if (observed == totalCores || observed < LeastCores) return new(there, null, null);
        var set = int.TryParse(run.Environment["spark.default.parallelism"], NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n
            : (int?)null;
        var sql = run.Jobs.Where(j => j.SqlExecutionId is not null).Select(j => j.JobId).ToHashSet();
        var (counts, maybe) = (new Dictionary<int, int>(), new Dictionary<int, int>());
        foreach (var s in run.Stages)
        {
            if (plan.PlaceOf(s.StageId, s.AttemptId) is not (var place and >= 0) || ReadsSplits(s)) continue;
            if (s.JobIds.Any(sql.Contains) || s.Tasks.Count != s.Info.NumTasks) continue;
            // a barrier stage with more tasks than slots fails: that the program would ask for fewer is not known
            if (plan.Stages[place].IsBarrier) continue;
            var each = s.Tasks.Count / observed;
            if (s.Tasks.Count % observed != 0 || each is < 1 or > 2) continue;
            if (set is { } given && given != s.Tasks.Count) continue;
            // set by hand, or twice the cores: as likely the program's own
            (set is null && each == 1 ? counts : maybe)[place] = each * totalCores;
        }
        if (counts.Count + maybe.Count == 0) return new(there, null, null);
        var stages = counts.Keys.Concat(maybe.Keys).Order().Select(p => plan.Stages[p].StageId).ToList();
        var named = string.Join(", ", stages.Take(6)) + (stages.Count > 6 ? ", ..." : "");
        var text = string.Create(CultureInfo.InvariantCulture,
            $"{(stages.Count == 1 ? "Stage" : "Stages")} {named} had as many tasks as the cluster had cores, or twice as many")
            + (set is not null ? "; spark.default.parallelism is set, and taken to stay." : counts.Count > 0
            ? "; those with one task a core are taken to follow the cores." : "; they are taken to stay.");
        return new(there.WithPartitions(counts), counts.Count > 0 ? there : there.WithPartitions(maybe),
            new Doubt(Effects.PartitionsFollowCores, text));
    }

    /// <summary>Its tasks are splits of files, which have their own rule.</summary>
    static bool ReadsSplits(StageAttempt stage) => stage.Info.Rdds.Any(r => r.Name is "FileScanRDD" or "HadoopRDD" or "NewHadoopRDD");
}
