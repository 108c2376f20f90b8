using System.Text.Json;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.EventLogParser.Internals.Full.Decoders;

/// <summary>"Stage Info".</summary>
static class StageInfoDecoder
{
    enum Field
    {
        StageId, AttemptId, Name, NumTasks, Rdds, ParentIds, Details, SubmissionTime, CompletionTime, FailureReason, Accumulables,
        ResourceProfileId, ShufflePushEnabled, ShufflePushMergersCount,
    }

    static readonly FieldNames<Field> Fields = new(
        (Field.StageId, "Stage ID"), (Field.AttemptId, "Stage Attempt ID"), (Field.Name, "Stage Name"),
        (Field.NumTasks, "Number of Tasks"), (Field.Rdds, "RDD Info"), (Field.ParentIds, "Parent IDs"), (Field.Details, "Details"),
        (Field.SubmissionTime, "Submission Time"), (Field.CompletionTime, "Completion Time"), (Field.FailureReason, "Failure Reason"),
        (Field.Accumulables, "Accumulables"), (Field.ResourceProfileId, "Resource Profile Id"),
        (Field.ShufflePushEnabled, "Shuffle Push Enabled"), (Field.ShufflePushMergersCount, "Shuffle Push Mergers Count"));

    /// <summary>Stands for an object that is not there, or has no id.</summary>
    public static readonly StageInfo None = new() { StageId = 0, AttemptId = 0 };

    public static StageInfo Read(ref Utf8JsonReader r, DecodeContext context)
    {
        if (!Json.EnterObject(ref r)) return None;
        int? id = null;
        int attempt = 0, tasks = 0, profile = 0, mergers = 0, hint = 0;
        string? name = null, details = null, failure = null;
        long? submitted = null, completed = null;
        var push = false;
        IReadOnlyList<RddInfo> rdds = [];
        IReadOnlyList<int> parents = [];
        IReadOnlyList<Accumulable> accumulables = [];
        while (Fields.Next(ref r, ref hint, out var field))
        {
            switch (field)
            {
                case Field.StageId: id = Json.Int(ref r); break;
                case Field.AttemptId: attempt = Json.Int(ref r); break;
                case Field.Name: name = context.Pooled(ref r); break;
                case Field.NumTasks: tasks = Json.Int(ref r); break;
                case Field.Rdds: rdds = RddInfoDecoder.ReadAll(ref r, context); break;
                case Field.ParentIds: parents = Json.IntList(ref r); break;
                case Field.Details: details = context.Pooled(ref r, EventLimits.MaxMessageChars); break;
                case Field.SubmissionTime: submitted = Json.OptionalLong(ref r); break;
                case Field.CompletionTime: completed = Json.OptionalLong(ref r); break;
                case Field.FailureReason: failure = Json.Text(ref r, context, EventLimits.MaxMessageChars); break;
                case Field.Accumulables: accumulables = AccumulableDecoder.ReadAll(ref r, context); break;
                case Field.ResourceProfileId: profile = Json.Int(ref r); break;
                case Field.ShufflePushEnabled: push = Json.Bool(ref r); break;
                case Field.ShufflePushMergersCount: mergers = Json.Int(ref r); break;
            }
        }
        if (id is not { } stageId) return None;
        return new StageInfo
        {
            StageId = stageId,
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
}
