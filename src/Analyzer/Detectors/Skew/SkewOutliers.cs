using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Numerics;
using Rightsizer.Analyzer.Numerics.Internals;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Analyzer.Detectors.Skew;

/// <summary>Why one task ran longer than its stage lets expect.</summary>
enum OutlierCause { Bytes, Records, Spill, Locality, Unexplained, GcPause, FetchWait, ColdStart, SlowHost }

/// <param name="At">Place in <see cref="StageTasks.Rows"/>.</param>
/// <param name="ExcessMs">Run time over the stage's median, start-up taken off.</param>
/// <param name="Cause">What explains at least half of the excess.</param>
sealed record Outlier(int At, double ExcessMs, OutlierCause Cause)
{
    /// <summary>Work that lies in the wrong task. The others are time that no task should need, and have detectors of their own.</summary>
    public bool IsImbalance =>
        Cause is OutlierCause.Bytes or OutlierCause.Records or OutlierCause.Spill or OutlierCause.Locality or OutlierCause.Unexplained;
}

/// <summary>Tasks of a stage above the limit that its own spread and its number of tasks allow.</summary>
sealed class SkewOutliers
{
    public const int MinTasks = 8;

    /// <summary>Quartiles closer than this are taken for this: no real stage is that even.</summary>
    public const double MinSpread = 0.10;
    /// <summary>
    /// Of a stage of too few tasks for quartiles: the share that one task holds of all bytes or rows; of two tasks, the second.
    /// </summary>
    public const double FewShare = 0.5, PairShare = 0.65;

    /// <summary>Start-up makes tasks differ by less bytes and time than these.</summary>
    public const double MinFewBytes = 4 << 20, MinFewExcessMs = 1_000;

    /// <summary>AQE packs partitions up to this over its advisory size (Spark's ShufflePartitionsUtil.MERGED_PARTITION_FACTOR).</summary>
    public const double PackedFactor = 1.2;
    public const double ByteFactor = 3, MinBytes = 1 << 20, MinRecords = 10_000;

    readonly double medianGcMs;
    readonly bool fewSpill, fewAreRemote;

    public SkewOutliers(StageTasks tasks, RunFacts facts)
    {
        Tasks = tasks;
        if (IsFew)
        {
            // the others stand for what is usual
            var longest = tasks.Count < 2 ? -1 : Array.IndexOf(tasks.RunMs, tasks.RunMs.Max());
            if (longest < 0) return;
            double[] Others(double[] values) => [.. values.Where((_, i) => i != longest)];
            MedianMs = Statistics.Median(Others(tasks.RunMs));
            LimitMs = Others(tasks.RunMs).Max();
            MedianBytes = Statistics.Median(Others(tasks.Bytes));
            MedianRecords = Statistics.Median(Others(tasks.Records));
            if (tasks.RunMs[longest] - LimitMs >= MinFewExcessMs && CauseInFew(longest, facts) is { } cause)
                Found.Add(new(longest, tasks.RunMs[longest] - MedianMs, cause));
            return;
        }
        (double[] run, double coldMs) = WithoutStartUp(tasks);
        var compared = WithData(tasks, run);
        Compared = compared.Length;
        double[] Of(double[] values) => [.. compared.Select(i => values[i])];
        var sorted = Statistics.Sorted(Of(run));
        MedianMs = Statistics.Quantile(sorted, 0.5);
        LimitMs = Statistics.ExpectedMaximum(sorted, MinSpread);
        ColdMs = coldMs;
        MedianBytes = Statistics.Median(Of(tasks.Bytes));
        MedianRecords = Statistics.Median(Of(tasks.Records));
        medianGcMs = Statistics.Median(Of(tasks.GcMs));
        fewSpill = tasks.Rows.Count(Spilled) * 2 <= tasks.Count;
        fewAreRemote = tasks.Rows.Count(IsRemote) * 2 <= tasks.Count;
        for (var i = 0; i < run.Length; i++)
        {
            if (tasks.RunMs[i] > LimitMs) Found.Add(new(i, Math.Max(0, run[i] - MedianMs), CauseOf(i, run[i], facts)));
        }
    }

    public StageTasks Tasks { get; }

    /// <summary>
    /// Quartiles mean nothing: the bytes and rows of one task are held against those of all, and medians are of the others.
    /// </summary>
    public bool IsFew => Tasks.Count < MinTasks;

    /// <summary>Tasks from which medians and the limit are: those with data, where empty ones are left out.</summary>
    public int Compared { get; }
    public double MedianMs { get; }
    public double LimitMs { get; }

    /// <summary>What the first tasks of an executor took longer than the others.</summary>
    public double ColdMs { get; }
    public double MedianBytes { get; }
    public double MedianRecords { get; }
    public List<Outlier> Found { get; } = [];
    public IEnumerable<Outlier> Imbalance => Found.Where(o => o.IsImbalance);

    /// <summary>What the skewed tasks' spills cost, where no other task spilled; else 0.</summary>
    public double SpillMs
    {
        get
        {
            var spill = Tasks.Spill;
            var onlyHere = spill.Spilled.Length > 0 && spill.Spilled.All(Imbalance.Select(o => o.At).ToHashSet().Contains);
            return onlyHere ? Imbalance.Sum(o => Math.Min(o.ExcessMs, spill.TaskMs[o.At])) : 0;
        }
    }

    /// <summary>
    /// The tasks' times with what the long ones have too much spread over all of them. What only they spilled is spilled no more.
    /// </summary>
    /// <param name="kept">Share of a long task that stays together whatever is done; null spreads all of its excess.</param>
    public double[] Evened(Func<Outlier, double>? kept = null)
    {
        var even = Tasks.DurationMs.ToArray();
        var excess = Imbalance.Sum(o => o.ExcessMs);
        var worked = excess > 0 ? 1 - SpillMs / excess : 1;
        double spread = 0;
        foreach (var o in Imbalance)
        {
            var moved = Math.Min(o.ExcessMs, even[o.At] * (1 - (kept?.Invoke(o) ?? 0)));
            even[o.At] = Math.Max(0, even[o.At] - moved);
            spread += moved * worked;
        }
        for (var i = 0; i < even.Length; i++) even[i] += spread / even.Length;
        return even;
    }

    /// <summary>
    /// The longest of few tasks is skewed where it shuffled in most of the stage's bytes or rows, and they explain its time. What it
    /// read of files is left out: the last split of a file is small by itself, and so is what AQE has left after partitions of its
    /// advisory size.
    /// </summary>
    OutlierCause? CauseInFew(int i, RunFacts facts)
    {
        var row = Tasks.Rows[i];
        if (Tasks.Stage.Tasks.ShuffleReadBytes(row) * 2 < Tasks.Bytes[i]) return null;
        var half = (Tasks.RunMs[i] - MedianMs) / 2;
        var packed = Tasks.Bytes[i] <= PackedFactor * AdvisoryBytes(facts);
        if (!packed && HoldsMost(Tasks.Bytes, i, MinFewBytes) && InProportion(Tasks.Bytes[i], MedianBytes, half))
            return OutlierCause.Bytes;
        if (packed && Tasks.Records[i] * MedianBytes <= 2 * MedianRecords * Tasks.Bytes[i]) return null;
        return HoldsMost(Tasks.Records, i, MinRecords) && InProportion(Tasks.Records[i], MedianRecords, half)
            ? OutlierCause.Records : null;
    }

    /// <summary>
    /// Bytes up to which AQE packs whatever number of partitions that leaves; 0 where it first sees to one partition a slot at least, so
    /// that a partition with most of the bytes of three is larger than any that it packs.
    /// </summary>
    double AdvisoryBytes(RunFacts facts)
    {
        if (facts.SqlOf(Tasks.Stage) is not { } sql || facts.Settings.For(sql) is not { AdaptiveEnabled: true } settings) return 0;
        const string coalesce = "spark.sql.adaptive.coalescePartitions.";
        return settings.Flag(coalesce + "parallelismFirst", true) && settings.Number(coalesce + "minPartitionNum", 0) <= 0
            ? 0 : settings.Bytes("spark.sql.adaptive.advisoryPartitionSizeInBytes", 64 << 20);
    }

    static bool HoldsMost(double[] values, int i, double least) =>
        values[i] >= least && (values.Length == 2 ? values[i] >= PairShare * values.Sum() : values[i] > FewShare * values.Sum());

    OutlierCause CauseOf(int i, double runMs, RunFacts facts)
    {
        var row = Tasks.Rows[i];
        if (runMs <= LimitMs) return OutlierCause.ColdStart;
        var half = (runMs - MedianMs) / 2;
        if (Explains(Tasks.Bytes[i], MedianBytes, MinBytes, half)) return OutlierCause.Bytes;
        if (Explains(Tasks.Records[i], MedianRecords, MinRecords, half)) return OutlierCause.Records;
        if (Tasks.GcMs[i] - medianGcMs >= half) return OutlierCause.GcPause;
        if (Tasks.Metric(row, TaskMetric.ShuffleFetchWaitTime) >= half) return OutlierCause.FetchWait;
        if (facts.SlowHostRatios.TryGetValue(SlowHosts.HostOf(Tasks, i, facts), out var slower) && runMs * (1 - 1 / slower) >= half)
            return OutlierCause.SlowHost;
        if (Spilled(row) && fewSpill) return OutlierCause.Spill;
        return IsRemote(row) && fewAreRemote ? OutlierCause.Locality : OutlierCause.Unexplained;
    }

    /// <summary>
    /// True when a task has so much more of something that a time in proportion covers half the excess. Little data explains a time only
    /// where it is dear, as rows of Python are: then the proportion may not be twice the excess either.
    /// </summary>
    bool Explains(double value, double median, double least, double halfExcessMs) => value > ByteFactor * median
        && InProportion(value, median, halfExcessMs)
        && (value >= least || median > 0 && MedianMs * (value - median) / median <= 4 * halfExcessMs);

    bool InProportion(double value, double median, double halfExcessMs) =>
        median <= 0 || MedianMs * (value - median) / median >= halfExcessMs;

    bool Spilled(int row) => Tasks.Metric(row, TaskMetric.MemoryBytesSpilled) > 0;

    bool IsRemote(int row) => Tasks.Stage.Tasks.Locality(row) is "ANY" or "RACK_LOCAL";

    /// <summary>
    /// Places of the tasks that a long one is compared with. Partitions into which no key fell end at once: they say nothing about how
    /// long a task with rows takes, and their distance to the others would pass for the spread of the stage.
    /// </summary>
    static int[] WithData(StageTasks tasks, double[] runMs)
    {
        var all = Enumerable.Range(0, tasks.Count).ToArray();
        var full = all.Where(i => !tasks.IsEmpty(i)).ToArray();
        if (full.Length == all.Length || full.Length < MinTasks) return all;
        // a task without input can have work of another kind; those that ran as long as the others stay
        var median = Statistics.Median([.. full.Select(i => runMs[i])]);
        return [.. all.Where(i => !tasks.IsEmpty(i) || runMs[i] >= median)];
    }

    /// <summary>
    /// Run times with the start-up of each executor's first tasks taken off. What start-up takes is what the lower half of these
    /// tasks took longer than the rest, so that a skewed task among them does not pass for a cold one.
    /// </summary>
    static (double[] RunMs, double ColdMs) WithoutStartUp(StageTasks tasks)
    {
        var firstCount = tasks.FirstWave.AsSpan().Count(true);
        if (firstCount == 0 || tasks.Count - firstCount < firstCount) return (tasks.RunMs, 0);
        var (first, rest) = (new double[firstCount], new double[tasks.Count - firstCount]);
        for (int i = 0, f = 0; i < tasks.Count; i++)
        {
            if (tasks.FirstWave[i]) first[f++] = tasks.RunMs[i];
            else rest[i - f] = tasks.RunMs[i];
        }
        FastSort.Sort(first);
        FastSort.Sort(rest);
        var cold = Math.Max(0, first[(firstCount - 1) / 2] - Statistics.Quantile(rest, 0.5));
        var run = (double[])tasks.RunMs.Clone();
        for (var i = 0; i < run.Length; i++)
        {
            if (tasks.FirstWave[i]) run[i] = Math.Max(0, run[i] - cold);
        }
        return (run, cold);
    }
}
