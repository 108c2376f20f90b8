namespace Rightsizer.EventLogParser.Events;

/// <summary>SparkListenerConnectSessionStarted or ...SessionClosed: a client of Spark Connect (Spark 3.5 and later).</summary>
/// <param name="SessionId">"sessionId", chosen by the client.</param>
/// <param name="UserId">"userId", as the client gave it; may be empty.</param>
/// <param name="TimeMs">"eventTime", epoch milliseconds; -1 when absent.</param>
/// <param name="Closed">False for the start.</param>
public sealed record ConnectSessionEvent(string SessionId, string? UserId, long TimeMs, bool Closed) : SparkEvent;

/// <summary>Where an operation of Spark Connect is.</summary>
public enum ConnectStep
{
    /// <summary>The request was received.</summary>
    Started,

    /// <summary>Its plan is analysed; comes once for each plan of the operation.</summary>
    Analyzed,

    /// <summary>Its plan is ready to run.</summary>
    ReadyForExecution,

    /// <summary>It has run; results may still be sent.</summary>
    Finished,
    Failed,
    Canceled,

    /// <summary>The client has all results.</summary>
    Closed,
}

/// <summary>SparkListenerConnectOperation...: one step of one request.</summary>
/// <param name="Step">By the name of the event.</param>
/// <param name="OperationId">"operationId".</param>
/// <param name="TimeMs">"eventTime", epoch milliseconds; -1 when absent.</param>
public sealed record ConnectOperationEvent(ConnectStep Step, string OperationId, long TimeMs) : SparkEvent
{
    /// <summary>"jobTag": tag of the jobs that the operation starts.</summary>
    public string? JobTag { get; init; }

    /// <summary>"sessionId"; of the start alone.</summary>
    public string? SessionId { get; init; }

    /// <summary>"userId"; of the start alone.</summary>
    public string? UserId { get; init; }

    /// <summary>"userName"; of the start alone.</summary>
    public string? UserName { get; init; }

    /// <summary>"statementText": the request's plan as text of protocol buffers; of the start alone.</summary>
    public string? Statement { get; init; }

    /// <summary>"producedRowCount" of the finish; null where the operation returns no rows.</summary>
    public long? ProducedRows { get; init; }

    /// <summary>"errorMessage" of a failure.</summary>
    public string? Error { get; init; }
}
