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
        string? text = null;
        SparkPlanInfo? plan = null;
        var hint = 0;
        while (Fields.Next(ref r, ref hint, out var field))
        {
            switch (field)
            {
                case Field.ExecutionId: id = Json.Long(ref r); break;
                case Field.PhysicalPlan: text = Json.Text(ref r, context, EventLimits.MaxPlanChars); break;
                case Field.SparkPlanInfo: plan = SparkPlanDecoder.Read(ref r, context); break;
            }
        }
        return new SqlAdaptiveExecutionUpdateEvent(id, text, plan);
    }
}
