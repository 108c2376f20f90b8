using System.Text.Json;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.EventLogParser.Internals.Full;

sealed partial class EventDecoder
{
    static readonly FieldNames SqlFields = new(
        "executionId", "rootExecutionId", "description", "details", "physicalPlanDescription", "sparkPlanInfo", "time", "modifiedConfigs",
        "accumUpdates", "sqlPlanMetrics", "errorMessage");

    SqlExecutionStartEvent ReadSqlExecutionStart(ref Utf8JsonReader r)
    {
        var e = new SqlExecutionStartEvent(0, null, null, null, null, null, -1, Json.Empty);
        var hint = 0;
        while (Json.NextProperty(ref r, SqlFields, ref hint, out var field))
        {
            switch (field)
            {
                case 0: e = e with { ExecutionId = Json.Long(ref r) }; break;
                case 1: e = e with { RootExecutionId = Json.OptionalLong(ref r) }; break;
                case 2: e = e with { Description = Json.Text(ref r) }; break;
                case 3: e = e with { Details = Json.Text(ref r) }; break;
                case 4: e = e with { PhysicalPlanDescription = Json.Text(ref r) }; break;
                case 5: e = e with { Plan = ReadPlan(ref r) }; break;
                case 6: e = e with { TimeMs = Json.Long(ref r, -1) }; break;
                case 7: e = e with { ModifiedConfigs = Json.StringMap(ref r) }; break;
                default: r.Skip(); break;
            }
        }
        return e;
    }

    SqlAdaptiveExecutionUpdateEvent ReadSqlAdaptiveUpdate(ref Utf8JsonReader r)
    {
        var e = new SqlAdaptiveExecutionUpdateEvent(0, null, null);
        var hint = 0;
        while (Json.NextProperty(ref r, SqlFields, ref hint, out var field))
        {
            switch (field)
            {
                case 0: e = e with { ExecutionId = Json.Long(ref r) }; break;
                case 4: e = e with { PhysicalPlanDescription = Json.Text(ref r) }; break;
                case 5: e = e with { Plan = ReadPlan(ref r) }; break;
                default: r.Skip(); break;
            }
        }
        return e;
    }

    SqlAdaptiveMetricUpdatesEvent ReadSqlMetricUpdates(ref Utf8JsonReader r)
    {
        var e = new SqlAdaptiveMetricUpdatesEvent(0, []);
        var hint = 0;
        while (Json.NextProperty(ref r, SqlFields, ref hint, out var field))
        {
            if (field == 0) e = e with { ExecutionId = Json.Long(ref r) };
            else if (field == 9) e = e with { Metrics = ReadPlanMetrics(ref r) };
            else r.Skip();
        }
        return e;
    }

    static DriverAccumUpdatesEvent ReadDriverAccumUpdates(ref Utf8JsonReader r)
    {
        long id = 0;
        var list = new List<AccumulatorUpdate>();
        var hint = 0;
        while (Json.NextProperty(ref r, SqlFields, ref hint, out var field))
        {
            if (field == 0) id = Json.Long(ref r);
            else if (field == 8 && r.TokenType == JsonTokenType.StartArray) ReadPairs(ref r, list);
            else r.Skip();
        }
        return new DriverAccumUpdatesEvent(id, list);
    }

    static void ReadPairs(ref Utf8JsonReader r, List<AccumulatorUpdate> list)
    {
        while (r.Read() && r.TokenType != JsonTokenType.EndArray)
        {
            if (r.TokenType != JsonTokenType.StartArray) { r.Skip(); continue; }
            long id = 0, value = 0;
            var at = 0;
            while (r.Read() && r.TokenType != JsonTokenType.EndArray)
            {
                var n = Json.Long(ref r);
                if (at == 0) id = n;
                else if (at == 1) value = n;
                at++;
            }
            if (at >= 2) list.Add(new AccumulatorUpdate(id, value));
        }
    }

    static SqlExecutionEndEvent ReadSqlExecutionEnd(ref Utf8JsonReader r)
    {
        long id = 0, time = 0;
        string? error = null;
        var hint = 0;
        while (Json.NextProperty(ref r, SqlFields, ref hint, out var field))
        {
            switch (field)
            {
                case 0: id = Json.Long(ref r); break;
                case 6: time = Json.Long(ref r); break;
                case 10: error = Json.Text(ref r); break;
                default: r.Skip(); break;
            }
        }
        return new SqlExecutionEndEvent(id, time, error);
    }

    static readonly FieldNames PlanFields = new("nodeName", "simpleString", "children", "metadata", "metrics");

    SparkPlanInfo? ReadPlan(ref Utf8JsonReader r)
    {
        if (r.TokenType != JsonTokenType.StartObject) { r.Skip(); return null; }
        string name = "", text = "";
        IReadOnlyList<SparkPlanInfo> children = [];
        IReadOnlyList<SqlPlanMetric> metrics = [];
        var metadata = Json.Empty;
        var hint = 0;
        while (Json.NextProperty(ref r, PlanFields, ref hint, out var field))
        {
            switch (field)
            {
                case 0: name = pool.Get(ref r) ?? ""; break;
                case 1: text = Json.Text(ref r) ?? ""; break;
                case 2 when r.TokenType == JsonTokenType.StartArray:
                    var list = new List<SparkPlanInfo>();
                    while (r.Read() && r.TokenType != JsonTokenType.EndArray)
                    {
                        if (ReadPlan(ref r) is { } child) list.Add(child);
                    }
                    children = list;
                    break;
                case 3: metadata = Json.StringMap(ref r); break;
                case 4: metrics = ReadPlanMetrics(ref r); break;
                default: r.Skip(); break;
            }
        }
        return new SparkPlanInfo(name, text, children, metadata, metrics);
    }

    static readonly FieldNames PlanMetricFields = new("name", "accumulatorId", "metricType");

    IReadOnlyList<SqlPlanMetric> ReadPlanMetrics(ref Utf8JsonReader r)
    {
        if (r.TokenType != JsonTokenType.StartArray) { r.Skip(); return []; }
        var list = new List<SqlPlanMetric>();
        while (r.Read() && r.TokenType != JsonTokenType.EndArray)
        {
            if (r.TokenType != JsonTokenType.StartObject) { r.Skip(); continue; }
            string? name = null, type = null;
            long id = 0;
            var hint = 0;
            while (Json.NextProperty(ref r, PlanMetricFields, ref hint, out var field))
            {
                switch (field)
                {
                    case 0: name = pool.Get(ref r); break;
                    case 1: id = Json.Long(ref r); break;
                    case 2: type = pool.Get(ref r); break;
                    default: r.Skip(); break;
                }
            }
            list.Add(new SqlPlanMetric(name, id, type));
        }
        return list;
    }
}
