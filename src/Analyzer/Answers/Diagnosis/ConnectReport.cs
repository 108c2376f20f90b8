using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Model;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Analyzer.Answers.Diagnosis;

/// <summary>What the clients of Spark Connect asked for, and what it took.</summary>
public sealed record ConnectReport
{
    /// <summary>By their first operation or start.</summary>
    public required IReadOnlyList<ConnectSessionUse> Sessions { get; init; }

    /// <summary>By users: those with the most task time first.</summary>
    public required IReadOnlyList<ConnectUserUse> Users { get; init; }

    /// <summary>By start.</summary>
    public required IReadOnlyList<ConnectOperationUse> Operations { get; init; }

    /// <summary>Null where the log has no event of a session or an operation.</summary>
    public static ConnectReport? Build(ApplicationRun run)
    {
        if (run.ConnectSessions.Count == 0 && run.ConnectOperations.Count == 0) return null;
        var taskMs = TaskMsOfJobs(run);
        var users = run.ConnectSessions.ToDictionary(s => s.Id, s => s.User, StringComparer.Ordinal);
        var executions = run.SqlExecutions.SelectMany(x => x.JobIds.Select(j => (Job: j, x.Id))).ToLookup(x => x.Job, x => x.Id);
        var operations = run.ConnectOperations.Select(o => Measure(o, users, taskMs, executions)).ToList();
        var ofSession = operations.Where(o => o.SessionId is not null).ToLookup(o => o.SessionId!, StringComparer.Ordinal);
        var sessions = run.ConnectSessions.Select(s =>
        {
            var of = ofSession[s.Id].ToList();
            return new ConnectSessionUse(s.Id, s.User ?? of.Select(o => o.User).FirstOrDefault(u => u is not null), s.StartMs, s.EndMs,
                of.Count, of.Count(IsFailed), BusyMs(of), Sum(of));
        }).OrderBy(s => s.StartMs).ThenBy(s => s.SessionId, StringComparer.Ordinal).ToList();
        return new ConnectReport
        {
            Operations = operations,
            Sessions = sessions,
            Users = [.. sessions.GroupBy(s => s.User).Select(g =>
            {
                var of = g.SelectMany(s => ofSession[s.SessionId]).ToList();
                return new ConnectUserUse(g.Key, g.Count(), of.Count, of.Count(IsFailed), BusyMs(of), Sum(of));
            }).OrderByDescending(u => u.TaskMs).ThenBy(u => u.User, StringComparer.Ordinal)],
        };
    }

    static ConnectOperationUse Measure(
        ConnectOperation o, Dictionary<string, string?> users, Dictionary<int, long> taskMs, ILookup<int, long> executions) => new()
        {
            OperationId = o.Id,
            SessionId = o.SessionId,
            User = o.User ?? (o.SessionId is { } s ? users.GetValueOrDefault(s) : null),
            What = ConnectStatement.Short(o.Statement),
            Statement = o.Statement,
            Status = EnumWord.CamelCase(o.Status),
            StartMs = o.StartMs,
            DurationMs = Between(o.StartMs, o.EndMs ?? o.ClosedMs),
            PlanMs = Between(o.StartMs, o.ReadyMs),
            RunMs = Between(o.ReadyMs, o.EndMs),
            SendMs = Between(o.EndMs, o.ClosedMs),
            TaskMs = o.JobIds.Sum(j => taskMs.GetValueOrDefault(j)),
            ProducedRows = o.ProducedRows,
            Error = o.Error,
            JobIds = o.JobIds,
            SqlIds = [.. o.JobIds.SelectMany(j => executions[j]).Distinct().Order()],
        };

    /// <summary>Task time by the job that ran the stage: of several, the first.</summary>
    static Dictionary<int, long> TaskMsOfJobs(ApplicationRun run)
    {
        var of = new Dictionary<int, long>();
        foreach (var stage in run.Stages)
        {
            if (stage.JobIds.Count == 0) continue;
            var job = stage.JobIds.Min();
            for (var row = 0; row < stage.Tasks.Count; row++)
                of[job] = Saturating.Add(of.GetValueOrDefault(job), Math.Max(0, stage.Tasks.DurationMs(row) ?? 0));
        }
        return of;
    }

    static bool IsFailed(ConnectOperationUse o) => o.Status == EnumWord.CamelCase(ConnectStep.Failed);

    static long Sum(List<ConnectOperationUse> of) => Saturating.Sum(of.Select(o => o.TaskMs));

    static long? Between(long? from, long? until) => from is { } f && until is { } u ? Math.Max(0, u - f) : null;

    /// <summary>Time in which at least one operation ran.</summary>
    static long BusyMs(List<ConnectOperationUse> of)
    {
        long covered = 0, until = long.MinValue;
        foreach (var o in of.Where(o => o.StartMs is not null && o.DurationMs is not null).OrderBy(o => o.StartMs))
        {
            long start = Math.Max(o.StartMs!.Value, until), end = o.StartMs.Value + o.DurationMs!.Value;
            if (end <= start) continue;
            covered += end - start;
            until = end;
        }
        return covered;
    }
}

/// <summary>One session.</summary>
/// <param name="SessionId">As the client chose it.</param>
/// <param name="User">Null where the client named none.</param>
/// <param name="StartMs">Epoch milliseconds; null where the log has no start.</param>
/// <param name="EndMs">Epoch milliseconds; null while it is open.</param>
/// <param name="Operations">Requests.</param>
/// <param name="FailedOperations">Of them, those that failed.</param>
/// <param name="BusyMs">Time in which at least one of them ran.</param>
/// <param name="TaskMs">Task time of their jobs.</param>
public sealed record ConnectSessionUse(
    string SessionId, string? User, long? StartMs, long? EndMs, int Operations, int FailedOperations, long BusyMs, long TaskMs);

/// <summary>All sessions of one user; figures as for <see cref="ConnectSessionUse"/>.</summary>
public sealed record ConnectUserUse(string? User, int Sessions, int Operations, int FailedOperations, long BusyMs, long TaskMs);

/// <summary>One request.</summary>
public sealed record ConnectOperationUse
{
    public required string OperationId { get; init; }
    public string? SessionId { get; init; }

    /// <summary>Null where the client named none.</summary>
    public string? User { get; init; }

    /// <summary>SQL text, or its operators; null where the request's plan tells neither.</summary>
    public string? What { get; init; }

    /// <summary>The request's plan as text of protocol buffers.</summary>
    public string? Statement { get; init; }

    /// <summary>started, analyzed, readyForExecution, finished, failed, canceled, closed.</summary>
    public required string Status { get; init; }

    /// <value>Epoch milliseconds.</value>
    public long? StartMs { get; init; }

    /// <summary>From the request to its finish, failure or cancellation.</summary>
    public long? DurationMs { get; init; }

    /// <summary>From the request until its plan was ready to run.</summary>
    public long? PlanMs { get; init; }

    /// <summary>From there to the finish.</summary>
    public long? RunMs { get; init; }

    /// <summary>From the finish until the client had all results.</summary>
    public long? SendMs { get; init; }

    /// <summary>Task time of its jobs; a stage that several jobs list counts for the first of them.</summary>
    public required long TaskMs { get; init; }
    public long? ProducedRows { get; init; }
    public string? Error { get; init; }

    /// <summary>Ascending.</summary>
    public required IReadOnlyList<int> JobIds { get; init; }

    /// <summary>SQL executions that its jobs belong to, ascending.</summary>
    public required IReadOnlyList<long> SqlIds { get; init; }
}
