namespace Rightsizer.Cli.Files;

/// <summary>Where a path leads when every link on it is followed, those of its folders included.</summary>
static class RealPath
{
    /// <summary>The system's own limit: more links than these are a circle.</summary>
    const int MostLinks = 40;

    /// <returns>A full path without links; what is missing at its end stays as it was given. A circle of links stays as it is.</returns>
    /// <exception cref="IOException">A folder on the way cannot be looked at.</exception>
    /// <exception cref="UnauthorizedAccessException">The same, because a right is missing.</exception>
    public static string Resolve(string path)
    {
        path = Path.GetFullPath(path);
        var real = Path.GetPathRoot(path)!;
        var rest = new Stack<string>();
        Push(path);
        for (var links = 0; rest.TryPop(out var name);)
        {
            if (name == "..")
            {
                real = Path.GetDirectoryName(real) ?? real;
                continue;
            }
            var next = Path.Combine(real, name);
            if (name == "." || new FileInfo(next).LinkTarget is not { } target)
            {
                if (name != ".") real = next;
                continue;
            }
            if (++links > MostLinks) return path;
            if (Path.IsPathRooted(target)) real = Path.GetPathRoot(target)!;
            Push(target);
        }
        return real;

        void Push(string below)
        {
            var from = (Path.GetPathRoot(below) ?? "").Length;
            foreach (var name in below[from..].Split(
                [Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries).Reverse())
                rest.Push(name);
        }
    }
}
