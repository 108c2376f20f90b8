using Rightsizer.Analyzer.Model;
using Rightsizer.Analyzer.Numerics;

namespace Rightsizer.Analyzer.Replay.Preparation;

/// <summary>Which task attempts of a stage could start with it, and which followed another attempt of the same index.</summary>
sealed class TaskAttempts
{
    static readonly IReadOnlyDictionary<int, Follower[]> None = new Dictionary<int, Follower[]>();

    public required int[] Roots { get; init; }
    public required IReadOnlyDictionary<int, Follower[]> Followers { get; init; }

    /// <summary>See <see cref="PlanStage.Losers"/>.</summary>
    public IReadOnlyDictionary<int, int[]> Losers { get; init; } = PlanStage.NoLosers;

    public static TaskAttempts Group(ObservedTasks tasks, int stage, int[] placeOfTask)
    {
        var (from, n) = (tasks.FirstOfStage[stage], tasks.FirstOfStage[stage + 1] - tasks.FirstOfStage[stage]);
        var table = tasks.Stages[stage].Tasks;
        var byLaunch = ByLaunch(tasks, from, n);
        var roots = new List<int>(n);
        Dictionary<int, List<Follower>>? followers = null;
        if (MayRepeat(table))
        {
            var latest = new Dictionary<int, int>();
            foreach (var i in byLaunch)
            {
                placeOfTask[from + i] = -1;
                if (latest.TryGetValue(table.Index(i), out var before))
                {
                    followers ??= [];
                    if (!followers.TryGetValue(before, out var list)) followers[before] = list = [];
                    list.Add(new Follower(i, AfterLaunch(tasks, from + before, from + i)));
                }
                else
                {
                    placeOfTask[from + i] = roots.Count;
                    roots.Add(i);
                }
                latest[table.Index(i)] = i;
            }
        }
        else
        {
            foreach (var i in byLaunch)
            {
                placeOfTask[from + i] = roots.Count;
                roots.Add(i);
            }
        }
        return new TaskAttempts
        {
            Roots = [.. roots],
            Followers = followers?.ToDictionary(p => p.Key, p => p.Value.ToArray()) ?? None,
            Losers = followers is null ? PlanStage.NoLosers : FindLosers(tasks, from, n),
        };
    }

    /// <summary>Copies of a stage that are simulated one by one; of more each keeps the time that it had.</summary>
    const int MostCopies = 4096;

    /// <summary>Attempts that ran beside a speculative copy, or were one, when another of their index ended first.</summary>
    static Dictionary<int, int[]> FindLosers(ObservedTasks tasks, int from, int n)
    {
        var table = tasks.Table(from);
        var (copied, copies) = (new HashSet<int>(), 0);
        for (var i = 0; i < n; i++)
        {
            if (!table.Speculative(i)) continue;
            if (++copies > MostCopies) return [];
            copied.Add(table.Index(i));
        }
        var (losers, all) = (new Dictionary<int, int[]>(), 0);
        foreach (var attempts in Enumerable.Range(0, n).Where(i => copied.Contains(table.Index(i))).GroupBy(table.Index))
        {
            var ended = attempts.Where(i => tasks.Succeeded[from + i]).ToList();
            // all of them failed, or the log has lost the end of the one that did not
            if (ended.Count == 0) continue;
            var winner = ended.MinBy(i => (tasks.FinishMs(from + i), i));
            var end = tasks.FinishMs(from + winner);
            int[] lost = [.. attempts.Where(i => i != winner && tasks.LaunchMs[from + i] < end && tasks.FinishMs(from + i) >= end)];
            if (lost.Length == 0) continue;
            if ((all += lost.Length) > MostCopies) return [];
            losers[winner] = lost;
        }
        return losers;
    }

    /// <summary>
    /// A retry starts when the failed attempt is over; a copy beside a running or a lost one starts so long after that one's launch.
    /// </summary>
    static float AfterLaunch(ObservedTasks tasks, int before, int task)
    {
        var retry = !tasks.Succeeded[before] && tasks.FinishMs(before) <= tasks.LaunchMs[task];
        return retry ? -1 : Math.Max(0, tasks.LaunchMs[task] - tasks.LaunchMs[before]);
    }

    static bool MayRepeat(TaskTable table)
    {
        for (var i = 0; i < table.Count; i++)
        {
            if (table.Attempt(i) != 0 || table.Speculative(i)) return true;
        }
        return false;
    }

    static int[] ByLaunch(ObservedTasks tasks, int from, int n)
    {
        var order = new int[n];
        for (var i = 0; i < n; i++) order[i] = from + i;
        StableOrder.Sort(order, tasks.LaunchMs);
        for (var i = 0; i < n; i++) order[i] -= from;
        return order;
    }
}
