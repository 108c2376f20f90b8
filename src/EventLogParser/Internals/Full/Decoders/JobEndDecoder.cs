using System.Text.Json;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.EventLogParser.Internals.Full.Decoders;

/// <summary>SparkListenerJobEnd.</summary>
static class JobEndDecoder
{
    enum Field { JobId, CompletionTime, JobResult }

    enum ResultField { Result, Exception }

    enum ExceptionField { Message }

    static readonly FieldNames<Field> Fields = new(
        (Field.JobId, "Job ID"), (Field.CompletionTime, "Completion Time"), (Field.JobResult, "Job Result"));

    static readonly FieldNames<ResultField> ResultFields = new((ResultField.Result, "Result"), (ResultField.Exception, "Exception"));
    static readonly FieldNames<ExceptionField> ExceptionFields = new((ExceptionField.Message, "Message"));

    /// <returns>Null without the job's id.</returns>
    public static JobEndEvent? Read(ref Utf8JsonReader r, DecodeContext context)
    {
        int? id = null;
        long time = -1;
        string? result = null, failure = null;
        var hint = 0;
        while (Fields.Next(ref r, ref hint, out var field))
        {
            switch (field)
            {
                case Field.JobId: id = Json.Int(ref r); break;
                case Field.CompletionTime: time = Json.Long(ref r, -1); break;
                case Field.JobResult when Json.EnterObject(ref r):
                    var inner = 0;
                    while (ResultFields.Next(ref r, ref inner, out var of))
                    {
                        if (of == ResultField.Result) result = Json.Text(ref r, context);
                        else if (Json.EnterObject(ref r)) failure = ReadMessage(ref r, context);
                    }
                    break;
            }
        }
        var succeeded = result == "JobSucceeded";
        return id is { } jobId ? new JobEndEvent(jobId, time, succeeded, succeeded ? null : failure) : null;
    }

    static string? ReadMessage(ref Utf8JsonReader r, DecodeContext context)
    {
        string? message = null;
        var hint = 0;
        while (ExceptionFields.Next(ref r, ref hint, out _)) message = Json.Text(ref r, context, EventLimits.MaxMessageChars);
        return message;
    }
}
