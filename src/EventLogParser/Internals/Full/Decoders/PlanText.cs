using System.Text.Json;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.EventLogParser.Internals.Full.Decoders;

/// <summary>
/// "physicalPlanDescription", which is half of a query's bytes and stands before the plan that says whether anybody needs it: only of a
/// command does it tell what the tree does not.
/// </summary>
ref struct PlanText
{
    ReadOnlySpan<byte> escaped;
    bool stands;
    string? read;

    /// <summary>Notes where the text is. A text over the limit is read at once, so that it is counted as cut.</summary>
    public void StandsAt(ref Utf8JsonReader r, DecodeContext context)
    {
        read = null;
        stands = r.TokenType == JsonTokenType.String && r.ValueSpan.Length <= EventLimits.MaxPlanChars;
        if (stands) escaped = r.ValueSpan;
        else read = Json.Text(ref r, context, EventLimits.MaxPlanChars);
    }

    /// <summary>The text where the plan's root executes a command; else null, or the beginning of a text over the limit.</summary>
    public readonly string? Of(SparkPlanInfo? plan)
    {
        if (!stands) return read;
        var isCommand = plan?.NodeName.StartsWith("Execute ", StringComparison.Ordinal) == true;
        return isCommand ? LongTexts.Begin(escaped, EventLimits.MaxPlanChars, out _) : null;
    }
}
