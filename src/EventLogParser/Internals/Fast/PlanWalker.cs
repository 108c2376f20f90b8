using System.Text;
using System.Text.Json;
using Rightsizer.EventLogParser.Events;
using Rightsizer.EventLogParser.Internals.Full;
using Rightsizer.EventLogParser.Internals.Full.Decoders;

namespace Rightsizer.EventLogParser.Internals.Fast;

/// <summary>
/// A plan as Spark 2 to 4 write it, node by node without a JSON reader: plans are most of the bytes of a log that are not tasks.
/// </summary>
/// <remarks><see cref="SparkPlanDecoder"/> says what the fields mean and takes every plan that is written otherwise.</remarks>
ref struct PlanWalker
{
    /// <summary>Nodes in each other; 118 levels were seen.</summary>
    const int MaxDepth = 200;

    readonly DecodeContext context;
    JsonWalker walker;
    int depth;

    PlanWalker(ReadOnlySpan<byte> text, DecodeContext context)
    {
        walker = new JsonWalker(text);
        this.context = context;
    }

    /// <summary>Null where the text does not begin with a plan, or with one that is written in another way.</summary>
    /// <param name="text">From the plan's opening brace on; valid UTF-8.</param>
    /// <param name="context">As in any decoder.</param>
    /// <param name="length">Bytes of the plan.</param>
    public static SparkPlanInfo? Read(ReadOnlySpan<byte> text, DecodeContext context, out int length)
    {
        var cutBefore = context.CutTexts;
        var plan = new PlanWalker(text, context);
        if (plan.ReadNode() is { } root)
        {
            length = plan.walker.At;
            return root;
        }
        // what was cut is counted by the one who reads it again
        context.CutTexts = cutBefore;
        length = 0;
        return null;
    }

    SparkPlanInfo? ReadNode()
    {
        if (++depth > MaxDepth || !walker.Take("{\"nodeName\":"u8) || ReadPooled() is not { } name
            || !walker.Take(",\"simpleString\":"u8) || ReadText() is not { } text
            || !walker.Take(",\"children\":["u8) || ReadChildren() is not { } children
            || !walker.Take(",\"metadata\":"u8) || ReadMetadata() is not { } metadata
            || !walker.Take(",\"metrics\":["u8) || ReadMetrics() is not { } metrics || !walker.Take("}"u8)) return null;
        depth--;
        return new SparkPlanInfo(name, text, children, metadata, metrics);
    }

    string? ReadPooled() => walker.TryString(out var text, out var isEscaped) && !isEscaped && text.Length <= StringPool.LongestPooled
        ? context.Pooled(text) : null;

    LogText? ReadText()
    {
        if (!walker.TryString(out var text, out var isEscaped)) return null;
        if (RepeatedTexts.Takes(text)) return context.Repeated.GetLater(text);
        if (isEscaped || text.Length > EventLimits.MaxMessageChars) return null;
        return Encoding.UTF8.GetString(text);
    }

    /// <summary>Behind the list's opening bracket; most nodes have one child or none.</summary>
    IReadOnlyList<SparkPlanInfo>? ReadChildren()
    {
        if (walker.Take("]"u8)) return [];
        if (ReadNode() is not { } first) return null;
        if (walker.Take("]"u8)) return new[] { first };
        var all = new List<SparkPlanInfo> { first };
        while (walker.Take(","u8))
        {
            if (ReadNode() is not { } next) return null;
            all.Add(next);
        }
        return walker.Take("]"u8) ? all : null;
    }

    /// <summary>Of scans alone.</summary>
    IReadOnlyDictionary<string, string>? ReadMetadata()
    {
        if (walker.Take("{}"u8)) return Json.Empty;
        var r = new Utf8JsonReader(walker.Rest);
        try
        {
            if (!r.Read() || r.TokenType != JsonTokenType.StartObject) return null;
            var map = Json.StringMap(ref r, context);
            walker.Step((int)r.BytesConsumed);
            return map;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Behind the list's opening bracket.</summary>
    IReadOnlyList<SqlPlanMetric>? ReadMetrics()
    {
        if (walker.Take("]"u8)) return [];
        var list = context.Metrics;
        list.Clear();
        do
        {
            if (!walker.Take("{\"name\":"u8) || ReadPooled() is not { } name
                || !walker.Take(",\"accumulatorId\":"u8) || !walker.TryNumber(out var id)
                || !walker.Take(",\"metricType\":"u8) || ReadPooled() is not { } type || !walker.Take("}"u8)) return null;
            list.Add(new SqlPlanMetric(name, id, type));
        }
        while (walker.Take(","u8));
        return walker.Take("]"u8) ? list.ToArray() : null;
    }
}
