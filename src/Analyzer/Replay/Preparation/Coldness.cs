using Rightsizer.Analyzer.Numerics;

namespace Rightsizer.Analyzer.Replay.Preparation;

/// <summary>What a task cost more because its executor met the stage, or any stage, for the first time.</summary>
/// <remarks>
/// A task's overhead is all but its run time. It has three sizes: the first wave of an executor (its own classes and code), the first wave
/// of a stage on an executor, the rest. The
/// second grows with the number of executors that meet the stage at once (they fetch from the one driver): on shared/spark-logs/curves 14
/// ms an executor whether 2, 4 or 8 start a
/// stage together, and the same 14 ms where one comes after the other.
/// </remarks>
sealed class Coldness
{
    /// <summary>Executors whose first tasks lie this near to each other asked together.</summary>
    const int TogetherMs = 30;

    /// <summary>
    /// Share of the stage's cold cost that a first wave with a shuffle to read spends once more inside its run time (map statuses,
    /// connections), where no metric shows it; measured on curves/.
    /// </summary>
    const double InsideRunOfShuffleReaders = 0.7;

    /// <summary>
    /// What the one driver needs at most to serve an executor that meets a stage: 14 ms on curves/. What goes beyond it is the executor's
    /// own, and does not grow with the number of others.
    /// </summary>
    const double DriverMs = 20;

    /// <summary>By task: executors that met the stage together, -1 in an executor's first wave, 0 for a warm task.</summary>
    public required short[] Count { get; init; }

    /// <summary>By task, with the share inside the run time.</summary>
    public required float[] ExtraMs { get; init; }

    /// <summary>By stage.</summary>
    public required double[] WarmOverheadMs { get; init; }
    public required ColdCost[] Cost { get; init; }

    public static Coldness Measure(ObservedTasks tasks, int[] slots, bool[] readsShuffle)
    {
        var stages = tasks.Stages.Count;
        var executors = slots.Length;
        var slotsHere = executors == 0 ? 1 : slots.Max();
        var n = tasks.Count;
        var count = new short[n];
        var extra = new float[n];
        var warmAt = new long[executors];
        Array.Fill(warmAt, -1);
        MarkFirstOfExecutor(tasks, warmAt);

        var warm = new double[stages];
        var firsts = new Dictionary<int, FirstWave>();
        var samples = new List<double>();
        var allWarm = new List<double>();
        var units = new List<double>[] { [], [] };
        var own = new (double FirstOfExecutor, double FirstOfStage)[stages];
        for (var s = 0; s < stages; s++)
        {
            firsts.Clear();
            samples.Clear();
            var (from, to) = (tasks.FirstOfStage[s], tasks.FirstOfStage[s + 1]);
            for (var t = from; t < to; t++)
            {
                var x = tasks.Executor[t];
                var launch = tasks.LaunchMs[t];
                var known = launch + Overhead(tasks, t);
                if (!firsts.TryGetValue(x, out var first)) firsts[x] = first = new FirstWave(launch, known);
                if (launch <= warmAt[x]) count[t] = -1;
                else if (launch == first.LaunchMs || launch < first.KnownMs) count[t] = 1;
                if (count[t] == 0 && Counts(tasks, t)) samples.Add(Overhead(tasks, t));
                else if (count[t] != 0 && known < first.KnownMs) firsts[x] = first with { KnownMs = known };
            }
            warm[s] = Statistics.MedianOf(samples, double.NaN);
            if (samples.Count > 0) allWarm.Add(warm[s]);
            CountTogether(tasks, from, to, firsts, count);
        }
        var warmAnywhere = Statistics.MedianOf(allWarm, 0);
        for (var s = 0; s < stages; s++)
        {
            if (double.IsNaN(warm[s])) warm[s] = warmAnywhere;
            own[s] = (UnitOf(tasks, s, count, warm[s], -1, units[0], samples), UnitOf(tasks, s, count, warm[s], 1, units[1], samples));
        }
        var anywhere = (Statistics.MedianOf(units[0], 0), Statistics.MedianOf(units[1], 0));
        var cost = new ColdCost[stages];
        for (var s = 0; s < stages; s++)
        {
            var inside = readsShuffle[s] ? InsideRunOfShuffleReaders : 0;
            var ofStage = double.IsNaN(own[s].FirstOfStage) ? anywhere.Item2 : own[s].FirstOfStage;
            var ofDriver = Math.Min(ofStage, DriverMs);
            cost[s] = new ColdCost(
                double.IsNaN(own[s].FirstOfExecutor) ? anywhere.Item1 : own[s].FirstOfExecutor, ofDriver,
                    (ofStage - ofDriver) * Together(tasks, s, count) * slotsHere, slotsHere, inside);
            for (var t = tasks.FirstOfStage[s]; t < tasks.FirstOfStage[s + 1]; t++)
            {
                if (count[t] == 0 || !Counts(tasks, t)) continue;
                var more = Math.Max(0, Overhead(tasks, t) - warm[s]);
                var hidden = count[t] > 0 ? Math.Min(inside * more, tasks.RunMs[t] / 2.0) : 0;
                extra[t] = (float)(more + hidden);
            }
        }
        return new Coldness { Count = count, ExtraMs = extra, WarmOverheadMs = warm, Cost = cost };
    }

    /// <summary>Only a success tells what its coldness cost; a failed attempt makes the executor known all the same.</summary>
    static bool Counts(ObservedTasks tasks, int t) => tasks.Succeeded[t] && tasks.RunMs[t] > 0;

    static int Overhead(ObservedTasks tasks, int t) => tasks.DurationMs[t] - tasks.RunMs[t] - tasks.FetchResultMs[t];

    static void MarkFirstOfExecutor(ObservedTasks tasks, long[] warmAt)
    {
        foreach (var t in tasks.ByLaunch)
        {
            if (warmAt[tasks.Executor[t]] < 0) warmAt[tasks.Executor[t]] = tasks.LaunchMs[t] + Overhead(tasks, t);
        }
    }

    static void CountTogether(ObservedTasks tasks, int from, int to, Dictionary<int, FirstWave> firsts, short[] count)
    {
        if (firsts.Count <= 1) return;
        var waves = firsts.Values.OrderBy(f => f.LaunchMs).ToArray();
        var launches = Array.ConvertAll(waves, w => w.LaunchMs);
        var together = new Dictionary<int, short>();
        foreach (var (x, f) in firsts)
        {
            var k = 0;
            var upTo = UpperBound(launches, f.LaunchMs + TogetherMs);
            for (var i = upTo - 1; i >= 0 && k < short.MaxValue; i--)
            {
                if (waves[i].LaunchMs >= f.LaunchMs - TogetherMs || waves[i].KnownMs > f.LaunchMs) k++;
                else if (waves.Length > 1000) break;
            }
            together[x] = (short)Math.Max(1, k);
        }
        for (var t = from; t < to; t++)
        {
            if (count[t] > 0) count[t] = together[tasks.Executor[t]];
        }
    }

    /// <summary>Executors that met the stage together, of its median cold task; 1 without any.</summary>
    static int Together(ObservedTasks tasks, int s, short[] count)
    {
        var seen = new List<double>();
        for (var t = tasks.FirstOfStage[s]; t < tasks.FirstOfStage[s + 1]; t++)
        {
            if (count[t] > 0) seen.Add(count[t]);
        }
        return (int)Statistics.MedianOf(seen, 1);
    }

    static int UpperBound(long[] sorted, long value)
    {
        var at = Array.BinarySearch(sorted, value + 1);
        if (at < 0) return ~at;
        while (at > 0 && sorted[at - 1] == value + 1) at--;
        return at;
    }

    static double UnitOf(ObservedTasks tasks, int stage, short[] count, double warm, int sign, List<double> all, List<double> units)
    {
        units.Clear();
        for (var t = tasks.FirstOfStage[stage]; t < tasks.FirstOfStage[stage + 1]; t++)
        {
            if (Math.Sign(count[t]) != sign || !Counts(tasks, t)) continue;
            units.Add(Math.Max(0, Overhead(tasks, t) - warm) / Math.Abs(count[t]));
        }
        all.AddRange(units);
        return Statistics.MedianOf(units, double.NaN);
    }

    /// <param name="LaunchMs">First launch of the stage on the executor.</param>
    /// <param name="KnownMs">End of the overhead of the quickest task of that wave.</param>
    readonly record struct FirstWave(long LaunchMs, long KnownMs);
}
