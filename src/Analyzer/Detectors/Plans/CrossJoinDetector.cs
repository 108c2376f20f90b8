using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Model;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Analyzer.Detectors.Plans;

/// <summary>Every row of one side meets every row of the other.</summary>
sealed class CrossJoinDetector : IDetector
{
    public DetectorDescriptor Descriptor { get; } = new(
        DetectorIds.CrossJoin, "crossJoin", "A cross or nested-loop join", DetectorCategory.Plan, [],
        new("Give the join a condition", Degree.High, Degree.Medium, "changes the query"));

    public Verdict Detect(ApplicationRun run, DetectorContext context)
    {
        var facts = context.Facts;
        if (!run.SqlExecutions.Any(s => s.Plan is not null)) return Verdict.NotApplicable("no SQL plan is in the log");
        var joins = (from sql in run.SqlExecutions
                     from node in sql.PlanNodes.Where(StagePlan.IsCrossJoin)
                     select (Sql: sql, Node: node, Stage: StageOf(node, sql, facts))).ToList();
        if (joins.Count == 0) return Verdict.Clean("no plan joins every row with every row");
        var (topSql, topNode, _) = joins.MaxBy(j => j.Stage?.SpanMs ?? 0);
        var rows = StagePlan.Sum(topSql, topNode, "number of output rows");
        var ms = joins.Select(j => j.Stage).OfType<StageTasks>().Distinct().Sum(s => s.SpanMs);
        return new CauseFound
        {
            Where = [.. joins.Select(j =>
                j.Stage?.Place(1.0 / joins.Count, facts, j.Node.NodeName)
                ?? new FindingPlace { SqlExecutionId = j.Sql.Id, Label = j.Node.NodeName, Share = 1.0 / joins.Count })],
            Evidence =
            [
                new("joins", joins.Count, "count", 0),
                .. rows is { } r ? [new Evidence("outputRows", r, "count")] : Array.Empty<Evidence>(),
                new("stageMs", ms, "ms"),
            ],
            Cause = $"SQL {topSql.Id} runs a {topNode.NodeName}: every row of one side is compared with every row of the other"
                + (rows is { } n ? $", {Quantity.Count(n)} rows came out." : "."),
            Advice = [new("add an equality to the join condition", null, null,
                "Spark hashes or sorts by an equality and looks at matching rows only. A range condition can be turned into one by "
                    + "bucketing the range"
                    + (topNode.NodeName == "CartesianProduct" ? "; a broadcast of the small side helps where none exists." : "."),
                    "None, where the result stays the same.")],
            Confidence = Confidence.High,
            EstimatedMs = ms,
            IsFact = true,
            // what another plan would take is not in the log
            AtMost = Severity.Info,
        };
    }

    static StageTasks? StageOf(SparkPlanInfo node, SqlExecution sql, RunFacts facts) =>
        facts.ExecutedStages.Where(s => facts.SqlOf(s.Stage)?.Id == sql.Id && StagePlan.NodesOf(s.Stage, sql).Contains(node))
            .MaxBy(s => s.SpanMs);
}
