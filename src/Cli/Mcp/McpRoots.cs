using Rightsizer.Aws.ByIds;
using Rightsizer.Aws.S3;
using Rightsizer.EventLogParser;
using Rightsizer.EventLogParser.Input;
using Rightsizer.EventLogParser.Input.Hdfs;
using Rightsizer.EventLogParser.Input.History;

namespace Rightsizer.Cli.Mcp;

/// <summary>
/// What an assistant may ask for: places within those that the server was started with, links followed before they are judged.
/// </summary>
sealed class McpRoots
{
    const int MaxLinks = 40;

    readonly List<string> folders = [];
    readonly List<string> addresses = [];

    /// <param name="roots">Folders, files, s3:// prefixes, addresses of History Servers, emr:// and the like; at least one.</param>
    /// <exception cref="RightsizerException">A root is missing or is of no such kind.</exception>
    public McpRoots(IReadOnlyList<string> roots)
    {
        foreach (var root in roots)
        {
            if (IsAddress(root)) addresses.Add(Canonical(root));
            else if (Directory.Exists(root) || File.Exists(root)) folders.Add(RealPath(root));
            else throw new RightsizerException(ExitCode.InputUnreadable, $"{root}: no such file or folder; give the roots that hold logs");
        }
    }

    /// <summary>As they are shown to the assistant.</summary>
    public IEnumerable<string> All => folders.Concat(addresses);

    /// <summary>The place that is meant: a full path without links, or an address.</summary>
    /// <param name="given">A path, in the first root that has it where it is not a full one, or an address.</param>
    /// <exception cref="RightsizerException">It is outside of the roots.</exception>
    public string Resolve(string given)
    {
        if (given.Contains("://", StringComparison.Ordinal))
        {
            if (!IsAddress(given)) throw Outside(given);
            var address = Canonical(given);
            return addresses.Any(r => IsUnder(address, r, '/')) ? address : throw Outside(given);
        }
        var found = Path.IsPathFullyQualified(given) ? given
            : folders.Select(f => File.Exists(f) && Path.GetFileName(f) == given ? f : Path.Combine(f, given))
                .FirstOrDefault(p => File.Exists(p) || Directory.Exists(p));
        if (found is null || !IsInside(found)) throw Outside(given);
        return RealPath(found);
    }

    /// <summary>A log whose every file on disk is inside: a link in a folder may lead out of it.</summary>
    /// <exception cref="RightsizerException">One is not.</exception>
    public void Check(EventLog log)
    {
        foreach (var part in log.Parts.Where(p => p.LocalPath is not null))
            if (!IsInside(part.LocalPath!)) throw Outside(part.Location);
    }

    bool IsInside(string path)
    {
        var real = RealPath(path);
        return folders.Any(f => IsUnder(real, f, Path.DirectorySeparatorChar));
    }

    RightsizerException Outside(string place) => new(ExitCode.BadArguments,
        $"{place}: not there, or outside of what this server may read: {string.Join(", ", All)}");

    static bool IsUnder(string place, string root, char separator)
    {
        root = root.TrimEnd(separator);
        return place == root || place.StartsWith(root + separator, StringComparison.Ordinal);
    }

    static bool IsAddress(string place) => S3LogStore.Takes(place) || HistoryServerLogs.Takes(place) || HdfsLogs.Takes(place)
        || JobLogs.Takes(place);

    /// <summary>The address without what could mean another place: dots between slashes, escapes, user names.</summary>
    static string Canonical(string address)
    {
        if (address.Contains("..", StringComparison.Ordinal) || address.Contains("/./", StringComparison.Ordinal)
            || address.AsSpan().IndexOfAny("%?#@\\") >= 0 || address.Any(char.IsControl))
        {
            throw new RightsizerException(ExitCode.BadArguments, $"{address}: an address without .., %, ?, # and @ is needed here");
        }
        var scheme = address.IndexOf("://", StringComparison.Ordinal) + 3;
        return address[..scheme].ToLowerInvariant() + address[scheme..];
    }

    /// <summary>The path with every link on its way followed.</summary>
    static string RealPath(string path, int links = 0)
    {
        path = Path.GetFullPath(path);
        var current = Path.GetPathRoot(path)!;
        foreach (var name in path[current.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            var next = Path.Combine(current, name);
            if (new FileInfo(next).LinkTarget is { } target)
            {
                if (links >= MaxLinks) throw new RightsizerException(ExitCode.InputUnreadable, $"{path}: more than {MaxLinks} links");
                next = RealPath(Path.Combine(current, target), links + 1);
            }
            current = next;
        }
        return current;
    }
}
