using System.Text.Json;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.EventLogParser.Internals.Full.Decoders;

/// <summary>SparkListenerJobStart.</summary>
static class JobStartDecoder
{
    enum Field { JobId, SubmissionTime, StageInfos, StageIds, Properties }

    static readonly FieldNames<Field> Fields = new(
        (Field.JobId, "Job ID"), (Field.SubmissionTime, "Submission Time"), (Field.StageInfos, "Stage Infos"),
        (Field.StageIds, "Stage IDs"), (Field.Properties, "Properties"));

    /// <returns>Null without the job's id.</returns>
    public static JobStartEvent? Read(ref Utf8JsonReader r, DecodeContext context)
    {
        int? id = null;
        long time = -1;
        List<StageInfo>? infos = null;
        IReadOnlyList<int> ids = [];
        var properties = Json.Empty;
        var hint = 0;
        while (Fields.Next(ref r, ref hint, out var field))
        {
            switch (field)
            {
                case Field.JobId: id = Json.Int(ref r); break;
                case Field.SubmissionTime: time = Json.Long(ref r, -1); break;
                case Field.StageInfos when Json.EnterArray(ref r):
                    infos = [];
                    while (r.Read() && r.TokenType != JsonTokenType.EndArray)
                    {
                        var info = StageInfoDecoder.Read(ref r, context);
                        if (!ReferenceEquals(info, StageInfoDecoder.None)) infos.Add(info);
                    }
                    break;
                case Field.StageIds: ids = Json.IntList(ref r); break;
                case Field.Properties: properties = Json.StringMap(ref r, context); break;
            }
        }
        if (id is not { } jobId) return null;
        // Spark 1.1 and older wrote only the ids
        var stages = infos ?? [.. ids.Select(i => new StageInfo { StageId = i, AttemptId = 0, Name = "unknown" })];
        return new JobStartEvent(jobId, time, stages, properties);
    }
}
