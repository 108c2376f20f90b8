namespace Rightsizer.Advice.Trials;

/// <summary>
/// Every planted cause of shared/spark-logs/programs (workloads.py, Curves.java), its ordinary jobs (work.py), and causes that are a
/// setting (Programs/jobs.py). Sizes are smaller than those of the shared logs, so that all of it is done in 25 minutes. What matters
/// most comes first; jobs of one shape that follow each other share a cluster.
/// </summary>
static class TrialCatalog
{
    const string Work = "work.py", Causes = "workloads.py", Own = "jobs.py";

    static readonly TrialShape Two = new(2, 1, 1200), Wide = new(4, 2, 512), Four = new(4, 1, 600);

    public static IReadOnlyList<Trial> All { get; } =
    [
        // the cause is in the code, the tasks sleep: long enough that what two cores need to start a task is small beside it
        Sleeping("skew_time_only", "skew", ""),
        Sleeping("slow_host", "slowHost", ""),
        Sleeping("idle_driver", "driverBound", ""),
        Sleeping("task_retries", "failedAttempts", "x=1.5"),
        Sleeping("low_parallelism", "tooFewPartitions", "x=2") with { Shape = new(6, 2, 512) },
        Sleeping("executor_lost", "lostExecutor", "x=1.5") with { Shape = new(4, 2, 512, Hosts: 1) },
        new("over_provisioned", Causes, "over_provisioned x=.4", Wide)
        {
            Planted = "idleCores", Sleeps = true, TwinArguments = "over_provisioned x=.4", TwinShape = new(1, 2, 512),
        },
        new("speculation", Causes, "speculation x=.6", Wide)
        { Sleeps = true, Conf = "spark.speculation=true spark.speculation.interval=500ms" },
        new("copied", Own, "copied", Wide) { Sleeps = true, Conf = "spark.speculation=true spark.speculation.interval=500ms" },
        new("slow_groups", Own, "slow_groups groups=200", Four)
        { Conf = "spark.sql.adaptive.enabled=false spark.sql.shuffle.partitions=2", IsCold = true },
        new("tail", Own, "tail seconds=20", Wide)
        { Planted = "idleTail", TwinArguments = "tail fixed=1", WholeApplication = true },
        new("clean_sleep", Causes, "clean_sleep x=.4", Wide) { Sleeps = true },
        // the cause is a setting
        new("many_shuffle", Own, "aggregates rows=400000 queries=3", Two)
        { Conf = "spark.sql.adaptive.enabled=false spark.sql.shuffle.partitions=500" },
        new("many_shuffle_5", Own, "aggregates rows=900000 queries=2 seed=5", Four)
        { Conf = "spark.sql.adaptive.enabled=false spark.sql.shuffle.partitions=900" },
        new("few_shuffle", Own, "heavy_groups rows=600000 work=16", Four)
        { Conf = "spark.sql.adaptive.enabled=false spark.sql.shuffle.partitions=2" },
        new("few_adaptive", Own, "heavy_groups rows=700000 work=16 seed=3", Four),
        new("spill_setting", Own, "sort rows=6000000", new(2, 1, 600))
        { Conf = "spark.sql.adaptive.enabled=false spark.sql.shuffle.partitions=3 spark.memory.fraction=0.3" },
        new("spill_setting_4", Own, "sort rows=5000000 seed=4", Four)
        { Conf = "spark.sql.adaptive.enabled=false spark.sql.shuffle.partitions=4 spark.memory.fraction=0.2" },
        new("skew_off", Own, "hot_join rows=2500000", Four)
        { Conf = "spark.sql.adaptive.enabled=false spark.sql.shuffle.partitions=24 spark.sql.autoBroadcastJoinThreshold=-1" },
        new("skew_threshold", Own, "hot_join rows=3000000 hot=.6 seed=8", Four)
        { Conf = "spark.sql.shuffle.partitions=24 spark.sql.autoBroadcastJoinThreshold=-1" },
        new("fine_splits", Own, "scan rows=1500000 queries=3 out={in}", Two) { Conf = "spark.sql.files.maxPartitionBytes=200k" },
        new("big_rows", Own, "big_rows length=9000000", new(2, 2, 600)) { Planted = "outOfMemory" },
        // the cause is in the code, the tasks work
        Working("skew_join", "skew", "rows=3000000"),
        Working("tiny_files", "tinyFiles", "files=600"),
        Working("tiny_files_partitioned", "tinyFiles", ""),
        new("small_files_read", Causes, "small_files_read in={in}", Two)
        {
            Planted = "smallFilesRead", Prepare = "tiny_files files=900 out={in}", TwinArguments = "small_files_read in={in}",
            TwinPrepare = "tiny_files fixed=1 out={in}",
        },
        new("many_tasks", Causes, "many_tasks stages=2 tasks=900", Two)
        { Planted = "tooManyPartitions", TwinArguments = "many_tasks stages=2 tasks=16" },
        Working("spill_sort", "spill", "rows=6000000") with { Shape = new(2, 1, 600) },
        new("spill_heap", Causes, "spill_sort rows=5000000", new(2, 1, 600))
        {
            Planted = "spill", Conf = "spark.memory.fraction=0.25", TwinArguments = "spill_sort rows=5000000", TwinConf = "",
            TwinShape = new(2, 1, 2600),
        },
        new("gc_pressure", "Curves", "gc 1780000", new(1, 2, 640))
        { Planted = "gc", Conf = "spark.executor.extraJavaOptions=-XX:+UseParallelGC" },
        new("cached_unused", Causes, "cached_unused x=.3", Two),
        new("collect_big", Causes, "collect_big", Two),
        new("python_udf", Causes, "python_udf", Two),
        new("cartesian", Causes, "cartesian", Two),
        new("streaming", Causes, "streaming", Two),
        new("clean_sql", Causes, "clean_sql", Two),
        // ordinary jobs
        Ordinary("agg", .3), Ordinary("join", .3), Ordinary("aqe", .3), Ordinary("cached", .3), Ordinary("python", .3),
        Ordinary("follow", .3), Ordinary("files", .3), Ordinary("mixed", .3),
        Ordinary("spill", .4) with { Conf = "spark.memory.fraction=0.15" },
        Ordinary("cliff", .4) with { Conf = "spark.memory.fraction=0.25", Shape = new(2, 1, 600) },
    ];

    static Trial Sleeping(string job, string kind, string arguments) => Working(job, kind, arguments) with { Shape = Wide, Sleeps = true };

    static Trial Working(string job, string kind, string arguments) =>
        new(job, Causes, $"{job} {arguments}".Trim(), Two) { Planted = kind, TwinArguments = $"{job} {arguments} fixed=1" };

    static Trial Ordinary(string job, double size) =>
        new(job, Work, FormattableString.Invariant($"{job} {{ready}} {{go}} seed=3 x={size}"), Four);
}
