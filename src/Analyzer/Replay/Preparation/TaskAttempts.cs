using Rightsizer.Analyzer.Model;
using Rightsizer.Analyzer.Numerics;

namespace Rightsizer.Analyzer.Replay.Preparation;

/// <summary>Which task attempts of a stage could start with it, and which followed another attempt of the same index.</summary>
sealed class TaskAttempts
{
    static readonly IReadOnlyDictionary<int, Follower[]> None = new Dictionary<int, Follower[]>();

    public required int[] Roots { get; init; }
    public required IReadOnlyDictionary<int, Follower[]> Followers { get; init; }

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
        return new TaskAttempts { Roots = [.. roots], Followers = followers?.ToDictionary(p => p.Key, p => p.Value.ToArray()) ?? None };
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
