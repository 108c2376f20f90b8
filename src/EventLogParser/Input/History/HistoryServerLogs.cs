namespace Rightsizer.EventLogParser.Input.History;

/// <summary>Finds logs on a Spark History Server, which zips them as it sends them. Nothing is written to disk.</summary>
/// <param name="cancellation">Ends waits on the network.</param>
/// <param name="login">Address that opens a session on a server that wants one; null for others.</param>
public sealed class HistoryServerLogs(CancellationToken cancellation, Uri? login = null)
{
    /// <summary>Applications that are named when the server holds several.</summary>
    const int NamedApplications = 3;

    /// <summary>Zip of a rolling log that is kept in memory: as much as some 4 GB of plain log, or 256 MB of compressed ones.</summary>
    internal const long MaxZipBytes = 256L << 20;

    readonly HistoryServerClient client = new(cancellation, login);

    /// <summary>True for http:// and https:// addresses.</summary>
    public static bool Takes(string location) =>
        location.StartsWith("http://", StringComparison.OrdinalIgnoreCase)
            || location.StartsWith("https://", StringComparison.OrdinalIgnoreCase);

    /// <summary>The logs of the one application that an address means, one an attempt, the newest last.</summary>
    /// <param name="location">http://HOST:18080 of a server with one application, or
    /// http://HOST:18080/history/APPLICATION[/ATTEMPT].</param>
    /// <exception cref="RightsizerException">It cannot be had, or there are several applications.</exception>
    public IReadOnlyList<EventLog> Find(string location)
    {
        var address = HistoryServerAddress.Parse(location);
        var attempts = address.Application is null ? OnlyApplication(address) : client.Attempts(address);
        if (address.Attempt is { } asked)
        {
            var known = string.Join(", ", attempts.Select(a => a.Attempt).OfType<string>());
            attempts.RemoveAll(a => a.Attempt != asked);
            if (attempts.Count == 0)
                throw new RightsizerException(ExitCode.InputUnreadable,
                    $"{address}: no such attempt; there is {(known.Length == 0 ? "one without a number" : known)}");
        }
        if (attempts.Count == 0)
            throw new RightsizerException(
                ExitCode.InputUnreadable, $"{address}: this History Server lists the application without an attempt");
        attempts.Reverse();
        return [.. attempts.OrderBy(a => a.Number ?? 0).SelectMany(a => Open(address.Root, a))];
    }

    /// <summary>Every attempt of every application of a server, in the order of their ids; each is asked for when it is reached.</summary>
    /// <remarks>One that cannot be read is among them, so that it can be told: opening its part throws.</remarks>
    /// <exception cref="RightsizerException">The server cannot be reached.</exception>
    public IEnumerable<EventLog> FindAll(string location)
    {
        var address = HistoryServerAddress.Parse(location);
        if (address.Application is not null) return Find(location);
        var attempts = client.List(address);
        attempts.Reverse();
        return attempts.OrderBy(a => a.Application, StringComparer.Ordinal).ThenBy(a => a.Number ?? 0)
            .SelectMany(a => OpenOrTell(address.Root, a));
    }

    /// <summary>Ids of the applications of a server, in ordinal order.</summary>
    /// <exception cref="RightsizerException">The server cannot be reached.</exception>
    public IReadOnlyList<string> Applications(string location) =>
        [.. client.List(HistoryServerAddress.Parse(location)).Select(a => a.Application).Distinct().Order(StringComparer.Ordinal)];

    List<HistoryAttempt> OnlyApplication(HistoryServerAddress server)
    {
        var attempts = client.List(server);
        var applications = attempts.Select(a => a.Application).Distinct(StringComparer.Ordinal).ToList();
        if (applications.Count == 0)
            throw new RightsizerException(
                ExitCode.NotAnEventLog, $"{server}: the History Server lists no application; check its spark.history.fs.logDirectory");
        if (applications.Count == 1) return attempts;
        var named = string.Join(", ", applications.Take(NamedApplications)) + (applications.Count > NamedApplications ? ", ..." : "");
        throw new RightsizerException(ExitCode.BadArguments,
            $"{server}: holds {applications.Count} applications ({named}); name one, such as "
            + $"{server with { Application = applications[0] }}");
    }

    IEnumerable<EventLog> OpenOrTell(string root, HistoryAttempt attempt)
    {
        try
        {
            return Open(root, attempt);
        }
        catch (RightsizerException e)
        {
            return [FolderLogs.Single(new UnreadablePart(new HistoryLogPart(client, AddressOf(root, attempt), attempt.Application), e))];
        }
    }

    /// <summary>Looks at the first file of the zip: the log, or the folder of a rolling one.</summary>
    IReadOnlyList<EventLog> Open(string root, HistoryAttempt attempt)
    {
        var address = AddressOf(root, attempt);
        string first;
        using (var entry = new FirstZipEntryStream(client.OpenZip(address), address.ToString())) first = entry.Name;
        if (!first.Contains('/'))
        {
            var part = new HistoryLogPart(client, address, first);
            return [new EventLog { Kind = EventLogKind.Zip, Location = part.Location, Parts = [part], Attempt = attempt.Number,
                InProgress = !attempt.Completed }];
        }
        using var zip = client.OpenZip(address);
        var logs = EventLogLocator.FindInFile(new ZipInMemory(zip, address.ToString(), MaxZipBytes));
        return [.. logs.Select(log => log with { Location = address.ToString(), Attempt = attempt.Number })];
    }

    static HistoryServerAddress AddressOf(string root, HistoryAttempt attempt) => new(root, attempt.Application, attempt.Attempt);
}
