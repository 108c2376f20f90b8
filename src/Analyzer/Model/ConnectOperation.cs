using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Analyzer.Model;

/// <summary>A session of Spark Connect. Times are epoch milliseconds, null where the log has none.</summary>
public sealed record ConnectSession
{
    public required string Id { get; init; }

    /// <summary>As the client gave it; null where it gave none.</summary>
    public string? User { get; init; }
    public long? StartMs { get; init; }

    /// <summary>When it was closed; null while it is open.</summary>
    public long? EndMs { get; init; }
}

/// <summary>One request of a client of Spark Connect. Times are epoch milliseconds, null where the log has none.</summary>
public sealed record ConnectOperation
{
    public required string Id { get; init; }

    /// <summary>The last step that its events name, <see cref="ConnectStep.Closed"/> left out where another tells how it ended.</summary>
    public required ConnectStep Status { get; init; }

    /// <summary>Null where the log lacks the start.</summary>
    public string? SessionId { get; init; }
    public string? User { get; init; }

    /// <summary>The request's plan as text of protocol buffers, at most 16,384 characters.</summary>
    public string? Statement { get; init; }
    public long? StartMs { get; init; }

    /// <summary>The first plan was analysed.</summary>
    public long? AnalyzedMs { get; init; }

    /// <summary>The plan was ready to run.</summary>
    public long? ReadyMs { get; init; }

    /// <summary>It finished, failed or was cancelled.</summary>
    public long? EndMs { get; init; }

    /// <summary>The client had all results.</summary>
    public long? ClosedMs { get; init; }
    public long? ProducedRows { get; init; }
    public string? Error { get; init; }

    /// <summary>Jobs with the operation's tag, ascending.</summary>
    public IReadOnlyList<int> JobIds { get; init; } = [];
}
