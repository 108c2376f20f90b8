using Rightsizer.Analyzer.Model;
using Rightsizer.Analyzer.Numerics;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Analyzer.Replay;

/// <summary>
/// Which stages of a run would have more work with more input, as its bytes and rows tell: what reads the input grows with it, what reads
/// a shuffle as far as the writers pass rows on.
/// </summary>
/// <remarks>All inputs are taken to grow alike: one run cannot tell a fact table from one that stays.</remarks>
sealed class VolumeGrowth
{
    /// <summary>A writer that passes on so many of its rows does not sum them up.</summary>
    const double PassesOn = 0.5;

    /// <summary>More rows out than in, by that much: a join or an explode makes them.</summary>
    const double Multiplies = 1.5;

    /// <summary>Rows that each task of a sum over everything writes, at most.</summary>
    const double RowsOfATotal = 1.5;

    /// <summary>Read in the time that a task takes to start: hundredths of a second at hundreds of MB a second.</summary>
    const double LittleBytes = 1 << 20, FewRows = 10_000;

    /// <summary>Tasks, and ratio of large to small ones, from which their own sizes tell how output follows input.</summary>
    const int LeastTasks = 8;
    const double LeastSpread = 1.5;

    readonly ReplayPlan plan;
    readonly StageAttempt[] attempts;
    readonly List<int>[] writers;
    readonly int[] filledBy, followed;
    readonly HashSet<int> sqlJobs;
    readonly GroupCounts groups;

    VolumeGrowth(ReplayPlan plan)
    {
        this.plan = plan;
        var byId = plan.Run.Stages.ToDictionary(s => (s.StageId, s.AttemptId));
        attempts = [.. plan.Stages.Select(s => byId[(s.StageId, s.AttemptId)])];
        writers = StageReaders.WritersOf(plan);
        filledBy = FilledBy(attempts);
        followed = [.. Enumerable.Repeat(-1, attempts.Length)];
        sqlJobs = [.. plan.Run.Jobs.Where(j => j.SqlExecutionId is not null).Select(j => j.JobId)];
        groups = new GroupCounts(plan, attempts);
        Stages = new StageGrowth[attempts.Length];
        Grows = new bool[attempts.Length];
    }

    /// <summary>By place in the plan.</summary>
    public StageGrowth[] Stages { get; }

    /// <summary>By place: the number of tasks grows with the input too.</summary>
    bool[] Grows { get; }

    public static VolumeGrowth Read(ReplayPlan plan)
    {
        var growth = new VolumeGrowth(plan);
        var all = Math.Max(1, plan.Stages.Sum(TaskMs));
        for (var s = 0; s < growth.attempts.Length; s++) growth.Measure(s, all);
        return growth;
    }

    /// <summary>Tasks of a stage whose work is that many times as much.</summary>
    public int CountAt(int place, double workRatio)
    {
        var n = plan.Stages[place].Roots.Length;
        // attempts that failed are rows of the log and not tasks of the stage
        if (!Grows[place] || n == 0) return n;
        if (followed[place] is >= 0 and var writer)
            return CountAt(writer, StageGrowth.Factor(Stages[writer].Middle, workRatio));
        return PartitionCounts.CountAtVolume(attempts[Source(place)], plan, workRatio) is { } count
            ? (int)Math.Max(1, Math.Round((double)n * count / attempts[Source(place)].Tasks.Count))
            : (int)Math.Clamp(Math.Round(n * workRatio), 1, int.MaxValue);
    }

    static double TaskMs(PlanStage stage)
    {
        double sum = 0;
        for (var t = 0; t < stage.TaskCount; t++) sum += stage.DurationMs(t);
        return sum;
    }

    int Source(int place) => filledBy[place] >= 0 ? filledBy[place] : place;

    void Measure(int s, double allMs)
    {
        var stage = attempts[s];
        var (kind, least, most) = (GrowthKind.Unknown, 0.0, 1.0);
        double input = stage.Metrics[TaskMetric.InputBytes] + stage.Metrics[TaskMetric.InputRecords], shuffled = stage.ShuffleReadBytes;
        if (filledBy[s] is >= 0 and var source)
        {
            (kind, least, most) = (GrowthKind.Cached, Stages[source].Least, Stages[source].Most);
            Grows[s] = Grows[source];
        }
        else if (shuffled > 0)
        {
            kind = GrowthKind.Shuffle;
            (least, most) = OfWriters(s);
            followed[s] = Followed(s);
            Grows[s] = PartitionCounts.ReadsCoalesced(stage) || followed[s] >= 0;
            // a scan beside the shuffle, as under a bucketed join
            if (stage.Metrics[TaskMetric.InputBytes] > shuffled) (least, most) = ((least + 1) / 2, 1);
        }
        else if (input > 0)
        {
            (kind, least, most) = (GrowthKind.Input, 1, 1);
            Grows[s] = PartitionCounts.ReadsFiles(stage) || stage.Info.Rdds.Any(r => r.Name is "HadoopRDD" or "NewHadoopRDD");
        }
        if (!Grows[s]) least = Math.Min(least, LeastOfFixedTasks(stage) ?? least);
        double rowsIn = RowsIn(stage), rowsOut = stage.Metrics[TaskMetric.ShuffleWriteRecords] + stage.Metrics[TaskMetric.OutputRecords];
        Stages[s] = new StageGrowth(stage.StageId, stage.AttemptId, kind, least, most,
            kind != GrowthKind.Unknown && rowsIn > 0 && rowsOut > Multiplies * rowsIn && writers[s].Count > 1,
            TaskMs(plan.Stages[s]) / allMs);
    }

    /// <summary>
    /// Where a stage keeps its tasks and each reads next to nothing, only what they compute can grow for sure: the rest may be the
    /// start of a task, which is the same for more rows. Null for tasks that read more, or without CPU time.
    /// </summary>
    static double? LeastOfFixedTasks(StageAttempt stage)
    {
        double run = stage.Metrics[TaskMetric.ExecutorRunTime], cpu = stage.Metrics[TaskMetric.ExecutorCpuTime] / 1e6;
        double bytes = stage.Metrics[TaskMetric.InputBytes] + stage.ShuffleReadBytes, tasks = stage.Tasks.Count;
        return run > 0 && cpu > 0 && bytes < LittleBytes * tasks && RowsIn(stage) < FewRows * tasks ? Math.Min(1, cpu / run) : null;
    }

    /// <summary>Growth of what a stage reads: its writers' by their bytes, as far as each passes its rows on.</summary>
    (double Least, double Most) OfWriters(int s)
    {
        double least = 0, most = 0, bytes = 0;
        foreach (var w in writers[s])
        {
            double written = attempts[w].Metrics[TaskMetric.ShuffleWriteBytes];
            var (low, high) = PassedOn(w);
            least += written * low * Stages[w].Least;
            most += written * high * Stages[w].Most;
            bytes += written;
        }
        return bytes > 0 ? (least / bytes, most / bytes) : (0, 1);
    }

    /// <summary>Share of a stage's growth that its output has: rows that pass through grow with it, groups and totals do not.</summary>
    (double Least, double Most) PassedOn(int w)
    {
        var stage = attempts[w];
        double rowsIn = RowsIn(stage), rowsOut = stage.Metrics[TaskMetric.ShuffleWriteRecords];
        if (rowsIn <= 0 || rowsOut <= 0) return (0, 1);
        if (rowsOut >= PassesOn * rowsIn) return (1, 1);
        double tasks = Grows[w] ? 1 : 0;
        if (rowsOut <= RowsOfATotal * stage.Tasks.Count) return (tasks, tasks);
        // reducers differ by the groups that they hold, which says nothing of more input
        if (stage.ShuffleReadBytes == 0 && OfTaskSizes(stage) is { } slope) return (Math.Max(tasks, slope), Math.Max(tasks, slope));
        if (OfGroups(w, rowsOut) is var (most, areRows)) return areRows ? (0, most) : (tasks, Math.Max(tasks, most));
        return tasks == 0 && groups.OfOneTask(w) is { } seen ? (0, Math.Min(1, seen - 1)) : (tasks, 1);
    }

    /// <summary>
    /// At most so much of the input's growth reaches groups that a stage put together, and whether they are the rows that it writes; null
    /// where it puts none together or the log does not count them.
    /// </summary>
    (double Most, bool AreRows)? OfGroups(int s, double rowsOut)
    {
        const double same = 0.01;
        double most = 0, all = 0;
        foreach (var w in writers[s])
        {
            if (groups.GrowthAtMost(w) is not { } growth) return null;
            most = Math.Max(most, growth);
            all += groups.Of(w);
        }
        return all > 0 ? (most, Math.Abs(rowsOut / all - 1) <= same) : null;
    }

    /// <summary>Where tasks of a stage read unequal amounts, how the rows that they write follow; null where they do not show.</summary>
    static double? OfTaskSizes(StageAttempt stage)
    {
        var (x, y) = (new List<double>(), new List<double>());
        for (var row = 0; row < stage.Tasks.Count; row++)
        {
            if (stage.Tasks.Status(row) is not Model.TaskStatus.Success) continue;
            double read = stage.Tasks.Metric(row, TaskMetric.InputRecords) + stage.Tasks.Metric(row, TaskMetric.ShuffleReadRecords);
            double written = stage.Tasks.Metric(row, TaskMetric.ShuffleWriteRecords);
            if (read <= 0 || written <= 0) continue;
            x.Add(Math.Log(read));
            y.Add(Math.Log(written));
        }
        if (x.Count < LeastTasks) return null;
        var sorted = Statistics.Sorted(x);
        if (sorted[Statistics.RankIndex(sorted.Length, 0.9)] - sorted[Statistics.RankIndex(sorted.Length, 0.1)] < Math.Log(LeastSpread))
            return null;
        return Math.Clamp(Statistics.MedianLine([.. x], [.. y]).Slope, 0, 1);
    }

    /// <summary>
    /// The largest writer of reducers of an RDD program without a parallelism of its own: they are as many as its tasks. -1 elsewhere, and
    /// where its tasks stay as many.
    /// </summary>
    int Followed(int s)
    {
        if (plan.Run.Environment["spark.default.parallelism"] is not null || attempts[s].JobIds.Any(sqlJobs.Contains)) return -1;
        if (writers[s].Count == 0) return -1;
        var most = writers[s].MaxBy(w => attempts[w].Info.NumTasks);
        return Grows[most] && attempts[most].Info.NumTasks == attempts[s].Info.NumTasks ? most : -1;
    }

    static double RowsIn(StageAttempt stage) =>
        stage.Metrics[TaskMetric.InputRecords] + stage.Metrics[TaskMetric.ShuffleReadRecords];

    /// <summary>By place, the stage that filled the cache which the stage reads; -1 where it reads none.</summary>
    static int[] FilledBy(StageAttempt[] attempts)
    {
        var first = new Dictionary<int, int>();
        var filled = new int[attempts.Length];
        for (var s = 0; s < attempts.Length; s++)
        {
            filled[s] = -1;
            foreach (var rdd in attempts[s].Info.Rdds)
            {
                if (!rdd.UseMemory && !rdd.UseDisk) continue;
                if (first.TryAdd(rdd.RddId, s) || attempts[first[rdd.RddId]].Info.NumTasks != attempts[s].Info.NumTasks) continue;
                if (filled[s] < 0) filled[s] = first[rdd.RddId];
            }
        }
        return filled;
    }
}
