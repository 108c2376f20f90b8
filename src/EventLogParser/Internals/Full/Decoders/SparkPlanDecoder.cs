using System.Text.Json;
using Rightsizer.EventLogParser.Events;
using Rightsizer.EventLogParser.Internals.Fast;

namespace Rightsizer.EventLogParser.Internals.Full.Decoders;

/// <summary>"sparkPlanInfo": the tree of a physical plan, and the metrics of its nodes.</summary>
static class SparkPlanDecoder
{
    enum Field { NodeName, SimpleString, Children, Metadata, Metrics }

    enum MetricField { Name, AccumulatorId, MetricType }

    static readonly FieldNames<Field> Fields = new(
        (Field.NodeName, "nodeName"), (Field.SimpleString, "simpleString"), (Field.Children, "children"), (Field.Metadata, "metadata"),
        (Field.Metrics, "metrics"));

    static readonly FieldNames<MetricField> MetricFields = new(
        (MetricField.Name, "name"), (MetricField.AccumulatorId, "accumulatorId"), (MetricField.MetricType, "metricType"));

    static readonly LogText noText = "";

    /// <returns>Null where the value is no object.</returns>
    public static SparkPlanInfo? Read(ref Utf8JsonReader r, DecodeContext context)
    {
        if (!context.Walks || r.TokenType != JsonTokenType.StartObject) return ReadNode(ref r, context);
        var rest = context.Rest(ref r);
        if (PlanWalker.Read(rest, context, out var length) is not { } plan) return ReadNode(ref r, context);
        context.GoOn(ref r, rest[(length - 1)..]);
        return plan;
    }

    static SparkPlanInfo? ReadNode(ref Utf8JsonReader r, DecodeContext context)
    {
        if (!Json.EnterObject(ref r)) return null;
        var name = "";
        var text = noText;
        IReadOnlyList<SparkPlanInfo> children = [];
        IReadOnlyList<SqlPlanMetric> metrics = [];
        var metadata = Json.Empty;
        var hint = 0;
        while (Fields.Next(ref r, ref hint, out var field))
        {
            switch (field)
            {
                case Field.NodeName: name = context.Pooled(ref r) ?? ""; break;
                case Field.SimpleString: text = TextOf(ref r, context); break;
                case Field.Children when Json.EnterArray(ref r): children = ReadChildren(ref r, context); break;
                case Field.Metadata: metadata = Json.StringMap(ref r, context); break;
                case Field.Metrics: metrics = ReadMetrics(ref r, context); break;
            }
        }
        return new SparkPlanInfo(name, text, children, metadata, metrics);
    }

    static LogText TextOf(ref Utf8JsonReader r, DecodeContext context) =>
        r.TokenType == JsonTokenType.String && RepeatedTexts.Takes(r.ValueSpan) ? context.Repeated.GetLater(r.ValueSpan)
            : Json.Text(ref r, context, EventLimits.MaxMessageChars) ?? noText;

    /// <summary>Most nodes have one child or none.</summary>
    static IReadOnlyList<SparkPlanInfo> ReadChildren(ref Utf8JsonReader r, DecodeContext context)
    {
        SparkPlanInfo? first = null;
        List<SparkPlanInfo>? all = null;
        while (r.Read() && r.TokenType != JsonTokenType.EndArray)
        {
            if (ReadNode(ref r, context) is not { } child) continue;
            if (first is null) first = child;
            else (all ??= [first]).Add(child);
        }
        return all ?? (first is null ? (IReadOnlyList<SparkPlanInfo>)[] : new[] { first });
    }

    public static IReadOnlyList<SqlPlanMetric> ReadMetrics(ref Utf8JsonReader r, DecodeContext context)
    {
        if (!Json.EnterArray(ref r)) return [];
        var list = context.Metrics;
        list.Clear();
        while (Json.NextObject(ref r))
        {
            string? name = null, type = null;
            long id = 0;
            var hint = 0;
            while (MetricFields.Next(ref r, ref hint, out var field))
            {
                switch (field)
                {
                    case MetricField.Name: name = context.Pooled(ref r); break;
                    case MetricField.AccumulatorId: id = Json.Long(ref r); break;
                    case MetricField.MetricType: type = context.Pooled(ref r); break;
                }
            }
            list.Add(new SqlPlanMetric(name, id, type));
        }
        return list.Count == 0 ? [] : list.ToArray();
    }
}
