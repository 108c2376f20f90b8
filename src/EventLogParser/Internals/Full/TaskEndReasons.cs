using System.Globalization;
using System.Text;
using System.Text.Json;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.EventLogParser.Internals.Full;

/// <summary>"Task End Reason" to the text that Spark's TaskFailedReason.toErrorString would give.</summary>
static class TaskEndReasons
{
    /// <summary>Integer.MIN_VALUE stands for an unknown map index in FetchFailed.</summary>
    const string UnknownMapIndex = "-2147483648";

    public static TaskEndReason From(JsonElement e) => new()
    {
        Reason = Text(e, "Reason"),
        ErrorText = ErrorText(e),
        ExceptionClass = Text(e, "Class Name"),
        ExecutorId = Text(e, "Executor ID") ?? (Child(e, "Block Manager Address") is { } address ? Text(address, "Executor ID") : null),
        ExitCausedByApp = e.TryGetProperty("Exit Caused By App", out var by) && by.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? by.ValueKind == JsonValueKind.True : null,
    };

    static string? ErrorText(JsonElement e)
    {
        switch (Text(e, "Reason"))
        {
            case "Success": return null;
            case "Resubmitted": return "Resubmitted (resubmitted due to lost executor)";
            case "FetchFailed": return FetchFailed(e);
            case "ExceptionFailure": return Text(e, "Full Stack Trace") ?? ExceptionFailure(e);
            case "TaskResultLost": return "TaskResultLost (result lost from block manager)";
            case "TaskKilled": return Text(e, "Kill Reason") is { Length: > 0 } why ? why : "unknown reason";
            case "TaskCommitDenied":
                return $"TaskCommitDenied (Driver denied task commit) for job: {Text(e, "Job ID") ?? "-1"}, partition: "
                    + $"{Text(e, "Partition ID") ?? "-1"}, attemptNumber: {Text(e, "Attempt Number") ?? "-1"}";
            case "ExecutorLostFailure":
                var how = e.TryGetProperty("Exit Caused By App", out var by) && by.ValueKind == JsonValueKind.False
                    ? "unrelated to the running tasks" : "caused by one of the running tasks";
                return $"ExecutorLostFailure (executor {Text(e, "Executor ID") ?? "Unknown"} exited {how})"
                    + (Text(e, "Loss Reason") is { } loss ? " Reason: " + loss : "");
            case var other: return other;
        }
    }

    static string FetchFailed(JsonElement e)
    {
        var address = Child(e, "Block Manager Address") is { } a
            ? $"BlockManagerId({Text(a, "Executor ID")}, {Text(a, "Host")}, {Text(a, "Port")}, None)" : "null";
        var map = Text(e, "Map Index") is { } index and not UnknownMapIndex ? index : "Unknown";
        return $"FetchFailed({address}, shuffleId={Text(e, "Shuffle ID")}, mapIndex={map}, mapId={Text(e, "Map ID")}, "
            + $"reduceId={Text(e, "Reduce ID")}, message=\n{Text(e, "Message") ?? "Unknown reason"}\n)";
    }

    static string ExceptionFailure(JsonElement e)
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{Text(e, "Class Name")}: {Text(e, "Description")}");
        if (e.TryGetProperty("Stack Trace", out var trace) && trace.ValueKind == JsonValueKind.Array)
        {
            foreach (var s in trace.EnumerateArray())
            {
                if (s.ValueKind != JsonValueKind.Object) continue;
                text.Append(CultureInfo.InvariantCulture,
                    $"\n        at {Text(s, "Declaring Class")}.{Text(s, "Method Name")}({Text(s, "File Name")}:{Text(s, "Line Number")})");
            }
        }
        return text.ToString();
    }

    static JsonElement? Child(JsonElement e, string name) =>
        e.TryGetProperty(name, out var v) && v.ValueKind == JsonValueKind.Object ? v : null;

    static string? Text(JsonElement e, string name)
    {
        if (!e.TryGetProperty(name, out var v)) return null;
        return v.ValueKind switch
        {
            JsonValueKind.Null => null,
            JsonValueKind.String => SafeString(v),
            _ => v.GetRawText(),
        };
    }

    static string SafeString(JsonElement v)
    {
        try { return v.GetString()!; }
        catch (InvalidOperationException) { return LoneSurrogates.Unescape(Encoding.UTF8.GetBytes(v.GetRawText().Trim('"'))); }
    }
}
