using Rightsizer.Analyzer.Facts.Clusters;
using Rightsizer.Aws.ByIds;
using Rightsizer.Aws.S3;
using Rightsizer.EventLogParser;
using Rightsizer.EventLogParser.Input;
using Rightsizer.EventLogParser.Input.Hdfs;
using Rightsizer.EventLogParser.Input.History;
using Rightsizer.Reports.Formatting;

namespace Rightsizer.Cli;

/// <summary>
/// Finds logs wherever a path or an address points to: on disk, on S3, in HDFS, on a History Server, on standard input, or by the ids of
/// AWS.
/// </summary>
static class LogSources
{
    /// <summary>The logs of one application, one an attempt, the newest last.</summary>
    /// <exception cref="RightsizerException">There is no log, it cannot be had, or there are several
    /// applications.</exception>
    public static IReadOnlyList<EventLog> Find(string location, SourceOptions options, CliContext context) =>
        FindWithCluster(location, options, context).Logs;

    /// <summary>The same, with what ran the application where its address is its ids.</summary>
    /// <exception cref="RightsizerException">There is no log, it cannot be had, or there are several
    /// applications.</exception>
    public static (IReadOnlyList<EventLog> Logs, ClusterFile? Cluster) FindWithCluster(
        string location, SourceOptions options, CliContext context)
    {
        if (!JobLogs.Takes(location)) return ([.. FindLogs(location, options, context).Select(context.Outputs.Spare)], null);
        using var jobs = new JobLogs(S3OptionsOf(options, context));
        var found = jobs.Find(location);
        Tell(found, context);
        return (found.Logs, found.Cluster);
    }

    static IReadOnlyList<EventLog> FindLogs(string location, SourceOptions options, CliContext context)
    {
        if (S3LogStore.Takes(location)) return S3(options, context).Find(location);
        if (HistoryServerLogs.Takes(location)) return new HistoryServerLogs(context.Cancellation).Find(location);
        if (HdfsLogs.Takes(location)) return new HdfsLogs(context.Cancellation).Find(location);
        return EventLogLocator.Find(location, location == "-" ? context.OpenInput() : null);
    }

    /// <summary>
    /// Every log under a folder, a prefix or a server; what is no log is left out, what cannot be read is told when it is opened.
    /// </summary>
    /// <param name="location">Path or address.</param>
    /// <param name="options">How S3 is reached.</param>
    /// <param name="context">Standard input and cancellation.</param>
    /// <param name="isKnown">True for a file that is known to be one log: it is not opened to find out.</param>
    /// <exception cref="RightsizerException">The place itself cannot be listed.</exception>
    public static IEnumerable<EventLog> FindAll(
        string location, SourceOptions options, CliContext context, Func<LogPart, bool>? isKnown = null) =>
        Bounded(All(location, options, context, isKnown).Select(context.Outputs.Spare), location, InputLimits.Logs);

    /// <summary>Clusters and job runs by their ids, each with its logs and what ran it.</summary>
    /// <param name="location">emr://, emr-serverless://, emr-containers:// or glue://.</param>
    /// <param name="period">Of all clusters, those that lived in it.</param>
    /// <param name="options">How AWS is reached.</param>
    /// <param name="context">Where notes are told, and cancellation.</param>
    /// <exception cref="RightsizerException">Nothing has a log, or AWS does not answer.</exception>
    public static IEnumerable<FoundJob> Jobs(string location, JobPeriod period, SourceOptions options, CliContext context)
    {
        using var jobs = new JobLogs(S3OptionsOf(options, context));
        foreach (var found in jobs.FindAll(location, period))
        {
            Tell(found, context);
            yield return found;
        }
    }

    static void Tell(FoundJob found, CliContext context)
    {
        if (found.Note is { } note) context.Error.WriteLine("note: " + PlainText.OneLine(note));
    }

    static IEnumerable<EventLog> All(string location, SourceOptions options, CliContext context, Func<LogPart, bool>? isKnown)
    {
        if (JobLogs.Takes(location)) return Jobs(location, default, options, context).SelectMany(j => j.Logs);
        if (S3LogStore.Takes(location)) return S3(options, context).FindAll(location, isKnown);
        if (HistoryServerLogs.Takes(location)) return new HistoryServerLogs(context.Cancellation).FindAll(location);
        if (HdfsLogs.Takes(location)) return new HdfsLogs(context.Cancellation).FindAll(location, isKnown);
        return EventLogLocator.FindAll(location, isKnown);
    }

    /// <summary>The logs, until there are more than anybody keeps in one place.</summary>
    internal static IEnumerable<EventLog> Bounded(IEnumerable<EventLog> logs, string location, long limit)
    {
        var found = 0L;
        foreach (var log in logs)
        {
            if (++found > limit)
            {
                throw new RightsizerException(ExitCode.BadArguments, $"{location}: holds more than {limit} logs; name a folder in it, or "
                    + $"lift the limit with {InputLimits.LogsVariable}");
            }
            yield return log;
        }
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
