using Rightsizer.Analyzer.Model;
using Rightsizer.EventLogParser;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Analyzer.Construction;

/// <summary>Gathers the sessions and operations of Spark Connect.</summary>
sealed class ConnectBook
{
    readonly Dictionary<string, ConnectSession> sessions = new(StringComparer.Ordinal);
    readonly Dictionary<string, ConnectOperation> operations = new(StringComparer.Ordinal);
    readonly Dictionary<string, string> tags = new(StringComparer.Ordinal);

    public void OnSession(ConnectSessionEvent e)
    {
        if (sessions.Count >= EventLimits.MaxConnectSessions && !sessions.ContainsKey(e.SessionId)) return;
        var session = sessions.GetValueOrDefault(e.SessionId) ?? new ConnectSession { Id = e.SessionId };
        session = e.Closed ? session with { EndMs = Time(e.TimeMs) } : session with { StartMs = Time(e.TimeMs) };
        sessions[e.SessionId] = session with { User = Named(e.UserId) ?? session.User };
    }

    public void OnOperation(ConnectOperationEvent e)
    {
        if (operations.Count >= EventLimits.MaxConnectOperations && !operations.ContainsKey(e.OperationId)) return;
        var o = operations.GetValueOrDefault(e.OperationId) ?? new ConnectOperation { Id = e.OperationId, Status = e.Step };
        var time = Time(e.TimeMs);
        if (e.JobTag is { } tag) tags[tag] = e.OperationId;
        operations[e.OperationId] = e.Step switch
        {
            ConnectStep.Started => o with
            {
                StartMs = time,
                SessionId = e.SessionId,
                User = Named(e.UserId) ?? Named(e.UserName),
                Statement = operations.Count < EventLimits.MaxConnectStatements ? e.Statement : null,
            },
            ConnectStep.Analyzed => o with { Status = e.Step, AnalyzedMs = o.AnalyzedMs ?? time },
            ConnectStep.ReadyForExecution => o with { Status = e.Step, ReadyMs = time },
            ConnectStep.Finished => o with { Status = e.Step, EndMs = time, ProducedRows = e.ProducedRows },
            ConnectStep.Failed => o with { Status = e.Step, EndMs = time, Error = e.Error },
            ConnectStep.Canceled => o with { Status = e.Step, EndMs = time },
            _ => o with { Status = o.EndMs is null ? e.Step : o.Status, ClosedMs = time },
        };
    }

    /// <summary>By start, then id; one that only its operations name has no times.</summary>
    public IReadOnlyList<ConnectSession> Sessions()
    {
        foreach (var o in operations.Values)
        {
            if (o.SessionId is { } id && !sessions.ContainsKey(id)) sessions[id] = new ConnectSession { Id = id, User = o.User };
        }
        return [.. sessions.Values.OrderBy(s => s.StartMs).ThenBy(s => s.Id, StringComparer.Ordinal)];
    }

    /// <summary>By start, then id.</summary>
    public IReadOnlyList<ConnectOperation> Operations(IReadOnlyList<Job> jobs)
    {
        if (operations.Count == 0) return [];
        var started = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        foreach (var job in jobs)
        {
            if (job.Tags.Select(tags.GetValueOrDefault).FirstOrDefault(o => o is not null) is not { } of) continue;
            if (!started.TryGetValue(of, out var ids)) started[of] = ids = [];
            ids.Add(job.JobId);
        }
        return [.. operations.Values.Select(o => o with { JobIds = started.GetValueOrDefault(o.Id) ?? [] })
            .OrderBy(o => o.StartMs).ThenBy(o => o.Id, StringComparer.Ordinal)];
    }

    static string? Named(string? user) => string.IsNullOrEmpty(user) ? null : user;

    /// <summary>A time that cannot be is as good as none: no other figure rests on it.</summary>
    static long? Time(long ms) => ms is >= EventLimits.EarliestMs and <= EventLimits.LatestMs ? ms : null;
}
