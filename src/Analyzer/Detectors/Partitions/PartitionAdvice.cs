using Rightsizer.Analyzer.Detectors.Tables;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Facts.Tables;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Analyzer.Detectors.Partitions;

/// <summary>Another number of tasks for a stage, by what decides that number in its plan.</summary>
static class PartitionAdvice
{
    const string Advisory = "spark.sql.adaptive.advisoryPartitionSizeInBytes", Shuffle = "spark.sql.shuffle.partitions",
        Split = "spark.sql.files.maxPartitionBytes";
    const string MergeFirst = "spark.sql.adaptive.coalescePartitions.parallelismFirst",
        Merge = "spark.sql.adaptive.coalescePartitions.enabled", Adaptive = "spark.sql.adaptive.enabled";
    const double MinBytes = 1 << 20;

    /// <summary>More and smaller tasks. Empty where no setting and no line of code can give them.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="wanted">Tasks.</param>
    /// <param name="why">With the job's numbers.</param>
    /// <param name="facts">Of the run.</param>
    public static IReadOnlyList<Advice> More(StageTasks stage, int wanted, string why, RunFacts facts)
    {
        const string cost = "Each task has its own start-up.";
        var source = PartitionSources.Find(stage, facts);
        var settings = facts.Settings.For(facts.SqlOf(stage.Stage));
        var each = stage.Bytes.Sum() / wanted;
        var size = SettingText.Size(Math.Max(MinBytes, each));
        if (source.InfersSchema) return [Schema(stage, source)];
        switch (source.Knob)
        {
            case PartitionKnob.SinglePartition when StagePlan.OperatorsOf(stage.Stage, facts.SqlOf(stage.Stage)).Any(StagePlan.IsWindow):
                return [new($"give the window a PARTITION BY{(source.Place is { } place ? $" ({place})" : "")}, or compute it within "
                    + "parts of the order first and put the parts together", null, null,
                    $"A window without PARTITION BY moves all rows into one task. {why}",
                    "A partition changes what functions such as row_number count: they begin again in each.")];
            case PartitionKnob.SinglePartition or PartitionKnob.StreamState:
                return [];
            case PartitionKnob.TableSplits:
                return [new($"set the table property read.split.target-size to {size}", null, null, why,
                    "Every reader of the table gets smaller splits; a row group is never cut.")];
            case PartitionKnob.TableWrite:
                return [new($"set the table property write.spark.advisory-partition-size-bytes to {size}", null, null, why,
                    "Smaller tasks write smaller files.")];
            case PartitionKnob.FileSplits when each >= MinBytes && IsSplittable(stage, settings, facts):
                return [new(Split, settings.Now(Split, "128m"), size, why,
                    "No effect where a file or a row group is larger than that: then use repartition after the read.")];
            case PartitionKnob.ShufflePartitions or PartitionKnob.AdaptiveCoalesce:
                var advice = new List<Advice>();
                var most = source.Count ?? settings.Number(Shuffle, 200);
                if (!source.IsRebalance && most < wanted)
                    advice.Add(new(Shuffle, settings.Now(Shuffle, "200"), SettingText.Whole(wanted), why, cost));
                // AQE merges the partitions of a shuffle, and cuts those of a rebalance alone
                if (settings.AdaptiveEnabled && settings.Flag(Merge, true)
                    && stage.Bytes.Sum() / wanted < settings.Bytes(Advisory, 64 << 20))
                {
                    advice.Add(new(Advisory, settings.Now(Advisory, "64m"), size,
                        advice.Count == 0 ? why : "AQE would merge the partitions again up to its own size.",
                        cost + " The setting applies to every shuffle of the application.")
                    {
                        With = advice.Count == 0 ? null : Shuffle,
                    });
                }
                return advice;
            case PartitionKnob.UserCoalesce when source.Count is { } kept:
                return [new(Code(source, wanted, more: true), null, null, why,
                    $"{cost} Where the output must stay in {Quantity.Plural(kept, "part")}, repartition({kept}) adds a shuffle, and the "
                    + "work before it runs in as many tasks as its source gives.")];
            default:
                return [new(Code(source, wanted, more: true), null, null, why, cost)];
        }
    }

    /// <summary>Fewer and larger tasks.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="wanted">Tasks.</param>
    /// <param name="why">With the job's numbers.</param>
    /// <param name="facts">Of the run.</param>
    public static IReadOnlyList<Advice> Fewer(StageTasks stage, int wanted, string why, RunFacts facts)
    {
        const string cost = "Longer tasks balance less well and need more memory each.";
        var source = PartitionSources.Find(stage, facts);
        var settings = facts.Settings.For(facts.SqlOf(stage.Stage));
        if (source.InfersSchema) return [Schema(stage, source)];
        switch (source.Knob)
        {
            case PartitionKnob.StreamState:
                return [new($"start with a new checkpoint, which loses the state and the offsets of the stream, and with "
                    + $"spark.sql.shuffle.partitions at {wanted}", null, null,
                    why + " The old checkpoint keeps the old number.",
                    "The state has to be built again, and rows may be read twice or not at all.")];
            case PartitionKnob.ShufflePartitions when !settings.AdaptiveEnabled:
                return [new(Adaptive, settings.Now(Adaptive, "false"), "true", why + " AQE merges small shuffle partitions.", cost),
                    ShuffleCount()];
            case PartitionKnob.ShufflePartitions when !settings.Flag(Merge, true):
                return [new(Merge, settings.Now(Merge, "true"), "true", why + " AQE then merges small shuffle partitions.", cost),
                    ShuffleCount()];
            case PartitionKnob.ShufflePartitions:
                return [ShuffleCount()];
            case PartitionKnob.AdaptiveCoalesce:
                return [new(MergeFirst, settings.Now(MergeFirst, "true"), "false",
                    $"{why} AQE then merges up to {Advisory} ({settings.Now(Advisory, "64m")}) and no longer keeps one task per core.",
                    cost)];
            case PartitionKnob.TableSplits:
                return [.. TableAdvice.Compact(TableFormat.Iceberg, facts.Tables.Of(stage.Stage)?.Table, why)];
            case PartitionKnob.TableWrite:
                return [new("set the table property write.spark.advisory-partition-size-bytes to "
                    + SettingText.Size(Math.Max(MinBytes, stage.Bytes.Sum() / wanted)), null, null, why, cost)];
            case PartitionKnob.FileSplits when facts.SqlOf(stage.Stage) is not null && settings.Bytes(Split, 128 << 20) < 128 << 20:
                return [new(Split, settings.Now(Split, "128m"), "128m", why, cost)];
            default:
                return [new(Code(source, wanted, more: false), null, null, why, cost)];
        }

        Advice ShuffleCount() => new(Shuffle, settings.Now(Shuffle, "200"), SettingText.Whole(wanted), why, cost);
    }

    static Advice Schema(StageTasks stage, PartitionSource source) => new(
        $"give the reader a schema{(source.Place is { } place ? $" ({place})" : "")}", null, null,
        $"The {Quantity.Plural(stage.Count, "task")} of this stage read the files only to infer their columns. A query reads them again.",
        "The columns have to be named, and kept as the files are.");

    /// <summary>Where the code itself names the number of tasks, that line and what to write there; null elsewhere.</summary>
    public static string? InCode(StageTasks stage, int wanted, RunFacts facts) =>
        PartitionSources.Find(stage, facts) is { Knob: PartitionKnob.UserRepartition or PartitionKnob.UserCoalesce, Count: { } now } source
            && wanted < now ? Code(source, wanted, more: false) : null;

    /// <summary>The line of code that decides, and what to write there.</summary>
    static string Code(PartitionSource source, int wanted, bool more)
    {
        var at = source.Place is { } place ? $" ({place})" : "";
        var now = source.Count is { } n ? $"{n} to {wanted}" : $"to {wanted}";
        var partitions = wanted == 1 ? "partition" : "partitions";
        return source.Knob switch
        {
            PartitionKnob.UserRepartition => $"change the repartition in the code from {now} {partitions}{at}",
            PartitionKnob.UserCoalesce when more => $"use repartition({wanted}) in place of coalesce({source.Count}){at}",
            PartitionKnob.UserCoalesce => $"change the coalesce in the code from {now} {partitions}{at}",
            PartitionKnob.Slices => $"change the number of slices of range, parallelize or createDataFrame from {now}{at}",
            PartitionKnob.RddShuffle => $"change the number of partitions of the shuffle in the code from {now}{at}",
            PartitionKnob.Cached =>
                more ? $"use repartition({wanted}) before the data is cached{at}" : $"use coalesce({wanted}) before the data is cached{at}",
            PartitionKnob.JdbcPartitions =>
                $"change numPartitions of the JDBC read from {now}, with partitionColumn, lowerBound and upperBound{at}",
            PartitionKnob.FileSplits when more => $"use repartition({wanted}) after the read, or write the input in smaller files{at}",
            PartitionKnob.FileSplits => $"compact the input so that about {wanted} tasks read it{at}",
            _ => more ? $"use repartition({wanted}) before this stage{at}" : $"use {wanted} partitions in the stage{at}",
        };
    }

    /// <summary>
    /// False where the tasks are already fewer than the splits that Spark would make: then files or row groups are not cut further.
    /// </summary>
    static bool IsSplittable(StageTasks stage, SparkSettings settings, RunFacts facts)
    {
        if (facts.SqlOf(stage.Stage) is null) return false;
        var bytes = stage.Sum(TaskMetric.InputBytes);
        var slots = Math.Max(1, stage.Slots);
        var split = Math.Min(
            settings.Bytes(Split, 128 << 20), Math.Max(settings.Bytes("spark.sql.files.openCostInBytes", 4 << 20), bytes / slots));
        return stage.Count * 1.5 >= bytes / split;
    }
}
