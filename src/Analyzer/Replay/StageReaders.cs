using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Analyzer.Replay;

/// <summary>Which stages read what other stages wrote.</summary>
static class StageReaders
{
    /// <summary>
    /// By place in the plan, the places of the stages whose shuffle files it reads, earlier jobs included: there a skipped stage of the
    /// same RDD stands for the one that wrote them.
    /// </summary>
    public static List<int>[] WritersOf(ReplayPlan plan)
    {
        var writers = new List<int>[plan.Stages.Count];
        var placeOf = new Dictionary<int, int>();
        var byRdd = new Dictionary<int, int>();
        var attempts = plan.Run.Stages.ToDictionary(s => (s.StageId, s.AttemptId));
        for (var s = 0; s < writers.Length; s++)
        {
            writers[s] = [];
            placeOf[plan.Stages[s].StageId] = s;
        }
        var infos = plan.Run.Stages.GroupBy(s => s.StageId).ToDictionary(g => g.Key, g => g.Last().Info);
        for (var s = 0; s < writers.Length; s++)
        {
            var info = attempts[(plan.Stages[s].StageId, plan.Stages[s].AttemptId)].Info;
            foreach (var id in info.ParentIds)
            {
                if (placeOf.TryGetValue(id, out var p)
                    || (infos.TryGetValue(id, out var skipped) && LastRdd(skipped) is { } rdd && byRdd.TryGetValue(rdd, out p)))
                {
                    if (p < s) writers[s].Add(p);
                }
            }
            if (LastRdd(info) is { } own) byRdd.TryAdd(own, s);
        }
        return writers;
    }

    static int? LastRdd(StageInfo info) => info.Rdds.Count == 0 ? null : info.Rdds.Max(r => r.RddId);
}
