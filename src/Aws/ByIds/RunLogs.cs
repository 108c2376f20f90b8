using Rightsizer.Aws.S3;
using Rightsizer.EventLogParser.Input;

namespace Rightsizer.Aws.ByIds;

/// <summary>Finds the log of one job run in a folder on S3 that has those of many.</summary>
static class RunLogs
{
    /// <summary>Logs that are looked into.</summary>
    const int MaxOpened = 50;

    /// <summary>The end of a log may be written some time after the job run.</summary>
    const long WrittenWithinMs = 2 * 3_600_000;

    /// <summary>Those whose names say so, else the first near the run in time that says so itself; empty where there is none.</summary>
    /// <param name="store">S3.</param>
    /// <param name="folder">s3:// address.</param>
    /// <param name="isNamed">The name of a file has the run's id.</param>
    /// <param name="startedMs">Epoch milliseconds; null where unknown.</param>
    /// <param name="endedMs">Epoch milliseconds; null where unknown.</param>
    /// <param name="isOfRun">The log itself says that the run wrote it.</param>
    public static IReadOnlyList<EventLog> Find(
        S3LogStore store, string folder, Func<string, bool> isNamed, long? startedMs, long? endedMs, Func<EventLog, bool> isOfRun)
    {
        var place = PlaceOf(folder);
        var files = store.Under(folder);
        var named = files.Where(f => isNamed(f.Name)).ToList();
        if (named.Count > 0) return EventLogLocator.FindIn(place, named);
        var near = files.Where(f => (startedMs is null || f.ModifiedMs >= startedMs)
            && (endedMs is null || f.ModifiedMs <= endedMs + WrittenWithinMs)).ToList();
        var candidates = EventLogLocator.FindAllIn(place, near).OrderBy(l => l.Parts[^1].ModifiedMs).Take(MaxOpened);
        return candidates.FirstOrDefault(isOfRun) is { } log ? [log] : [];
    }

    /// <summary>The folder as messages name it.</summary>
    public static string PlaceOf(string folder) => S3Uri.Parse(folder).ToString().TrimEnd('/');
}
