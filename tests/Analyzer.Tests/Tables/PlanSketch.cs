using Rightsizer.Analyzer.Model;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Analyzer.Tests.Tables;

/// <summary>Plans of one or two nodes, with the values of their metrics.</summary>
static class PlanSketch
{
    const string Iceberg = "v2Custom_org.apache.iceberg.spark.source.metrics.X";

    public static SparkPlanInfo Node(string name, string? text = null, params SparkPlanInfo[] children) =>
        new(name, text ?? name, children, new Dictionary<string, string>(), []);

    /// <summary>A query whose plan has one node with these metrics; their ids count from 1.</summary>
    public static SqlExecution Query(long id, string name, string text, params (string Name, long Value)[] metrics) => new()
    {
        Id = id,
        RootExecutionId = id,
        Status = "COMPLETED",
        Plan = new(name, text, [], new Dictionary<string, string>(),
            [.. metrics.Select((m, i) => new SqlPlanMetric(m.Name, i + 1, name.StartsWith("BatchScan", StringComparison.Ordinal)
                ? Iceberg : "sum"))]),
        Sums = metrics.Select((m, i) => (Id: i + 1L, m.Value)).ToDictionary(m => m.Id, m => m.Value),
    };
}
