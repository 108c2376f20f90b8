using Rightsizer.Aws.Calls;
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

    /// <summary>EMR starts the server within a minute or two; this many waits are three.</summary>
    const int MaxWaits = 36;

    /// <summary>Has EMR start the server for a cluster, or for a job run of EMR on EKS, and waits until it is there.</summary>
    /// <param name="emr">EMR's own service, of EMR on EKS too.</param>
    /// <param name="address">For messages.</param>
    /// <param name="why">Why the store is asked, for messages.</param>
    /// <param name="target">Of CreatePersistentAppUI.</param>
    /// <exception cref="RightsizerException">EMR refuses, or the server is not ready in time.</exception>
    public static ManagedStore OfTarget(ServiceCalls emr, JobAddress address, string why, params (string Name, object Value)[] target)
    {
        try
        {
            var ui = emr.Post("CreatePersistentAppUI", target).Text("PersistentAppUIId") ?? "";
            for (var waits = 0; ; waits++)
            {
                var answer = emr.Post("GetPersistentAppUIPresignedURL", ("PersistentAppUIId", ui), ("PersistentAppUIType", "SHS"));
                if (answer.Text("PresignedURL") is { } url && !answer.IsFalse("PresignedURLReady"))
                    return new ManagedStore(url, address, emr.Cancellation);
                if (waits == MaxWaits)
                    throw new RightsizerException(ExitCode.InputUnreadable,
                        $"{address}: EMR's own Spark History Server is not ready yet; try again in some minutes");
                if (emr.Cancellation.WaitHandle.WaitOne(emr.PollEvery)) throw new OperationCanceledException(emr.Cancellation);
            }
        }
        catch (ServiceRefusal e)
        {
            throw new RightsizerException(ExitCode.InputUnreadable, $"{address}: {why}, and {e.Message}", e);
        }
    }

    /// <summary>Ids of its applications, in ordinal order.</summary>
    /// <exception cref="RightsizerException">It cannot be reached.</exception>
    public IReadOnlyList<string> Applications => logs.Applications(root);

    /// <summary>The attempts of an application, the newest last.</summary>
    /// <exception cref="RightsizerException">It is not there, or its log cannot be had.</exception>
    public IReadOnlyList<EventLog> Find(string application) => logs.Find($"{root}/history/{application}");
}
