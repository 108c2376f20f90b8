using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Numerics;

namespace Rightsizer.Analyzer.Detectors.Partitions;

/// <summary>
/// What of a task's time does not grow with the records that it reads, told from tasks of the stage that read fewer of them. It is saved
/// with the task, for its records go to another one.
/// </summary>
static class RecordCost
{
    /// <summary>Fewer tasks without records, or fewer pairs, tell nothing.</summary>
    const int Enough = 30;

    /// <summary>
    /// Of a stage of a million tasks on a thousand slots a part of the pairs is enough: tasks next to each other, and so many in all.
    /// </summary>
    const int Neighbours = 8, MostPairs = 100_000;

    /// <summary>Records of a pair differ by a quarter of the larger, or the pair says nothing.</summary>
    const double MinDifference = 0.25;

    /// <summary>The upper end of an 80 % interval of the median, in standard errors of a normal distribution.</summary>
    const double UpperEnd = 1.28;

    /// <summary>The least that each task costs whatever it reads, ms by place; 0 where the tasks do not tell.</summary>
    public static double[] LeastFixedMs(StageTasks tasks, RunFacts facts)
    {
        var least = new double[tasks.Count];
        if (!WorksOnRecords(tasks, facts)) return least;
        var recordMs = MsAtMost(tasks);
        var emptyMs = recordMs is null ? OfEmptyTasks(tasks) : 0;
        if (emptyMs is null) return least;
        for (var i = 0; i < least.Length; i++)
        {
            least[i] = tasks.Records[i] == 0 ? tasks.DurationMs[i]
                : recordMs is { } ms ? Math.Max(0, tasks.DurationMs[i] - ms * tasks.Records[i])
                : Math.Min(tasks.DurationMs[i], emptyMs.Value);
        }
        return least;
    }

    /// <summary>All tasks read files or a shuffle: a task without records has nothing to work on.</summary>
    static bool WorksOnRecords(StageTasks tasks, RunFacts facts) =>
        tasks.Records.Any(r => r > 0) && PartitionSources.Find(tasks, facts) is
        {
            Knob: PartitionKnob.ShufflePartitions or PartitionKnob.AdaptiveCoalesce or PartitionKnob.UserRepartition
                or PartitionKnob.RddShuffle or PartitionKnob.FileSplits or PartitionKnob.TableSplits,
        } source && (source.Count ?? tasks.Count) >= tasks.Count;

    /// <summary>The median of the tasks that read nothing; null where they are few, or were longer than those that read.</summary>
    static double? OfEmptyTasks(StageTasks tasks)
    {
        var empty = tasks.DurationMs.Where((_, i) => tasks.Records[i] == 0).ToList();
        if (empty.Count < Enough) return null;
        var median = Statistics.Median(empty);
        return median <= Statistics.Median(tasks.DurationMs.Where((_, i) => tasks.Records[i] > 0)) ? median : null;
    }

    /// <summary>
    /// Milliseconds a record at most: the upper end of an 80 % interval of the median slope between tasks that ran at about the same time
    /// (Theil and Sen), so that neither the slow first tasks of a stage nor single slow tasks bend it. Null where too few pairs differ.
    /// </summary>
    static double? MsAtMost(StageTasks tasks)
    {
        var slopes = new List<double>();
        var used = new bool[tasks.Count];
        var reach = Math.Min(tasks.Slots, Neighbours);
        var step = (int)Math.Max(1, (long)tasks.Count * reach / MostPairs);
        for (var i = 0; i < tasks.Count; i += step)
        {
            for (var j = i + 1; j < tasks.Count && j <= i + reach; j++)
            {
                var difference = tasks.Records[j] - tasks.Records[i];
                if (tasks.FirstWave[i] || tasks.FirstWave[j] || difference == 0
                    || Math.Abs(difference) < MinDifference * Math.Max(tasks.Records[i], tasks.Records[j]))
                {
                    continue;
                }
                slopes.Add((tasks.DurationMs[j] - tasks.DurationMs[i]) / difference);
                used[i] = used[j] = true;
            }
        }
        // pairs share tasks: as many are independent as pairs without a common task can be made
        var independent = used.Count(u => u) / 2;
        if (independent < Enough) return null;
        return Math.Max(0, Statistics.Quantile(Statistics.Sorted(slopes), Math.Min(1, 0.5 + UpperEnd / (2 * Math.Sqrt(independent)))));
    }
}
