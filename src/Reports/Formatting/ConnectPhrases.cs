using Rightsizer.Analyzer.Answers.Diagnosis;
using Rightsizer.Analyzer.Formatting;

namespace Rightsizer.Reports.Formatting;

/// <summary>Sentences about Spark Connect, the same in text and Markdown.</summary>
static class ConnectPhrases
{
    const int WhatColumns = 80, NameColumns = 40;

    public static string Session(ConnectSessionUse s) =>
        $"session {PlainText.Short(s.SessionId, NameColumns)} of {User(s.User)}: {Quantity.Plural(s.Operations, "operation")}"
        + (s.FailedOperations > 0 ? $", {s.FailedOperations} failed" : "")
        + (s is { StartMs: { } start, EndMs: { } end } ? $"; open for {Quantity.Duration(end - start)}, of which operations ran "
            : "; operations ran ")
        + $"{Quantity.Duration(s.BusyMs)}; {Quantity.Duration(s.TaskMs)} of task time.";

    public static string UserLine(ConnectUserUse u) =>
        $"{User(u.User)}: {Quantity.Plural(u.Sessions, "session")}, {Quantity.Plural(u.Operations, "operation")}, "
        + $"{Quantity.Duration(u.TaskMs)} of task time.";

    public static string Operation(ConnectOperationUse o) =>
        $"{PlainText.Short(o.What ?? o.OperationId, WhatColumns)}: "
        + (o.DurationMs is { } ms ? $"{Quantity.Duration(ms)}" : "time not known")
        + (o.PlanMs is { } plan ? $" ({Quantity.Duration(plan)} to plan)" : "")
        + $", {Quantity.Duration(o.TaskMs)} of task time"
        + (o.SqlIds.Count > 0 ? $", query {string.Join(", ", o.SqlIds.Take(3))}" : "")
        + (o.Status is "failed" or "canceled" ? $"; {o.Status}" + (o.Error is { } e ? $": {PlainText.Short(e, WhatColumns)}" : "") : "")
        + ".";

    static string User(string? user) => user is null ? "a client without a user name" : PlainText.Short(user, NameColumns);
}
