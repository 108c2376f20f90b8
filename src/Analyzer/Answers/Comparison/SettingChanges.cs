using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Model;

namespace Rightsizer.Analyzer.Answers.Comparison;

/// <summary>Which Spark properties two runs were given differently.</summary>
static class SettingChanges
{
    public static List<SettingChange> Known(ApplicationRun before, ApplicationRun after) =>
        [.. KnownSettings.Keys.Where(k => Compared(k, before.Environment[k]) != Compared(k, after.Environment[k]))
            .Select(k => new SettingChange(k, before.Environment[k], after.Environment[k]))];

    /// <summary>Properties that name a run or a place, and differ in any two runs, are not counted.</summary>
    public static int Others(ApplicationRun before, ApplicationRun after) =>
        before.Environment.SparkProperties.Keys.Union(after.Environment.SparkProperties.Keys)
        .Count(k => before.Environment[k] != after.Environment[k] && !KnownSettings.Keys.Contains(k) && !OfEveryRun(k));

    /// <summary>Says who is there to run the tasks, and so belongs to the cluster.</summary>
    public static bool OfCluster(string key) =>
        key is "spark.master" or "spark.submit.deployMode" or "spark.executor.instances" or "spark.executor.cores" or "spark.driver.cores"
            || key.StartsWith("spark.dynamicAllocation.", StringComparison.Ordinal);

    /// <summary>Decides into how many tasks Spark cuts a stage.</summary>
    public static bool OfPartitions(string key) =>
        key is "spark.default.parallelism" or "spark.sql.shuffle.partitions" or "spark.sql.files.maxPartitionBytes"
            or "spark.sql.files.openCostInBytes" || key.StartsWith("spark.sql.adaptive.", StringComparison.Ordinal);

    /// <summary>Of the master only its kind: the address is another in any two clusters.</summary>
    static string? Compared(string key, string? value) => key == "spark.master" ? value?.Split("://", 2)[0] : value;

    static bool OfEveryRun(string key) =>
        key is "spark.app.id" or "spark.app.name" or "spark.app.startTime" or "spark.app.submitTime" or "spark.driver.host"
            or "spark.driver.port" or "spark.ui.port" or "spark.executor.id" or "spark.repl.class.uri"
        || key.StartsWith("spark.app.initial", StringComparison.Ordinal);
}
