using System.Text.Json;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.EventLogParser.Internals.Full.Decoders;

/// <summary>The object of named executor metrics.</summary>
static class ExecutorMetricsDecoder
{
    static readonly FieldNames<ExecutorMetric> Fields = new(
        Array.ConvertAll(Enum.GetValues<ExecutorMetric>(), metric => (metric, ExecutorMetrics.NameOf(metric))));

    public static void Read(ref Utf8JsonReader r, ref ExecutorMetrics metrics)
    {
        metrics = ExecutorMetrics.None;
        if (!Json.EnterObject(ref r)) return;
        var hint = 0;
        while (Fields.Next(ref r, ref hint, out var metric)) metrics[metric] = Json.Long(ref r);
    }
}
