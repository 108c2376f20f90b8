using System.Text.Json;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.EventLogParser.Internals.Full.Decoders;

/// <summary>SparkListenerSQLAdaptiveExecutionUpdate.</summary>
static class SqlAdaptiveUpdateDecoder
{
    enum Field { ExecutionId, PhysicalPlan, SparkPlanInfo }

    static readonly FieldNames<Field> Fields = new(
        (Field.ExecutionId, "executionId"), (Field.PhysicalPlan, "physicalPlanDescription"), (Field.SparkPlanInfo, "sparkPlanInfo"));

    public static SqlAdaptiveExecutionUpdateEvent Read(ref Utf8JsonReader r, DecodeContext context)
    {
        long id = 0;
        var text = new PlanText();
        SparkPlanInfo? plan = null;
        var hint = 0;
        while (Fields.Next(ref r, ref hint, out var field))
        {
            switch (field)
            {
                case Field.ExecutionId: id = Json.Long(ref r); break;
                case Field.PhysicalPlan: text.StandsAt(ref r, context); break;
                case Field.SparkPlanInfo: plan = SparkPlanDecoder.Read(ref r, context); break;
            }
        }
        return new SqlAdaptiveExecutionUpdateEvent(id, text.Of(plan), plan);
    }
}
