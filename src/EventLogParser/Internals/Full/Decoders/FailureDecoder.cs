using System.Text.Json;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.EventLogParser.Internals.Full.Decoders;

/// <summary>"Task End Reason" of a task that did not succeed, with the text that Spark would show for it.</summary>
static class FailureDecoder
{
    enum AddressField { ExecutorId, Host, Port }

    static readonly FieldNames<FailureField> Fields = new(
        (FailureField.Reason, "Reason"), (FailureField.ClassName, "Class Name"), (FailureField.Description, "Description"),
        (FailureField.StackTrace, "Stack Trace"), (FailureField.FullStackTrace, "Full Stack Trace"),
        (FailureField.BlockManagerAddress, "Block Manager Address"), (FailureField.ShuffleId, "Shuffle ID"), (FailureField.MapId, "Map ID"),
        (FailureField.MapIndex, "Map Index"), (FailureField.ReduceId, "Reduce ID"), (FailureField.Message, "Message"),
        (FailureField.KillReason, "Kill Reason"), (FailureField.JobId, "Job ID"), (FailureField.PartitionId, "Partition ID"),
        (FailureField.AttemptNumber, "Attempt Number"), (FailureField.ExecutorId, "Executor ID"),
        (FailureField.ExitCausedByApp, "Exit Caused By App"), (FailureField.LossReason, "Loss Reason"));

    static readonly FieldNames<AddressField> AddressFields = new(
        (AddressField.ExecutorId, "Executor ID"), (AddressField.Host, "Host"), (AddressField.Port, "Port"));

    /// <param name="r">On the start of the object.</param>
    /// <param name="context">Strings and options.</param>
    public static TaskEndReason Read(ref Utf8JsonReader r, DecodeContext context)
    {
        var failure = new Failure();
        var hint = 0;
        while (Fields.Next(ref r, ref hint, out var field))
        {
            switch (field)
            {
                case FailureField.BlockManagerAddress when r.TokenType == JsonTokenType.StartObject:
                    ReadAddress(ref r, failure, context);
                    break;
                case FailureField.StackTrace when r.TokenType == JsonTokenType.StartArray:
                    failure.StackTrace = StackTraceDecoder.Read(ref r, context);
                    break;
                case FailureField.BlockManagerAddress or FailureField.StackTrace: r.Skip(); break;
                case FailureField.ExitCausedByApp:
                    failure.ExitCausedByApp = r.TokenType is JsonTokenType.True or JsonTokenType.False ? r.GetBoolean() : null;
                    r.Skip();
                    break;
                default: failure[field] = Json.Text(ref r, context, EventLimits.MaxMessageChars); break;
            }
        }
        return failure.ToReason();
    }

    static void ReadAddress(ref Utf8JsonReader r, Failure failure, DecodeContext context)
    {
        failure.HasAddress = true;
        var hint = 0;
        while (AddressFields.Next(ref r, ref hint, out var field))
        {
            var text = Json.Text(ref r, context);
            switch (field)
            {
                case AddressField.ExecutorId: failure.AddressExecutorId = text; break;
                case AddressField.Host: failure.AddressHost = text; break;
                case AddressField.Port: failure.AddressPort = text; break;
            }
        }
    }
}
