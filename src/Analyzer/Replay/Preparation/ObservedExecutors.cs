using System.Globalization;
using Rightsizer.Analyzer.Model;

namespace Rightsizer.Analyzer.Replay.Preparation;

/// <summary>The lives of the executors, those that only their tasks tell of included.</summary>
sealed class ObservedExecutors
{
    /// <summary>A longer wait for the first task is not the executor's own start.</summary>
    const int MaxReadyLagMs = 3000;

    readonly List<Life> lives = [];
    readonly List<int> slots = [];
    readonly Dictionary<string, List<int>> byId = [];

    public int Count => lives.Count;

    /// <summary>Tasks at once; 0 where no core count is known.</summary>
    public int[] Slots { get; private set; } = [];

    public Life this[int place] => lives[place];

    public static ObservedExecutors Read(
        ApplicationRun run, ObservedTasks tasks, long startMs, long endMs, TaskCpus taskCpus, List<string> notes)
    {
        var all = new ObservedExecutors();
        var workers = run.WorkerExecutors.ToList();
        // local mode: the driver's own entry runs the tasks
        if (workers.Count == 0) workers = [.. run.Executors];
        foreach (var e in workers)
        {
            var add = Math.Max(0, e.AddTimeMs - startMs);
            // a removal at the end is the application's own stop
            var remove = e.RemoveTimeMs is { } r && r < endMs - 1000 ? Math.Max(add, r - startMs) : (long?)null;
            var cores = e.PaidCores > 0 ? e.PaidCores : e.IsDriver ? LocalCores(run) : 0;
            all.Add(new Life(e.Id, e.HostName, add, remove, cores, e.ResourceProfileId)
            {
                GoneMs = e.RemoveTimeMs is { } gone ? Math.Max(add, gone - startMs) : null,
            },
                e.MaxTasks > 0 ? e.MaxTasks : taskCpus.TasksOn(cores));
        }
        all.Assign(tasks, notes);
        all.FindUse(tasks);
        all.Slots = [.. all.slots];
        return all;
    }

    void Add(Life life, int slotsOfLife)
    {
        if (!byId.TryGetValue(life.Id, out var places)) byId[life.Id] = places = [];
        places.Add(lives.Count);
        lives.Add(life);
        slots.Add(slotsOfLife);
    }

    void Assign(ObservedTasks tasks, List<string> notes)
    {
        var unknown = new Dictionary<string, (long First, long Last)>();
        foreach (var t in tasks.ByLaunch)
        {
            var id = tasks.Table(t).ExecutorId(tasks.Row(t)) ?? "";
            if (byId.ContainsKey(id)) continue;
            unknown[id] = unknown.TryGetValue(id, out var u) ? (u.First, Math.Max(u.Last, tasks.FinishMs(t)))
                : (tasks.LaunchMs[t], tasks.FinishMs(t));
        }
        foreach (var (id, span) in unknown) Add(new Life(id, "", span.First, null, 0, 0), 0);
        if (unknown.Count > 0)
        {
            notes.Add(string.Create(CultureInfo.InvariantCulture,
                $"{unknown.Count} executor(s) ran tasks but were never announced; their cores are what ran at once, their life begins "
                    + $"with their first task"));
        }
        foreach (var t in tasks.ByLaunch)
        {
            var places = byId[tasks.Table(t).ExecutorId(tasks.Row(t)) ?? ""];
            var at = places[^1];
            for (var i = 0; i < places.Count - 1; i++)
            {
                if (lives[places[i]].RemoveMs is { } r && tasks.LaunchMs[t] > r) continue;
                at = places[i];
                break;
            }
            tasks.Executor[t] = at;
            // its tasks know better than a clock that differs
            if (tasks.LaunchMs[t] < lives[at].AddMs) lives[at] = lives[at] with { AddMs = tasks.LaunchMs[t] };
        }
    }

    /// <summary>When slots could be used: from the first task, where tasks of a stage were already waiting for it, to the last.</summary>
    void FindUse(ObservedTasks tasks)
    {
        var seen = new bool[lives.Count];
        var lastFinish = new long[lives.Count];
        foreach (var t in tasks.ByLaunch)
        {
            var x = tasks.Executor[t];
            lastFinish[x] = Math.Max(lastFinish[x], tasks.FinishMs(t));
            if (seen[x]) continue;
            seen[x] = true;
            var lag = tasks.LaunchMs[t] - lives[x].AddMs;
            var waiting = tasks.Stages[tasks.Stage[t]].Info.SubmissionTimeMs is { } s && s - tasks.StartMs <= lives[x].AddMs;
            if (waiting && lag is > 0 and <= MaxReadyLagMs) lives[x] = lives[x] with { ReadyMs = tasks.LaunchMs[t] };
            else lives[x] = lives[x] with { ReadyMs = lives[x].AddMs };
        }
        for (var x = 0; x < lastFinish.Length; x++) lives[x] = lives[x] with { LastFinishMs = lastFinish[x] };
    }

    /// <summary>The n of local[n]; 0 for local[*] or anything else.</summary>
    static int LocalCores(ApplicationRun run)
    {
        if (run.Environment["spark.master"] is not { } master) return 0;
        if (master == "local") return 1;
        if (!master.StartsWith("local[", StringComparison.Ordinal)) return 0;
        var n = master["local[".Length..].TrimEnd(']').Split(',')[0];
        return int.TryParse(n, NumberStyles.None, CultureInfo.InvariantCulture, out var cores) && cores <= 4096 ? cores : 0;
    }

    /// <param name="Id">Executor id.</param>
    /// <param name="Host">Host name.</param>
    /// <param name="AddMs">From the application's start.</param>
    /// <param name="RemoveMs">Null: to the end.</param>
    /// <param name="Cores">0 where the log has none.</param>
    /// <param name="ResourceProfileId">Spark's id, 0 the default.</param>
    public sealed record Life(string Id, string Host, long AddMs, long? RemoveMs, int Cores, int ResourceProfileId)
    {
        /// <summary>When the log says that it went, however near the end; null: to the end. What was paid ends here.</summary>
        public long? GoneMs { get; init; } = RemoveMs;

        /// <summary>When its slots could be used, from the application's start.</summary>
        public long ReadyMs { get; init; } = AddMs;

        /// <summary>End of its last task; 0 without any.</summary>
        public long LastFinishMs { get; init; }
    }
}
