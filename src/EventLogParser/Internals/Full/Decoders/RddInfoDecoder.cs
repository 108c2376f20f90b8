using System.Text.Json;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.EventLogParser.Internals.Full.Decoders;

/// <summary>"RDD Info" of a stage.</summary>
static class RddInfoDecoder
{
    enum Field { RddId, Name, Scope, Callsite, ParentIds, StorageLevel, Barrier, NumPartitions, NumCachedPartitions, MemorySize, DiskSize }

    enum StorageField { UseDisk, UseMemory }

    static readonly FieldNames<Field> Fields = new(
        (Field.RddId, "RDD ID"), (Field.Name, "Name"), (Field.Scope, "Scope"), (Field.Callsite, "Callsite"),
            (Field.ParentIds, "Parent IDs"),
        (Field.StorageLevel, "Storage Level"), (Field.Barrier, "Barrier"), (Field.NumPartitions, "Number of Partitions"),
        (Field.NumCachedPartitions, "Number of Cached Partitions"), (Field.MemorySize, "Memory Size"), (Field.DiskSize, "Disk Size"));

    static readonly FieldNames<StorageField> StorageFields = new(
        (StorageField.UseDisk, "Use Disk"), (StorageField.UseMemory, "Use Memory"));

    public static IReadOnlyList<RddInfo> ReadAll(ref Utf8JsonReader r, DecodeContext context)
    {
        if (!Json.EnterArray(ref r)) return [];
        var list = new List<RddInfo>();
        while (Json.NextObject(ref r)) list.Add(Read(ref r, context));
        return list;
    }

    static RddInfo Read(ref Utf8JsonReader r, DecodeContext context)
    {
        int id = 0, partitions = 0, cached = 0, hint = 0;
        string? name = null, scope = null, callsite = null;
        IReadOnlyList<int> parents = [];
        bool disk = false, memory = false, barrier = false;
        long memorySize = 0, diskSize = 0;
        while (Fields.Next(ref r, ref hint, out var field))
        {
            switch (field)
            {
                case Field.RddId: id = Json.Int(ref r); break;
                case Field.Name: name = context.Pooled(ref r, EventLimits.MaxMessageChars); break;
                case Field.Scope: scope = context.Pooled(ref r, EventLimits.MaxMessageChars); break;
                case Field.Callsite: callsite = context.Pooled(ref r, EventLimits.MaxMessageChars); break;
                case Field.ParentIds: parents = Json.IntList(ref r); break;
                case Field.StorageLevel when Json.EnterObject(ref r): (disk, memory) = ReadStorage(ref r, disk, memory); break;
                case Field.NumPartitions: partitions = Json.Int(ref r); break;
                case Field.NumCachedPartitions: cached = Json.Int(ref r); break;
                case Field.MemorySize: memorySize = Json.Long(ref r); break;
                case Field.DiskSize: diskSize = Json.Long(ref r); break;
                case Field.Barrier: barrier = Json.Bool(ref r); break;
            }
        }
        return new RddInfo(
            id, name, scope, callsite, parents, disk, memory, partitions, cached, memorySize, diskSize)
        { IsBarrier = barrier };
    }

    static (bool Disk, bool Memory) ReadStorage(ref Utf8JsonReader r, bool disk, bool memory)
    {
        var hint = 0;
        while (StorageFields.Next(ref r, ref hint, out var field))
        {
            if (field == StorageField.UseDisk) disk = Json.Bool(ref r);
            else memory = Json.Bool(ref r);
        }
        return (disk, memory);
    }
}
