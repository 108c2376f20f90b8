using Rightsizer.Aws.ByIds;
using Rightsizer.EventLogParser;
using Rightsizer.EventLogParser.Input;

namespace Rightsizer.Cli.Fleet;

/// <summary>From a name that <c>list</c> printed, or a path, to the logs it means.</summary>
static class FleetLogList
{
    /// <summary>Folders that are looked into for a log within a zip or a shared folder.</summary>
    const int MaxAscent = 3;

    /// <summary>The logs that a place means; just one for what <c>list</c> printed.</summary>
    /// <exception cref="RightsizerException">There is none, or it cannot be had.</exception>
    public static IReadOnlyList<EventLog> Find(string place, SourceOptions source, CliContext context)
    {
        // the first part of a rolling log stands for all of it, as list names it
        if (place[(place.LastIndexOf('/') + 1)..].StartsWith("events_", StringComparison.Ordinal)
            && Inside(place, source, context) is { } whole) return [whole];
        try
        {
            var found = LogSources.FindAll(place, source, context).ToList();
            if (found.Count > 0) return found;
            throw new RightsizerException(ExitCode.NotAnEventLog, $"{place}: no Spark event log in it");
        }
        catch (RightsizerException) when (Inside(place, source, context) is { } log)
        {
            return [log];
        }
    }

    /// <summary>A log within a zip, or one of several rolling ones that share a folder; null where there is no such.</summary>
    static EventLog? Inside(string place, SourceOptions source, CliContext context)
    {
        if (JobLogs.Takes(place)) return null;
        var uri = LogUri.Write(place);
        var outer = uri;
        for (var i = 0; i < MaxAscent; i++)
        {
            var slash = outer.LastIndexOf('/');
            if (slash <= 0 || outer[..slash].EndsWith(":/", StringComparison.Ordinal)) return null;
            outer = outer[..slash];
            if (!outer.Contains("://", StringComparison.Ordinal) && !File.Exists(outer) && !Directory.Exists(outer)) continue;
            try
            {
                return LogSources.FindAll(outer, source, context).FirstOrDefault(l => LogUri.Write(l) == uri);
            }
            catch (RightsizerException e) when (e.ExitCode != ExitCode.BadArguments)
            {
                // not there either: one folder further out, perhaps
            }
        }
        return null;
    }
}
