using Rightsizer.EventLogParser;
using Rightsizer.EventLogParser.Input;
using Rightsizer.EventLogParser.Input.History;

namespace Rightsizer.Aws.ByIds;

/// <summary>The History Server that AWS runs over event logs in its own store. A presigned URL opens a session on it.</summary>
sealed class ManagedStore
{
    readonly HistoryServerLogs logs;
    readonly string root;

    /// <exception cref="RightsizerException">The URL is none.</exception>
    public ManagedStore(string? presignedUrl, JobAddress address, CancellationToken cancellation)
    {
        if (!Uri.TryCreate(presignedUrl, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            throw new RightsizerException(
                ExitCode.InputUnreadable, $"{address}: AWS gives no address of its Spark History Server; try again");
        logs = new HistoryServerLogs(cancellation, url);
        root = url.GetLeftPart(UriPartial.Authority) + "/shs";
    }

    /// <summary>Ids of its applications, in ordinal order.</summary>
    /// <exception cref="RightsizerException">It cannot be reached.</exception>
    public IReadOnlyList<string> Applications => logs.Applications(root);

    /// <summary>The attempts of an application, the newest last.</summary>
    /// <exception cref="RightsizerException">It is not there, or its log cannot be had.</exception>
    public IReadOnlyList<EventLog> Find(string application) => logs.Find($"{root}/history/{application}");
}
