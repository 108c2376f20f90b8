namespace Rightsizer.Analyzer.Replay;

/// <summary>Changes or removes the tasks of one stage.</summary>
static class TaskEdit
{
    /// <summary>The stage itself where nothing changes.</summary>
    public static PlanStage Apply(PlanStage stage, Func<int, double, double?> edit)
    {
        var n = stage.TaskCount;
        float[]? body = null, cold = null, warm = null;
        bool[]? gone = null;
        for (var t = 0; t < n; t++)
        {
            var old = stage.DurationMs(t);
            var now = edit(stage.Row[t], old);
            if (now is not { } ms)
            {
                (gone ??= new bool[n])[t] = true;
                continue;
            }
            if (ms == old || double.IsNaN(ms)) continue;
            body ??= (float[])stage.BodyMs.Clone();
            var ofCold = stage.ColdMs.Length == 0 ? 0 : Math.Min(stage.ColdMs[t], Math.Max(0, ms));
            if (stage.ColdMs.Length > 0) (cold ??= (float[])stage.ColdMs.Clone())[t] = (float)ofCold;
            var ofWarm = stage.WarmMs.Length == 0 ? 0 : Math.Min(stage.WarmMs[t], Math.Max(0, ms - ofCold));
            if (stage.WarmMs.Length > 0) (warm ??= (float[])stage.WarmMs.Clone())[t] = (float)ofWarm;
            body[t] = (float)Math.Max(0, ms - ofCold - ofWarm);
        }
        if (body is null && gone is null) return stage;
        var changed = stage with { BodyMs = body ?? stage.BodyMs, ColdMs = cold ?? stage.ColdMs, WarmMs = warm ?? stage.WarmMs };
        return gone is null ? changed : Remove(changed, gone);
    }

    static PlanStage Remove(PlanStage stage, bool[] gone)
    {
        var place = new int[gone.Length];
        var kept = 0;
        for (var t = 0; t < gone.Length; t++) place[t] = gone[t] ? -1 : kept++;
        var followers = new Dictionary<int, Follower[]>();
        foreach (var (task, after) in stage.Followers)
        {
            if (!gone[task] && Survivors(stage, after, gone) is { Count: > 0 } left)
                followers[place[task]] = [.. left.Select(f => f with { Task = place[f.Task] })];
        }
        var roots = new List<int>(kept);
        var holds = new List<LaunchHold>();
        var hold = 0;
        for (var i = 0; i < stage.Roots.Length; i++)
        {
            var from = roots.Count;
            var root = stage.Roots[i];
            // a removed attempt hands its place to those that waited for it
            if (!gone[root]) roots.Add(place[root]);
            else if (stage.Followers.TryGetValue(root, out var after))
                roots.AddRange(Survivors(stage, after, gone).Select(f => place[f.Task]));
            for (; hold < stage.Holds.Length && stage.Holds[hold].Place == i; hold++)
            {
                if (roots.Count > from && (holds.Count == 0 || holds[^1].Place < from)) holds.Add(stage.Holds[hold] with { Place = from });
            }
        }
        return stage with
        {
            Row = Keep(stage.Row, gone, kept),
            Index = Keep(stage.Index, gone, kept),
            BodyMs = Keep(stage.BodyMs, gone, kept),
            ColdMs = Keep(stage.ColdMs, gone, kept),
            WarmMs = Keep(stage.WarmMs, gone, kept),
            ColdCount = Keep(stage.ColdCount, gone, kept),
            ReleasedEarlyMs = Keep(stage.ReleasedEarlyMs, gone, kept),
            Roots = [.. roots],
            Holds = [.. holds],
            Followers = followers,
            Losers = stage.Losers.Count == 0 ? stage.Losers : stage.Losers.Where(l => !gone[l.Key])
                .Select(l => (Winner: place[l.Key], Lost: l.Value.Where(t => !gone[t]).Select(t => place[t]).ToArray()))
                .Where(l => l.Lost.Length > 0).ToDictionary(l => l.Winner, l => l.Lost),
        };
    }

    static List<Follower> Survivors(PlanStage stage, Follower[] after, bool[] gone)
    {
        var left = new List<Follower>();
        foreach (var f in after)
        {
            if (!gone[f.Task]) left.Add(f);
            else if (stage.Followers.TryGetValue(f.Task, out var next)) left.AddRange(Survivors(stage, next, gone));
        }
        return left;
    }

    static T[] Keep<T>(T[] column, bool[] gone, int kept)
    {
        if (column.Length == 0) return column;
        var result = new T[kept];
        for (int t = 0, to = 0; t < gone.Length; t++)
        {
            if (!gone[t]) result[to++] = column[t];
        }
        return result;
    }
}
