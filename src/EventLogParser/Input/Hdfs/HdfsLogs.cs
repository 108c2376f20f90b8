namespace Rightsizer.EventLogParser.Input.Hdfs;

/// <summary>Finds logs in HDFS, over WebHDFS or HttpFS. Nothing is written to disk.</summary>
/// <param name="cancellation">Ends waits on the network.</param>
public sealed class HdfsLogs(CancellationToken cancellation)
{
    /// <summary>Files that a folder may hold, its subfolders included: for one application's log, and for all.</summary>
    const int MaxFiles = 100_000, MaxFleetFiles = 1_000_000;

    readonly HdfsClient client = new(cancellation);

    /// <summary>True for webhdfs://, swebhdfs:// and hdfs:// addresses.</summary>
    public static bool Takes(string location) => HdfsAddress.Takes(location);

    /// <summary>The logs of the one application that a file or folder means, one an attempt, the newest last.</summary>
    /// <exception cref="RightsizerException">There is no log, it cannot be had, or there are several applications.</exception>
    public IReadOnlyList<EventLog> Find(string location)
    {
        var address = HdfsAddress.Parse(location);
        return File(address) is { } part ? EventLogLocator.FindInFile(part)
            : EventLogLocator.FindIn(address.ToString().TrimEnd('/'), List(address, MaxFiles));
    }

    /// <summary>Every log under a folder, folder by folder in ordinal order; what is no log is left out.</summary>
    /// <param name="location">Address of a file or folder.</param>
    /// <param name="isKnown">True for a file that is known to be one log: it is not opened to find out.</param>
    /// <exception cref="RightsizerException">The folder cannot be listed.</exception>
    public IEnumerable<EventLog> FindAll(string location, Func<LogPart, bool>? isKnown = null)
    {
        var address = HdfsAddress.Parse(location);
        return File(address) is { } part ? EventLogLocator.FindAllInFile(part)
            : EventLogLocator.FindAllIn(address.ToString().TrimEnd('/'), List(address, MaxFleetFiles), isKnown);
    }

    /// <summary>The file of this path; null for a folder.</summary>
    HdfsLogPart? File(HdfsAddress address)
    {
        var status = client.Status(address) ?? throw new RightsizerException(
            ExitCode.InputUnreadable, $"{address}: no such file or folder in HDFS; check the path");
        return status.IsFolder ? null : new HdfsLogPart(client, address, address.Path[(address.Path.LastIndexOf('/') + 1)..], status);
    }

    List<HdfsLogPart> List(HdfsAddress root, int limit)
    {
        var files = new List<HdfsLogPart>();
        var folders = new Queue<(HdfsAddress Address, string Prefix)>([(root, "")]);
        while (folders.TryDequeue(out var folder))
        {
            foreach (var entry in client.List(folder.Address).OrderBy(e => e.Name, StringComparer.Ordinal))
            {
                var address = folder.Address.Below(entry.Name);
                if (!entry.IsFolder) files.Add(new HdfsLogPart(client, address, folder.Prefix + entry.Name, entry));
                else if (!entry.Name.StartsWith('.')) folders.Enqueue((address, folder.Prefix + entry.Name + "/"));
                if (files.Count + folders.Count > limit)
                    throw new RightsizerException(ExitCode.BadArguments, $"{root}: holds more than {limit} files; name one log");
            }
        }
        return files;
    }
}
