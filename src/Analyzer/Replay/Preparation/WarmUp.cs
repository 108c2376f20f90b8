using Rightsizer.Analyzer.Numerics;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Analyzer.Replay.Preparation;

/// <summary>
/// How much longer a stage's first tasks on an executor run, inside Executor Run Time: classes, compiled code, Python workers, first opens
/// of files.
/// </summary>
/// <remarks>
/// A JVM warms up once, whatever its cores: on shared/spark-logs/work the first wave of an executor of two cores loses as many
/// slot-milliseconds in all as that of one core. So the cost is kept by executor and
/// shared by its slots. It is read from the log, first waves against later ones of equal work; a stage of one wave shows only the sum, and
/// is given a share (<see cref="Calibration.AssumedWarmUp"/>).
/// </remarks>
sealed class WarmUp
{
    /// <summary>Waves after the first that may still be slower.</summary>
    const int MostWaves = 3;

    /// <summary>
    /// Standard deviations of the rank sum beyond which the first wave is slower than the rest: one side, 3 %. Run time and CPU time must
    /// both be.
    /// </summary>
    const double SlowerBy = 1.9;

    /// <summary>Smaller excesses of a wave are left where they are.</summary>
    const double LeastRatio = 0.10;

    /// <summary>
    /// Warming up is work of the CPU: it takes at most so many times the task's CPU time, where executors get an eighth of a core.
    /// </summary>
    const double LeastCpuShare = 8;

    /// <summary>By stage, slot-milliseconds by wave on one executor; empty where there is none.</summary>
    public required float[][] WaveMs { get; init; }

    /// <summary>By stage: the split was not seen but assumed.</summary>
    public required bool[] Assumed { get; init; }

    /// <summary>By task, the part of its run time.</summary>
    public required float[] ExtraMs { get; init; }

    public static WarmUp Measure(ObservedTasks tasks, int[] slots, IReadOnlySet<int> python, double assumedShare)
    {
        var stages = tasks.Stages.Count;
        var (waves, assumed, extra) = (new float[stages][], new bool[stages], new float[tasks.Count]);
        var waveOf = new short[tasks.Count];
        var largest = 0.0;
        var scratch = new Scratch();
        var single = new List<int>();
        for (var s = 0; s < stages; s++)
        {
            waves[s] = [];
            var last = Number(tasks, s, slots, waveOf, scratch);
            if (last < 0) continue;
            if (last == 0)
            {
                single.Add(s);
                continue;
            }
            waves[s] = Excess(tasks, s, slots, waveOf, last, scratch, extra, python.Contains(tasks.Stages[s].StageId));
            largest = Math.Max(largest, waves[s].Sum());
        }
        foreach (var s in single)
        {
            var slotsHere = SlotsOf(tasks, s, slots);
            var run = scratch.Median(tasks, s, t => tasks.RunMs[t]);
            var share = Math.Min(assumedShare * run, largest / slotsHere);
            if (CpuKnown(tasks, tasks.FirstOfStage[s], tasks.FirstOfStage[s + 1]))
                share = Math.Min(share, LeastCpuShare * scratch.Median(tasks, s, t => Cpu(tasks, t) / 1e6));
            if (share < LeastRatio * run) continue;
            assumed[s] = true;
            waves[s] = [(float)(share * slotsHere)];
            for (var t = tasks.FirstOfStage[s]; t < tasks.FirstOfStage[s + 1]; t++)
                extra[t] = (float)Math.Min(share, assumedShare * tasks.RunMs[t]);
        }
        return new WarmUp { WaveMs = waves, Assumed = assumed, ExtraMs = extra };
    }

    /// <summary>Numbers the waves of the stage on each executor; the last number, or -1 where nothing can be told.</summary>
    static int Number(ObservedTasks tasks, int s, int[] slots, short[] waveOf, Scratch scratch)
    {
        var (from, to) = (tasks.FirstOfStage[s], tasks.FirstOfStage[s + 1]);
        var launched = scratch.Launched;
        launched.Clear();
        foreach (var t in scratch.ByLaunch(tasks, from, to))
        {
            var x = tasks.Executor[t];
            var n = launched.GetValueOrDefault(x);
            launched[x] = n + 1;
            waveOf[t] = (short)Math.Min(short.MaxValue, n / Math.Max(1, slots[x]));
        }
        var last = -1;
        for (var t = from; t < to; t++)
        {
            if (Counts(tasks, t)) last = Math.Max(last, waveOf[t]);
        }
        return last;
    }

    static float[] Excess(ObservedTasks tasks, int s, int[] slots, short[] waveOf, int last, Scratch scratch, float[] extra, bool ofPython)
    {
        var (from, to) = (tasks.FirstOfStage[s], tasks.FirstOfStage[s + 1]);
        // what is warm: from the fourth wave on, or from the second half where there are fewer
        var warmFrom = Math.Min(MostWaves, (last + 1) / 2);
        warmFrom = Math.Max(1, warmFrom);
        if (!Slower(tasks, from, to, waveOf, warmFrom, scratch)) return [];
        var warm = scratch.Median(tasks, s, t => waveOf[t] >= warmFrom ? tasks.RunMs[t] : double.NaN);
        var warmBytes = scratch.Median(tasks, s, t => waveOf[t] >= warmFrom ? Work(tasks, t) : double.NaN);
        var slotsHere = SlotsOf(tasks, s, slots);
        var found = new List<float>();
        for (var k = 0; k < warmFrom; k++)
        {
            var wave = k;
            var run = scratch.Median(tasks, s, t => waveOf[t] == wave ? tasks.RunMs[t] : double.NaN);
            var bytes = scratch.Median(tasks, s, t => waveOf[t] == wave ? Work(tasks, t) : double.NaN);
            var equal = warm * (warmBytes > 0 && bytes > warmBytes ? bytes / warmBytes : 1);
            var more = run - equal;
            if (!ofPython && CpuKnown(tasks, from, to))
                more = Math.Min(more, LeastCpuShare * (CpuOf(wave, wave) - CpuOf(warmFrom, short.MaxValue)));
            if (double.IsNaN(more) || more < LeastRatio * warm) break;
            found.Add((float)(more * slotsHere));
            for (var t = from; t < to; t++)
            {
                if (waveOf[t] == wave && Counts(tasks, t))
                    extra[t] = (float)Math.Min(more, Math.Max(0, tasks.RunMs[t] * more / Math.Max(1, run)));
            }
        }
        return [.. found];

        double CpuOf(int first, int last) =>
            scratch.Median(tasks, s, t => waveOf[t] >= first && waveOf[t] <= last ? Cpu(tasks, t) / 1e6 : double.NaN);
    }

    /// <summary>The first wave is slower than the warm ones, in time and on the CPU: a rank sum of each.</summary>
    static bool Slower(ObservedTasks tasks, int from, int to, short[] waveOf, int warmFrom, Scratch scratch)
    {
        if (RankSum(tasks, from, to, waveOf, warmFrom, scratch, t => tasks.RunMs[t]) < SlowerBy) return false;
        return !CpuKnown(tasks, from, to) || RankSum(tasks, from, to, waveOf, warmFrom, scratch, t => Cpu(tasks, t)) >= SlowerBy;
    }

    static double RankSum(ObservedTasks tasks, int from, int to, short[] waveOf, int warmFrom, Scratch scratch, Func<int, double> value)
    {
        var all = scratch.Ranked;
        all.Clear();
        for (var t = from; t < to; t++)
        {
            if (Counts(tasks, t) && (waveOf[t] == 0 || waveOf[t] >= warmFrom)) all.Add((value(t), waveOf[t] == 0));
        }
        all.Sort();
        double sum = 0, n = 0;
        for (var i = 0; i < all.Count;)
        {
            var same = i + 1;
            while (same < all.Count && all[same].Value == all[i].Value) same++;
            var rank = (i + 1 + same) / 2.0;
            for (; i < same; i++)
            {
                if (!all[i].First) continue;
                sum += rank;
                n++;
            }
        }
        double m = all.Count - n;
        return n == 0 || m < 2 ? double.NegativeInfinity : (sum - n * (n + m + 1) / 2) / Math.Sqrt(n * m * (n + m + 1) / 12);
    }

    static bool CpuKnown(ObservedTasks tasks, int from, int to)
    {
        for (var t = from; t < to; t++)
        {
            if (Cpu(tasks, t) > 0) return true;
        }
        return false;
    }

    static double Cpu(ObservedTasks tasks, int t) => tasks.Table(t).Metric(tasks.Row(t), TaskMetric.ExecutorCpuTime);

    static double Work(ObservedTasks tasks, int t)
    {
        var (table, row) = (tasks.Table(t), tasks.Row(t));
        return table.Metric(row, TaskMetric.InputBytes) + table.ShuffleReadBytes(row);
    }

    static bool Counts(ObservedTasks tasks, int t) => tasks.Succeeded[t] && tasks.RunMs[t] > 0;

    static int SlotsOf(ObservedTasks tasks, int s, int[] slots)
    {
        var most = 1;
        for (var t = tasks.FirstOfStage[s]; t < tasks.FirstOfStage[s + 1]; t++) most = Math.Max(most, slots[tasks.Executor[t]]);
        return most;
    }

    /// <summary>Lists used again from stage to stage.</summary>
    sealed class Scratch
    {
        public readonly Dictionary<int, int> Launched = [];
        public readonly List<(double Value, bool First)> Ranked = [];
        readonly List<double> values = [];
        int[] order = [];

        public ReadOnlySpan<int> ByLaunch(ObservedTasks tasks, int from, int to)
        {
            order = new int[to - from];
            for (var i = 0; i < order.Length; i++) order[i] = from + i;
            StableOrder.Sort(order, tasks.LaunchMs);
            return order;
        }

        /// <summary>NaN where no task counts or all values are NaN.</summary>
        public double Median(ObservedTasks tasks, int s, Func<int, double> value)
        {
            values.Clear();
            for (var t = tasks.FirstOfStage[s]; t < tasks.FirstOfStage[s + 1]; t++)
            {
                if (!Counts(tasks, t)) continue;
                var v = value(t);
                if (!double.IsNaN(v)) values.Add(v);
            }
            return Statistics.MedianOf(values, double.NaN);
        }
    }
}
