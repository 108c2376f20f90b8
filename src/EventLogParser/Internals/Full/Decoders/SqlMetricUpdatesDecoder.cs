using System.Text.Json;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.EventLogParser.Internals.Full.Decoders;

/// <summary>SparkListenerSQLAdaptiveSQLMetricUpdates.</summary>
static class SqlMetricUpdatesDecoder
{
    enum Field { ExecutionId, SqlPlanMetrics }

    static readonly FieldNames<Field> Fields = new((Field.ExecutionId, "executionId"), (Field.SqlPlanMetrics, "sqlPlanMetrics"));

    public static SqlAdaptiveMetricUpdatesEvent Read(ref Utf8JsonReader r, DecodeContext context)
    {
        long id = 0;
        IReadOnlyList<SqlPlanMetric> metrics = [];
        var hint = 0;
        while (Fields.Next(ref r, ref hint, out var field))
        {
            if (field == Field.ExecutionId) id = Json.Long(ref r);
            else metrics = SparkPlanDecoder.ReadMetrics(ref r, context);
        }
        return new SqlAdaptiveMetricUpdatesEvent(id, metrics);
    }
}
