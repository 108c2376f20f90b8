using Rightsizer.Analyzer.Model;

namespace Rightsizer.Analyzer.Facts;

/// <summary>What each executor did over time: its tasks in its slots, and why it had none.</summary>
public sealed record TaskLanes
{
    /// <summary>A task is long from so many medians of its stage, if it takes this share of the run at least.</summary>
    const double LongRatio = 3, LongShare = 0.02;

    /// <summary>A time without tasks is told from this share of the run.</summary>
    const double GapShare = 0.01;

    public required long StartMs { get; init; }
    public required long EndMs { get; init; }

    /// <summary>Null where no job was submitted.</summary>
    public long? FirstJobMs { get; init; }

    /// <summary>In the order in which the executors came; each life has its own.</summary>
    public required IReadOnlyList<ExecutorLane> Lanes { get; init; }

    /// <summary>Null where the log has no times or no executors.</summary>
    public static TaskLanes? Compute(ApplicationRun run)
    {
        if (run.App.StartTimeMs is not { } start || run.CountedUntilMs is not { } end || end <= start) return null;
        var lives = RunOverview.PaidExecutors(run);
        if (lives.Count == 0) return null;
        var tasks = lives.ToDictionary(x => x, _ => new List<LaneTask>());
        var byId = lives.GroupBy(x => x.Id).ToDictionary(g => g.Key, g => g.ToList(), StringComparer.Ordinal);
        foreach (var stage in run.Stages) Collect(stage, start, end, byId, tasks);
        var firstJob = run.Jobs.Where(j => j.SubmissionTimeMs is > 0).Select(j => j.SubmissionTimeMs).Min();
        var lastJob = run.Jobs.Select(j => j.CompletionTimeMs).Max();
        var busy = Union(tasks.Values.SelectMany(t => t.Select(x => (x.FromMs, x.UntilMs))));
        return new TaskLanes
        {
            StartMs = start,
            EndMs = end,
            FirstJobMs = firstJob,
            Lanes = [.. lives.Select(x => Lane(x, tasks[x], run, busy, start, end, firstJob, lastJob))],
        };
    }

    static void Collect(StageAttempt stage, long start, long end, Dictionary<string, List<ExecutorLife>> byId,
        Dictionary<ExecutorLife, List<LaneTask>> tasks)
    {
        var t = stage.Tasks;
        var durations = Enumerable.Range(0, t.Count).Select(t.DurationMs).OfType<long>().Order().ToArray();
        var median = durations.Length == 0 ? 0 : Numerics.Statistics.SparkQuantile(durations, 0.5);
        var last = -1;
        for (var row = 0; row < t.Count; row++)
        {
            if (t.Count > 1 && t.FinishTimeMs(row) is { } f && (last < 0 || f > t.FinishTimeMs(last))) last = row;
        }
        for (var row = 0; row < t.Count; row++)
        {
            if (t.ExecutorId(row) is not { } id || !byId.TryGetValue(id, out var lives)) continue;
            var from = t.LaunchTimeMs(row);
            var life = lives.LastOrDefault(x => x.AddTimeMs <= from) ?? lives[0];
            var until = Math.Min(t.FinishTimeMs(row) ?? end, end);
            if (until < from) continue;
            var isLong = durations.Length >= 4 && until - from >= LongRatio * median && until - from >= LongShare * (end - start);
            tasks[life].Add(new(stage, row, from, until, 0, isLong, t.Status(row) == Model.TaskStatus.Failed, row == last));
        }
    }

    static ExecutorLane Lane(ExecutorLife x, List<LaneTask> tasks, ApplicationRun run, List<(long From, long Until)> busy, long start,
        long end, long? firstJob, long? lastJob)
    {
        var free = new List<long>();
        var slots = Math.Max(1, x.MaxTasks > 0 ? x.MaxTasks : x.PaidCores);
        var placed = new List<LaneTask>(tasks.Count);
        foreach (var task in tasks.OrderBy(t => t.FromMs).ThenBy(t => t.UntilMs))
        {
            var slot = free.FindIndex(until => until <= task.FromMs);
            if (slot < 0 && free.Count < slots)
            {
                slot = free.Count;
                free.Add(0);
            }
            // a task may be launched while the driver still counts the last one: it goes where room comes first
            if (slot < 0) slot = free.IndexOf(free.Min());
            free[slot] = task.UntilMs;
            placed.Add(task with { Slot = slot });
        }
        // in a log whose times cannot be true an executor may come after the end
        var from = Math.Clamp(x.AddTimeMs, start, end);
        var until = Math.Clamp(RunOverview.EndOf(x, run), from, end);
        var gaps = new List<LaneGap>();
        var at = from;
        foreach (var (a, b) in Union(placed.Select(t => (t.FromMs, t.UntilMs))).Append((until, until)))
        {
            // where the reason changes, the gap is cut
            foreach (var cut in new[] { firstJob, lastJob }.OfType<long>().Where(c => c > at && c < a).Order().Append(a))
            {
                if (cut - at >= GapShare * (end - start)) gaps.Add(new(at, cut, Reason(at, cut, busy, firstJob, lastJob)));
                at = Math.Max(at, cut);
            }
            at = Math.Max(at, b);
        }
        return new(x, slots, from, until, placed, gaps);
    }

    static LaneGapReason Reason(long from, long until, List<(long From, long Until)> busy, long? firstJob, long? lastJob)
    {
        if (firstJob is null || until <= firstJob) return LaneGapReason.BeforeFirstJob;
        if (from >= lastJob) return LaneGapReason.AfterLastJob;
        var others = busy.Sum(b => Math.Max(0, Math.Min(b.Until, until) - Math.Max(b.From, from)));
        return 2 * others >= until - from ? LaneGapReason.OthersWork : LaneGapReason.NoTasks;
    }

    /// <summary>Times that touch or overlap become one; ascending.</summary>
    static List<(long From, long Until)> Union(IEnumerable<(long From, long Until)> times)
    {
        var all = new List<(long From, long Until)>();
        foreach (var t in times.OrderBy(t => t.From))
        {
            if (all.Count > 0 && t.From <= all[^1].Until) all[^1] = (all[^1].From, Math.Max(all[^1].Until, t.Until));
            else all.Add(t);
        }
        return all;
    }
}

/// <param name="Executor">Whose lane it is.</param>
/// <param name="Slots">Tasks that it can run at one time.</param>
/// <param name="FromMs">Epoch milliseconds: added, not before the run began.</param>
/// <param name="UntilMs">Epoch milliseconds: removed, or the end of the run.</param>
/// <param name="Tasks">By start.</param>
/// <param name="Gaps">Times without a task, from a hundredth of the run.</param>
public sealed record ExecutorLane(
    ExecutorLife Executor, int Slots, long FromMs, long UntilMs, IReadOnlyList<LaneTask> Tasks, IReadOnlyList<LaneGap> Gaps);

/// <param name="Stage">Of the task.</param>
/// <param name="Row">In the stage's table.</param>
/// <param name="FromMs">Epoch milliseconds.</param>
/// <param name="UntilMs">Epoch milliseconds.</param>
/// <param name="Slot">0-based.</param>
/// <param name="IsLong">Much longer than most of its stage.</param>
/// <param name="Failed">It ended with an error.</param>
/// <param name="IsLast">Its stage ended with it.</param>
public readonly record struct LaneTask(
    StageAttempt Stage, int Row, long FromMs, long UntilMs, int Slot, bool IsLong, bool Failed, bool IsLast);

/// <summary>Why an executor has no task.</summary>
public enum LaneGapReason { BeforeFirstJob, AfterLastJob, OthersWork, NoTasks }

/// <summary>Epoch milliseconds without a task.</summary>
public sealed record LaneGap(long FromMs, long UntilMs, LaneGapReason Reason);
