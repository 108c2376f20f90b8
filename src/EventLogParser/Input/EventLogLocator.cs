namespace Rightsizer.EventLogParser.Input;

/// <summary>Finds the logs that a path means, told by content and by the names that Spark gives.</summary>
public static class EventLogLocator
{
    /// <summary>Files that a folder may hold, its subfolders included, before it is refused.</summary>
    const int MaxFiles = 100_000;

    /// <summary>Remote files that are looked at side by side.</summary>
    const int LookedAtOnce = 8;

    /// <summary>Applications that are named when a folder holds several.</summary>
    const int NamedApplications = 3;

    /// <summary>The logs of the one application that <paramref name="path"/> means, one an attempt, the newest last.</summary>
    /// <param name="path">A file, a folder, a zip, a tar, or <c>-</c> for standard input.</param>
    /// <param name="standardInput">What <c>-</c> reads; the process's own when null.</param>
    /// <exception cref="RightsizerException">There is no log, it cannot be read, or there are several applications.</exception>
    public static IReadOnlyList<EventLog> Find(string path, Stream? standardInput = null)
    {
        if (path == "-")
        {
            return [Piped(new StandardInputPart(standardInput ?? Console.OpenStandardInput()))];
        }
        if (Directory.Exists(path)) return FindIn(path, LocalFolder.List(path, MaxFiles));
        if (!File.Exists(path)) throw new RightsizerException(ExitCode.InputUnreadable, $"{path}: {WhyNotThere(path)}");

        var file = new LocalFilePart(path);
        // the first look into a pipe would take the beginning of the log away
        return file.Length is null ? [Piped(new StandardInputPart(file.OpenRead(), path))] : FindInFile(file);
    }

    static EventLog Piped(StandardInputPart part) => new() { Kind = EventLogKind.StandardInput, Location = part.Location, Parts = [part] };

    /// <summary>Stores that other tools read get the command that brings a log from there.</summary>
    static string WhyNotThere(string path)
    {
        const string Supported =
            "paths, s3://, HDFS (hdfs://, webhdfs://) and History Servers (http://, https://) are read directly; bring the log here "
                + "first, for example with ";
        if (path.StartsWith("gs://", StringComparison.OrdinalIgnoreCase)) return Supported + "`gcloud storage cp`";
        if (path.StartsWith("abfs", StringComparison.OrdinalIgnoreCase) || path.StartsWith("wasb", StringComparison.OrdinalIgnoreCase))
        {
            return Supported + "`azcopy copy`";
        }
        if (path.StartsWith("dbfs:", StringComparison.OrdinalIgnoreCase)) return Supported + "`databricks fs cp`";
        return path.Contains("://", StringComparison.Ordinal)
            ? "this kind of address is not supported; " + Supported + "the tool of that store"
            : "no such file or folder; check the path";
    }

    /// <summary>As <see cref="Find"/>, for a single file or object: a log, or a zip or tar of logs.</summary>
    /// <exception cref="RightsizerException">It is empty, cannot be read, or is a zip of several applications.</exception>
    public static IReadOnlyList<EventLog> FindInFile(LogPart file)
    {
        if (file.Length == 0)
            throw new RightsizerException(ExitCode.NotAnEventLog,
                $"{file.Location}: the file is empty; Spark writes an event log only with spark.eventLog.enabled=true. A named "
                + $"pipe or a device is read with - and < {file.Location}");
        return FilesOf(file, out var kind) is { } files ? FindInArchive(file, files, kind) : [FolderLogs.Single(file)];
    }

    /// <summary>As <see cref="Find"/>, over a listing: of a folder, a zip, an S3 prefix.</summary>
    /// <param name="location">Path or URI of what was listed.</param>
    /// <param name="entries">Its files; a <see cref="LogPart.Name"/> has '/' where the file lies in a subfolder.</param>
    /// <exception cref="RightsizerException">There is no log, it cannot be read, or there are several applications.</exception>
    public static IReadOnlyList<EventLog> FindIn(string location, IReadOnlyList<LogPart> entries)
    {
        var found = new List<(string Application, int Attempt, EventLog Log)>();
        var applications = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, log) in Logs(location, entries))
        {
            var (application, attempt) = LogNames.SplitAttempt(name);
            applications.Add(application);
            if (applications.Count > NamedApplications) break;
            found.Add((application, attempt, log));
        }
        if (found.Count == 0)
        {
            throw new RightsizerException(ExitCode.NotAnEventLog, entries.Count == 0
                ? $"{location}: nothing in it; give an event log or a folder that holds one"
                : $"{location}: no Spark event log in it; give an event log, a rolling eventlog_v2_* folder, a Databricks eventlog "
                + $"folder or a History Server zip");
        }
        if (applications.Count == 1 && found.Count > 1)
        {
            // Names of our users' own choosing may end in numbers that are no attempts: the ids inside decide.
            var ids = found.Select(f => LogPeek.ApplicationId(f.Log.Parts[0])).OfType<string>().ToHashSet(StringComparer.Ordinal);
            if (ids.Count > 1) applications = ids;
        }
        if (applications.Count > 1)
        {
            var named = string.Join(", ", applications.Order(StringComparer.Ordinal).Take(NamedApplications));
            throw new RightsizerException(ExitCode.BadArguments,
                $"{location}: holds the logs of several applications "
                    + $"({named}{(applications.Count > NamedApplications ? ", ..." : "")}); name one of them");
        }
        return [.. found.OrderBy(f => f.Attempt).ThenBy(f => f.Log.InProgress != true).ThenBy(f => f.Log.Location, StringComparer.Ordinal)
            .Select(f => f.Log with { Attempt = f.Attempt == 0 ? null : f.Attempt })];
    }

    /// <summary>Every log under a path, folder by folder in ordinal order; what is no log is left out.</summary>
    /// <remarks>
    /// A file that cannot be read is among them, and one that is named as a log and holds none, so that it can be reported: opening its
    /// part throws.
    /// </remarks>
    /// <param name="path">A file or a folder.</param>
    /// <param name="isKnown">True for a file that is known to be one log: it is not opened to find out.</param>
    /// <exception cref="RightsizerException">The path itself is missing or unreadable.</exception>
    public static IEnumerable<EventLog> FindAll(string path, Func<LogPart, bool>? isKnown = null)
    {
        if (Directory.Exists(path))
        {
            return LocalFolder.Walk(path).SelectMany(f => Logs(f.Location, f.Files, isKnown, tellOfUnreadable: true).Select(l => l.Log));
        }
        return File.Exists(path) && new LocalFilePart(path) is { Length: not null } file ? FindAllInFile(file) : Find(path);
    }

    /// <summary>As <see cref="FindInFile"/>, but a zip may hold several applications.</summary>
    /// <exception cref="RightsizerException">It is empty or cannot be read.</exception>
    public static IReadOnlyList<EventLog> FindAllInFile(LogPart file) =>
        file.Length > 0 && FilesOf(file, out var kind) is { } files
            ? [.. FindAllIn(file.Location, files).Select(log => log with { Kind = kind })] : FindInFile(file);

    /// <summary>As <see cref="FindAll(string, Func{LogPart, bool})"/>, over a listing.</summary>
    public static IEnumerable<EventLog> FindAllIn(string location, IReadOnlyList<LogPart> entries, Func<LogPart, bool>? isKnown = null) =>
        Logs(location, entries, isKnown, tellOfUnreadable: true).Select(l => l.Log);

    internal static IReadOnlyList<EventLog> FindInZip(LogPart zip) => FindInArchive(zip, ZipDirectory.Read(zip), EventLogKind.Zip);

    static IReadOnlyList<EventLog> FindInArchive(LogPart archive, IReadOnlyList<LogPart> files, EventLogKind kind) =>
        [.. FindIn(archive.Location, files).Select(log => log with { Kind = kind, Layout = log.Kind })];

    /// <summary>The files of an archive; null for a file that is none.</summary>
    static IReadOnlyList<LogPart>? FilesOf(LogPart file, out EventLogKind kind)
    {
        kind = LogPeek.ArchiveKind(file) ?? EventLogKind.Single;
        return kind == EventLogKind.Zip ? ZipDirectory.Read(file) : kind == EventLogKind.Tar ? TarDirectory.Read(file) : null;
    }

    /// <summary>Every log of a listing with the name that tells application and attempt.</summary>
    /// <param name="location">Path or URI of what was listed.</param>
    /// <param name="entries">Its files.</param>
    /// <param name="isKnown">True for a file that is known to be one log.</param>
    /// <param name="tellOfUnreadable">Give also files that are named as logs and hold none, and damaged compressed files.</param>
    static IEnumerable<(string Name, EventLog Log)> Logs(
        string location, IReadOnlyList<LogPart> entries, Func<LogPart, bool>? isKnown = null, bool tellOfUnreadable = false)
    {
        var folders = entries.Where(e => !LogNames.IsIgnored(e.Name))
            .GroupBy(e => e.Name[..(e.Name.LastIndexOf('/') + 1)], StringComparer.Ordinal)
            .OrderBy(f => f.Key, StringComparer.Ordinal);
        foreach (var folder in folders)
        {
            var place = folder.Key.Length == 0 ? location : location.TrimEnd('/') + "/" + folder.Key.TrimEnd('/');
            var files = folder.OrderBy(e => e.Name, StringComparer.Ordinal).ToList();
            var inParts = FolderLogs.InParts(place, files);
            foreach (var log in inParts) yield return (NameOf(log), log);
            if (inParts.Count > 0) continue;
            foreach (var log in OnTheirOwn(files, isKnown, tellOfUnreadable)) yield return (NameOf(log), log);
        }
    }

    /// <summary>
    /// The logs of files that belong to no other. Where files are far away, the next few are looked at while the one before is.
    /// </summary>
    static IEnumerable<EventLog> OnTheirOwn(List<LogPart> files, Func<LogPart, bool>? isKnown, bool tellOfUnreadable)
    {
        var ahead = new Queue<Task<IEnumerable<EventLog>>>();
        foreach (var file in files)
        {
            if (isKnown?.Invoke(file) == true) ahead.Enqueue(Task.FromResult<IEnumerable<EventLog>>([FolderLogs.Single(file)]));
            else
            {
                ahead.Enqueue(file.LocalPath is null && !IsInArchive(file) ? Task.Run(() => Alone(file, tellOfUnreadable))
                    : Task.FromResult(Alone(file, tellOfUnreadable)));
            }
            if (ahead.Count < LookedAtOnce && file != files[^1]) continue;
            do
            {
                foreach (var log in ahead.Dequeue().GetAwaiter().GetResult()) yield return log;
            }
            while (file == files[^1] && ahead.Count > 0);
        }
    }

    /// <summary>A file on its own: a log, a zip of logs, or nothing of ours.</summary>
    static IEnumerable<EventLog> Alone(LogPart file, bool tellOfUnreadable)
    {
        if (file.Name.Contains(LogNames.StatusPrefix, StringComparison.Ordinal)) return [];
        var isNamed = tellOfUnreadable && LogNames.IsApplicationId(LeafPart.WithoutFolder(file).Name);
        if (file.Length == 0) return isNamed ? [Unreadable(file, ExitCode.NotAnEventLog, "the file is empty")] : [];
        try
        {
            if (!IsInArchive(file) && LogPeek.ArchiveKind(file) is not null) return FindAllInFile(file);
            if (LogPeek.LooksLikeEventLog(file, out var damage)) return [FolderLogs.Single(file)];
            if (damage is not null && tellOfUnreadable)
                return [Unreadable(file, ExitCode.InputUnreadable, damage + "; no event could be read before that")];
            return isNamed
                ? [Unreadable(file, ExitCode.NotAnEventLog, "no Spark event in its beginning, though its name is that of an event log")]
                : [];
        }
        catch (RightsizerException e)
        {
            return [FolderLogs.Single(new UnreadablePart(file, e))];
        }
    }

    static EventLog Unreadable(LogPart file, ExitCode code, string why) =>
        FolderLogs.Single(new UnreadablePart(file, new RightsizerException(code, $"{file.Location}: {why}")));

    static bool IsInArchive(LogPart file) => file is ZipEntryPart or TarEntryPart;

    static string NameOf(EventLog log) => log.Kind switch
    {
        EventLogKind.Rolling when LogNames.IsRollingPart(log.Parts[0].Name, out _, out var application) => application,
        EventLogKind.Single or EventLogKind.Zip or EventLogKind.Tar => log.Parts[0].Name,
        _ => log.Location,
    };
}
