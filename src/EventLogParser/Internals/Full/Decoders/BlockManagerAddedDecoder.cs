using System.Text.Json;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.EventLogParser.Internals.Full.Decoders;

/// <summary>SparkListenerBlockManagerAdded.</summary>
static class BlockManagerAddedDecoder
{
    enum Field { BlockManagerId, MaximumMemory, Timestamp, MaximumOnHeapMemory, MaximumOffHeapMemory }

    enum IdField { ExecutorId, Host, Port }

    static readonly FieldNames<Field> Fields = new(
        (Field.BlockManagerId, "Block Manager ID"), (Field.MaximumMemory, "Maximum Memory"), (Field.Timestamp, "Timestamp"),
        (Field.MaximumOnHeapMemory, "Maximum Onheap Memory"), (Field.MaximumOffHeapMemory, "Maximum Offheap Memory"));

    static readonly FieldNames<IdField> IdFields = new(
        (IdField.ExecutorId, "Executor ID"), (IdField.Host, "Host"), (IdField.Port, "Port"));

    /// <returns>Null without the executor's id.</returns>
    public static BlockManagerAddedEvent? Read(ref Utf8JsonReader r, DecodeContext context)
    {
        var e = new BlockManagerAddedEvent("", null, 0, -1, 0, null, null);
        var hint = 0;
        while (Fields.Next(ref r, ref hint, out var field))
        {
            switch (field)
            {
                case Field.BlockManagerId when Json.EnterObject(ref r): e = ReadId(ref r, e, context); break;
                case Field.MaximumMemory: e = e with { MaxMemoryBytes = Json.Long(ref r) }; break;
                case Field.Timestamp: e = e with { TimeMs = Json.Long(ref r, -1) }; break;
                case Field.MaximumOnHeapMemory: e = e with { MaxOnHeapBytes = Json.OptionalLong(ref r) }; break;
                case Field.MaximumOffHeapMemory: e = e with { MaxOffHeapBytes = Json.OptionalLong(ref r) }; break;
            }
        }
        return e.ExecutorId.Length > 0 ? e : null;
    }

    static BlockManagerAddedEvent ReadId(ref Utf8JsonReader r, BlockManagerAddedEvent e, DecodeContext context)
    {
        var hint = 0;
        while (IdFields.Next(ref r, ref hint, out var field))
        {
            switch (field)
            {
                case IdField.ExecutorId: e = e with { ExecutorId = context.Pooled(ref r) ?? "" }; break;
                case IdField.Host: e = e with { Host = context.Pooled(ref r) }; break;
                case IdField.Port: e = e with { Port = Json.Int(ref r) }; break;
            }
        }
        return e;
    }
}
