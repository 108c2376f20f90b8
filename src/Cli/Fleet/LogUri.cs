using Rightsizer.EventLogParser.Input;

namespace Rightsizer.Cli.Fleet;

/// <summary>The one name of a log, the same however a user wrote its place.</summary>
static class LogUri
{
    const string RollingFolder = "eventlog_v2_";

    public static string Write(EventLog log)
    {
        var place = Write(log.Location);
        // several rolling logs may share a folder that is none's own
        return log.Kind == EventLogKind.Rolling
            && !place[(place.LastIndexOf('/') + 1)..].StartsWith(RollingFolder, StringComparison.Ordinal)
            ? place + "/" + log.Parts[0].Name : place;
    }

    /// <summary>A full path with '/' between folders; addresses stand as they are.</summary>
    public static string Write(string location) =>
        location == "-" || location.Contains("://", StringComparison.Ordinal) ? location
            : Path.GetFullPath(location).Replace(Path.DirectorySeparatorChar, '/');
}
