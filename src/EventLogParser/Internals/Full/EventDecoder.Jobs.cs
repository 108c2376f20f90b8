using System.Text.Json;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.EventLogParser.Internals.Full;

sealed partial class EventDecoder
{
    static readonly FieldNames JobFields = new(
        "Job ID", "Submission Time", "Stage Infos", "Stage IDs", "Properties", "Completion Time", "Job Result", "RDD ID");

    JobStartEvent ReadJobStart(ref Utf8JsonReader r)
    {
        var id = 0;
        long time = -1;
        List<StageInfo>? infos = null;
        IReadOnlyList<int> ids = [];
        var properties = Json.Empty;
        var hint = 0;
        while (Json.NextProperty(ref r, JobFields, ref hint, out var field))
        {
            switch (field)
            {
                case 0: id = Json.Int(ref r); break;
                case 1: time = Json.Long(ref r, -1); break;
                case 2 when r.TokenType == JsonTokenType.StartArray:
                    infos = [];
                    while (r.Read() && r.TokenType != JsonTokenType.EndArray) infos.Add(ReadStageInfo(ref r));
                    break;
                case 3: ids = Json.IntList(ref r); break;
                case 4: properties = Json.StringMap(ref r); break;
                default: r.Skip(); break;
            }
        }
        // Spark 1.1 and older wrote only the ids
        var stages = infos ?? [.. ids.Select(i => new StageInfo { StageId = i, AttemptId = 0, Name = "unknown" })];
        return new JobStartEvent(id, time, stages, properties);
    }

    static readonly FieldNames ResultFields = new("Result", "Exception");
    static readonly FieldNames MessageField = new("Message");

    static JobEndEvent ReadJobEnd(ref Utf8JsonReader r)
    {
        var id = 0;
        long time = -1;
        string? result = null, failure = null;
        var hint = 0;
        while (Json.NextProperty(ref r, JobFields, ref hint, out var field))
        {
            switch (field)
            {
                case 0: id = Json.Int(ref r); break;
                case 5: time = Json.Long(ref r, -1); break;
                case 6 when r.TokenType == JsonTokenType.StartObject:
                    var inner = 0;
                    while (Json.NextProperty(ref r, ResultFields, ref inner, out var f))
                    {
                        if (f == 0) result = Json.Text(ref r);
                        else if (f == 1 && r.TokenType == JsonTokenType.StartObject) failure = ReadMessage(ref r);
                        else r.Skip();
                    }
                    break;
                default: r.Skip(); break;
            }
        }
        var succeeded = result == "JobSucceeded";
        return new JobEndEvent(id, time, succeeded, succeeded ? null : failure);
    }

    static string? ReadMessage(ref Utf8JsonReader r)
    {
        string? message = null;
        var hint = 0;
        while (Json.NextProperty(ref r, MessageField, ref hint, out var field))
        {
            if (field == 0) message = Json.Text(ref r);
            else r.Skip();
        }
        return message;
    }

    static UnpersistRddEvent ReadUnpersistRdd(ref Utf8JsonReader r)
    {
        var id = 0;
        var hint = 0;
        while (Json.NextProperty(ref r, JobFields, ref hint, out var field))
        {
            if (field == 7) id = Json.Int(ref r);
            else r.Skip();
        }
        return new UnpersistRddEvent(id);
    }

    static readonly FieldNames StageEventFields = new("Stage Info", "Properties");

    StageSubmittedEvent ReadStageSubmitted(ref Utf8JsonReader r)
    {
        var info = NoStage;
        var properties = Json.Empty;
        var hint = 0;
        while (Json.NextProperty(ref r, StageEventFields, ref hint, out var field))
        {
            if (field == 0) info = ReadStageInfo(ref r);
            else if (field == 1) properties = Json.StringMap(ref r);
            else r.Skip();
        }
        return new StageSubmittedEvent(info, properties);
    }

    StageCompletedEvent ReadStageCompleted(ref Utf8JsonReader r)
    {
        var info = NoStage;
        var hint = 0;
        while (Json.NextProperty(ref r, StageEventFields, ref hint, out var field))
        {
            if (field == 0) info = ReadStageInfo(ref r);
            else r.Skip();
        }
        return new StageCompletedEvent(info);
    }

    static readonly StageInfo NoStage = new() { StageId = 0, AttemptId = 0 };

    static readonly FieldNames StageFields = new(
        "Stage ID", "Stage Attempt ID", "Stage Name", "Number of Tasks", "RDD Info", "Parent IDs", "Details", "Submission Time",
        "Completion Time", "Failure Reason", "Accumulables", "Resource Profile Id", "Shuffle Push Enabled", "Shuffle Push Mergers Count");

    StageInfo ReadStageInfo(ref Utf8JsonReader r)
    {
        if (r.TokenType != JsonTokenType.StartObject) { r.Skip(); return NoStage; }
        int id = 0, attempt = 0, tasks = 0, profile = 0, mergers = 0, hint = 0;
        string? name = null, details = null, failure = null;
        long? submitted = null, completed = null;
        var push = false;
        IReadOnlyList<RddInfo> rdds = [];
        IReadOnlyList<int> parents = [];
        IReadOnlyList<Accumulable> accumulables = [];
        while (Json.NextProperty(ref r, StageFields, ref hint, out var field))
        {
            switch (field)
            {
                case 0: id = Json.Int(ref r); break;
                case 1: attempt = Json.Int(ref r); break;
                case 2: name = Json.Text(ref r); break;
                case 3: tasks = Json.Int(ref r); break;
                case 4: rdds = ReadRdds(ref r); break;
                case 5: parents = Json.IntList(ref r); break;
                case 6: details = Json.Text(ref r); break;
                case 7: submitted = Json.OptionalLong(ref r); break;
                case 8: completed = Json.OptionalLong(ref r); break;
                case 9: failure = Json.Text(ref r); break;
                case 10: accumulables = ReadAccumulables(ref r); break;
                case 11: profile = Json.Int(ref r); break;
                case 12: push = Json.Bool(ref r); break;
                case 13: mergers = Json.Int(ref r); break;
                default: r.Skip(); break;
            }
        }
        return new StageInfo
        {
            StageId = id,
            AttemptId = attempt,
            Name = name,
            NumTasks = tasks,
            Rdds = rdds,
            ParentIds = parents,
            Details = details ?? "",
            SubmissionTimeMs = submitted,
            CompletionTimeMs = completed,
            FailureReason = failure,
            Accumulables = accumulables,
            ResourceProfileId = profile,
            ShufflePushEnabled = push,
            ShuffleMergerCount = mergers,
        };
    }

    static readonly FieldNames RddFields = new(
        "RDD ID", "Name", "Scope", "Callsite", "Parent IDs", "Storage Level", "Number of Partitions", "Number of Cached Partitions",
        "Memory Size", "Disk Size", "Barrier");

    static readonly FieldNames StorageFields = new("Use Disk", "Use Memory");

    IReadOnlyList<RddInfo> ReadRdds(ref Utf8JsonReader r)
    {
        if (r.TokenType != JsonTokenType.StartArray) { r.Skip(); return []; }
        var list = new List<RddInfo>();
        while (r.Read() && r.TokenType != JsonTokenType.EndArray)
        {
            if (r.TokenType != JsonTokenType.StartObject) { r.Skip(); continue; }
            list.Add(ReadRdd(ref r));
        }
        return list;
    }

    RddInfo ReadRdd(ref Utf8JsonReader r)
    {
        int id = 0, partitions = 0, cached = 0, hint = 0;
        string? name = null, scope = null, callsite = null;
        IReadOnlyList<int> parents = [];
        bool disk = false, memory = false, barrier = false;
        long memorySize = 0, diskSize = 0;
        while (Json.NextProperty(ref r, RddFields, ref hint, out var field))
        {
            switch (field)
            {
                case 0: id = Json.Int(ref r); break;
                case 1: name = pool.Get(ref r); break;
                case 2: scope = pool.Get(ref r); break;
                case 3: callsite = pool.Get(ref r); break;
                case 4: parents = Json.IntList(ref r); break;
                case 5 when r.TokenType == JsonTokenType.StartObject:
                    var inner = 0;
                    while (Json.NextProperty(ref r, StorageFields, ref inner, out var f))
                    {
                        if (f == 0) disk = Json.Bool(ref r);
                        else if (f == 1) memory = Json.Bool(ref r);
                        else r.Skip();
                    }
                    break;
                case 6: partitions = Json.Int(ref r); break;
                case 7: cached = Json.Int(ref r); break;
                case 8: memorySize = Json.Long(ref r); break;
                case 9: diskSize = Json.Long(ref r); break;
                case 10: barrier = Json.Bool(ref r); break;
                default: r.Skip(); break;
            }
        }
        return new RddInfo(id, name, scope, callsite, parents, disk, memory, partitions, cached, memorySize, diskSize) { IsBarrier = barrier };
    }

    static readonly FieldNames AccumulableFields = new("ID", "Name", "Update", "Value", "Internal", "Count Failed Values", "Metadata");

    /// <summary>The last entry of an id counts, at the place of its first.</summary>
    IReadOnlyList<Accumulable> ReadAccumulables(ref Utf8JsonReader r)
    {
        if (r.TokenType != JsonTokenType.StartArray) { r.Skip(); return []; }
        var list = new List<Accumulable>();
        var places = new Dictionary<long, int>();
        while (r.Read() && r.TokenType != JsonTokenType.EndArray)
        {
            if (r.TokenType != JsonTokenType.StartObject) { r.Skip(); continue; }
            var a = ReadAccumulable(ref r);
            if (places.TryGetValue(a.Id, out var at)) list[at] = a;
            else
            {
                places[a.Id] = list.Count;
                list.Add(a);
            }
        }
        return list;
    }

    Accumulable ReadAccumulable(ref Utf8JsonReader r)
    {
        long id = 0;
        string? name = null, update = null, value = null, metadata = null;
        var isInternal = false;
        var hint = 0;
        while (Json.NextProperty(ref r, AccumulableFields, ref hint, out var field))
        {
            switch (field)
            {
                case 0: id = Json.Long(ref r); break;
                case 1: name = pool.Get(ref r); break;
                case 2: update = Json.Text(ref r); break;
                case 3: value = Json.Text(ref r); break;
                case 4: isInternal = Json.Bool(ref r); break;
                case 6: metadata = pool.Get(ref r); break;
                default: r.Skip(); break;
            }
        }
        return new Accumulable(id, name, value, update, isInternal, metadata);
    }
}
