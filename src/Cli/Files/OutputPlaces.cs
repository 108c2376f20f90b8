using Rightsizer.EventLogParser;
using Rightsizer.EventLogParser.Input;

namespace Rightsizer.Cli.Files;

/// <summary>
/// The files and folders that a command was asked to write. Each log that it finds is held against them before it is read, so that no
/// output takes the place of a log.
/// </summary>
sealed class OutputPlaces
{
    public static readonly OutputPlaces None = new([]);

    readonly IReadOnlyList<Place> places;

    OutputPlaces(IReadOnlyList<Place> places) => this.places = places;

    /// <summary>Says early, before minutes of reading, that an output could never be written there.</summary>
    /// <param name="files">Files by the option that named them; null and addresses are none.</param>
    /// <param name="folders">The same of folders.</param>
    /// <exception cref="RightsizerException">A file is a folder, or has none around it.</exception>
    public static OutputPlaces Check(
        IEnumerable<(string Option, string? Path)> files, IEnumerable<(string Option, string? Path)> folders)
    {
        var places = new List<Place>();
        foreach (var (option, path) in files)
        {
            if (path is null || IsAddress(path)) continue;
            var asked = option + " a file";
            OutputFile.Check(path, asked);
            if (!OutputFile.IsDevice(Path.GetFullPath(path))) places.Add(Place.Create(path, asked));
        }
        foreach (var (option, path) in folders)
            if (path is not null && !IsAddress(path)) places.Add(Place.Create(path, option + " a folder"));
        return places.Count == 0 ? None : new OutputPlaces(places);
    }

    /// <summary>The log itself, once it is known to be none of the outputs.</summary>
    /// <exception cref="RightsizerException">An output is a file of the log, or is in the log's folder.</exception>
    public EventLog Spare(EventLog log)
    {
        if (places.Count == 0) return log;
        if (log.Kind is EventLogKind.Rolling or EventLogKind.DatabricksFolder or EventLogKind.Spark1Folder
            && FileIdentity.Of(log.Location) is { } folder && places.FirstOrDefault(p => p.Around.Contains(folder)) is { } inside)
            throw CannotWrite(inside, $"it is in the folder of the log {log.Location}");
        foreach (var part in log.Parts)
        {
            if (FileOf(part) is { } file && FileIdentity.Of(file) is { } itself
                && places.FirstOrDefault(p => p.Itself == itself) is { } same)
                throw CannotWrite(same, "it is the log itself");
        }
        return log;
    }

    /// <summary>The file on disk that has the part: the part's own, that of its archive, or what standard input was sent from.</summary>
    static string? FileOf(LogPart part)
    {
        if (part.LocalPath is { } path) return path;
        if (part is StandardInputPart) return OperatingSystem.IsLinux() ? "/dev/stdin" : null;
        if (IsAddress(part.Location)) return null;
        var archive = part.Location;
        while (archive is { Length: > 0 } && !File.Exists(archive)) archive = Path.GetDirectoryName(archive);
        return archive;
    }

    static bool IsAddress(string place) => place.Contains("://", StringComparison.Ordinal);

    static RightsizerException CannotWrite(Place place, string why) => OutputFile.CannotWrite(place.Path, why, place.Asked);

    /// <param name="Path">As it was given.</param>
    /// <param name="Asked">The option that named it, and what it takes.</param>
    /// <param name="Itself">Null where it is not there yet.</param>
    /// <param name="Around">The folder itself, if it is one, and those that it is in.</param>
    sealed record Place(string Path, string Asked, FileIdentity? Itself, HashSet<FileIdentity> Around)
    {
        public static Place Create(string path, string asked)
        {
            var target = OutputFile.TargetOf(System.IO.Path.GetFullPath(path));
            var around = new HashSet<FileIdentity>();
            for (var folder = target; folder is not null; folder = System.IO.Path.GetDirectoryName(folder))
                if (FileIdentity.Of(folder) is { } known) around.Add(known);
            return new Place(path, asked, FileIdentity.Of(target), around);
        }
    }
}
