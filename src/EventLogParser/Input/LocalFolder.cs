namespace Rightsizer.EventLogParser.Input;

/// <summary>Lists folders on disk. Links to folders are not followed, hidden folders not entered.</summary>
static class LocalFolder
{
    /// <summary>All files under a folder, named relative to it.</summary>
    public static IReadOnlyList<LogPart> List(string folder, int limit)
    {
        var files = new List<LogPart>();
        foreach (var (location, inFolder) in Walk(folder))
        {
            var prefix = Path.GetRelativePath(folder, location).Replace(Path.DirectorySeparatorChar, '/');
            prefix = prefix == "." ? "" : prefix + "/";
            files.AddRange(inFolder.Select(f => new LocalFilePart(f.Location, prefix + f.Name)));
            if (files.Count > limit)
            {
                throw new RightsizerException(ExitCode.BadArguments, $"{folder}: holds more than {limit} files; name one log");
            }
        }
        return files;
    }

    /// <summary>Each folder with the files right in it, in ordinal order of their paths.</summary>
    /// <exception cref="RightsizerException">The folder itself cannot be listed; one below it appears as a file that cannot be
    /// read.</exception>
    public static IEnumerable<(string Location, IReadOnlyList<LogPart> Files)> Walk(string folder)
    {
        List<LogPart> files;
        List<string> folders;
        try
        {
            files = [.. Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal).Select(f => new LocalFilePart(f))];
            folders = [.. Directory.EnumerateDirectories(folder).Where(IsEntered).OrderBy(f => f + "/", StringComparer.Ordinal)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RightsizerException(ExitCode.InputUnreadable, $"{folder}: the folder cannot be listed: {e.Message}", e);
        }
        yield return (folder, files);
        foreach (var inner in folders.SelectMany(WalkBelow)) yield return inner;
    }

    static IEnumerable<(string Location, IReadOnlyList<LogPart> Files)> WalkBelow(string folder)
    {
        try
        {
            _ = Directory.EnumerateFileSystemEntries(folder).Any();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            var reason = new RightsizerException(ExitCode.InputUnreadable, $"{folder}: the folder cannot be listed: {e.Message}", e);
            return [(folder, [new UnreadablePart(new LocalFilePart(folder), reason)])];
        }
        return Walk(folder);
    }

    static bool IsEntered(string folder)
    {
        var info = new DirectoryInfo(folder);
        return !info.Name.StartsWith('.') && info.LinkTarget is null;
    }
}
