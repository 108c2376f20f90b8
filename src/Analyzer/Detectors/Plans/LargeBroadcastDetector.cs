using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Model;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Analyzer.Detectors.Plans;

/// <summary>A join side is collected to the driver and sent whole to every executor, and is large.</summary>
sealed class LargeBroadcastDetector : IDetector
{
    const double MinBytes = 100 << 20;

    public DetectorDescriptor Descriptor { get; } = new(
        DetectorIds.LargeBroadcast, "largeBroadcast", "A large table is broadcast", DetectorCategory.Plan,
        [new("minBytes", MinBytes, "bytes",
            "ten times Spark's own spark.sql.autoBroadcastJoinThreshold: larger ones were asked for or misjudged") { IsSettable = true }],
        new("Do not broadcast a large table", Degree.Low, Degree.Medium, "the join shuffles instead"));

    public Verdict Detect(ApplicationRun run, DetectorContext context)
    {
        var facts = context.Facts;
        if (!run.SqlExecutions.Any(s => s.Plan is not null)) return Verdict.NotApplicable("no SQL plan is in the log");
        var minBytes = context.Limit(Descriptor, "minBytes");
        var broadcasts = (from sql in run.SqlExecutions
                          from node in sql.PlanNodes.Where(PlanSegment.IsBroadcast)
                          let bytes = StagePlan.Sum(sql, node, "data size") ?? 0
                          where bytes >= minBytes
                          orderby bytes descending
                          select (Sql: sql, Node: node, Bytes: bytes)).ToList();
        if (broadcasts.Count == 0) return Verdict.Clean("no broadcast is large");
        var (topSql, topNode, topBytes) = broadcasts[0];
        var settings = facts.Settings.For(topSql);
        var total = broadcasts.Sum(b => (double)b.Bytes);
        var executors = Math.Max(1, facts.TaskExecutors.Count);
        var ms = broadcasts.Sum(b => TimeOf(b.Sql, b.Node));
        return new CauseFound
        {
            Where = [.. broadcasts.Select(b =>
                new FindingPlace { SqlExecutionId = b.Sql.Id,
                Label = b.Node.SimpleString.Length > 80 ? b.Node.SimpleString[..80] : b.Node.SimpleString, Share = b.Bytes / total })],
            Evidence = [new("broadcastBytes", topBytes, "bytes", minBytes), new("broadcasts", broadcasts.Count, "count"),
                new("executors", executors, "count"), new("broadcastMs", ms, "ms")],
            Cause = $"SQL {topSql.Id} broadcasts {Quantity.Bytes(topBytes)}: collected on the driver, built into a table there, and "
                + $"held by each of {Quantity.Plural(executors, "executor")} ({Quantity.Duration(TimeOf(topSql, topNode))}).",
            Advice = [NoBroadcast(settings)],
            Confidence = Confidence.Medium,
            EstimatedMs = ms,
            IsFact = true,
            AtMost = Severity.Info,
        };
    }

    /// <summary>Join by a shuffle in place of a broadcast.</summary>
    /// <param name="settings">Of the query.</param>
    public static Advice NoBroadcast(SparkSettings settings) => new(
        settings.Bytes("spark.sql.autoBroadcastJoinThreshold", 10 << 20) < 0 ? "remove the broadcast hint"
            : "remove the broadcast hint; where there is none, set spark.sql.autoBroadcastJoinThreshold to -1 for that query", null, null,
        "A sort-merge join needs no copy on every executor and nothing on the driver.",
        "Both sides are shuffled; where the other side is far larger the broadcast may still be the better plan.");

    /// <summary>Time in which the driver builds the table of a broadcast and sends it; what needs the table waits.</summary>
    public static double OnDriverMs(SqlExecution sql, SparkPlanInfo node) => Sum(sql, node, "time to build", "time to broadcast");

    static double TimeOf(SqlExecution sql, SparkPlanInfo node) => OnDriverMs(sql, node) + Sum(sql, node, "time to collect");

    static double Sum(SqlExecution sql, SparkPlanInfo node, params string[] metrics) =>
        metrics.Sum(n => (double)(StagePlan.Sum(sql, node, n) ?? 0));
}
