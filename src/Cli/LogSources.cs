using Rightsizer.Aws.S3;
using Rightsizer.EventLogParser.Input;
using Rightsizer.EventLogParser.Input.History;

namespace Rightsizer.Cli;

/// <summary>Finds logs wherever a path or an address points to: on disk, on S3, on a History Server, on standard input.</summary>
static class LogSources
{
    /// <summary>The logs of one application, one an attempt, the newest last.</summary>
    /// <exception cref="EventLogParser.RightsizerException">There is no log, it cannot be had, or there are several applications.</exception>
    public static IReadOnlyList<EventLog> Find(string location, SourceOptions options, CliContext context)
    {
        if (S3LogStore.Takes(location)) return S3(options, context).Find(location);
        if (HistoryServerLogs.Takes(location)) return new HistoryServerLogs(context.Cancellation).Find(location);
        return EventLogLocator.Find(location, location == "-" ? context.OpenInput() : null);
    }

    /// <summary>Every log under a folder, a prefix or a server; what is no log is left out, what cannot be read is told when it is opened.</summary>
    /// <exception cref="EventLogParser.RightsizerException">The place itself cannot be listed.</exception>
    public static IEnumerable<EventLog> FindAll(string location, SourceOptions options, CliContext context)
    {
        if (S3LogStore.Takes(location)) return S3(options, context).FindAll(location);
        if (HistoryServerLogs.Takes(location)) return new HistoryServerLogs(context.Cancellation).FindAll(location);
        return EventLogLocator.FindAll(location);
    }

    static S3LogStore S3(SourceOptions options, CliContext context) => new(S3OptionsOf(options, context));

    public static S3Options S3OptionsOf(SourceOptions options, CliContext context) => new()
    {
        EndpointUrl = options.EndpointUrl,
        Profile = options.Profile,
        Region = options.Region,
        RequesterPays = options.RequesterPays,
        Cancellation = context.Cancellation,
    };
}
