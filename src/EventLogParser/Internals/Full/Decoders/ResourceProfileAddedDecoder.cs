using System.Text.Json;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.EventLogParser.Internals.Full.Decoders;

/// <summary>SparkListenerResourceProfileAdded.</summary>
static class ResourceProfileAddedDecoder
{
    enum Field { ProfileId, ExecutorRequests, TaskRequests }

    enum RequestField { Amount }

    static readonly FieldNames<Field> Fields = new(
        (Field.ProfileId, "Resource Profile Id"), (Field.ExecutorRequests, "Executor Resource Requests"),
        (Field.TaskRequests, "Task Resource Requests"));

    static readonly FieldNames<RequestField> RequestFields = new((RequestField.Amount, "Amount"));

    public static ResourceProfileAddedEvent Read(ref Utf8JsonReader r, DecodeContext context)
    {
        var id = 0;
        var executor = new SortedDictionary<string, long>(StringComparer.Ordinal);
        var task = new SortedDictionary<string, double>(StringComparer.Ordinal);
        var hint = 0;
        while (Fields.Next(ref r, ref hint, out var field))
        {
            switch (field)
            {
                case Field.ProfileId: id = Json.Int(ref r); break;
                case Field.ExecutorRequests: foreach (var (k, v) in ReadAmounts(ref r, context)) executor[k] = (long)v; break;
                case Field.TaskRequests: foreach (var (k, v) in ReadAmounts(ref r, context)) task[k] = v; break;
            }
        }
        return new ResourceProfileAddedEvent(id, executor, task);
    }

    static List<(string Name, double Amount)> ReadAmounts(ref Utf8JsonReader r, DecodeContext context)
    {
        var amounts = new List<(string, double)>();
        if (!Json.EnterObject(ref r)) return amounts;
        while (r.Read() && r.TokenType != JsonTokenType.EndObject)
        {
            var name = Json.Key(ref r, context);
            r.Read();
            if (!Json.EnterObject(ref r)) continue;
            double amount = 0;
            var hint = 0;
            while (RequestFields.Next(ref r, ref hint, out _)) amount = Json.Double(ref r);
            if (name is not null) amounts.Add((name, amount));
        }
        return amounts;
    }
}
