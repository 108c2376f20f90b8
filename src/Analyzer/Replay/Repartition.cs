namespace Rightsizer.Analyzer.Replay;

/// <summary>A stage in another number of partitions.</summary>
static class Repartition
{
    /// <summary>Tasks with so many times the work.</summary>
    public static PlanStage Scale(PlanStage stage, double factor)
    {
        if (factor == 1) return stage;
        var fixedMs = (float)Math.Max(0, stage.WarmOverheadMs);
        return stage with
        {
            BodyMs = Array.ConvertAll(stage.BodyMs, ms => ms <= fixedMs ? ms : fixedMs + (float)((ms - fixedMs) * factor)),
        };
    }

    /// <summary>Tasks that a stage is cut into at most, or this many for each that it had.</summary>
    const int MostPieces = 20_000, MostPiecesOfATask = 100;

    public static PlanStage Apply(PlanStage stage, int count)
    {
        // cores are a number in the log: no memory is taken because it is large
        count = Math.Min(count, Math.Max(MostPieces, MostPiecesOfATask * stage.TaskCount));
        var order = stage.RootsByIndex;
        if (count < 1 || count == order.Length || order.Length == 0) return stage;
        var body = new float[count];
        var fixedMs = Math.Max(0, stage.WarmOverheadMs);
        // the work lies along the partitions in the order of their index; cut it again at even places
        var ratio = (double)order.Length / count;
        for (var i = 0; i < count; i++)
        {
            double from = i * ratio, to = (i + 1) * ratio, work = 0;
            for (var p = (int)from; p < order.Length && p < to; p++)
            {
                var share = Math.Min(to, p + 1) - Math.Max(from, p);
                if (share > 0) work += share * Math.Max(0, stage.BodyMs[order[p]] - fixedMs);
            }
            body[i] = (float)(work + fixedMs);
        }
        var all = Enumerable.Range(0, count).ToArray();
        return stage with
        {
            Row = [.. Enumerable.Repeat(-1, count)],
            Index = all,
            BodyMs = body,
            WarmMs = [],
            ColdMs = [],
            ColdCount = [],
            ReleasedEarlyMs = [],
            Roots = all,
            Holds = [.. stage.Holds.Where(h => h.Place == 0)],
            Followers = new Dictionary<int, Follower[]>(),
            Losers = PlanStage.NoLosers,
        };
    }
}
