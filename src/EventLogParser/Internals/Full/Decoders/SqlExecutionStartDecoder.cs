using System.Text.Json;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.EventLogParser.Internals.Full.Decoders;

/// <summary>SparkListenerSQLExecutionStart.</summary>
static class SqlExecutionStartDecoder
{
    enum Field { ExecutionId, RootExecutionId, Description, Details, PhysicalPlan, SparkPlanInfo, Time, ModifiedConfigs }

    static readonly FieldNames<Field> Fields = new(
        (Field.ExecutionId, "executionId"), (Field.RootExecutionId, "rootExecutionId"), (Field.Description, "description"),
        (Field.Details, "details"), (Field.PhysicalPlan, "physicalPlanDescription"), (Field.SparkPlanInfo, "sparkPlanInfo"),
        (Field.Time, "time"), (Field.ModifiedConfigs, "modifiedConfigs"));

    /// <returns>Null without the execution's id.</returns>
    public static SqlExecutionStartEvent? Read(ref Utf8JsonReader r, DecodeContext context)
    {
        var e = new SqlExecutionStartEvent(0, null, null, null, null, null, -1, Json.Empty);
        var text = new PlanText();
        var hint = 0;
        var hasId = false;
        while (Fields.Next(ref r, ref hint, out var field))
        {
            switch (field)
            {
                case Field.ExecutionId:
                    e = e with { ExecutionId = Json.Long(ref r) };
                    hasId = true;
                    break;
                case Field.RootExecutionId: e = e with { RootExecutionId = Json.OptionalLong(ref r) }; break;
                case Field.Description: e = e with { Description = Json.Text(ref r, context, EventLimits.MaxMessageChars) }; break;
                case Field.Details: e = e with { Details = Json.Text(ref r, context, EventLimits.MaxMessageChars) }; break;
                case Field.PhysicalPlan: text.StandsAt(ref r, context); break;
                case Field.SparkPlanInfo: e = e with { Plan = SparkPlanDecoder.Read(ref r, context) }; break;
                case Field.Time: e = e with { TimeMs = Json.Long(ref r, -1) }; break;
                case Field.ModifiedConfigs: e = e with { ModifiedConfigs = Json.StringMap(ref r, context) }; break;
            }
        }
        return hasId ? e with { PhysicalPlanDescription = text.Of(e.Plan) } : null;
    }
}
